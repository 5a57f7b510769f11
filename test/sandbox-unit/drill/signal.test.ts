import { metricNamespace, trailFilters } from '../../../lib/detection/trail-filters';
import { accountEvents } from '../../../tools/detection/recordings/trail-events/account';
import { fileEvents } from '../../../tools/detection/recordings/trail-events/files';
import { bucket, place } from '../../../tools/detection/recordings/trail-events/trail-event';
import type { DeployedAlarm } from '../../../tools/sandbox/drill/deployed-alarm';
import { howOf, signalOf, type Sources } from '../../../tools/sandbox/drill/signal';

const namespace = metricNamespace(place);
const sources: Sources = {
  filters: trailFilters(place).map((filter) => ({ ...filter, namespace, logGroup: '/strongroom/prod/trail' })),
  events: [...accountEvents, ...fileEvents],
  namesOf: (type) => (type === 'AWS::Lambda::Function' ? ['strongroom-prod-portal-reconcile'] : []),
};

const alarm: DeployedAlarm = {
  name: 'strongroom-prod-portal/denied-access',
  arn: 'arn:aws:cloudwatch:eu-central-1:111122223333:alarm:strongroom-prod-portal/denied-access',
  description: 'Denied access.',
  actions: [],
  state: 'OK',
  namespace,
  metricName: 'DeniedAccess',
  dimensions: { Bucket: bucket },
  statistic: 'Sum',
  period: 300,
  rules: {
    threshold: 20,
    comparison: 'GreaterThanOrEqualToThreshold',
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    missingData: 'notBreaching',
  },
};

describe('what rings an alarm', () => {
  it('is what its filter makes of a recorded event, just as often as it must be', () => {
    expect(signalOf(alarm, sources)).toEqual({
      kind: 'data',
      from: 'a read is refused',
      value: 1,
      count: 20,
      periods: 1,
    });
  });

  it('is so many events that their bytes are enough', () => {
    const bytes = { ...alarm, metricName: 'DownloadedBytes', rules: { ...alarm.rules, threshold: 1_000_000_000 } };
    const signal = signalOf(bytes, sources);
    expect(signal).toMatchObject({ value: 1_048_576, count: 954 });
    expect(signal === undefined ? '' : howOf(signal)).toBe('a file is read, 954 times (1,048,576 each)');
  });

  it('is the same in another bucket of ours, which its dimension names', () => {
    const other = 'archive-prod-111122223333-eu-central-1';
    expect(signalOf({ ...alarm, dimensions: { Bucket: other } }, sources)).toMatchObject({ count: 20 });
  });

  it('is a line that a function writes about its secret', () => {
    const overdue: DeployedAlarm = {
      ...alarm,
      ...{ namespace: 'Strongroom', metricName: 'SecretAgeDays', dimensions: { Secret: 'portal/prod/scanner-key' } },
      statistic: 'Maximum',
      rules: { ...alarm.rules, threshold: 62, comparison: 'GreaterThanThreshold', missingData: 'breaching' },
    };
    expect(signalOf(overdue, sources)).toEqual({
      kind: 'data',
      from: 'the reconciler tells the age of a secret',
      value: 63,
      count: 1,
      periods: 1,
    });
  });

  it('is a number in as many periods as must be bad', () => {
    const rules = { ...alarm.rules, threshold: 1, evaluationPeriods: 24, datapointsToAlarm: 24 };
    const dimensions = { Secret: 'portal/prod/payments' };
    const metric = { namespace: 'Strongroom', metricName: 'SecretUnfilled', dimensions };
    const signal = signalOf({ ...alarm, ...metric, statistic: 'Maximum', rules }, sources);
    expect(signal).toMatchObject({ kind: 'data', periods: 24 });
    expect(signal === undefined ? '' : howOf(signal)).toContain('once in each of 24 periods');
  });

  const silent: DeployedAlarm = {
    ...alarm,
    ...{ namespace: 'AWS/Lambda', metricName: 'Invocations' },
    dimensions: { FunctionName: 'strongroom-prod-portal-reconcile' },
    rules: {
      ...{ threshold: 1, comparison: 'LessThanThreshold', evaluationPeriods: 3, datapointsToAlarm: 3 },
      missingData: 'breaching',
    },
  };

  it('is silence, where a call ends it', () => {
    expect(signalOf(silent, sources)).toEqual({ kind: 'absence', from: 'never: Lambda calls a function' });
  });

  it.each<[string, DeployedAlarm]>([
    ['in whose namespace no filter publishes', { ...alarm, namespace: 'Elsewhere' }],
    ['whose metric no filter has', { ...alarm, metricName: 'Denials' }],
    ['with a dimension that no filter gives', { ...alarm, dimensions: { Bucket: bucket, Role: 'reader' } }],
    ['without the dimension that the filter gives', { ...alarm, dimensions: {} }],
    ['on a bucket that is not of the environment', { ...alarm, dimensions: { Bucket: 'website' } }],
    ['on a function that is not deployed', { ...silent, dimensions: { FunctionName: 'gone' } }],
    ['on silence that is no alarm', { ...silent, rules: { ...silent.rules, missingData: 'notBreaching' } }],
    ['that rings without reason', { ...alarm, rules: { ...alarm.rules, threshold: 0, missingData: 'breaching' } }],
  ])('is nothing for an alarm %s', (_, wrong) => {
    expect(signalOf(wrong, sources)).toBeUndefined();
  });
});
