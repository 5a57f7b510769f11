import { costChange } from '../../tools/cost/compare';
import { CostError } from '../../tools/cost/cost-error';
import { sumOf } from '../../tools/cost/cost-table';
import { alarm, tableOf } from './synthetic';

const secret = { Type: 'AWS::SecretsManager::Secret', Properties: {} };
const key = { Type: 'AWS::KMS::Key', Properties: {} };
const dashboard = { Type: 'AWS::CloudWatch::Dashboard', Properties: {} };
const before = tableOf({ One: secret, Two: secret, Key: key });
const after = tableOf({ One: secret, Key: key, Alarm: alarm(), Page: dashboard });

it('is nothing between equal tables', () => {
  expect(costChange(before, before)).toMatchObject({ change: { list: 0, afterFreeTier: 0 }, lines: [] });
});

it('names what came, what went and how many, the greatest first', () => {
  const { lines } = costChange(before, after);
  expect(lines.map(({ price, unitsBefore, unitsAfter }) => [price, unitsBefore, unitsAfter])).toEqual([
    ['dashboard', 0, 1],
    ['secret', 2, 1],
    ['alarmMetric', 0, 1],
    ['secretCalls', 20_000, 10_000],
  ]);
});

it.each(['list', 'afterFreeTier'] as const)('adds up: its lines make the difference of the totals (%s)', (sum) => {
  const change = costChange(before, after);
  const lines = change.lines.reduce((total, line) => total + line.change[sum], 0);
  expect(change.change[sum]).toBeCloseTo(sumOf(after.lines)[sum] - sumOf(before.lines)[sum], 10);
  expect(lines).toBeCloseTo(change.change[sum], 10);
});

it('counts it as a change when one line takes the free tier from another', () => {
  const usage = { metricHours: { otherwise: 730, named: {} } };
  const transformation = { MetricName: 'Refusals', MetricNamespace: 'Strongroom/test', MetricValue: '1' };
  const filter = { Type: 'AWS::Logs::MetricFilter', Properties: { MetricTransformations: [transformation] } };
  const bucket = (more: object) => ({ Type: 'AWS::S3::Bucket', Properties: { BucketName: 'files', ...more } });
  const change = costChange(
    tableOf({ Filter: filter, Bucket: bucket({}) }, usage),
    tableOf({ Filter: filter, Bucket: bucket({ MetricsConfigurations: [{ Id: 'all' }] }) }, usage),
  );
  const filters = change.lines.find(({ type }) => type === 'AWS::Logs::MetricFilter');
  expect(filters).toMatchObject({ unitsBefore: 1, unitsAfter: 1, change: { list: 0 } });
  // Seventeen metrics, of which ten are free: the filter's has its share of the seven.
  expect(filters?.change.afterFreeTier).toBeCloseTo((0.3 * 7) / 17);
});

it('turns round when the tables do', () => {
  expect(costChange(after, before).change.list).toBeCloseTo(-costChange(before, after).change.list, 10);
});

it('is the whole table for a new environment, and less than nothing for one that is removed', () => {
  expect(costChange(undefined, after).change.list).toBeCloseTo(sumOf(after.lines).list, 10);
  expect(costChange(after, undefined).change.list).toBeCloseTo(-sumOf(after.lines).list, 10);
});

it('names what costs from now on without a price', () => {
  const telephone = { Type: 'AWS::SNS::Subscription', Properties: { Protocol: 'sms' } };
  const with_ = tableOf({ One: secret, Two: secret, Key: key, Telephone: telephone });
  expect(costChange(before, with_).newlyNotPriced).toMatchObject([{ what: 'messages by sms' }]);
  expect(costChange(with_, with_).newlyNotPriced).toEqual([]);
});

it('refuses to compare what was counted with different usage', () => {
  const busier = tableOf({ One: secret }, { secretCalls: 1 });
  expect(() => costChange(before, busier)).toThrow(CostError);
});
