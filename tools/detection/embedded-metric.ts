import type { MetricDatum } from './metric-data';

/** One value that a line of a function's log adds to a metric. */
export interface EmbeddedDatum extends MetricDatum {
  readonly namespace: string;
}

interface Directive {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string }[];
}

type Line = Readonly<Record<string, unknown>> & {
  readonly _aws?: { readonly CloudWatchMetrics: readonly Directive[] };
};

/**
 * What CloudWatch takes out of a line in the embedded metric format; nothing where a dimension or the number is missing.
 *
 * Not modelled: lists of values.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetricData(line: string): EmbeddedDatum[] {
  const root = JSON.parse(line) as Line;
  return (root._aws?.CloudWatchMetrics ?? []).flatMap(({ Namespace: namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.flatMap(({ Name: metricName }) => {
        const value = root[metricName];
        const dimensions = Object.fromEntries(names.map((name) => [name, root[name]]));
        const isNamed = Object.values(dimensions).every((text) => typeof text === 'string');
        return typeof value === 'number' && isNamed
          ? [{ namespace, metricName, value, dimensions: dimensions as Record<string, string> }]
          : [];
      }),
    ),
  );
}
