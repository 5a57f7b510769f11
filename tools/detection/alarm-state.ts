export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** The value of one period; `undefined` where the metric has none. */
export type DataPoint = number | undefined;

export interface AlarmRules {
  readonly threshold: number;
  readonly comparison:
    'GreaterThanThreshold' | 'GreaterThanOrEqualToThreshold' | 'LessThanThreshold' | 'LessThanOrEqualToThreshold';
  /** N: data points that are looked at. */
  readonly evaluationPeriods: number;
  /** M: how many of them must breach. */
  readonly datapointsToAlarm: number;
  readonly missingData: 'missing' | 'ignore' | 'breaching' | 'notBreaching';
}

/**
 * State of an alarm after CloudWatch has looked at the data points of its evaluation range, oldest first.
 *
 * The range is longer than the evaluation periods, so that real data points can stand in for missing ones; AWS's tables
 * show 5 for 3, and leave the rule open.
 *
 * @param before its state until now, which `ignore` retains
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function alarmState(rules: AlarmRules, range: readonly DataPoint[], before: AlarmState): AlarmState {
  const { evaluationPeriods, datapointsToAlarm, missingData } = rules;
  const real = range.flatMap((value, index) =>
    value === undefined ? [] : [{ breaches: breaches(rules, value), age: range.length - index }],
  );
  const evaluated = real.slice(-evaluationPeriods);
  const breaching = evaluated.filter((point) => point.breaches).length;
  const byThreshold = (count: number) => (count >= datapointsToAlarm ? 'ALARM' : 'OK');
  const filled = evaluationPeriods - evaluated.length;
  if (filled <= 0 || breaching >= datapointsToAlarm) return byThreshold(breaching);
  switch (missingData) {
    case 'breaching':
      return byThreshold(breaching + filled);
    case 'notBreaching':
      return byThreshold(breaching);
    case 'missing':
    case 'ignore': {
      if (evaluated.some((point) => !point.breaches)) return 'OK';
      if (missingData === 'ignore') return before;
      // "Avoiding premature transitions": all that is known breaches, and for long enough.
      const [oldest] = evaluated;
      return oldest !== undefined && oldest.age >= datapointsToAlarm ? 'ALARM' : 'INSUFFICIENT_DATA';
    }
  }
}

/** Periods that CloudWatch looks back beyond the evaluation periods, as in its tables. */
const reserve = 2;

/** The states of an alarm as one data point after the other arrives, from its creation on. */
export function alarmHistory(rules: AlarmRules, points: readonly DataPoint[]): AlarmState[] {
  const length = rules.evaluationPeriods + reserve;
  let state: AlarmState = 'INSUFFICIENT_DATA';
  return points.map((_, index) => {
    const known = points.slice(Math.max(0, index + 1 - length), index + 1);
    const range = [...Array<undefined>(length - known.length), ...known];
    state = alarmState(rules, range, state);
    return state;
  });
}

function breaches({ comparison, threshold }: AlarmRules, value: number): boolean {
  switch (comparison) {
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'LessThanThreshold':
      return value < threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= threshold;
  }
}
