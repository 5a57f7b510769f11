import { wasRefused } from '../rotation/errors';
import type { AccessKeyDescription, AccessKeys } from './ports';

/** Deactivates and deletes a key that nobody can know. A key that is gone already is no error. */
export async function removeKey(keys: AccessKeys, id: string): Promise<void> {
  await removeUnused(keys, { id, status: 'Inactive' }, () => Promise.resolve(true));
}

/**
 * Deactivates and deletes a key that nobody uses, and asks right before each of the two whether that is still so. A key
 * that has come into use in between is activated again, because whoever reads the secret now must find one that works.
 *
 * @returns whether it is gone; a key that was gone already is no error
 */
export async function removeUnused(
  keys: AccessKeys,
  { id, status }: Pick<AccessKeyDescription, 'id' | 'status'>,
  isUnused: () => Promise<boolean>,
): Promise<boolean> {
  if (!(await isUnused())) return false;
  try {
    await keys.setStatus(id, 'Inactive');
    if (!(await isUnused())) {
      if (status === 'Active') await keys.setStatus(id, 'Active');
      return false;
    }
    await keys.delete(id);
  } catch (error) {
    if (!wasRefused(error, 'not-found')) throw error;
  }
  return true;
}
