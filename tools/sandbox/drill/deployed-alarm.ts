import type { AlarmRules } from '../../detection/alarm-state';
import type { FilterDefinition } from '../../detection/metric-data';

/** An alarm as CloudWatch describes it. */
export interface DeployedAlarm {
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly actions: readonly string[];
  readonly state: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
  /** In seconds. */
  readonly period: number;
  readonly rules: AlarmRules;
}

/** A metric filter as CloudWatch Logs describes it. */
export interface DeployedFilter extends FilterDefinition {
  readonly namespace: string;
  readonly logGroup: string;
}

export interface DescribedAlarm {
  readonly AlarmName: string;
  readonly AlarmArn: string;
  readonly AlarmDescription?: string;
  readonly ActionsEnabled?: boolean;
  readonly AlarmActions?: readonly string[];
  readonly StateValue: string;
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Statistic: string;
  readonly Period: number;
  readonly Threshold: number;
  readonly ComparisonOperator: AlarmRules['comparison'];
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly TreatMissingData?: AlarmRules['missingData'];
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html */
export function alarmOf(described: DescribedAlarm): DeployedAlarm {
  const { EvaluationPeriods: evaluationPeriods, DatapointsToAlarm: datapointsToAlarm = evaluationPeriods } = described;
  return {
    name: described.AlarmName,
    arn: described.AlarmArn,
    description: described.AlarmDescription ?? '',
    actions: described.ActionsEnabled === false ? [] : (described.AlarmActions ?? []),
    state: described.StateValue,
    namespace: described.Namespace,
    metricName: described.MetricName,
    dimensions: Object.fromEntries((described.Dimensions ?? []).map(({ Name, Value }) => [Name, Value])),
    statistic: described.Statistic,
    period: described.Period,
    rules: {
      threshold: described.Threshold,
      comparison: described.ComparisonOperator,
      evaluationPeriods,
      datapointsToAlarm,
      missingData: described.TreatMissingData ?? 'missing',
    },
  };
}

export interface DescribedFilter {
  readonly filterPattern: string;
  readonly logGroupName: string;
  readonly metricTransformations: readonly {
    readonly metricName: string;
    readonly metricNamespace: string;
    readonly metricValue: string;
    readonly dimensions?: Readonly<Record<string, string>>;
  }[];
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricFilter.html */
export function filtersOf({ filterPattern, logGroupName, metricTransformations }: DescribedFilter): DeployedFilter[] {
  return metricTransformations.map(({ metricName, metricNamespace, metricValue, dimensions }) => ({
    ...{ namespace: metricNamespace, logGroup: logGroupName, metricName, pattern: filterPattern, value: metricValue },
    ...(dimensions === undefined ? {} : { dimensions }),
  }));
}
