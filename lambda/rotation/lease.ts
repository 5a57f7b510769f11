import { RotationStopped, wasRefused } from './errors';
import type { AuditRecord, Bookkeeping, Journal, Lease, Requests } from './journal';
import type { Clock, Log } from './ports';

const tries = 4;
const millisecondsBetweenTries = 1500;

/**
 * Takes the lease of a secret, waiting a little for whoever holds it.
 *
 * @throws RotationStopped `lease-held`
 */
async function acquireLease(
  { journal, clock }: { readonly journal: Journal; readonly clock: Clock },
  secret: string,
): Promise<Lease> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await journal.acquire();
    } catch (error) {
      if (!wasRefused(error, 'conflict')) throw error;
      if (attempt === tries) {
        throw new RotationStopped(
          'lease-held',
          secret,
          'another run of a rotation or of the retirement is at work on it',
          'Nothing to do: the next try finds the lease free, at the latest when it runs out',
          { cause: error },
        );
      }
      await clock.sleep(millisecondsBetweenTries);
    }
  }
}

/** What a write under the lease changes. */
interface Change {
  readonly bookkeeping: Bookkeeping;
  readonly audit?: AuditRecord;
  /** Requests that are done. */
  readonly done?: Requests;
}

/** A lease in use, with the bookkeeping as it was written last. */
export class HeldLease {
  public bookkeeping: Bookkeeping;
  public readonly requests: Requests;
  private isReleased = false;

  public constructor(
    private readonly lease: Lease,
    private readonly journal: Journal,
  ) {
    this.bookkeeping = lease.entry.bookkeeping;
    this.requests = lease.entry.requests;
  }

  /** @throws CallFailed `conflict` when the lease has run out and is another's */
  public async write(change: Change): Promise<void> {
    await this.commit(change, false);
  }

  /** The last write, which gives the lease back. */
  public async writeAndRelease(change: Change): Promise<void> {
    await this.commit(change, true);
  }

  /** Gives the lease back if that was not done. Failing at it costs the next run a wait, nothing else. */
  public async release(log: Log): Promise<void> {
    if (this.isReleased) return;
    try {
      await this.commit({ bookkeeping: this.bookkeeping }, true);
    } catch (error) {
      log.warn('the lease was not given back and runs out by itself', { error: String(error) });
    }
  }

  private async commit(change: Change, release: boolean): Promise<void> {
    await this.journal.commit(this.lease, { ...change, release });
    this.bookkeeping = change.bookkeeping;
    this.isReleased = release;
  }
}

/**
 * Does work under the lease of a secret and gives the lease back, however the work ends.
 *
 * @throws RotationStopped `lease-held`, and what the work throws
 */
export async function underLease<Result>(
  ports: { readonly journal: Journal; readonly clock: Clock; readonly log: Log },
  secret: string,
  work: (held: HeldLease) => Promise<Result>,
): Promise<Result> {
  const held = new HeldLease(await acquireLease(ports, secret), ports.journal);
  try {
    return await work(held);
  } finally {
    await held.release(ports.log);
  }
}
