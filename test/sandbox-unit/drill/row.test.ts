import { assertAllRang, countOf, type DrillRow, tableOf } from '../../../tools/sandbox/drill/row';

const rang: DrillRow = {
  ...{ kind: 'alarm', name: 'strongroom-prod-denied-access', region: 'eu-central-1', rang: true },
  how: 'a read is refused, 20 times',
  text: 'Denied access. The trail shows 20 refused requests.',
};
const silent: DrillRow = {
  ...{ kind: 'rule', name: 'strongroom-prod-trail', region: 'us-east-1', rang: false },
  ...{ how: 'nothing', text: '', why: 'no recorded event matches its pattern' },
};

describe('the table of a drill', () => {
  it('has what rang, its text and what rang it', () => {
    expect(tableOf([rang])).toEqual([
      'alarm  strongroom-prod-denied-access  rang    Denied access. The trail shows 20 refused requests.',
      '       by: a read is refused, 20 times',
    ]);
  });

  it('says why one is silent, and in which other Region', () => {
    expect(tableOf([rang, silent]).slice(2)).toEqual([
      'rule   strongroom-prod-trail          SILENT  (says nothing itself)',
      '       by: in us-east-1: nothing',
      '       why: no recorded event matches its pattern',
    ]);
  });

  it('counts alarms and rules', () => {
    expect(countOf([rang, silent])).toBe('1 of 1 alarms and 0 of 1 rules rang');
  });
});

describe('a drill', () => {
  it('fails when anything was silent, and tells of that alone', () => {
    expect(() => assertAllRang([rang, silent])).toThrow(/0 of 1 rules rang:\nrule {3}strongroom-prod-trail {2}SILENT/);
    expect(() => assertAllRang([rang, silent])).not.toThrow('Denied access');
  });

  it('does not fail when all rang', () => {
    expect(() => assertAllRang([rang])).not.toThrow();
  });
});
