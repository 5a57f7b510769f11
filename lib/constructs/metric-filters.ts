import { CfnMetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

import type { MetricFilter } from '../detection/detection';

export interface MetricFiltersProps {
  /** The log group whose events are counted. */
  readonly logGroupName: string;

  /** Namespace of all their metrics. */
  readonly namespace: string;

  /** At most 100 on one log group. */
  readonly filters: readonly MetricFilter[];
}

/**
 * Makes numbers of the events of a log group.
 *
 * No default value: a metric then exists, and costs, only in hours in which something happened.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
 */
export class MetricFilters extends Construct {
  constructor(scope: Construct, id: string, props: MetricFiltersProps) {
    super(scope, id);
    for (const { metricName, pattern, value, unit, dimensions } of props.filters) {
      new CfnMetricFilter(this, metricName, {
        logGroupName: props.logGroupName,
        filterPattern: pattern,
        metricTransformations: [
          {
            metricName,
            metricNamespace: props.namespace,
            metricValue: value,
            unit,
            ...(dimensions === undefined
              ? {}
              : { dimensions: Object.entries(dimensions).map(([key, path]) => ({ key, value: path })) }),
          },
        ],
      });
    }
  }
}
