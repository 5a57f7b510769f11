import { identityOfResolved } from '../../tools/access/physical-ids';
import { entriesOf, listOf } from '../../tools/access/template';
import { type Caller, type Context, type Question, service } from '../support/questions';
import { all, type Found, none } from '../support/found';
import type { Room } from '../support/room';
import { type Row, type Rule, table } from '../support/rules';

/** Every alarm and every rule is walked to people: action or target, policy, key, subscription. */

const alarmTypes = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'];

interface Alarm {
  readonly name: string;
  readonly arn: string;
  readonly actions: readonly string[];
  readonly properties: Found['properties'];
}

export function alarmsOf(room: Room): Alarm[] {
  return alarmTypes.flatMap((type) =>
    entriesOf(room.assembly.stacks, type).map(({ stack, resource: { Properties = {} } }) => {
      const name = String(Properties.AlarmName);
      return {
        name,
        arn: `arn:${stack.partition}:cloudwatch:${stack.region}:${stack.account}:alarm:${name}`,
        actions: listOf(Properties.AlarmActions as string[] | undefined),
        properties: Properties,
      };
    }),
  );
}

interface Target {
  readonly Id: string;
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly DeadLetterConfig?: { readonly Arn: string };
  readonly InputTransformer?: { readonly InputTemplate: string };
}

interface EventRule {
  readonly arn: string;
  readonly region: string;
  readonly targets: readonly Target[];
  readonly properties: Found['properties'];
}

export function rulesOf(room: Room): EventRule[] {
  return entriesOf(room.assembly.stacks, 'AWS::Events::Rule').map((entry) => ({
    arn: identityOfResolved(entry).attributes.Arn ?? '',
    region: entry.stack.region,
    targets: entry.resource.Properties?.Targets as readonly Target[],
    properties: entry.resource.Properties ?? {},
  }));
}

function question(caller: Caller, action: string, resource: string, context: Context): Question {
  return { caller, action, resource, context };
}

/** The topic takes a message, and its key encrypts it, for whoever publishes with that source. */
function published(room: Room, topic: string, principal: string, source: Context): Question[] {
  const found = room.assembly.resources.find(({ type, arn }) => type === 'AWS::SNS::Topic' && arn === topic);
  if (found === undefined) throw new Error(`no stack has the topic ${topic}`);
  const caller = service(principal);
  const key = String(found.properties.KmsMasterKeyId);
  // EventBridge sends KMS no source; SNS names the topic in both cases.
  const context = {
    ...(principal === 'events.amazonaws.com' ? {} : source),
    'kms:EncryptionContext:aws:sns:topicArn': topic,
  };
  return [
    question(caller, 'sns:Publish', topic, source),
    question(caller, 'kms:GenerateDataKey', key, context),
    question(caller, 'kms:Decrypt', key, context),
  ];
}

function sourceOf(room: Room, arn: string): Context {
  return { 'aws:SourceArn': arn, 'aws:SourceAccount': room.environment.account };
}

function queued(room: Room, rule: EventRule, queue: string): Question {
  const found = room.assembly.resources.find(({ type, arn }) => type === 'AWS::SQS::Queue' && arn === queue);
  // A queue under a key of ours would need a grant of it; these are encrypted by SQS.
  expect(found?.properties).toMatchObject({ SqsManagedSseEnabled: true });
  return question(service('events.amazonaws.com'), 'sqs:SendMessage', queue, sourceOf(room, rule.arn));
}

function brought(room: Room, rule: EventRule, { Arn, RoleArn }: Target): Question[] {
  const events = service('events.amazonaws.com');
  switch (Arn.split(':')[2]) {
    case 'sns':
      return published(room, Arn, 'events.amazonaws.com', sourceOf(room, rule.arn));
    case 'events':
      return [
        question(events, 'sts:AssumeRole', RoleArn ?? '', sourceOf(room, rule.arn)),
        question(RoleArn ?? '', 'events:PutEvents', Arn, {}),
      ];
    case 'lambda':
      // SNS and SQS answer by their policies, a function by its permissions.
      expect(all(room, 'AWS::Lambda::Permission').map(({ properties }) => properties)).toContainEqual(
        expect.objectContaining({ FunctionName: Arn, SourceArn: rule.arn, Principal: 'events.amazonaws.com' }),
      );
      return [];
    default:
      throw new Error(`${rule.arn} has the target ${Arn}, of which nobody has said how it is reached`);
  }
}

export const reachRules: readonly Rule[] = [
  {
    it: 'speaks once, but for the part of an incident, which the incident speaks for',
    check: (room) => {
      const alarms = alarmsOf(room);
      const composites = alarms.filter(({ properties }) => properties.AlarmRule !== undefined);
      const parts = composites.flatMap(({ properties }) =>
        String(properties.AlarmRule)
          .split(' OR ')
          .map((part) => /^ALARM\("(.+)"\)$/.exec(part)?.[1] ?? ''),
      );
      const silent = alarms.filter(({ actions }) => actions.length === 0).map(({ name }) => name);
      expect(silent.sort()).toEqual([...parts].sort());
      for (const { name, actions, properties } of alarms) {
        expect([name, actions.length, properties.ActionsEnabled ?? true]).toEqual([
          name,
          silent.includes(name) ? 0 : 1,
          true,
        ]);
      }
      expect(new Set(alarms.map(({ name }) => name)).size).toBe(alarms.length);
    },
  },
  table('reaches people from every alarm: the topic takes it, and the key encrypts it', (room) =>
    alarmsOf(room).flatMap(({ name, arn, actions }) =>
      actions.map((topic): Row => ({
        that: `${name} to ${topic}`,
        call: published(room, topic, 'cloudwatch.amazonaws.com', sourceOf(room, arn)),
        answer: 'Allowed',
      })),
    ),
  ),
  table('reaches the target of every rule, and the queue of what could not be brought there', (room) =>
    rulesOf(room).flatMap((rule) =>
      rule.targets.flatMap((target): Row[] => {
        const queue = target.DeadLetterConfig?.Arn;
        if (queue === undefined) throw new Error(`${rule.arn} loses what ${target.Id} does not take`);
        return [...brought(room, rule, target), queued(room, rule, queue)].map((call) => ({
          that: `${rule.arn}: ${call.action} ${call.resource}`,
          call,
          answer: 'Allowed',
        }));
      }),
    ),
  ),
  {
    it: 'has listeners at every topic that anything speaks to',
    check: (room) => {
      const topics = [
        ...alarmsOf(room).flatMap(({ actions }) => actions),
        ...rulesOf(room).flatMap(({ targets }) => targets.map(({ Arn }) => Arn).filter((arn) => arn.includes(':sns:'))),
      ];
      const heard = new Set(all(room, 'AWS::SNS::Subscription').map(({ properties }) => properties.TopicArn));
      expect([...new Set(topics)].filter((topic) => !heard.has(topic))).toEqual([]);
      expect(heard.size).toBe(entriesOf(room.assembly.stacks, 'AWS::SNS::Topic').length);
    },
  },
  {
    it: 'shows every alarm that speaks on the page of the environment, and no other',
    check: (room) => {
      const [page, ...more] = all(room, 'AWS::CloudWatch::Dashboard');
      expect(more).toEqual([]);
      const { widgets } = JSON.parse(String(page?.properties.DashboardBody)) as {
        readonly widgets: readonly { readonly properties: { readonly alarms?: readonly string[] } }[];
      };
      const shown = widgets.flatMap(({ properties }) => properties.alarms ?? []);
      const speaking = alarmsOf(room).filter(({ actions }) => actions.length > 0);
      expect([...shown].sort()).toEqual(speaking.map(({ arn }) => arn).sort());
    },
  },
  {
    it: 'sends no alarm anywhere when it is over, or when it knows nothing',
    check: (room) => {
      for (const { properties } of alarmsOf(room)) {
        expect(properties).not.toHaveProperty('OKActions');
        expect(properties).not.toHaveProperty('InsufficientDataActions');
      }
      none(room, 'AWS::CloudWatch::AnomalyDetector');
    },
  },
];
