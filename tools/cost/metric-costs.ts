import { secretMetrics } from '../../lib/detection/secret-rates';
import type { LookedAfter } from '../../lambda/reconcile-secrets/environment';
import type { ProbedKey } from '../../lambda/probe-access/environment';
import { entriesOf, type Entry, isObject, listOf } from '../access/template';
import type { Charge, NotPriced } from './cost-table';
import { at, type Facts, hoursPerMonth, objectsAt, runsOf, textAt } from './facts';

/** Names and values that tell the metrics of one name apart, in one order. */
function dimensionsOf(dimensions: unknown): string {
  const pairs = listOf(dimensions as Readonly<Record<string, unknown>>[] | undefined);
  return pairs
    .map(({ Name, Value }) => `${String(Name)}=${String(Value)}`)
    .sort()
    .join(',');
}

function alarmsOn(namespace: unknown, name: unknown, { stacks }: Facts): Entry[] {
  return entriesOf(stacks, 'AWS::CloudWatch::Alarm').filter(
    (alarm) => at(alarm, 'Namespace') === namespace && at(alarm, 'MetricName') === name,
  );
}

function filtersOf(namespace: unknown, name: unknown, { stacks }: Facts): Entry[] {
  return entriesOf(stacks, 'AWS::Logs::MetricFilter').filter((filter) =>
    objectsAt(filter, 'MetricTransformations').some(
      ({ MetricNamespace, MetricName }) => MetricNamespace === namespace && MetricName === name,
    ),
  );
}

/**
 * The metrics that a filter makes: one, or one for each value of its dimensions. The values stand in the events; known are
 * those that an alarm waits for, and one at least must be expected.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html
 */
export function filterMetrics(filter: Entry, facts: Facts): Charge[] {
  return objectsAt(filter, 'MetricTransformations').flatMap((transformation) => {
    const { MetricNamespace, MetricName, Dimensions, DefaultValue } = transformation;
    // Several filters may add to one metric: it is charged once.
    const [first] = filtersOf(MetricNamespace, MetricName, facts);
    if (first?.resource !== filter.resource) return [];
    const watched = new Set(
      alarmsOn(MetricNamespace, MetricName, facts).map((alarm) => dimensionsOf(at(alarm, 'Dimensions'))),
    );
    const count = Dimensions === undefined ? 1 : Math.max(1, watched.size);
    const { named, otherwise } = facts.usage.metricHours;
    // With a default value it has data in every hour in which the log group receives anything.
    const hours = DefaultValue === undefined ? (named[String(MetricName)] ?? otherwise) : hoursPerMonth;
    const units = (count * hours) / hoursPerMonth;
    return [{ purpose: 'watching', price: 'customMetric', units, by: 'use', detection: 'rings' }];
  });
}

/** The JSON list in a variable of a function; empty where it has none. */
function listIn(lambda: Entry, variable: string): readonly unknown[] {
  const text = textAt(lambda, 'Environment', 'Variables', variable);
  const value: unknown = text === undefined ? [] : JSON.parse(text);
  return Array.isArray(value) ? value : [];
}

/** The access keys that a function tries. */
export function probedKeys(lambda: Entry): readonly ProbedKey[] {
  return listIn(lambda, 'KEYS') as readonly ProbedKey[];
}

/** The secrets that a function looks after. */
export function lookedAfterBy(lambda: Entry): readonly LookedAfter[] {
  return listIn(lambda, 'SECRETS') as readonly LookedAfter[];
}

/** The metrics that a function tells, as `<metric> of <secret>`: age and emptiness of each secret, failure of each key. */
function toldBy(lambda: Entry): string[] {
  const prefix = textAt(lambda, 'Environment', 'Variables', 'SECRET_PREFIX') ?? '';
  const { age, unfilled, probeFailed } = secretMetrics;
  return [
    ...lookedAfterBy(lambda).flatMap(({ name }) => [age, unfilled].map((metric) => `${metric} of ${prefix}${name}`)),
    ...probedKeys(lambda).map(({ name }) => `${probeFailed} of ${prefix}${name}`),
  ];
}

/** The metrics that a function writes into its log, in each hour in which it runs. */
export function functionMetrics(lambda: Entry, facts: Facts): Charge[] {
  const metrics = toldBy(lambda).length;
  if (metrics === 0) return [];
  const units = metrics * Math.min(1, (runsOf(lambda, facts) ?? hoursPerMonth) / hoursPerMonth);
  return [{ purpose: 'watching', price: 'customMetric', units, by: 'template', detection: 'rings' }];
}

function isToldByFunction(alarm: Entry, { stacks }: Facts): boolean {
  const [dimension] = objectsAt(alarm, 'Dimensions').filter(({ Name }) => Name === secretMetrics.dimension);
  const metric = `${String(at(alarm, 'MetricName'))} of ${String(dimension?.Value)}`;
  return (
    at(alarm, 'Namespace') === secretMetrics.namespace &&
    entriesOf(stacks, 'AWS::Lambda::Function').some((lambda) => toldBy(lambda).includes(metric))
  );
}

/** An alarm's own metric that is no metric of AWS, and that nothing in the templates makes: somebody pays for it. */
function foreignMetric(alarm: Entry, facts: Facts): NotPriced[] {
  const namespace = textAt(alarm, 'Namespace');
  if (namespace === undefined || namespace.startsWith('AWS/')) return [];
  const name = textAt(alarm, 'MetricName') ?? '';
  if (filtersOf(namespace, name, facts).length > 0 || isToldByFunction(alarm, facts)) return [];
  return [
    {
      what: `metric ${namespace} ${name}`,
      why: `alarm ${alarm.logicalId} waits for it, and nothing in the templates makes it`,
    },
  ];
}

/** Metrics below this period have a price of their own. */
const standardSeconds = 60;

/**
 * What an alarm costs: each metric that it reads, not the alarm. A band of expected values is two more.
 *
 * @see https://aws.amazon.com/cloudwatch/pricing/
 */
export function alarmCosts(alarm: Entry, facts: Facts): (Charge | NotPriced)[] {
  const rings = { purpose: 'watching', by: 'template', detection: 'rings' } as const;
  const queries = objectsAt(alarm, 'Metrics');
  if (queries.length === 0) {
    const isFast = Number(at(alarm, 'Period')) < standardSeconds;
    return [{ ...rings, price: isFast ? 'fastAlarmMetric' : 'alarmMetric', units: 1 }, ...foreignMetric(alarm, facts)];
  }
  const expressions = queries.flatMap(({ Expression }) => (typeof Expression === 'string' ? [Expression] : []));
  if (expressions.some((expression) => /^\s*SELECT\b/i.test(expression))) {
    return [{ what: `alarm ${alarm.logicalId}`, why: 'it queries metrics, and how many is known only when it runs' }];
  }
  const read = queries.filter(({ MetricStat }) => isObject(MetricStat));
  const isFast = read.some(({ MetricStat }) => isObject(MetricStat) && Number(MetricStat.Period) < standardSeconds);
  const bands = expressions.filter((expression) => expression.includes('ANOMALY_DETECTION_BAND')).length;
  return [{ ...rings, price: isFast ? 'fastAlarmMetric' : 'alarmMetric', units: read.length + 2 * bands }];
}
