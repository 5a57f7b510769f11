import { ruleName } from '../../../lib/detection/rule-name';
import { noticeId } from '../../detection/recordings/events/notice-events';
import type { RecordedEvent } from '../../detection/recordings/events/recorded-event';
import { type BusEvent, type DeployedRule, matches } from './deployed-rule';

/** An event that was put onto a bus. */
export interface Sent {
  readonly recorded: RecordedEvent;
  /** As it arrived there. */
  readonly event: BusEvent;
}

/** More than any detection has. */
const mostParts = 20;

/** The detection of a rule, by the name that its construct gives it. */
export function idsByRule(environment: { readonly name: string }, ids: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    ids.flatMap((id) => Array.from({ length: mostParts }, (_, part) => [ruleName(environment, id, part), id] as const)),
  );
}

/** The detection of a rule; the rule for the notices of the functions is named by CloudFormation. */
export function idOf(rule: DeployedRule, known: ReadonlyMap<string, string>): string | undefined {
  const isOfNotices = JSON.stringify(rule.pattern.source) === '["strongroom"]';
  return known.get(rule.name) ?? (isOfNotices ? noticeId : undefined);
}

/** What is known of one rule once every event has been held against it. */
export interface Expected {
  readonly rule: DeployedRule;
  readonly id: string | undefined;
  /** What it matches. */
  readonly rung: readonly Sent[];
  /** What it nearly matches, and does not. */
  readonly nearly: number;
  /** What is wrong with its pattern. */
  readonly faults: readonly string[];
}

/**
 * Of events that are not about what is deployed now, those that ring a rule which nothing else does: a rule may wait for
 * what the environment does not have yet, such as a role of a consumer. Each rings exactly what it was recorded for.
 */
export function needed(
  rules: readonly DeployedRule[],
  { events, spare }: { readonly events: readonly RecordedEvent[]; readonly spare: readonly RecordedEvent[] },
  known: ReadonlyMap<string, string>,
): RecordedEvent[] {
  const rungBy = ({ event }: RecordedEvent) => rules.filter((rule) => matches(rule, event as BusEvent));
  const deployed = new Set(rules.map((rule) => idOf(rule, known)));
  const idsOf = (some: readonly (string | undefined)[]) => [...new Set(some)].sort().join();
  const isExact = (recorded: RecordedEvent) =>
    idsOf(rungBy(recorded).map((rule) => idOf(rule, known))) === idsOf(recorded.rings.filter((id) => deployed.has(id)));
  const idle = rules.filter((rule) => !events.some(({ event }) => matches(rule, event as BusEvent)));
  const chosen = idle.flatMap((rule) => {
    const fitting = spare.find((recorded) => matches(rule, recorded.event as BusEvent) && isExact(recorded));
    return fitting ?? [];
  });
  return [...new Set(chosen)];
}

/** Holds the patterns of the rules of one Region against everything that was put onto its bus. */
export function expectedRings(
  rules: readonly DeployedRule[],
  sent: readonly Sent[],
  known: ReadonlyMap<string, string>,
): Expected[] {
  const held = rules.map((rule) => ({
    rule,
    id: idOf(rule, known),
    rung: sent.filter(({ event }) => matches(rule, event)),
  }));
  return held.map(({ rule, id, rung }) => {
    const parts = held.filter((one) => one.id === id);
    const isOurs = ({ recorded }: Sent) => id !== undefined && recorded.rings.includes(id);
    const missed = sent.filter((one) => isOurs(one) && !parts.some((part) => part.rung.includes(one)));
    const wrong = rung.filter((one) => !isOurs(one));
    const near = sent.filter(({ recorded }) => id !== undefined && recorded.nearly.includes(id));
    return {
      ...{ rule, id, rung, nearly: near.filter((one) => !rung.includes(one)).length },
      faults: [
        ...(id === undefined ? ['nobody has recorded an event for it'] : []),
        ...(rung.length === 0 ? ['no recorded event matches its pattern'] : []),
        ...missed.map(({ recorded }) => `its pattern misses: ${recorded.name}`),
        ...wrong.map(({ recorded }) => `its pattern matches what it should not: ${recorded.name}`),
      ],
    };
  });
}
