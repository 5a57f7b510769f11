import type { Inactivity, KeyRecord } from '../rotation/journal';
import type { AccessKeyDescription, LastUse } from './ports';

const hour = 3_600_000;
const day = 24 * hour;

/** By so much IAM may report a use late. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html */
const lag = 4 * hour;

/** Idle time that counts as no longer used. */
const idleTime = day + lag;

/** IAM may report our own failing call as a use, this much later. */
const ownTrial = hour / 4;

export interface RetirementRules {
  /** Days for which an old key stays active. */
  readonly overlapDays: number;
  /** Days between its deactivation and its deletion. */
  readonly watchDays: number;
  /** Days after which its use does not count any more. Absent: never. */
  readonly usedKeyDays?: number;
}

export interface OldKey {
  readonly key: AccessKeyDescription;
  readonly record: KeyRecord;
  /** Since when another key is current. */
  readonly currentSince: Date;
}

export type Due =
  | { readonly due: 'nothing' | 'deactivate' | 'delete' }
  | { readonly due: 'prove-refused'; readonly inactive: Inactivity }
  /** Somebody else changed the key's status: it is written down, and the time starts anew. */
  | { readonly due: 'note-deactivated' | 'note-reactivated' }
  | Postponed;

export type Postponed =
  | { readonly due: 'postponed'; readonly because: 'still-used' | 'used-while-inactive'; readonly lastUsedAt: Date }
  | { readonly due: 'postponed'; readonly because: 'use-unknown' | 'status-unknown' };

function milliseconds(time: string | undefined): number {
  return time === undefined ? 0 : Date.parse(time);
}

/** Whether what is due depends on when the key was used last, which takes a call to learn. */
export function dependsOnUse(old: OldKey, rules: RetirementRules, now: Date): boolean {
  return dueFor(old, rules, now, undefined).due === 'postponed';
}

/**
 * What is due for a key that is neither current nor pending. Any doubt counts as use.
 *
 * @param lastUse `undefined` when it could not be looked up
 */
export function dueFor(old: OldKey, rules: RetirementRules, now: Date, lastUse: LastUse | undefined): Due {
  switch (old.key.status) {
    case 'Active':
      return dueWhileActive(old, rules, now, lastUse);
    case 'Inactive':
      return dueWhileInactive(old, rules, now, lastUse);
    default:
      return { due: 'postponed', because: 'status-unknown' };
  }
}

function dueWhileActive(old: OldKey, rules: RetirementRules, now: Date, lastUse?: LastUse): Due {
  const { record, currentSince } = old;
  if (record.inactive !== undefined) return { due: 'note-reactivated' };
  const since = Math.max(currentSince.getTime(), milliseconds(record.reactivatedAt));
  const age = now.getTime() - since;
  if (age < rules.overlapDays * day) return { due: 'nothing' };
  if (lastUse === undefined) return { due: 'postponed', because: 'use-unknown' };
  const isIdle = lastUse.at === undefined || now.getTime() - lastUse.at.getTime() >= idleTime;
  return isIdle || isPastBound(old, rules, now)
    ? { due: 'deactivate' }
    : { due: 'postponed', because: 'still-used', lastUsedAt: lastUse.at };
}

function dueWhileInactive(old: OldKey, rules: RetirementRules, now: Date, lastUse?: LastUse): Due {
  const { inactive } = old.record;
  if (inactive === undefined) return { due: 'note-deactivated' };
  const { since, refusedAt, by } = inactive;
  if (refusedAt === undefined) return { due: 'prove-refused', inactive };
  const watch = rules.watchDays * day;
  if (now.getTime() - milliseconds(since) < watch) return { due: 'nothing' };
  // It was cut off by order, and whoever stole it must not be able to keep it by trying it.
  if (by === 'emergency' || isPastBound(old, rules, now)) return { due: 'delete' };
  if (lastUse === undefined) return { due: 'postponed', because: 'use-unknown' };
  // The watch starts anew with each use, as far as IAM has told it by now.
  const isTried =
    lastUse.at !== undefined &&
    lastUse.at.getTime() > milliseconds(refusedAt) + ownTrial &&
    now.getTime() - lastUse.at.getTime() < Math.max(watch + lag, idleTime);
  return isTried ? { due: 'postponed', because: 'used-while-inactive', lastUsedAt: lastUse.at } : { due: 'delete' };
}

/** Whether the configuration says that by now its use does not count any more. */
function isPastBound(
  { record, currentSince }: OldKey,
  { usedKeyDays = Infinity }: RetirementRules,
  now: Date,
): boolean {
  const since = Math.max(currentSince.getTime(), milliseconds(record.reactivatedAt));
  return now.getTime() - since >= usedKeyDays * day;
}
