import { alarmHistory, type DataPoint } from '../../detection/alarm-state';
import { embeddedMetricData } from '../../detection/embedded-metric';
import { type MetricDatum, metricData } from '../../detection/metric-data';
import { awsMetrics } from '../../detection/recordings/aws-metrics';
import { functionLines } from '../../detection/recordings/function-lines';
import type { TrailEvent } from '../../detection/recordings/trail-events/trail-event';
import type { DeployedAlarm, DeployedFilter } from './deployed-alarm';

/** What makes an alarm ring. */
export type Signal =
  | {
      readonly kind: 'data';
      /** Where the numbers come from, in words. */
      readonly from: string;
      readonly value: number;
      /** How often it must happen within a period, and no more often than it must. */
      readonly count: number;
      /** In how many periods, one after the other. */
      readonly periods: number;
    }
  | { readonly kind: 'absence'; readonly from: string };

/** What is known of the deployment besides its alarms. */
export interface Sources {
  readonly filters: readonly DeployedFilter[];
  /** Recorded, and moved into this environment. */
  readonly events: readonly TrailEvent[];
  /** Names of the resources of a type. */
  readonly namesOf: (type: string) => readonly string[];
}

/** One number from the outside, under the very namespace, name and dimensions that the alarm watches. */
interface Source {
  readonly from: string;
  readonly value: number;
}

function isWatched(alarm: DeployedAlarm, namespace: string, { metricName, dimensions }: MetricDatum): boolean {
  const sorted = (pairs: Readonly<Record<string, string>>) => JSON.stringify(Object.entries(pairs).sort());
  const isNamed = namespace === alarm.namespace && metricName === alarm.metricName;
  return isNamed && sorted(dimensions) === sorted(alarm.dimensions);
}

/** A recording that is about another bucket or role of ours, moved to the one that the alarm watches. */
function aimedAt(alarm: DeployedAlarm, { event, counts }: TrailEvent): object {
  const recorded = counts[alarm.metricName]?.dimensions ?? {};
  const moved = Object.entries(recorded).reduce(
    (text, [name, value]) => text.replaceAll(value, alarm.dimensions[name] ?? value),
    JSON.stringify(event),
  );
  return JSON.parse(moved) as object;
}

function byFilter(alarm: DeployedAlarm, { filters, events }: Sources): Source | undefined {
  const inNamespace = filters.filter(({ namespace }) => namespace === alarm.namespace);
  for (const recorded of events.filter(({ counts }) => alarm.metricName in counts)) {
    const data = metricData(inNamespace, aimedAt(alarm, recorded));
    const [datum] = data.filter((one) => isWatched(alarm, alarm.namespace, one));
    if (datum !== undefined) return { from: recorded.name, value: datum.value };
  }
  return undefined;
}

function byFunction(alarm: DeployedAlarm): Source | undefined {
  // A whole step beyond the threshold: what is told in days rings only above it.
  const beyond = alarm.rules.threshold + 1;
  for (const { name, line } of functionLines) {
    const data = embeddedMetricData(line(alarm.dimensions.Secret ?? '', beyond));
    const datum = data.find((one) => isWatched(alarm, one.namespace, one));
    if (datum !== undefined) return { from: name, value: datum.value };
  }
  return undefined;
}

function byAws(alarm: DeployedAlarm, { namesOf }: Sources): Source | undefined {
  const metric = awsMetrics.find(({ namespace, metricName, dimension, of }) => {
    const dimensions = { [dimension]: alarm.dimensions[dimension] ?? '' };
    const exists = namesOf(of).includes(dimensions[dimension] ?? '');
    return exists && isWatched(alarm, namespace, { metricName, value: 1, dimensions });
  });
  return metric === undefined ? undefined : { from: metric.name, value: 1 };
}

/** What a period holds after so many times. */
function pointOf({ statistic }: DeployedAlarm, { value }: Source, count: number): DataPoint {
  if (count === 0) return undefined;
  return statistic === 'Sum' ? value * count : value;
}

function rings({ rules }: DeployedAlarm, points: readonly DataPoint[]): boolean {
  return alarmHistory(rules, points).at(-1) === 'ALARM';
}

/**
 * What must happen how often so that an alarm rings by CloudWatch's rules.
 *
 * @returns undefined when nothing that is recorded reaches it, or when it rings at nothing in particular
 */
export function signalOf(alarm: DeployedAlarm, sources: Sources): Signal | undefined {
  const source = byFilter(alarm, sources) ?? byFunction(alarm) ?? byAws(alarm, sources);
  if (source === undefined) return undefined;
  const { rules } = alarm;
  if (rules.comparison.startsWith('Less')) {
    const silence = Array<undefined>(rules.evaluationPeriods + 1).fill(undefined);
    const heard = silence.map(() => pointOf(alarm, source, 1));
    const tellsApart = rings(alarm, silence) && !rings(alarm, heard);
    return tellsApart ? { kind: 'absence', from: `never: ${source.from}` } : undefined;
  }
  const periods = rules.datapointsToAlarm;
  const enough = alarm.statistic === 'Sum' ? Math.max(1, Math.ceil(rules.threshold / source.value)) : 1;
  // Where data that is missing breaches, one less would be silence: what happens is held against nothing wrong at all.
  const before = rules.missingData === 'breaching' ? 0 : undefined;
  const quiet = Array<DataPoint>(rules.evaluationPeriods).fill(before);
  const during = (count: number) => [
    ...quiet,
    ...Array<DataPoint>(periods).fill(pointOf(alarm, source, count) ?? before),
  ];
  for (const count of [enough, enough + 1]) {
    if (rings(alarm, during(count)) && !rings(alarm, during(count - 1))) {
      return { kind: 'data', from: source.from, value: source.value, count, periods };
    }
  }
  return undefined;
}

/** In words. */
export function howOf(signal: Signal): string {
  if (signal.kind === 'absence') return `absence, ${signal.from}`;
  const { count, value, periods, from } = signal;
  const times = count === 1 ? 'once' : `${count.toLocaleString('en')} times`;
  const spread = periods === 1 ? '' : ` in each of ${periods} periods`;
  return `${from}, ${times}${spread}${value === 1 ? '' : ` (${value.toLocaleString('en')} each)`}`;
}
