import { defaultEventBusArn } from '../../lib/config/names';
import type { Environment } from '../../lib/config/parameters';
import { accountEvents } from '../../lib/detection/account-events';
import { watchesAccount } from '../../lib/detection/account-wide';
import type { EventDetection, EventPattern } from '../../lib/detection/detection';
import { forwardedEvents } from '../../lib/detection/forwarded-events';
import { globalRegionOf } from '../../lib/detection/global-region';
import { runbookLine } from '../../lib/detection/message';
import { ruleName } from '../../lib/detection/rule-name';
import { patternsOf, ruleState } from '../../lib/detection/rule-parts';
import { topicArn } from '../../lib/detection/topics';
import { workloadEvents } from '../../lib/detection/workload-events';
import { type InputTransformer, transformInput } from '../../tools/detection/input-transformer';
import type { Room } from '../support/room';
import type { Rule } from '../support/rules';
import { busRulesIn, deliveriesOf } from './support/buses';
import { rulesOf } from './reach.rules';
import { callsIn, changedIn, type ObservedEvent, recordingsIn } from './support/observed-events';

/** From an event on the bus on which AWS puts it, over every rule of the templates, to the message in the inbox. */

interface Declared {
  readonly detections: readonly EventDetection[];
  readonly byId: ReadonlyMap<string, EventDetection>;
  /** The rules at home, as far as they differ. */
  readonly rules: readonly RuleOfEvents[];
  /** Those of the global Region. */
  readonly forwarding: readonly RuleOfEvents[];
}

interface RuleOfEvents {
  readonly Name: string;
  readonly EventPattern: EventPattern;
  readonly State: string;
}

const declaredOf = new WeakMap<Environment, Declared>();

function declaredIn(environment: Environment): Declared {
  const known = declaredOf.get(environment);
  if (known !== undefined) return known;
  const detections = [...accountEvents(environment), ...workloadEvents(environment)];
  const forwarded = forwardedEvents(
    environment,
    detections.filter(({ recordedIn }) => recordedIn === 'global'),
  );
  const made = {
    detections,
    byId: new Map(detections.map((detection) => [detection.id, detection])),
    rules: detections.flatMap((detection) =>
      patternsOf(detection).map((pattern, part) => ({
        Name: ruleName(environment, detection.id, part),
        EventPattern: pattern,
        State: ruleState(detection),
      })),
    ),
    forwarding: forwarded.map(({ id, pattern, readOnlyCalls }) => ({
      Name: ruleName(environment, id, 0),
      EventPattern: pattern,
      State: ruleState({ readOnlyCalls }),
    })),
  };
  declaredOf.set(environment, made);
  return made;
}

/** A message, and what is wrong with it. */
interface Judged {
  /** The heading that its last line leads to. */
  readonly id: string;
  readonly fault: string | undefined;
}

const judged = new WeakMap<InputTransformer, Map<ObservedEvent, Judged>>();

function judge(environment: Environment, transformer: InputTransformer, observed: ObservedEvent): Judged {
  const byEvent = judged.get(transformer) ?? new Map<ObservedEvent, Judged>();
  judged.set(transformer, byEvent);
  const made = byEvent.get(observed) ?? judgeOnce(environment, transformer, observed);
  byEvent.set(observed, made);
  return made;
}

function declaredTransformer({ runbookUrl }: Environment, { id, paths, lines }: EventDetection): InputTransformer {
  const texts = [...lines, runbookLine(runbookUrl, id)].map((line) => JSON.stringify(line));
  return { InputPathsMap: paths, InputTemplate: texts.join('\n') };
}

/** An event that has something at each of the paths, and at no two the same: recorded ones lack what a call did not say. */
function eventWith(paths: Readonly<Record<string, string>>): object {
  const event = {};
  for (const path of Object.values(paths)) {
    const steps = path.match(/\w[\w/-]*/g) ?? [];
    let at: Record<string, unknown> = event;
    for (const step of steps.slice(0, -1)) at = (at[step] ??= {}) as Record<string, unknown>;
    at[steps.at(-1) ?? ''] = path;
  }
  return event;
}

function judgeOnce(environment: Environment, transformer: InputTransformer, { event }: ObservedEvent): Judged {
  const message = transformInput(transformer, event);
  const [first = '', ...lines] = message.split('\n').map((line) => JSON.parse(line) as string);
  const id = lines.at(-1)?.split('#').at(-1) ?? '';
  const detection = declaredIn(environment).byId.get(id);
  if (detection === undefined) return { id, fault: `nothing is declared under ${id}` };
  const meant = transformInput(declaredTransformer(environment, detection), event);
  if (message !== meant) return { id, fault: `it says ${message} instead of ${meant}` };
  const missing = factsOf(event).filter((fact) => !first.includes(fact));
  return { id, fault: missing.length === 0 ? undefined : `its first line does not say ${missing.join()}` };
}

/** Who did what, from where and when, as far as the event knows; what others tell than CloudTrail has words of its own. */
function factsOf(event: ObservedEvent['event']): string[] {
  const { eventName, userIdentity, sourceIPAddress } = event.detail as {
    readonly eventName?: string;
    readonly userIdentity?: { readonly arn?: string; readonly accountId?: string };
    readonly sourceIPAddress?: string;
  };
  const { time } = event as unknown as { readonly time: string };
  if (!/^AWS (?:API Call|Console Sign In) via CloudTrail$/.test(event['detail-type'])) return [time];
  return [time, eventName ?? '', userIdentity?.arn ?? '', userIdentity?.accountId ?? '', sourceIPAddress ?? ''];
}

/** What rings otherwise than it should. */
function wrongIn(room: Room, observed: readonly ObservedEvent[]): string[] {
  const { environment } = room;
  const { byId } = declaredIn(environment);
  const rung = observed.map((): string[] => []);
  const faults: string[] = [];
  for (const { at, topic, transformer } of deliveriesOf(room, observed)) {
    const one = observed[at];
    if (transformer === undefined || one === undefined) continue;
    const { id, fault } = judge(environment, transformer, one);
    if (fault !== undefined) faults.push(`${one.name}: ${fault}`);
    const urgency = byId.get(id)?.urgency;
    if (urgency !== undefined && topic !== topicArn(environment, urgency))
      faults.push(`${one.name}: ${id} at ${topic}`);
    rung[at]?.push(id);
  }
  const wrong = observed.flatMap(({ name, rings, alone }, at) => {
    const meant = rings.filter((id) => byId.has(id));
    const found = (rung[at] ?? []).filter((id) => alone || meant.includes(id));
    const isRight = [...found].sort().join() === [...meant].sort().join();
    return isRight ? [] : [`${name}: rings ${found.join()} instead of ${meant.join()}`];
  });
  return [...faults, ...wrong];
}

export const eventRules: readonly Rule[] = [
  {
    it: 'waits at home for exactly what is declared, under the names that the watch over rules knows',
    check: (room) => {
      const { environment } = room;
      const waiting = busRulesIn(room, environment.region).flatMap(({ Name, State, EventPattern }) =>
        Name === undefined || EventPattern === undefined ? [] : [{ Name, State, EventPattern }],
      );
      const declared = declaredIn(environment).rules;
      expect(waiting.map(({ Name }) => Name).sort()).toEqual(declared.map(({ Name }) => Name).sort());
      for (const rule of declared) expect(waiting.find(({ Name }) => Name === rule.Name)).toEqual(rule);
    },
  },
  {
    it: 'hands home, and nowhere else, what is recorded in another Region, by the patterns that take each event once',
    check: (room) => {
      const { environment } = room;
      const { region } = environment;
      const forwarding = rulesOf(room).filter((rule) => rule.region !== region);
      if (globalRegionOf(environment) === region || !watchesAccount(environment)) {
        expect(room.assembly.stacks.filter((stack) => stack.region !== region)).toEqual([]);
        return;
      }
      for (const { targets } of forwarding)
        expect(targets.map(({ Arn }) => Arn)).toEqual([defaultEventBusArn(environment)]);
      const said = forwarding.map(({ properties: { Name, EventPattern, State } }) => ({ Name, EventPattern, State }));
      expect(said).toEqual(declaredIn(environment).forwarding);
    },
  },
  {
    it: 'rings exactly what is meant by each recorded event, at the topic of its urgency, and says who did what, from where and when',
    check: (room) => {
      const observed = recordingsIn(room.environment);
      expect(observed).not.toHaveLength(0);
      expect(wrongIn(room, observed)).toEqual([]);
    },
  },
  {
    it: 'takes each part of a message from where the event has it',
    check: (room) => {
      const { environment } = room;
      const { detections } = declaredIn(environment);
      const said = new Map(
        busRulesIn(room, environment.region).flatMap(({ Name, Targets }) =>
          Targets.map(({ InputTransformer }) => [Name, InputTransformer] as const),
        ),
      );
      for (const detection of detections) {
        const full = eventWith(detection.paths);
        const meant = transformInput(declaredTransformer(environment, detection), full);
        for (const part of patternsOf(detection).keys()) {
          const transformer = said.get(ruleName(environment, detection.id, part));
          expect(transformer && transformInput(transformer, full)).toBe(meant);
        }
      }
    },
  },
  {
    it: 'rings by each call that must ring, whoever makes it',
    check: (room) => {
      expect(wrongIn(room, callsIn(room.environment))).toEqual([]);
    },
  },
  {
    it: 'rings nothing by an event of another account, source, kind, service or call, and rings by what is no deployment',
    check: (room) => {
      expect(wrongIn(room, changedIn(room.environment))).toEqual([]);
    },
  },
];
