import { alarmsOfWorkload } from '../../lib/detection/alarms-of-workload';
import type { RateDetection } from '../../lib/detection/detection';
import { alarmHistory, type DataPoint } from '../../tools/detection/alarm-state';
import { at, type Changes } from '../support/configurations';
import { environmentWith } from './support/rated-environment';

/** What speaks of the portal's function that tries its keys. */
function ofProbe(changes: Changes = {}): RateDetection[] {
  const environment = environmentWith({ 'environments[0].tier': 'staging', ...changes });
  return environment.workloads
    .flatMap((workload) => alarmsOfWorkload(environment, workload).rates)
    .filter(({ id, metric }) => id === 'access-probe-failed' || metric.dimensions?.FunctionName?.endsWith('-probe'));
}

/** Alarms that ring after an hour in which a metric had these values; it had none where nothing is said. */
function ringing(values: Readonly<Record<string, DataPoint>>): string[] {
  return ofProbe()
    .filter((rate) => {
      const before = Array<DataPoint>(rate.evaluationPeriods + 3).fill(0);
      const now = Array<DataPoint>(rate.evaluationPeriods + 2).fill(values[rate.metric.name]);
      return alarmHistory(rate, [...before, ...now]).at(-1) === 'ALARM';
    })
    .map(({ urgency, subject = '', id }) => `${urgency}: ${subject}/${id}`);
}

describe('the function that tries keys', () => {
  test('has the alarms of every function', () => {
    const functions = ofProbe().filter(({ id }) => id.startsWith('function-'));
    expect(functions.map(({ id, subject, metric }) => [id, subject, metric.name])).toEqual([
      ['function-errors', 'portal/probe', 'Errors'],
      ['function-throttles', 'portal/probe', 'Throttles'],
    ]);
  });

  const without = (list: string, kind: string) => {
    const path = `environments[0].workloads[0].${list}`;
    return { [path]: (at(path) as readonly { readonly kind: string }[]).filter((entry) => entry.kind !== kind) };
  };

  test.each<[string, Changes]>([
    ['is switched off', { 'environments[0].workloads[0].accessProbe': false }],
    ['has no key to try', { ...without('secrets', 'access-key'), ...without('consumers', 'iam-user') }],
  ])('has none where it %s, because it is not there', (_, changes) => {
    expect(ofProbe(changes)).toEqual([]);
  });

  test('that crashes pages once for its key; that the function is the cause is read by day', () => {
    expect(ringing({ Errors: 2, Throttles: 0 })).toEqual([
      'information: portal/probe/function-errors',
      'page: portal/scanner-key/access-probe-failed',
    ]);
  });

  test('that Lambda does not let run likewise', () => {
    expect(ringing({ Throttles: 3 })).toEqual([
      'information: portal/probe/function-throttles',
      'page: portal/scanner-key/access-probe-failed',
    ]);
  });

  test('that finds a key refused has not failed itself', () => {
    expect(ringing({ AccessProbeFailed: 1, Errors: 0, Throttles: 0 })).toEqual([
      'page: portal/scanner-key/access-probe-failed',
    ]);
  });

  test('whose second try succeeds wakes nobody', () => {
    expect(ringing({ AccessProbeFailed: 0, Errors: 1, Throttles: 0 })).toEqual([]);
  });
});
