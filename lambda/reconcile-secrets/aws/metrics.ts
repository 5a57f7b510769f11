import { writeMetric } from '../../rotation/aws/embedded-metric';
import { toStandardOutput, type WriteLine } from '../../rotation/log';
import type { Metrics } from '../ports';

/**
 * Metrics as lines of the log, from which CloudWatch takes them.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export class EmbeddedMetrics implements Metrics {
  private readonly output: { readonly clock: { now(): Date }; readonly write: WriteLine };

  public constructor(clock: { now(): Date }, write: WriteLine = toStandardOutput) {
    this.output = { clock, write };
  }

  public secretAge(secret: string, days: number): void {
    writeMetric(this.output, secret, 'SecretAgeDays', days);
  }

  public unfilled(secret: string, isUnfilled: boolean): void {
    writeMetric(this.output, secret, 'SecretUnfilled', isUnfilled ? 1 : 0);
  }
}
