import type { TrailEvent } from '../../detection/recordings/trail-events/trail-event';
import { alarmOf, type DeployedAlarm, type DescribedAlarm, type DescribedFilter, filtersOf } from './deployed-alarm';
import type { Inbox } from './inbox';
import type { DrillRow } from './row';
import type { Services } from './services';
import { howOf, type Signal, signalOf } from './signal';
import type { TopicJudge } from './topic-judge';

/** As the template has it; the emulator knows it through its API alone. */
export interface Composite {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmRule: string;
  readonly AlarmActions: readonly string[];
}

export interface AlarmDrill {
  readonly services: Services;
  readonly inbox: Inbox;
  readonly judge: TopicJudge;
  readonly composites: readonly Composite[];
  readonly events: readonly TrailEvent[];
  readonly namesOf: (type: string) => readonly string[];
}

interface Prepared {
  readonly alarm: DeployedAlarm;
  readonly signal: Signal | undefined;
}

/** What CloudWatch writes about an alarm that rings. */
interface AlarmMessage {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly NewStateValue: string;
}

/** Rings every alarm that is deployed, by what its metric would be, and reads the messages. */
export async function ringAlarms(drill: AlarmDrill): Promise<DrillRow[]> {
  const { services, composites } = drill;
  const prepared = await prepare(drill);
  await Promise.all(prepared.map(({ alarm }) => setState(services, alarm.name, 'OK')));
  for (const composite of composites) await services.call('alarms', 'PutCompositeAlarm', composite);
  try {
    await drill.inbox.take();
    await publish(services, prepared);
    const silent = prepared.filter(({ signal }) => signal?.kind === 'absence');
    // The emulator looks at an alarm only when a number arrives: that nothing does, it would never see.
    await Promise.all(silent.map(({ alarm }) => setState(services, alarm.name, 'ALARM')));
    return await rowsOf(drill, prepared);
  } finally {
    // One in a call, as on AWS.
    for (const { AlarmName } of composites) await services.call('alarms', 'DeleteAlarms', { AlarmNames: [AlarmName] });
  }
}

async function describe(services: Services): Promise<DeployedAlarm[]> {
  const described = await services.all<DescribedAlarm>('alarms', 'DescribeAlarms', 'MetricAlarms', 'NextToken');
  return described.map(alarmOf);
}

async function prepare({ services, events, namesOf }: AlarmDrill): Promise<Prepared[]> {
  const [alarms, filters] = await Promise.all([
    describe(services),
    services.all<DescribedFilter>('logs', 'DescribeMetricFilters', 'metricFilters', 'nextToken'),
  ]);
  const sources = { filters: filters.flatMap(filtersOf), events, namesOf };
  return alarms.map((alarm) => ({ alarm, signal: signalOf(alarm, sources) }));
}

async function setState(services: Services, AlarmName: string, StateValue: string): Promise<void> {
  await services.call('alarms', 'SetAlarmState', { AlarmName, StateValue, StateReason: 'npm run sandbox -- --drill' });
}

async function publish(services: Services, prepared: readonly Prepared[]): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  const data = prepared.flatMap(({ alarm, signal }) =>
    signal?.kind !== 'data'
      ? []
      : Array.from({ length: signal.periods }, (_, period) => ({
          namespace: alarm.namespace,
          datum: {
            MetricName: alarm.metricName,
            Dimensions: Object.entries(alarm.dimensions).map(([Name, Value]) => ({ Name, Value })),
            Timestamp: now - period * alarm.period,
            Values: [signal.value],
            Counts: [signal.count],
          },
        })),
  );
  for (const namespace of new Set(data.map((each) => each.namespace))) {
    const MetricData = data.filter((each) => each.namespace === namespace).map(({ datum }) => datum);
    await services.call('alarms', 'PutMetricData', { Namespace: namespace, MetricData });
  }
}

async function rowsOf(drill: AlarmDrill, prepared: readonly Prepared[]): Promise<DrillRow[]> {
  const { services, inbox, composites } = drill;
  const received = (await inbox.takeMessages()).map(({ topicArn, message }) => ({
    topicArn,
    ...(JSON.parse(message) as AlarmMessage),
  }));
  const ringing = (await describe(services)).filter(({ state }) => state === 'ALARM').map(({ name }) => name);
  const arrivedAt = (name: string, description: string) =>
    received
      .filter((one) => one.AlarmName === name && one.AlarmDescription === description && one.NewStateValue === 'ALARM')
      .map(({ topicArn }) => topicArn);
  const [first] = prepared;
  const parent = (name: string) => composites.find(({ AlarmRule }) => AlarmRule.includes(`"${name}"`));

  const rows = prepared.map(async ({ alarm, signal }): Promise<DrillRow> => {
    const { name, arn, actions, description } = alarm;
    const row = { kind: 'alarm', name, region: services.region } as const;
    const how = signal === undefined ? 'nothing' : howOf(signal);
    const speaker = actions.length === 0 ? parent(name) : undefined;
    const faults = [
      ...(signal === undefined ? ['nothing that is recorded becomes its metric and reaches its threshold'] : []),
      ...(ringing.includes(name) ? [] : ['its state is not ALARM']),
      ...(actions.length === 0 && speaker === undefined ? ['it has no action, and no other alarm speaks for it'] : []),
      ...(await unheard(drill, { arn, actions, arrived: arrivedAt(name, description) })),
    ];
    const text = speaker === undefined ? firstLines(description) : '';
    const through = speaker === undefined ? how : `${how}; ${speaker.AlarmName} speaks for it`;
    return { ...row, how: through, text, ...verdict(faults) };
  });
  const composed = composites.map(async (composite): Promise<DrillRow> => {
    const { AlarmName: name, AlarmActions: actions, AlarmRule, AlarmDescription: description } = composite;
    const arn = `${(first?.alarm.arn ?? '').split(':alarm:')[0] ?? ''}:alarm:${name}`;
    const faults = await unheard(drill, { arn, actions, arrived: arrivedAt(name, description) });
    const how = `its rule ${AlarmRule}, made through the API`;
    return {
      ...{ kind: 'alarm', name, region: services.region, how, text: firstLines(description) },
      ...verdict(actions.length === 0 ? [...faults, 'it has no action'] : faults),
    };
  });
  return Promise.all([...rows, ...composed]);
}

/** The title and the sentence below it: what people read of an alarm at first. */
function firstLines(description: string): string {
  return description.split('\n').slice(0, 2).join(' ');
}

export function verdict(faults: readonly string[]): Pick<DrillRow, 'rang' | 'why'> {
  return faults.length === 0 ? { rang: true } : { rang: false, why: faults.join('; ') };
}

/** What keeps its message from people. */
async function unheard(
  { judge }: AlarmDrill,
  { arn, actions, arrived }: { readonly arn: string; readonly actions: readonly string[]; readonly arrived: string[] },
): Promise<string[]> {
  const perTopic = await Promise.all(
    actions.map(async (topic) => {
      const refusal = await judge.refusal(topic, { service: 'cloudwatch.amazonaws.com', sourceArn: arn });
      return [
        ...(arrived.includes(topic) ? [] : [`no message came by ${topic}`]),
        ...(refusal === undefined ? [] : [refusal]),
      ];
    }),
  );
  return perTopic.flat();
}
