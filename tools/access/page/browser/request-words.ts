import type { Condition } from '../../rows/access-row';
import { comparisonsOf } from '../../rows/condition-tree';
import { phraseOf, quoted } from '../../rows/phrases';
import type { Request, Way } from './model';

/** What a request is done to; undefined where it may be anything. */
export function resourceOf({ resource }: Request): string | undefined {
  // The search for a request leaves open what no pattern asks for, or says `none`.
  return /^(?:\*|:*|arn(?::none)+)$/.test(resource) ? undefined : resource;
}

/**
 * What a request has beside who does what to what, one phrase each: first that by which two ways differ.
 *
 * @param way - the way by which it is allowed
 * @param other - the way of the other side, by which it is not
 */
export function requestWords({ context }: Request, way: Way, other?: Way): string[] {
  const sent = new Set(context.map(([key]) => key.toLowerCase()));
  const named = [way, other].flatMap((one) => (one === undefined ? [] : comparisonsOf(one.condition)));
  const keys = new Map(named.map(({ key }) => [key.toLowerCase(), key]));
  const notSent = [...keys].flatMap(([known, key]) => (sent.has(known) ? [] : [key]));
  const phrases = [
    ...context.map(([key, value]) => [key, phraseOfSent(key, value)] as const),
    ...notSent.map((key) => [key, phraseOfAbsent(key)] as const),
  ];
  const differs = ([key]: readonly [string, string]) =>
    other !== undefined && about(key, way.condition) !== about(key, other.condition);
  return [
    ...beside(way, other),
    ...[...phrases.filter(differs), ...phrases.filter((one) => !differs(one))].map(([, phrase]) => phrase),
  ];
}

function about(key: string, condition: Condition): string {
  const own = comparisonsOf(condition).filter((one) => one.key.toLowerCase() === key.toLowerCase());
  return JSON.stringify(own);
}

/** What distinguishes ways although no condition says it. */
function beside({ maximumSessionSeconds: seconds, alsoNeeds }: Way, other: Way | undefined): string[] {
  const policy = alsoNeeds ?? other?.alsoNeeds;
  return [
    ...(seconds === undefined ? [] : [`for a session of ${String(seconds / 60)} minutes`]),
    ...(policy === undefined
      ? []
      : [
          alsoNeeds === undefined
            ? `even where the ${policy} elsewhere does not allow it`
            : `as far as the ${policy} elsewhere allows it`,
        ]),
  ];
}

function phraseOfSent(key: string, value: string | readonly string[]): string {
  if (typeof value !== 'string')
    return `with ${value.length === 0 ? 'no value' : value.map(quoted).join(' and ')} for ${quoted(key)}`;
  if (value === '') return `with an empty ${quoted(key)}`;
  const isFlag = value === 'true' || value === 'false';
  const holds = value !== 'false';
  const comparison = isFlag
    ? ({ operator: 'bool', relation: 'true', values: [] } as const)
    : ({ operator: 'stringequals', relation: 'equals', values: [value] } as const);
  // Nothing is to be said of requests without the key: this one has it.
  return phraseOf({ key, quantifier: 'one', holds, whenAbsent: !holds, ...comparison }, 'long');
}

function phraseOfAbsent(key: string): string {
  return phraseOf(
    { key, operator: 'null', relation: 'sent', values: [], quantifier: 'one', holds: false, whenAbsent: true },
    'long',
  );
}
