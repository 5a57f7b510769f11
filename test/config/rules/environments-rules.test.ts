import { baseline, mistakes } from '../../support/configurations';

/** Two copies of the baseline's environment, the second changed. */
function twice(change: Readonly<Record<string, unknown>>): unknown {
  const [first] = baseline().environments;
  const [second] = baseline().environments;
  // Ids of a trust stand once, whatever else is tested here.
  return { environments: [first, { ...second, workloads: [{ ...plainWorkload }], ...change }] };
}

const plainWorkload = { name: 'other', owner: 'portal-team', dataClass: 'public', settings: { color: 'blue' } };
const otherAccount = {
  account: '222233334444',
  breakGlassRoleArn: undefined,
  secretOperatorArns: [],
};

describe('environments', () => {
  it('have different names', () => {
    expect(mistakes(twice({ ...otherAccount, name: 'prod' }))).toEqual([
      { path: 'environments[1].name', found: "'prod' a second time", allowed: 'a name that no other environment has' },
    ]);
    expect(mistakes(twice({ ...otherAccount, name: 'prod-2' }))).toEqual([]);
  });

  it('are at least one', () => {
    expect(mistakes({ environments: [] })).toEqual([
      { path: 'environments', found: 'a list of 0', allowed: 'a list of environments, 1 to 100 of them' },
    ]);
  });

  it.each([
    ['guardDuty', 'accessAnalyzer'],
    ['accessAnalyzer', 'guardDuty'],
  ])('switch on %s once in an account and Region', (field, other) => {
    const audit = { ...baseline().environments[0]?.audit, [field]: 'on', [other]: 'existing' };
    const watched = { name: 'prod-2', alarms: { accountWide: 'in-another-environment' } };
    expect(mistakes(twice({ ...watched, audit }))).toEqual([
      {
        path: `environments[1].audit.${field}`,
        found: "'on' a second time in account and Region 111122223333 eu-central-1",
        allowed: "'on' in one environment of an account and Region, 'existing' in the others",
      },
    ]);
    expect(mistakes(twice({ ...watched, audit: { ...audit, [field]: 'existing' } }))).toEqual([]);
    expect(mistakes(twice({ name: 'prod-2', audit, region: 'eu-west-1' }))).toEqual([]);
  });

  it.each([undefined, { accountWide: 'on' }])('watch over an account and Region once (%j)', (alarms) => {
    const audit = { ...baseline().environments[0]?.audit, guardDuty: 'existing', accessAnalyzer: 'existing' };
    const second = { name: 'prod-2', audit, ...(alarms === undefined ? {} : { alarms }) };
    expect(mistakes(twice(second))).toEqual([
      {
        path: 'environments[1].alarms.accountWide',
        found: 'what happens in account and Region 111122223333 eu-central-1 would ring a second time here',
        allowed:
          "'in-another-environment' in all but one environment of an account and Region, best the one of the highest tier",
      },
    ]);
    expect(mistakes(twice({ ...second, region: 'eu-west-1' }))).toEqual([]);
  });
});
