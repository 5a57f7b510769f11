import { toStandardOutput, type WriteLine } from '../../rotation/log';
import type { Metrics } from '../ports';

/** Namespace and dimension of all metrics of the functions. */
const metricNamespace = 'Strongroom';
const metricDimension = 'Secret';

/**
 * Metrics as lines of the log, from which CloudWatch takes them.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export class EmbeddedMetrics implements Metrics {
  public constructor(
    private readonly clock: { now(): Date },
    private readonly write: WriteLine = toStandardOutput,
  ) {}

  public secretAge(secret: string, days: number): void {
    this.metric(secret, 'SecretAgeDays', days);
  }

  public unfilled(secret: string, isUnfilled: boolean): void {
    this.metric(secret, 'SecretUnfilled', isUnfilled ? 1 : 0);
  }

  private metric(secret: string, name: string, value: number): void {
    const directive = {
      Namespace: metricNamespace,
      Dimensions: [[metricDimension]],
      Metrics: [{ Name: name, Unit: 'None' }],
    };
    this.write(
      JSON.stringify({
        _aws: { Timestamp: this.clock.now().getTime(), CloudWatchMetrics: [directive] },
        [metricDimension]: secret,
        [name]: value,
      }),
    );
  }
}
