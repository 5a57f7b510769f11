import type { Environment } from '../../lib/config/parameters';
import { accessLogFilters, accessLogGroupName } from '../../lib/detection/access-log-filters';
import { accountRates, trailLogGroup } from '../../lib/detection/account-rates';
import { alarmDescription, alarmName } from '../../lib/detection/alarm-text';
import { alarmsOfWorkload } from '../../lib/detection/alarms-of-workload';
import type { IncidentDetection, MetricFilter, RateDetection } from '../../lib/detection/detection';
import { environmentAlarms } from '../../lib/detection/settings';
import { topicArn } from '../../lib/detection/topics';
import { metricNamespace, trailFilters } from '../../lib/detection/trail-filters';
import { alarmHistory, type DataPoint } from '../../tools/detection/alarm-state';
import { metricData, type MetricDatum } from '../../tools/detection/metric-data';
import { accessLogEvents } from '../../tools/detection/recordings/trail-events/access-logs';
import { accountEvents } from '../../tools/detection/recordings/trail-events/account';
import { fileEvents } from '../../tools/detection/recordings/trail-events/files';
import type { TrailEvent } from '../../tools/detection/recordings/trail-events/trail-event';
import type { DeployedAlarm } from '../../tools/sandbox/drill/deployed-alarm';
import { inEnvironment } from '../../tools/sandbox/drill/relocate-recording';
import { type Signal, signalOf, type Sources } from '../../tools/sandbox/drill/signal';
import { entriesOf, type Resource } from '../../tools/access/template';
import type { Room } from '../support/room';
import type { Rule } from '../support/rules';
import { filtersIn, metricAlarmsIn, type TemplateFilter } from './support/deployed';

/** From an event in a log group, over every filter and alarm of the templates, to the state that sends a message. */

/** What a log group receives. */
interface Source {
  readonly logGroup: string;
  readonly filters: readonly MetricFilter[];
  readonly events: readonly TrailEvent[];
}

interface Declared {
  readonly sources: readonly Source[];
  readonly rates: readonly RateDetection[];
  readonly incidents: readonly IncidentDetection[];
}

const declaredOf = new WeakMap<Environment, Declared>();

function declaredIn(environment: Environment): Declared {
  const known = declaredOf.get(environment) ?? declare(environment);
  declaredOf.set(environment, known);
  return known;
}

function declare(environment: Environment): Declared {
  const { tier, alarms, workloads, audit } = environment;
  const ofWorkloads = workloads.map((workload) => alarmsOfWorkload(environment, workload));
  const incidents = ofWorkloads.flatMap((one) => one.incidents);
  // What is counted is told from the bucket or role alone: who did it need not exist here.
  const moved = (events: readonly TrailEvent[]) => {
    const { real, spare } = inEnvironment(environment, events);
    return [...real, ...spare];
  };
  const trail = trailLogGroup(environment);
  return {
    incidents,
    rates: [
      ...accountRates(environment, environmentAlarms(tier, alarms).account),
      ...ofWorkloads.flatMap(({ rates }) => rates),
      ...incidents.flatMap(({ anyOf }) => anyOf),
    ],
    sources: [
      ...(trail === undefined
        ? []
        : [{ logGroup: trail, filters: trailFilters(environment), events: moved([...accountEvents, ...fileEvents]) }]),
      ...(audit.accessLogsInCloudWatch === undefined
        ? []
        : [
            {
              logGroup: accessLogGroupName(environment),
              filters: accessLogFilters(environment),
              events: moved(accessLogEvents),
            },
          ]),
    ],
  };
}

const counted = new Map<string, WeakMap<TrailEvent, readonly MetricDatum[]>>();

/** What a filter makes of an event; equal filters of all stacks are asked once. */
function countedBy(filter: TemplateFilter, recorded: TrailEvent): readonly MetricDatum[] {
  const key = JSON.stringify(filter);
  const byEvent = counted.get(key) ?? new WeakMap<TrailEvent, readonly MetricDatum[]>();
  counted.set(key, byEvent);
  const data = byEvent.get(recorded) ?? metricData([filter], recorded.event);
  byEvent.set(recorded, data);
  return data;
}

/** What an event counts; of what anybody does in the account nothing, where another environment counts that. */
function countsIn({ alarms }: Environment, { counts }: TrailEvent) {
  const left = alarms?.accountWide === 'in-another-environment' ? ['UnauthorizedCalls', 'ConsoleSignInFailures'] : [];
  return Object.entries(counts).filter(([metricName]) => !left.includes(metricName));
}

function inOrder(data: readonly MetricDatum[]): MetricDatum[] {
  return [...data].sort((one, other) => one.metricName.localeCompare(other.metricName));
}

/** The alarm that a detection asks for. */
function meant(environment: Environment, rate: RateDetection): DeployedAlarm {
  const { metric, evaluationPeriods, datapointsToAlarm, threshold, comparison, missingData } = rate;
  return {
    ...{ name: alarmName(environment, rate), arn: '', state: 'OK' },
    description: alarmDescription(rate, environment.runbookUrl),
    actions: rate.partOf === undefined ? [topicArn(environment, rate.urgency)] : [],
    ...{ namespace: metric.namespace, metricName: metric.name, dimensions: metric.dimensions ?? {} },
    ...{ statistic: rate.statistic, period: rate.periodMinutes * 60 },
    rules: { threshold, comparison, evaluationPeriods, datapointsToAlarm, missingData },
  };
}

/** What an alarm does as one period follows the other: at its threshold, just below, in silence, and in between. */
function courseOf({ rules }: DeployedAlarm, { threshold, evaluationPeriods }: DeployedAlarm['rules']): string {
  const levels: readonly DataPoint[] = [undefined, 0, threshold - 1, threshold, threshold + 1];
  const courses = levels.flatMap((before) =>
    levels.map((then) => [
      ...Array<DataPoint>(evaluationPeriods + 3).fill(before),
      ...Array<DataPoint>(evaluationPeriods + 3).fill(then),
    ]),
  );
  return courses.map((points) => alarmHistory(rules, points).join()).join('\n');
}

/** What a person sees of an alarm, and what it takes to make it ring. */
interface Behaviour extends Pick<DeployedAlarm, 'name' | 'description' | 'actions' | 'statistic' | 'period'> {
  readonly signal: Signal | undefined;
  readonly course: string;
}

function behaviourOf(alarm: DeployedAlarm, rules: DeployedAlarm['rules'], sources: Sources): Behaviour {
  const { name, description, actions, statistic, period } = alarm;
  const signal = signalOf(alarm, sources);
  return { ...{ name, description, actions, statistic, period }, signal, course: courseOf(alarm, rules) };
}

/** Names of what the environment has, by type: of resources that AWS itself counts about. */
function namesIn(room: Room): Sources['namesOf'] {
  const property: Readonly<Record<string, string>> = {
    'AWS::Lambda::Function': 'FunctionName',
    'AWS::SQS::Queue': 'QueueName',
    'AWS::SNS::Topic': 'TopicName',
    'AWS::Logs::LogGroup': 'LogGroupName',
  };
  const names = new Map(
    Object.entries(property).map(([type, name]) => [
      type,
      entriesOf(room.assembly.stacks, type).map(({ resource }) => String(resource.Properties?.[name])),
    ]),
  );
  const elsewhere = trailLogGroup(room.environment) ?? '';
  return (type) => [...(names.get(type) ?? []), ...(type === 'AWS::Logs::LogGroup' ? [elsewhere] : [])];
}

const behaviours = new Map<string, Behaviour>();

/** Stacks that differ elsewhere have the same alarms, filters and names. */
function behaves(room: Room, alarm: DeployedAlarm, rules: DeployedAlarm['rules'], sources: Sources): Behaviour {
  const filters = sources.filters.filter(({ metricName }) => metricName === alarm.metricName);
  const named = Object.values(alarm.dimensions);
  const types = ['AWS::Lambda::Function', 'AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::Logs::LogGroup'];
  const there = types.map((type) => sources.namesOf(type).filter((name) => named.includes(name)));
  const key = JSON.stringify([room.environment.name, alarm, filters, there]);
  const behaviour = behaviours.get(key) ?? behaviourOf(alarm, rules, { ...sources, filters });
  behaviours.set(key, behaviour);
  return behaviour;
}

/** Whether a composite alarm rings while some of its parts do. */
function ringsWith(rule: string, ringing: readonly string[]): boolean {
  return rule.split(' OR ').some((part) => {
    const [, name] = /^ALARM\("(.+)"\)$/.exec(part) ?? [];
    if (name === undefined) throw new Error(`nobody has said what ${part} means in the rule of an alarm`);
    return ringing.includes(name);
  });
}

export const rateRules: readonly Rule[] = [
  {
    it: 'counts of every recorded event exactly what it should, in the unit that it is in',
    check: (room) => {
      const { environment } = room;
      const filters = filtersIn(room);
      const { sources } = declaredIn(environment);
      expect(new Set(filters.map(({ logGroup }) => logGroup))).toEqual(
        new Set(sources.map(({ logGroup }) => logGroup)),
      );
      for (const { logGroup, filters: declared, events } of sources) {
        const own = filters.filter((filter) => filter.logGroup === logGroup);
        const units = (some: readonly Pick<MetricFilter, 'metricName' | 'unit'>[]) =>
          some.map(({ metricName, unit }) => `${metricName} in ${unit}`).sort();
        expect(units(own as readonly Pick<MetricFilter, 'metricName' | 'unit'>[])).toEqual(units(declared));
        expect(new Set(own.map(({ namespace }) => namespace))).toEqual(new Set([metricNamespace(environment)]));
        for (const recorded of events) {
          const expected = countsIn(environment, recorded).map(([metricName, { value, dimensions = {} }]) => ({
            ...{ metricName, value, dimensions },
          }));
          const found = own.flatMap((filter) => countedBy(filter, recorded));
          expect([recorded.name, inOrder(found)]).toEqual([recorded.name, inOrder(expected)]);
        }
      }
    },
  },
  {
    it: 'rings at the threshold of its setting and not below, keeps still without data unless silence is the signal, and says what it means',
    check: (room) => {
      const { environment } = room;
      const { rates, sources: declared } = declaredIn(environment);
      const namesOf = namesIn(room);
      const events = declared.flatMap((source) => source.events);
      const asDeclared: TemplateFilter[] = declared.flatMap(({ logGroup, filters }) =>
        filters.map((filter) => ({ ...filter, logGroup, namespace: metricNamespace(environment) })),
      );
      const found = new Map(metricAlarmsIn(room).map((alarm) => [alarm.name, alarm]));
      expect([...found.keys()].sort()).toEqual(rates.map((rate) => alarmName(environment, rate)).sort());
      for (const rate of rates) {
        const wanted = meant(environment, rate);
        const alarm = found.get(wanted.name) ?? wanted;
        const expected = behaves(room, wanted, wanted.rules, { filters: asDeclared, events, namesOf });
        const actual = behaves(room, { ...alarm, arn: '' }, wanted.rules, {
          ...{ filters: filtersIn(room), events, namesOf },
        });
        if (actual !== expected) expect(actual).toEqual(expected);
        expect([wanted.name, expected.signal]).toEqual([wanted.name, expect.anything()]);
      }
    },
  },
  {
    it: 'speaks for an incident as soon as any of its causes rings, and not before',
    check: (room) => {
      const { environment } = room;
      const { incidents } = declaredIn(environment);
      const found = entriesOf(room.assembly.stacks, 'AWS::CloudWatch::CompositeAlarm').map(
        ({ resource }) => resource.Properties ?? {},
      );
      expect(found.map(({ AlarmName }) => AlarmName).sort()).toEqual(
        incidents.map((incident) => alarmName(environment, incident)).sort(),
      );
      for (const incident of incidents) {
        const composite = found.find(({ AlarmName }) => AlarmName === alarmName(environment, incident)) ?? {};
        const causes = incident.anyOf.map((cause) => alarmName(environment, cause));
        const rule = String(composite.AlarmRule);
        expect(causes.map((cause) => [cause, ringsWith(rule, [cause])])).toEqual(causes.map((cause) => [cause, true]));
        expect(ringsWith(rule, [])).toBe(false);
        expect(composite).toMatchObject({
          AlarmDescription: alarmDescription(incident, environment.runbookUrl),
          AlarmActions: [topicArn(environment, incident.urgency)],
        });
      }
    },
    when: (environment) => declaredIn(environment).incidents.length > 0,
  },
  {
    it: 'waits, where it stands in text, for the alarms and the log group that it names',
    check: (room) => {
      for (const { template } of room.stacks) {
        const resources = Object.entries(template.Resources);
        for (const [id, resource] of resources) {
          const named = namedIn(resource);
          const awaited = resources.flatMap(([other, { Properties = {} }]) =>
            named.includes(String(Properties.AlarmName ?? Properties.LogGroupName)) &&
            other !== id &&
            isNamed(template.Resources[other])
              ? [other]
              : [],
          );
          if (awaited.length > 0) expect([id, resource.DependsOn]).toEqual([id, expect.anything()]);
          expect([resource.DependsOn ?? []].flat()).toEqual(expect.arrayContaining(awaited));
        }
      }
    },
  },
];

/** Names in the text of a resource; its template tells CloudFormation nothing of them. */
function namedIn({ Type, Properties = {} }: Resource): string[] {
  switch (Type) {
    case 'AWS::CloudWatch::CompositeAlarm':
      return [...JSON.stringify(Properties.AlarmRule).matchAll(/ALARM\(\\"(.+?)\\"\)/g)].map(([, name = '']) => name);
    case 'AWS::Logs::MetricFilter':
      return [String(Properties.LogGroupName)];
    default:
      return [];
  }
}

function isNamed(resource: Resource | undefined): boolean {
  return resource?.Type === 'AWS::CloudWatch::Alarm' || resource?.Type === 'AWS::Logs::LogGroup';
}
