import { type AlarmRules, alarmHistory, alarmState, type DataPoint } from '../../tools/detection/alarm-state';

const rules = (more: Partial<AlarmRules> = {}): AlarmRules => ({
  threshold: 3,
  comparison: 'GreaterThanThreshold',
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
  missingData: 'notBreaching',
  ...more,
});

/** `0` is within the threshold, `X` breaches it, `-` is missing, as in AWS's tables. */
function dataPoints(row: string): DataPoint[] {
  return row.split(' ').map((sign) => (sign === '-' ? undefined : sign === 'X' ? 4 : 2));
}

const retained = 'retained';

/**
 * The tables of "Configuring how CloudWatch alarms treat missing data", 3 out of 3 and 2 out of 3, of today and of
 * 2018 (github.com/awsdocs/amazon-cloudwatch-user-guide, doc_source/AlarmThatSendsEmail.md).
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
const tables = [
  [3, '0 - X - X', 'OK', 'OK', 'OK', 'OK'],
  [3, '- - - - 0', 'OK', 'OK', 'OK', 'OK'],
  [3, '0 - - - -', 'OK', 'OK', 'OK', 'OK'],
  [3, '- - - - -', 'INSUFFICIENT_DATA', retained, 'ALARM', 'OK'],
  [3, '0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  [3, '- - X - -', 'ALARM', retained, 'ALARM', 'OK'],
  [3, '- - - - X', 'INSUFFICIENT_DATA', retained, 'ALARM', 'OK'],
  [3, 'X - - - -', 'ALARM', retained, 'ALARM', 'OK'],
  [2, '0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  [2, '0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  [2, '0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
  [2, '- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
  [2, '- - - X -', 'ALARM', retained, 'ALARM', 'OK'],
  [2, '- - - - X', 'INSUFFICIENT_DATA', retained, 'ALARM', 'OK'],
] as const;

describe('the tables of the CloudWatch user guide', () => {
  test.each(tables)('%i out of 3, %s', (datapointsToAlarm, row, missing, ignore, breaching, notBreaching) => {
    const expected = { missing, ignore, breaching, notBreaching };
    for (const [missingData, state] of Object.entries(expected)) {
      for (const before of ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const) {
        const some = rules({ datapointsToAlarm, missingData: missingData as AlarmRules['missingData'] });
        expect([missingData, alarmState(some, dataPoints(row), before)]).toEqual([
          missingData,
          state === retained ? before : state,
        ]);
      }
    }
  });

  test('the figure: alarm from the third period, OK at the sixth, no alarm for one breach at the ninth', () => {
    const history = alarmHistory(rules({ missingData: 'missing' }), [4, 4, 4, 4, 4, 2, 2, 2, 4, 2]);
    expect(history.slice(2)).toEqual(['ALARM', 'ALARM', 'ALARM', 'OK', 'OK', 'OK', 'OK', 'OK']);
  });
});

describe('an alarm', () => {
  test('that has enough breaching data points rings, whatever is missing beside them', () => {
    for (const missingData of ['missing', 'ignore', 'breaching', 'notBreaching'] as const) {
      expect(alarmState(rules({ datapointsToAlarm: 2, missingData }), dataPoints('- - - X X'), 'OK')).toBe('ALARM');
    }
  });

  test.each([
    ['GreaterThanThreshold', 3, 'OK'],
    ['GreaterThanThreshold', 3.1, 'ALARM'],
    ['GreaterThanOrEqualToThreshold', 3, 'ALARM'],
    ['GreaterThanOrEqualToThreshold', 2.9, 'OK'],
    ['LessThanThreshold', 3, 'OK'],
    ['LessThanThreshold', 2.9, 'ALARM'],
    ['LessThanOrEqualToThreshold', 3, 'ALARM'],
    ['LessThanOrEqualToThreshold', 3.1, 'OK'],
  ] as const)('%s of 3 is %s → %s', (comparison, value, state) => {
    const one = rules({ comparison, evaluationPeriods: 1, datapointsToAlarm: 1 });
    expect(alarmState(one, [value], 'OK')).toBe(state);
  });

  test('on silence rings only after its whole evaluation range is silent', () => {
    const silence = rules({
      comparison: 'LessThanThreshold',
      threshold: 1,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      missingData: 'breaching',
    });
    expect(alarmHistory(silence, [5, undefined, undefined, undefined])).toEqual(['OK', 'OK', 'OK', 'ALARM']);
  });

  test('on a burst goes back to OK when the burst is over', () => {
    const burst = rules({ evaluationPeriods: 1, datapointsToAlarm: 1 });
    expect(alarmHistory(burst, [undefined, 9, undefined, undefined, undefined])).toEqual([
      'OK',
      'ALARM',
      'ALARM',
      'ALARM',
      'OK',
    ]);
  });
});
