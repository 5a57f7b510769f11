import { randomUUID } from 'node:crypto';

import type { RecordedEvent } from '../../detection/recordings/events/recorded-event';
import { type BusEvent, comparable, type DeployedRule, firstLineOf, messagesOf, readRules } from './deployed-rule';
import { type Expected, expectedRings, needed, type Sent } from './expected-rings';
import { Inbox, type Received } from './inbox';
import { verdict } from './ring-alarms';
import type { DrillRow } from './row';
import type { Services } from './services';
import type { TopicJudge } from './topic-judge';

export interface RuleDrill {
  readonly account: string;
  /** Of the home Region. */
  readonly services: Services;
  /** Of the Region in which global events arrive, where that is another. */
  readonly global: Services | undefined;
  readonly inbox: Inbox;
  readonly judge: TopicJudge;
  /** Moved into this environment. */
  readonly events: readonly RecordedEvent[];
  /** The same, of what it does not have. */
  readonly spare: readonly RecordedEvent[];
  /** Ids of the detections by the names of their rules. */
  readonly known: ReadonlyMap<string, string>;
}

/** Entries of one PutEvents. */
const most = 10;
const targetId = 'Drill';

/** Puts every recorded event onto the bus on which AWS would put it, and reads the messages. */
export async function ringRules(drill: RuleDrill): Promise<DrillRow[]> {
  const { services, global, events, spare, known } = drill;
  const isGlobal = ({ event }: RecordedEvent) => (event as { readonly region: string }).region === global?.region;
  const isHome = (one: RecordedEvent) => !isGlobal(one);
  const split = (isThere: typeof isHome) => ({ events: events.filter(isThere), spare: spare.filter(isThere) });
  const allElsewhere = split(isGlobal);
  const elsewhere =
    global === undefined ? [] : [...allElsewhere.events, ...needed(await readRules(global), allElsewhere, known)];
  const atHome = split(isHome);
  const all = { events: [...atHome.events, ...elsewhere], spare: atHome.spare };
  const native = [...atHome.events, ...needed(await readRules(services), all, known)];
  const restore = await enableAll([services, ...(global === undefined ? [] : [global])]);
  try {
    const forwarded = global === undefined ? undefined : await forward(drill, global, elsewhere);
    await drill.inbox.take();
    // The emulator brings no event to another Region, so what was handed to the drill is carried by it. What must ring
    // nothing is carried too, although nobody handed it on: the pattern at home must not take it either.
    const harmless = elsewhere.filter(({ rings }) => rings.length === 0);
    const sent = await put(drill, services, [...native, ...(forwarded?.carried ?? []), ...harmless]);
    const home = await homeRows(drill, sent);
    return [...home, ...(forwarded?.rowsFor(home) ?? [])];
  } finally {
    await restore();
  }
}

/** The emulator takes a state that asks for calls that only read for a rule that is switched off. */
async function enableAll(regions: readonly Services[]): Promise<() => Promise<void>> {
  const changed = await Promise.all(
    regions.map(async (services) => {
      const rules = (await readRules(services)).filter(({ state }) => state.startsWith('ENABLED_'));
      for (const { name } of rules) await services.call('events', 'EnableRule', { Name: name });
      return { services, rules };
    }),
  );
  return async () => {
    for (const { services, rules } of changed) {
      for (const { name, state, description, pattern } of rules) {
        const EventPattern = JSON.stringify(pattern);
        await services.call('events', 'PutRule', { Name: name, State: state, Description: description, EventPattern });
      }
    }
  };
}

/** Each event once, with an id of its own where CloudTrail gives it one, so that its message is known from all others. */
async function put({ account }: RuleDrill, services: Services, events: readonly RecordedEvent[]): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (let at = 0; at < events.length; at += most) {
    const batch = events.slice(at, at + most).map((recorded) => ({ recorded, event: identified(recorded.event) }));
    const Entries = batch.map(({ event }) => ({
      ...{ Source: event.source, DetailType: event['detail-type'], Resources: event.resources },
      Detail: JSON.stringify(event.detail),
    }));
    const answer = await services.call('events', 'PutEvents', { Entries });
    const ids = (answer.Entries as readonly { readonly EventId?: string; readonly ErrorCode?: string }[]).map(
      ({ EventId, ErrorCode }) => {
        if (EventId === undefined) throw new Error(`the emulator refuses an event: ${ErrorCode ?? 'without a reason'}`);
        return EventId;
      },
    );
    sent.push(
      ...batch.map(({ recorded, event }, index) => ({
        recorded,
        event: { ...event, id: ids[index] ?? '', account, region: services.region },
      })),
    );
  }
  return sent;
}

function identified(event: unknown): BusEvent {
  const { detail, ...envelope } = event as BusEvent;
  return { ...envelope, detail: 'eventID' in detail ? { ...detail, eventID: randomUUID() } : detail };
}

async function homeRows(drill: RuleDrill, sent: readonly Sent[]): Promise<DrillRow[]> {
  const { services, inbox, judge, known } = drill;
  const rules = await readRules(services);
  const messages = await inbox.takeMessages();
  const keyOf = ({ topicArn, message }: Pick<Received, 'topicArn' | 'message'>) => `${topicArn} ${comparable(message)}`;
  const received = new Map(messages.map((message) => [keyOf(message), message]));
  const expected = expectedRings(rules, sent, known).map((one) => ({
    ...one,
    messages: one.rung.flatMap(({ recorded, event }) =>
      messagesOf(one.rule, event).map((message) => ({ ...message, of: recorded.name, key: keyOf(message) })),
    ),
  }));
  const meant = new Set(expected.flatMap((one) => one.messages.map(({ key }) => key)));
  const unmeant = messages.filter((message) => !meant.has(keyOf(message))).map(({ message }) => firstLineOf(message));

  const rows = expected.map(async ({ rule, rung, nearly, faults, messages: own }): Promise<DrillRow> => {
    const lost = own.filter(({ key }) => !received.has(key));
    const topics = rule.targets.map(({ Arn }) => Arn).filter((arn) => arn.split(':')[2] === 'sns');
    const speaker = { service: 'events.amazonaws.com', sourceArn: rule.arn } as const;
    const refusals = await Promise.all(topics.map((topic) => judge.refusal(topic, speaker)));
    const first = own.flatMap(({ key }) => received.get(key) ?? [])[0];
    return {
      ...{ kind: 'rule', name: rule.name, region: rule.region, how: howOf(rung, nearly) },
      text: first === undefined ? '' : firstLineOf(first.message),
      ...verdict([
        ...faults,
        ...(topics.length === 0 ? ['it speaks to no topic'] : []),
        ...(own.length < rung.length ? ['it makes no message of what it matches'] : []),
        ...lost.map(({ of }) => `no such message came of: ${of}`),
        ...refusals.filter((refusal) => refusal !== undefined),
      ]),
    };
  });
  const strange = unmeant.map((text): DrillRow => ({
    ...{ kind: 'rule', name: '(unknown)', region: services.region, rang: false, how: 'some event', text },
    why: 'a message came that no pattern and no text of the rules explains',
  }));
  return [...(await Promise.all(rows)), ...strange];
}

function howOf(rung: readonly Sent[], nearly: number): string {
  const [first] = rung;
  const more = rung.length > 1 ? ` and ${rung.length - 1} more` : '';
  return `${first?.recorded.name ?? 'nothing'}${more}; silent at ${nearly} near ${nearly === 1 ? 'miss' : 'misses'}`;
}

interface Forwarded {
  readonly carried: readonly RecordedEvent[];
  /** Of the rules that hand events on, when those at home are known. */
  readonly rowsFor: (home: readonly DrillRow[]) => DrillRow[];
}

/** Puts events onto the bus of the other Region, and takes in the drill's own hands what its rules hand on. */
async function forward(drill: RuleDrill, global: Services, events: readonly RecordedEvent[]): Promise<Forwarded> {
  const { account, known, services } = drill;
  const rules = await readRules(global);
  const inbox = await Inbox.open(global, account, []);
  try {
    const Targets = [{ Id: targetId, Arn: inbox.arn }];
    for (const { name } of rules) await global.call('events', 'PutTargets', { Rule: name, Targets });
    const sent = await put(drill, global, events);
    const handed = (await inbox.take()).map((body) => JSON.parse(body) as BusEvent);
    const expected = expectedRings(rules, sent, known);
    const carried = new Map(handed.map((event) => [event.id, event]));
    return {
      carried: sent.flatMap(({ recorded, event }) => {
        const arrived = carried.get(event.id);
        return arrived === undefined ? [] : [{ ...recorded, event: arrived }];
      }),
      rowsFor: (home) => expected.map((one) => forwardedRow(one, { handed, home, homeRegion: services.region })),
    };
  } finally {
    for (const { name } of rules) await global.call('events', 'RemoveTargets', { Rule: name, Ids: [targetId] });
    await inbox.close();
  }
}

function busOf({ targets }: DeployedRule): string | undefined {
  return targets.find(({ Arn }) => Arn.split(':')[2] === 'events')?.Arn;
}

function forwardedRow(
  { rule, rung, nearly, faults }: Expected,
  found: { readonly handed: readonly BusEvent[]; readonly home: readonly DrillRow[]; readonly homeRegion: string },
): DrillRow {
  const count = (id: string) => found.handed.filter((event) => event.id === id).length;
  const twin = found.home.find(({ name }) => name === rule.name);
  const lost = rung.filter(({ event }) => count(event.id) === 0);
  const bus = busOf(rule);
  const goesHome = bus?.split(':')[3] === found.homeRegion && bus.endsWith(':event-bus/default');
  return {
    ...{ kind: 'rule', name: rule.name, region: rule.region },
    how: `${howOf(rung, nearly)}; handed to the drill, which carried it to ${found.homeRegion}`,
    text: twin?.text ?? '',
    ...verdict([
      ...faults,
      ...lost.map(({ recorded }) => `it did not hand on: ${recorded.name}`),
      ...(goesHome ? [] : ['it does not lead to the bus of the home Region']),
      ...(twin?.rang === true ? [] : ['its twin in the home Region did not ring']),
    ]),
  };
}
