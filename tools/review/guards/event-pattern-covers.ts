import { isDeepStrictEqual } from 'node:util';

import { containsPattern } from '../../access/patterns';
import { isObject } from '../../access/template';
import { itemsOf } from './direction';

type Fields = Readonly<Record<string, unknown>>;

/** What a pattern asks of each field, by the path of the field: any entry of its list. */
type Alternative = ReadonlyMap<string, readonly unknown[]>;

/** Whether a list refuses nothing but what another one refuses; lists of values alone, or of one kind of pattern. */
function refusesNoMore(refused: unknown, refusedToo: unknown): boolean {
  if (isObject(refused) && isObject(refusedToo)) {
    const [kind, values] = Object.entries(refused)[0] ?? [];
    return (
      kind !== undefined &&
      Object.keys(refusedToo)[0] === kind &&
      itemsOf(values).every((value) => itemsOf(refusedToo[kind]).includes(value))
    );
  }
  if (isObject(refused) || isObject(refusedToo)) return false;
  return itemsOf(refused).every((value) => itemsOf(refusedToo).includes(value));
}

/** Whether one entry of a field's list accepts whatever another one does, as far as their form shows. */
function entryCovers(entry: unknown, other: unknown): boolean {
  if (isDeepStrictEqual(entry, other)) return true;
  if (!isObject(entry)) return false;
  if (entry.exists === true) return !(isObject(other) && other.exists === false);
  if (typeof entry.prefix === 'string') {
    const start = isObject(other) ? other.prefix : other;
    return typeof start === 'string' && start.startsWith(entry.prefix);
  }
  if (typeof entry.suffix === 'string') {
    const end = isObject(other) ? other.suffix : other;
    return typeof end === 'string' && end.endsWith(entry.suffix);
  }
  if (typeof entry.wildcard === 'string') {
    const inner = wildcardOf(other);
    return inner !== undefined && isPlain(entry.wildcard) && isPlain(inner) && containsPattern(entry.wildcard, inner);
  }
  const refused = entry['anything-but'];
  if (refused === undefined) return false;
  if (isObject(other)) return other['anything-but'] !== undefined && refusesNoMore(refused, other['anything-but']);
  return !isObject(refused) && !itemsOf(refused).includes(other);
}

/** What an entry accepts as a pattern with asterisks. */
function wildcardOf(entry: unknown): string | undefined {
  if (typeof entry === 'string') return entry.includes('*') ? undefined : entry;
  if (!isObject(entry)) return undefined;
  if (typeof entry.prefix === 'string') return `${entry.prefix}*`;
  if (typeof entry.suffix === 'string') return `*${entry.suffix}`;
  return typeof entry.wildcard === 'string' ? entry.wildcard : undefined;
}

/** Without signs that patterns of IAM read otherwise than EventBridge. */
function isPlain(pattern: string): boolean {
  return !/[?\\]/.test(pattern);
}

/** The pattern multiplied out: it matches when one of these does. */
function alternatives(pattern: Fields, path = ''): Alternative[] {
  return Object.entries(pattern).reduce<Alternative[]>(
    (sofar, [name, value]) => {
      const added =
        name === '$or' && Array.isArray(value)
          ? value.filter(isObject).flatMap((choice) => alternatives(choice, path))
          : isObject(value)
            ? alternatives(value, `${path}.${name}`)
            : [new Map([[`${path}.${name}`, itemsOf(value)]])];
      return sofar.flatMap((left) => added.map((right) => new Map([...left, ...right])));
    },
    [new Map()],
  );
}

function alternativeCovers(alternative: Alternative, other: Alternative): boolean {
  return [...alternative].every(([path, entries]) => {
    const asked = other.get(path);
    return asked?.every((entry) => entries.some((candidate) => entryCovers(candidate, entry))) === true;
  });
}

/**
 * Whether a pattern of EventBridge matches every event that another one matches, as far as their form shows: false does
 * not mean that it does not.
 */
export function patternCovers(pattern: unknown, other: unknown): boolean {
  if (isDeepStrictEqual(pattern, other)) return true;
  if (!isObject(pattern) || !isObject(other)) return false;
  const own = alternatives(pattern);
  return alternatives(other).every((one) => own.some((choice) => alternativeCovers(choice, one)));
}
