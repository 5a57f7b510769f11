import { RotationStopped } from '../rotation/errors';
import type { Journal } from '../rotation/journal';
import { type HeldLease, underLease } from '../rotation/lease';
import type { Clock, Log } from '../rotation/ports';

/** Works under the lease of a secret, or leaves it to the rotation that has it: the next run comes within the hour. */
export async function unlessRotating(
  ports: { readonly journal: Journal; readonly clock: Clock; readonly log: Log },
  secret: string,
  work: (held: HeldLease) => Promise<void>,
): Promise<void> {
  try {
    await underLease(ports, secret, work);
  } catch (error) {
    if (!(error instanceof RotationStopped) || error.problem !== 'lease-held') throw error;
    ports.log.info('a rotation is at work, nothing was done', { secret });
  }
}
