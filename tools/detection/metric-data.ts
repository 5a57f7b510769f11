import { parseSelector } from './filter-grammar';
import { filterPattern, valueAt } from './filter-pattern';

/** What stands in a metric filter, as AWS::Logs::MetricFilter has it. */
export interface FilterDefinition {
  readonly metricName: string;
  readonly pattern: string;
  /** A number, or the path of one. */
  readonly value: string;
  readonly dimensions?: Readonly<Record<string, string>>;
}

/** One value that a log event adds to a metric. */
export interface MetricDatum {
  readonly metricName: string;
  readonly value: number;
  readonly dimensions: Readonly<Record<string, string>>;
}

/**
 * What the filters of a log group publish for one log event. Where the event has no number, or not what a dimension
 * needs, nothing is published.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
 */
export function metricData(filters: readonly FilterDefinition[], event: object): MetricDatum[] {
  return filters
    .filter(({ pattern }) => filterPattern(pattern).matches(event))
    .flatMap(({ metricName, value, dimensions = {} }) => {
      const found = value.startsWith('$') ? valueAt(event, parseSelector(value)) : Number(value);
      const named = Object.entries(dimensions).map(
        ([name, path]) => [name, valueAt(event, parseSelector(path))] as const,
      );
      if (typeof found !== 'number' || named.some(([, dimension]) => typeof dimension !== 'string')) return [];
      return [{ metricName, value: found, dimensions: Object.fromEntries(named) as Record<string, string> }];
    });
}
