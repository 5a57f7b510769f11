import type { Condition } from '../../../tools/access/rows/access-row';
import { comparisonHolds, holds } from '../../../tools/access/rows/holds';

/** What a request sends; undefined for a key that it does not send. */
export type Sent = Readonly<Record<string, string | undefined>>;

type Comparison = Extract<Condition, { readonly operator: string }>;

function present(sent: Sent): Record<string, string> {
  return Object.fromEntries(
    Object.entries(sent).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );
}

/** A text that a pattern stands for. */
export function filledIn(pattern: string): string {
  return pattern.replaceAll('*', 'witness').replaceAll('?', 'w');
}

/** Values of a key that may make a comparison come out one way or the other; which of them do is tried. */
function candidates({ values }: Comparison): (string | undefined)[] {
  return values.flatMap((value) => {
    const number = Number(value);
    const near = value !== '' && Number.isFinite(number) ? [String(number + 1), String(number - 1)] : [];
    const flags = /^(true|false)$/i.test(value) ? ['true', 'false'] : [];
    // The first address of a range lies in it.
    return [filledIn(value), value.split('/')[0] ?? '', ...near, ...flags, `${filledIn(value)}-another`, undefined];
  });
}

/** Every way of sending that makes a condition hold, or not hold, beginning with what is sent anyway. */
function* ways(condition: Condition, wanted: boolean, sent: Sent, resource: string): Generator<Sent> {
  if ('not' in condition) {
    yield* ways(condition.not, !wanted, sent, resource);
  } else if ('all' in condition || 'any' in condition) {
    const parts = 'all' in condition ? condition.all : condition.any;
    // That not all hold takes one that does not, and that none does takes all of them.
    if ('all' in condition === wanted) yield* together(parts, wanted, sent, resource);
    else for (const part of parts) yield* ways(part, wanted, sent, resource);
  } else if ('resourceLike' in condition) {
    if (holds(condition, { resource, context: {} }) === wanted) yield sent;
  } else {
    if (comparisonHolds(condition, present(sent)) === wanted) yield sent;
    for (const value of candidates(condition)) {
      const changed = { ...sent, [nameOf(condition.key, sent)]: value };
      if (comparisonHolds(condition, present(changed)) === wanted) yield changed;
    }
  }
}

/** The key as it is spelled already: IAM does not tell its cases apart. */
function nameOf(key: string, sent: Sent): string {
  return Object.keys(sent).find((name) => name.toLowerCase() === key.toLowerCase()) ?? key;
}

function* together(parts: readonly Condition[], wanted: boolean, sent: Sent, resource: string): Generator<Sent> {
  const [first, ...rest] = parts;
  if (first === undefined) {
    yield sent;
    return;
  }
  for (const way of ways(first, wanted, sent, resource)) yield* together(rest, wanted, way, resource);
}

/** More tries than any condition of a policy needs; one that needs more cannot be met by single values. */
const mostTries = 20_000;

/**
 * What a request on a resource sends to meet a condition: what is sent anyway, changed as little as it takes; undefined
 * when nothing does.
 */
export function meeting(condition: Condition, sent: Sent, resource: string): Sent | undefined {
  let tries = 0;
  for (const way of ways(condition, true, sent, resource)) {
    // A later part may have changed what an earlier one had asked for.
    if (holds(condition, { resource, context: present(way) })) return way;
    tries += 1;
    if (tries > mostTries) return undefined;
  }
  return undefined;
}
