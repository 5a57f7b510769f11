import { entriesOf } from '../../../tools/access/template';
import { alarmOf, type DeployedAlarm, type DescribedAlarm } from '../../../tools/sandbox/drill/deployed-alarm';
import type { FilterDefinition } from '../../../tools/detection/metric-data';
import type { Room } from '../../support/room';
import { alarmsOf } from '../reach.rules';

/** A filter as its template has it. */
export interface TemplateFilter extends FilterDefinition {
  readonly namespace: string;
  readonly logGroup: string;
  readonly unit: string;
}

interface FilterProperties {
  readonly FilterPattern: string;
  readonly LogGroupName: string;
  readonly MetricTransformations: readonly {
    readonly MetricName: string;
    readonly MetricNamespace: string;
    readonly MetricValue: string;
    readonly Unit?: string;
    readonly DefaultValue?: number;
    readonly Dimensions?: readonly { readonly Key: string; readonly Value: string }[];
  }[];
}

export function filtersIn({ assembly }: Room): TemplateFilter[] {
  return entriesOf(assembly.stacks, 'AWS::Logs::MetricFilter').flatMap(({ resource }) => {
    const { FilterPattern, LogGroupName, MetricTransformations } = resource.Properties as unknown as FilterProperties;
    return MetricTransformations.map((made) => ({
      ...{ namespace: made.MetricNamespace, metricName: made.MetricName, logGroup: LogGroupName },
      ...{ pattern: FilterPattern, value: made.MetricValue, unit: made.Unit ?? 'None' },
      ...(made.Dimensions === undefined
        ? {}
        : { dimensions: Object.fromEntries(made.Dimensions.map(({ Key, Value }) => [Key, Value])) }),
    }));
  });
}

/** Alarms on a metric, as CloudWatch would describe them. */
export function metricAlarmsIn(room: Room): DeployedAlarm[] {
  return alarmsOf(room)
    .filter(({ properties }) => properties.AlarmRule === undefined)
    .map(({ arn, properties }) =>
      alarmOf({ ...(properties as unknown as DescribedAlarm), AlarmArn: arn, StateValue: 'OK' }),
    );
}
