import type { WriteLine } from '../log';

/** Namespace and dimension of all metrics of the functions. */
const metricNamespace = 'Strongroom';
const metricDimension = 'Secret';

/**
 * Writes one metric of one secret as a line of the log, from which CloudWatch takes it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function writeMetric(
  { write, clock }: { readonly write: WriteLine; readonly clock: { now(): Date } },
  secret: string,
  name: string,
  value: number,
): void {
  const directive = {
    Namespace: metricNamespace,
    Dimensions: [[metricDimension]],
    Metrics: [{ Name: name, Unit: 'None' }],
  };
  write(
    JSON.stringify({
      _aws: { Timestamp: clock.now().getTime(), CloudWatchMetrics: [directive] },
      [metricDimension]: secret,
      [name]: value,
    }),
  );
}
