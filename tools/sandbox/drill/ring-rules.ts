import type { RecordedEvent } from '../../detection/recordings/events/recorded-event';
import { comparable, firstLineOf, messagesOf, readRules } from './deployed-rule';
import { expectedRings, needed, type Sent } from './expected-rings';
import { firstOf, forward } from './forward';
import type { Inbox } from './inbox';
import { type Received } from './inbox';
import { put } from './put-events';
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

/** Puts every recorded event onto the bus on which AWS would put it, and reads the messages. */
export async function ringRules(drill: RuleDrill): Promise<DrillRow[]> {
  const { services, global, events, spare, known } = drill;
  const isGlobal = ({ event }: RecordedEvent) => (event as { readonly region: string }).region === global?.region;
  const isHome = (one: RecordedEvent) => !isGlobal(one);
  const split = (isThere: typeof isHome) => ({ events: events.filter(isThere), spare: spare.filter(isThere) });
  const allElsewhere = split(isGlobal);
  const rulesAtHome = await readRules(services);
  const elsewhere =
    global === undefined
      ? []
      : [...allElsewhere.events, ...needed(rulesAtHome, { events, spare: allElsewhere.spare }, known)];
  const atHome = split(isHome);
  const all = { events: [...atHome.events, ...elsewhere], spare: atHome.spare };
  const native = [...atHome.events, ...needed(rulesAtHome, all, known)];
  const restore = await enableAll([services, ...(global === undefined ? [] : [global])]);
  try {
    const forwarded = global === undefined ? undefined : await forward({ ...drill, global }, elsewhere);
    await drill.inbox.take();
    // The emulator brings no event to another Region, so what was handed to the drill is carried by it. What must ring
    // nothing is carried too, although nobody handed it on: the pattern at home must not take it either.
    const harmless = elsewhere.filter(({ rings }) => rings.length === 0);
    const sent = await put(services, drill.account, [...native, ...(forwarded?.carried ?? []), ...harmless]);
    const home = await homeRows(drill, sent);
    return [...home, ...(forwarded?.rows ?? [])];
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
  return `${firstOf(rung)}; silent at ${nearly} near ${nearly === 1 ? 'miss' : 'misses'}`;
}
