import { EmbeddedMetrics } from '../../lambda/reconcile-secrets/aws/metrics';
import { secretPrefix } from '../../lib/config/names';
import type { Environment, Workload } from '../../lib/config/parameters';
import { credentialAge } from '../../lib/config/rules/rule';
import type { Secret } from '../../lib/config/secrets';
import { type AlarmRules, alarmState, type DataPoint } from '../../tools/detection/alarm-state';
import { all, type Found } from '../support/found';
import { informationTopicArn, type Room } from '../support/room';
import type { Rule } from '../support/rules';

/** The owner of a secret that a person replaces is told when it is older than was allowed. */

type ApiKey = Extract<Secret, { readonly kind: 'api-key' }>;

interface Aging {
  readonly workload: Workload;
  readonly secret: ApiKey;
  readonly fullName: string;
}

function agingOf({ environment }: Room): Aging[] {
  return environment.workloads.flatMap((workload) =>
    workload.secrets.flatMap((secret) =>
      secret.kind === 'api-key'
        ? [{ workload, secret, fullName: `${secretPrefix(environment, workload.name)}${secret.name}` }]
        : [],
    ),
  );
}

const hasAging = ({ workloads }: Environment) =>
  workloads.some(({ secrets }) => secrets.some(({ kind }) => kind === 'api-key'));

interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly { readonly Name: string; readonly Value: string }[];
}

/** The metric that the function writes for a secret, taken from the line that it logs. */
function metricOf(secret: string): Metric {
  const lines: string[] = [];
  new EmbeddedMetrics({ now: () => new Date('2031-01-01') }, (line) => lines.push(line)).secretAge(secret, 1);
  const line = JSON.parse(lines[0] ?? '') as Readonly<Record<string, unknown>>;
  const { CloudWatchMetrics } = line._aws as {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
  const [directive] = CloudWatchMetrics;
  return {
    namespace: directive?.Namespace ?? '',
    name: directive?.Metrics[0]?.Name ?? '',
    dimensions: (directive?.Dimensions[0] ?? []).map((Name) => ({ Name, Value: String(line[Name]) })),
  };
}

function alarmOf(room: Room, { fullName }: Aging): Found {
  const { namespace, name, dimensions } = metricOf(fullName);
  const [found, ...more] = all(room, 'AWS::CloudWatch::Alarm').filter(
    ({ properties }) =>
      properties.Namespace === namespace &&
      properties.MetricName === name &&
      JSON.stringify(properties.Dimensions) === JSON.stringify(dimensions),
  );
  if (found === undefined || more.length > 0) throw new Error(`not exactly one alarm on ${name} of ${fullName}`);
  return found;
}

function rulesOf({ properties }: Found): AlarmRules {
  const { Threshold, ComparisonOperator, EvaluationPeriods, DatapointsToAlarm, TreatMissingData } = properties;
  return {
    threshold: Threshold as number,
    comparison: ComparisonOperator as AlarmRules['comparison'],
    evaluationPeriods: EvaluationPeriods as number,
    datapointsToAlarm: (DatapointsToAlarm ?? EvaluationPeriods) as number,
    missingData: (TreatMissingData ?? 'missing') as AlarmRules['missingData'],
  };
}

function forEach(check: (room: Room, aging: Aging, alarm: Found) => void): Pick<Rule, 'when' | 'check'> {
  return {
    when: hasAging,
    check: (room) => {
      for (const aging of agingOf(room)) check(room, aging, alarmOf(room, aging));
    },
  };
}

export const ageAlarmRules: readonly Rule[] = [
  {
    it: 'is raised by the oldest age of a day, once that is above what was declared',
    ...forEach((room, { secret }, alarm) => {
      const days = secret.maximumAgeDays ?? credentialAge[room.environment.tier].maximumDays;
      const state = (...range: DataPoint[]) => alarmState(rulesOf(alarm), range, 'OK');
      expect([state(days), state(days + 1), state(days + 1, days), state(days, days + 1)]).toEqual([
        'OK',
        'ALARM',
        'OK',
        'ALARM',
      ]);
      expect(alarm.properties).toMatchObject({ Statistic: 'Maximum', Period: 86_400 });
    }),
  },
  {
    it: 'is not raised for a secret without a value: that is reported as unfilled',
    ...forEach((_room, _aging, alarm) => {
      const nothing: DataPoint[] = [undefined, undefined, undefined];
      expect(alarmState(rulesOf(alarm), nothing, 'OK')).toBe('OK');
      expect(alarmState(rulesOf(alarm), nothing, 'ALARM')).toBe('OK');
    }),
  },
  {
    it: 'tells who answers for it and where stands what to do, through the information topic',
    ...forEach((room, { workload, secret, fullName }, { properties }) => {
      expect(properties.ActionsEnabled ?? true).toBe(true);
      expect(properties.AlarmActions).toEqual([informationTopicArn(room)]);
      const text = String(properties.AlarmDescription);
      expect(text).toContain(`${secret.owner ?? workload.owner} answers for it`);
      expect(text).toContain(`Secret ${fullName} is older than ${String(properties.Threshold)} days`);
      expect(text).toMatch(/#secret-too-old$/);
    }),
  },
];
