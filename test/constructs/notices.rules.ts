import type { EventBridgeClient, PutEventsCommand, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';

import { EventBusNotices } from '../../lambda/reconcile-secrets/aws/notices';
import { type Notice, noticeKinds } from '../../lambda/reconcile-secrets/ports';
import { Redactor } from '../../lambda/rotation/redact';
import { secretPrefix } from '../../lib/config/names';
import { identityOfResolved } from '../../tools/access/physical-ids';
import { type EventPattern, matchesEventPattern } from '../../tools/detection/event-pattern';
import { type InputTransformer, transformInput } from '../../tools/detection/input-transformer';
import { isReconciled, reconcilersOf } from '../policies/rotation-questions';
import { ask, service } from '../support/questions';
import { otherAccount, type Room, topicArn } from '../support/room';
import type { Rule } from '../support/rules';
import { resourcesOf } from '../support/templates';

/** What a function found reaches people: its events match a rule, whose target is the alert topic. */

interface EventRule {
  readonly EventBusName?: string;
  readonly EventPattern?: EventPattern;
  readonly State?: string;
  readonly Targets: readonly {
    readonly Id: string;
    readonly Arn: string;
    readonly InputTransformer?: InputTransformer;
  }[];
}

interface Delivery {
  readonly rule: string;
  readonly target: string;
  readonly message: string;
}

/** What the rules of the account's bus make of an event. */
function deliveriesOf(room: Room, event: unknown): Delivery[] {
  return resourcesOf(room.assembly.stacks, 'AWS::Events::Rule').flatMap((entry) => {
    const { EventBusName, EventPattern, State, Targets } = entry.resource.Properties as unknown as EventRule;
    const listens = EventBusName === undefined && State !== 'DISABLED' && EventPattern !== undefined;
    if (!listens || !matchesEventPattern(EventPattern, event)) return [];
    return Targets.map(({ Id, Arn, InputTransformer }) => {
      if (typeof Id !== 'string' || Id === '') throw new Error(`${entry.logicalId}: AWS refuses a target without Id`);
      const message = InputTransformer === undefined ? JSON.stringify(event) : transformInput(InputTransformer, event);
      return { rule: identityOfResolved(entry).attributes.Arn ?? '', target: Arn, message };
    });
  });
}

/** The entry with which a function sends a notice. */
async function sent(notice: Notice): Promise<PutEventsRequestEntry> {
  const entries: PutEventsRequestEntry[] = [];
  const client: Pick<EventBridgeClient, 'send'> = {
    send: ({ input }: PutEventsCommand) => {
      entries.push(...(input.Entries ?? []));
      return Promise.resolve({ FailedEntryCount: 0 });
    },
  };
  await new EventBusNotices(client as EventBridgeClient, new Redactor()).send(notice);
  const [entry, ...more] = entries;
  if (entry === undefined || more.length > 0) throw new Error('a notice is not one event');
  return entry;
}

/** The notice as it stands on the bus. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
async function eventOf({ environment }: Room, notice: Notice): Promise<Readonly<Record<string, unknown>>> {
  const { Source, DetailType, Detail, EventBusName } = await sent(notice);
  expect(EventBusName).toBeUndefined();
  return {
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    'detail-type': DetailType,
    source: Source,
    account: environment.account,
    time: '2031-01-01T00:00:00Z',
    region: environment.region,
    resources: [],
    detail: JSON.parse(Detail ?? '') as unknown,
  };
}

const details = {
  found: 'Its old key AKIAIOSFODNN7EXAMPLE is still used',
  advice: 'Find out who uses it, and give them the new one',
  keyId: 'AKIAIOSFODNN7EXAMPLE',
  user: 'portal-prod-scanner',
  service: 's3',
  region: 'eu-west-3',
  lastUsedAt: '2030-12-31T23:00:00.000Z',
};

/** Notices about every secret that a function looks after, and of every kind. */
function noticesOf(room: Room): Notice[] {
  const secrets = reconcilersOf(room).flatMap(({ fullNames }) => fullNames);
  const [firstKind] = noticeKinds;
  return [
    ...secrets.map((secret) => ({ kind: firstKind, secret, ...details })),
    ...noticeKinds.map((kind) => ({ kind, secret: secrets[0] ?? '', ...details })),
  ];
}

function aNotice(room: Room): Notice {
  const [notice] = noticesOf(room);
  if (notice === undefined) throw new Error('no function sends notices');
  return notice;
}

/** The lines that a person reads. */
function linesOf(message: string): string[] {
  return message.split('\n').map((line) => JSON.parse(line) as string);
}

export const noticeRules: readonly Rule[] = [
  {
    it: 'brings every notice about every secret to the alert topic, once, with all that it says',
    when: isReconciled,
    check: async (room) => {
      for (const notice of noticesOf(room)) {
        const deliveries = deliveriesOf(room, await eventOf(room, notice));
        expect(deliveries).toHaveLength(1);
        const [{ target, message } = { target: '', message: '' }] = deliveries;
        expect(target).toBe(topicArn(room));
        expect(linesOf(message)).toEqual([
          `Strongroom: ${notice.kind}`,
          `Secret: ${notice.secret}`,
          `Found: ${details.found}`,
          `What to do: ${details.advice}`,
          `Access key: ${details.keyId}`,
          `User: ${details.user}`,
          `Last used: ${details.lastUsedAt}, service ${details.service}, Region ${details.region}`,
        ]);
      }
    },
  },
  {
    it: 'leaves empty what a notice does not say',
    when: isReconciled,
    check: async (room) => {
      const { kind, secret } = aNotice(room);
      const event = await eventOf(room, { kind, secret, found: details.found, advice: details.advice });
      expect(deliveriesOf(room, event).flatMap(({ message }) => linesOf(message))).toEqual([
        `Strongroom: ${kind}`,
        `Secret: ${secret}`,
        `Found: ${details.found}`,
        `What to do: ${details.advice}`,
        'Access key: ',
        'User: ',
        'Last used: , service , Region ',
      ]);
    },
  },
  {
    it: 'brings no events of others: of another source, kind, account or environment',
    when: isReconciled,
    check: async (room) => {
      const { environment } = room;
      const event = await eventOf(room, aNotice(room));
      const about = (secret: unknown) => ({ ...event, detail: { ...details, secret } });
      const workload = environment.workloads[0]?.name ?? '';
      const others = [
        { ...event, source: 'another' },
        { ...event, 'detail-type': 'another' },
        { ...event, account: otherAccount },
        about(undefined),
        about(`${secretPrefix({ ...environment, name: `${environment.name}2` }, workload)}any`),
        about(`${secretPrefix({ ...environment, name: `2${environment.name}` }, workload)}any`),
        about(workload),
      ];
      for (const other of others) expect(deliveriesOf(room, other)).toEqual([]);
    },
  },
  {
    it: 'may publish what it brings: the topic takes it from that rule',
    when: isReconciled,
    check: async (room) => {
      const deliveries = deliveriesOf(room, await eventOf(room, aNotice(room)));
      const answers = deliveries.map(({ rule, target }) =>
        ask(room.assembly, {
          caller: service('events.amazonaws.com'),
          action: 'sns:Publish',
          resource: target,
          context: { 'aws:SourceArn': rule, 'aws:SourceAccount': room.environment.account },
        }),
      );
      expect(await Promise.all(answers)).toEqual(['Allowed']);
    },
  },
];
