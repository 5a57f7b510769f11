import { readFileSync } from 'node:fs';

import { writeMetric } from '../../../lambda/rotation/aws/embedded-metric';
import { EmbeddedMetrics } from '../../../lambda/reconcile-secrets/aws/metrics';
import type { Metrics } from '../../../lambda/reconcile-secrets/ports';
import { accessLogFilters } from '../../../lib/detection/access-log-filters';
import { metricNamespace, trailFilters } from '../../../lib/detection/trail-filters';
import type { Place } from '../../../lib/config/names';
import { awsMetrics } from '../../../tools/detection/recordings/aws-metrics';

/** A metric that exists, and who says so. */
export interface PublishedMetric {
  readonly namespace: string;
  readonly name: string;
  /** Names of its dimensions. */
  readonly dimensions: readonly string[];
  readonly source: string;
}

/** Metrics that AWS publishes by itself, from its own pages. */
export const ofAws: readonly PublishedMetric[] = awsMetrics.map(({ namespace, metricName, dimension, source }) => ({
  ...{ namespace, name: metricName, dimensions: [dimension], source },
}));

interface EmbeddedLine {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
}

/** Names of the metrics that the probe writes: its handler is bound to its environment, so its text is read. */
function probeMetrics(): string[] {
  const handler = readFileSync('lambda/probe-access/index.ts', 'utf8');
  return [...handler.matchAll(/writeMetric\(.*'(\w+)',/g)].map(([, name = '']) => name);
}

/** What the functions really write into their logs. */
export function embeddedMetrics(): PublishedMetric[] {
  const lines: string[] = [];
  const metrics: Metrics = new EmbeddedMetrics({ now: () => new Date(0) }, (line) => lines.push(line));
  metrics.secretAge('portal/prod/scanner-key', 1);
  metrics.unfilled('portal/prod/scanner-key', true);
  for (const name of probeMetrics()) {
    writeMetric({ clock: { now: () => new Date(0) }, write: (line) => lines.push(line) }, 'portal/prod/key', name, 1);
  }
  return lines.flatMap((line) =>
    (JSON.parse(line) as EmbeddedLine)._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics: made }) =>
      made.map(({ Name }) => ({
        namespace: Namespace,
        name: Name,
        dimensions: Dimensions[0] ?? [],
        source: 'lambda/reconcile-secrets/aws/metrics.ts and lambda/probe-access/index.ts',
      })),
    ),
  );
}

/** Every metric that an alarm or a dashboard of an environment may stand on. */
export function publishedMetrics(place: Place): PublishedMetric[] {
  const filtered = [...trailFilters(place), ...accessLogFilters(place)].map(({ metricName, dimensions = {} }) => ({
    namespace: metricNamespace(place),
    name: metricName,
    dimensions: Object.keys(dimensions),
    source: 'a metric filter of ours',
  }));
  return [...filtered, ...embeddedMetrics(), ...ofAws];
}
