import type { AccountedKey } from '../access-keys/accounting';
import type { AccessKeys, LastUse } from '../access-keys/ports';
import { removeUnused } from '../access-keys/remove-key';
import { dueFor, type RetirementRules } from '../access-keys/retirement';
import { CallFailed, RotationStopped } from '../rotation/errors';

/** Keys that IAM lets one user have, active or not. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostKeys = 2;

/** Uses this soon after its creation are our own trial of a key, in milliseconds. */
const trialTime = 3_600_000;

export interface Slots {
  readonly secret: string;
  readonly now: Date;
  readonly rules: RetirementRules;
  /** Since when the current key is current. */
  readonly currentSince: Date;
  readonly isEmergency: boolean;
  /** Id of the key that an operator asks to have activated again, if there is such a request. */
  readonly wanted?: string | undefined;
  /** Looks at the labels anew: whether the decision about the key of a version still holds. Absent for a key in no version. */
  readonly isStillUnused: (versionId: string | undefined) => Promise<boolean>;
}

async function lastUseOf(keys: AccessKeys, id: string): Promise<LastUse | undefined> {
  try {
    return await keys.lastUse(id);
  } catch (error) {
    // Not to know is not to touch.
    if (error instanceof CallFailed) return undefined;
    throw error;
  }
}

/** Whether a key that the rotation does not need may go: never used but for our own trial. */
async function isUnused(keys: AccessKeys, { key }: AccountedKey): Promise<boolean> {
  const use = await lastUseOf(keys, key.id);
  if (use === undefined) return false;
  return use.at === undefined || use.at.getTime() <= key.createdAt.getTime() + trialTime;
}

async function mayGo(keys: AccessKeys, accounted: AccountedKey, slots: Slots): Promise<boolean> {
  const { key, record, standing } = accounted;
  switch (standing) {
    case 'orphan': {
      const use = await lastUseOf(keys, key.id);
      return use !== undefined && use.at === undefined;
    }
    case 'abandoned':
      return isUnused(keys, accounted);
    case 'old': {
      if (key.id === slots.wanted) return false;
      const old = { key, record, currentSince: slots.currentSince };
      const use = key.status === 'Inactive' ? await lastUseOf(keys, key.id) : undefined;
      return dueFor(old, slots.rules, slots.now, use).due === 'delete';
    }
    case 'current':
    case 'pending':
    case 'foreign':
      return false;
  }
}

/**
 * Makes room for one more key: removes what a lost call or an abandoned rotation left behind and what is due for
 * deletion anyway; in an emergency whatever else takes the place. Refuses otherwise, before anything is changed.
 *
 * The labels are looked at again right before each key is stopped and deleted. The journal is not: the lease is held, so
 * nobody else writes to it.
 *
 * @returns the removed keys
 * @throws RotationStopped `overlap-not-over` or `foreign-key`; `labels-moved` with the key as it was
 */
export async function clearSlot(
  keys: AccessKeys,
  accounted: readonly AccountedKey[],
  slots: Slots,
): Promise<readonly AccountedKey[]> {
  const others = accounted.filter(({ standing }) => standing !== 'current');
  const removable: AccountedKey[] = [];
  for (const other of others) {
    if (await mayGo(keys, other, slots)) removable.push(other);
  }
  const staying = others.filter((other) => !removable.includes(other));
  if (accounted.length - removable.length >= mostKeys) {
    const oldest = staying.toSorted((one, two) => one.key.createdAt.getTime() - two.key.createdAt.getTime())[0];
    if (oldest !== undefined) {
      if (!slots.isEmergency) throw refusal(slots, oldest);
      removable.push(oldest);
    }
  }
  for (const { key, record } of removable) {
    const isGone = await removeUnused(keys, key, () => slots.isStillUnused(record?.versionId));
    if (!isGone) throw inUseAgain(slots, key.id);
  }
  return removable;
}

function inUseAgain({ secret }: Slots, id: string): RotationStopped {
  return new RotationStopped(
    'labels-moved',
    secret,
    `somebody moved its labels while key ${id} was about to be removed, and the key may be in use again`,
    'Nothing to do: the key is left as it is, and the next try looks at everything anew',
  );
}

function refusal({ secret }: Slots, { key, standing }: AccountedKey): RotationStopped {
  if (standing === 'old') {
    return new RotationStopped(
      'overlap-not-over',
      secret,
      `its user has two keys, and the old one (${key.id}, ${key.status}) is still in its overlap or watch`,
      'Wait until the retirement has deleted it; if the current key is known to others, declare an emergency, which cuts the overlap short',
    );
  }
  return new RotationStopped(
    'foreign-key',
    secret,
    `its user has two keys, and ${key.id} (created ${key.createdAt.toISOString()}, ${key.status}) was not made by a rotation, or is in use`,
    'Find out who made it, and delete it by hand if nobody may have it: the rotation never deletes a key that it did not make',
  );
}
