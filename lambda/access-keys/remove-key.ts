import { wasRefused } from '../rotation/errors';
import type { AccessKeys } from './ports';

/** Deactivates and deletes a key that nobody uses. A key that is gone already is no error. */
export async function removeKey(keys: AccessKeys, id: string): Promise<void> {
  try {
    await keys.setStatus(id, 'Inactive');
    await keys.delete(id);
  } catch (error) {
    if (!wasRefused(error, 'not-found')) throw error;
  }
}
