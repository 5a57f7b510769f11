import type { Journal, JournalEntry } from '../rotation/journal';
import type { HeldLease } from '../rotation/lease';
import { type Clock, CURRENT, type Log, type SecretDescription, type SecretStore } from '../rotation/ports';
import { hasStage, versionWith } from '../rotation/versions';
import {
  type CommonWork,
  inOne,
  type Plan,
  planForDiscard,
  planForPending,
  planForSwitch,
  refused,
} from './common-plan';
import type { Metrics, Notices } from './ports';
import { Telling } from './telling';
import { unlessRotating } from './unless-rotating';
import { giveUp, laterOf, refuseRequest, writeCurrent, writePending } from './write-down';

export interface ValueTickPorts {
  readonly store: SecretStore;
  readonly journal: Journal;
  readonly notices: Notices;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Log;
}

const day = 86_400_000;

/** One look at one password or set of JWT keys: its first rotation, its emergencies, and rotations that do not end. */
export class ValueTick {
  public constructor(
    private readonly secret: string,
    private readonly ports: ValueTickPorts,
    private readonly now: Date,
  ) {}

  public async run(): Promise<void> {
    const { store, journal, notices, metrics } = this.ports;
    const description = await store.describe();
    if (description.isDeleted) return;
    const entry = await journal.read();
    const version = versionWith(description, CURRENT);
    const { current } = entry.bookkeeping;
    metrics.unfilled(this.secret, version === undefined);
    if (version !== undefined && current?.versionId === version) {
      metrics.secretAge(this.secret, (this.now.getTime() - Date.parse(current.since)) / day);
    }
    const plan = this.plan(description, entry);
    if (plan.works.length > 0) await this.work();
    if (plan.startsRotation) await store.startRotation();
    const telling = new Telling(journal, notices, this.now);
    for (const notice of plan.notices) await telling.tell(notice);
  }

  private plan(description: SecretDescription, entry: JournalEntry): Plan<CommonWork> {
    const facts = { secret: this.secret, now: this.now, description, entry };
    const versionId = versionWith(description, CURRENT);
    const { bookkeeping, requests } = entry;
    const isNew = versionId !== undefined && bookkeeping.current?.versionId !== versionId;
    const isAnswered =
      bookkeeping.emergencyToken !== undefined && hasStage(description, bookkeeping.emergencyToken, CURRENT);
    const parts: readonly Partial<Plan<CommonWork>>[] = [
      { works: isNew ? [{ work: 'note-current', versionId }] : [] },
      { startsRotation: versionId === undefined || (requests.emergency !== undefined && !isAnswered) },
      planForSwitch(facts),
      planForPending(facts),
      // There is no key that could be activated again.
      { works: requests.reactivate === undefined ? [] : [refused('reactivate', requests.reactivate)] },
      planForDiscard(facts),
    ];
    return inOne(parts, facts);
  }

  /** Everything is looked at again under the lease. */
  private async work(): Promise<void> {
    await unlessRotating(this.ports, this.secret, async (held) => {
      const description = await this.ports.store.describe();
      const { works } = this.plan(description, { bookkeeping: held.bookkeeping, requests: held.requests });
      for (const work of works) await this.do(work, held);
    });
  }

  private async do(work: CommonWork, held: HeldLease): Promise<void> {
    switch (work.work) {
      case 'note-current':
        return writeCurrent(held, work.versionId, laterOf(this.now, this.ports.clock));
      case 'note-pending':
        return writePending(held, work.token, laterOf(this.now, this.ports.clock));
      case 'refuse-request':
        return refuseRequest(held, work);
      case 'discard':
        return giveUp(this.ports.store, held, work.token, {
          detail: 'asked for in the journal',
          done: { discard: work.token },
        });
    }
  }
}
