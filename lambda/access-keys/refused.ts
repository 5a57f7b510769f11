import { wasRefused } from '../rotation/errors';
import type { Clock } from '../rotation/ports';
import type { Credentials, KeyTrial } from './ports';

const tries = 4;
const millisecondsBetweenTries = 2000;

/**
 * Whether a key no longer works, seen by using it. Deactivation takes seconds to reach every service, so it is asked a
 * few times.
 */
export async function isRefused(
  { trial, clock }: { readonly trial: KeyTrial; readonly clock: Clock },
  credentials: Credentials,
): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await trial.identity(credentials);
    } catch (error) {
      if (wasRefused(error, 'unknown-key')) return true;
      throw error;
    }
    if (attempt === tries) return false;
    await clock.sleep(millisecondsBetweenTries);
  }
}
