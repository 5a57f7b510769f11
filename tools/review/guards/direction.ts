import { isDeepStrictEqual } from 'node:util';

import { isObject } from '../../access/template';

/** How a setting protects after a change, beside before: `unclear` counts as weaker, for nobody can show that it is not. */
export type Verdict = 'same' | 'weaker' | 'stronger' | 'unclear';

/** The properties of the resource on both sides, for settings that mean something only beside others. */
interface Sides {
  readonly before: unknown;
  readonly after: unknown;
}

/** @param before undefined where the template leaves the setting out */
export type Direction = (before: unknown, after: unknown, whole: Sides) => Verdict;

export function valueAt(value: unknown, path: string): unknown {
  if (path === '') return value;
  return path.split('.').reduce<unknown>((part, name) => (isObject(part) ? part[name] : undefined), value);
}

/** What a template writes as text, number or switch; nothing else compares. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

function compared(before: number, after: number): Verdict {
  if (Number.isNaN(before) || Number.isNaN(after)) return 'unclear';
  if (before === after) return 'same';
  return after < before ? 'weaker' : 'stronger';
}

function opposite(verdict: Verdict): Verdict {
  if (verdict === 'weaker') return 'stronger';
  return verdict === 'stronger' ? 'weaker' : verdict;
}

function numberIn(value: unknown, absent: number): number {
  if (value === undefined || value === '') return absent;
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
}

/** More protects more. @param absent what AWS takes when the template says nothing */
export function atLeast(absent: number): Direction {
  return (before, after) => compared(numberIn(before, absent), numberIn(after, absent));
}

/** Less protects more. @param absent what AWS takes when the template says nothing */
export function atMost(absent: number): Direction {
  return (before, after) => opposite(compared(numberIn(before, absent), numberIn(after, absent)));
}

/** Protects while it is on; CloudFormation also takes the words. @param absent what AWS takes when the template says nothing */
export function switchedOn(absent: boolean): Direction {
  const isOn = (value: unknown) => (value === undefined ? absent : textOf(value).toLowerCase() === 'true');
  return (before, after) => compared(Number(isOn(before)), Number(isOn(after)));
}

/** Protects while it is off. @param absent what AWS takes when the template says nothing */
export function switchedOff(absent: boolean): Direction {
  const on = switchedOn(absent);
  return (before, after, whole) => opposite(on(before, after, whole));
}

/** One of some values. @param order from what protects least. @param absent what AWS takes when the template says nothing */
export function ordered(order: readonly string[], absent: string): Direction {
  const place = (value: unknown) => {
    const index = order.indexOf(value === undefined ? absent : textOf(value));
    return index === -1 ? Number.NaN : index;
  };
  return (before, after) => (isDeepStrictEqual(before, after) ? 'same' : compared(place(before), place(after)));
}

/** Protects by being there; another one in its place may be worse. */
export const present: Direction = (before, after) => {
  if (isDeepStrictEqual(before, after)) return 'same';
  if (before === undefined) return 'stronger';
  return after === undefined ? 'weaker' : 'unclear';
};

/** Weakens by being there. */
export const absent: Direction = (before, after) => {
  if (isDeepStrictEqual(before, after)) return 'same';
  if (after === undefined) return 'stronger';
  return before === undefined ? 'weaker' : 'unclear';
};

/** Whatever it is, nobody can say which is better. */
export const unchanged: Direction = (before, after) => (isDeepStrictEqual(before, after) ? 'same' : 'unclear');

export function itemsOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}

/** Each entry protects. @param covers whether one entry protects at least as far as another; equal ones do */
export function everyEntry(
  covers: (entry: unknown, other: unknown) => boolean = isDeepStrictEqual,
  list: (value: unknown) => readonly unknown[] = itemsOf,
): Direction {
  const within = (some: unknown, all: unknown) =>
    list(some).every((entry) => list(all).some((other) => covers(other, entry)));
  return (before, after) => {
    if (isDeepStrictEqual(before, after)) return 'same';
    if (!within(before, after)) return 'weaker';
    return within(after, before) ? 'same' : 'stronger';
  };
}

/** Each entry lets something through. */
export const noFurtherEntry: Direction = (before, after, whole) => opposite(everyEntry()(before, after, whole));

const strongest = 3;

/** How far a key is under one's own control: none, one that AWS owns, AWS's own in the account, one's own. */
function keyStrength(key: unknown, absentKey: number): number {
  if (key === undefined || key === '') return absentKey;
  return aliasOfAws(key) === undefined ? strongest : 2;
}

/** Of a key of AWS's own, its alias: whole, or at the end of an ARN. */
function aliasOfAws(key: unknown): string | undefined {
  return /(?:^|[:/])(alias\/aws\/.*)$/.exec(textOf(key))?.[1];
}

/** Encryption with a key. @param absentKey 1 where AWS encrypts with a key of its own, 0 where it does not encrypt */
export function encryptedWith(absentKey: 0 | 1): Direction {
  return (before, after) => {
    if (isDeepStrictEqual(before, after)) return 'same';
    const [was, is] = [keyStrength(before, absentKey), keyStrength(after, absentKey)];
    const [alias, other] = [aliasOfAws(before), aliasOfAws(after)];
    if (alias !== undefined && alias === other) return 'same';
    // Another key of one's own may be anybody's.
    return was === is ? 'unclear' : compared(was, is);
  };
}

/** Days of `rate(…)`, as EventBridge and Secrets Manager write it; undefined for a calendar. */
export function daysOf(schedule: unknown): number | undefined {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(schedule)) ?? [];
  if (count === undefined) return undefined;
  return Number(count) / { minute: 1440, hour: 24, day: 1 }[unit as 'minute' | 'hour' | 'day'];
}

/** The more often, the better. */
export const asOften: Direction = (before, after) => {
  if (isDeepStrictEqual(before, after)) return 'same';
  if (after === undefined) return 'weaker';
  if (before === undefined) return 'stronger';
  const [was, is] = [daysOf(before), daysOf(after)];
  return was === undefined || is === undefined ? 'unclear' : opposite(compared(was, is));
};
