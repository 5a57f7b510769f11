import { accountFor, type AccountedKey, keysInVersions } from '../access-keys/accounting';
import type { AccessKeyDescription, AccessKeys, LastUse } from '../access-keys/ports';
import { dependsOnUse, type RetirementRules } from '../access-keys/retirement';
import { CallFailed, RotationStopped, wasRefused } from '../rotation/errors';
import type { Journal, JournalEntry } from '../rotation/journal';
import type { SecretDescription } from '../rotation/ports';
import { type Facts, planFor } from './plan';
import type { Metrics, Notices } from './ports';
import { Telling } from './telling';
import { unlessRotating } from './unless-rotating';
import { Worker, type WorkPorts } from './work';

export interface AccessKeyTickPorts extends WorkPorts {
  readonly journal: Journal;
  readonly notices: Notices;
  readonly metrics: Metrics;
}

export interface Subject {
  /** Full name of the secret. */
  readonly secret: string;
  readonly user: string;
  readonly rules: RetirementRules;
}

const day = 86_400_000;

/** One look at one secret with an access key: what is due is done, what a person should know is told. */
export class AccessKeyTick {
  private readonly telling: Telling;

  public constructor(
    private readonly subject: Subject,
    private readonly ports: AccessKeyTickPorts,
    private readonly now: Date,
  ) {
    this.telling = new Telling(ports.journal, ports.notices, now);
  }

  public async run(): Promise<void> {
    const { store, journal, metrics } = this.ports;
    const description = await store.describe();
    if (description.isDeleted) return;
    const facts = await this.facts(description, await journal.read());
    if (facts === undefined) return;
    const { current } = facts.entry.bookkeeping;
    metrics.unfilled(this.subject.secret, current === undefined);
    if (current !== undefined) {
      metrics.secretAge(this.subject.secret, (this.now.getTime() - Date.parse(current.since)) / day);
    }
    const plan = planFor(facts);
    if (plan.works.length > 0) await this.work();
    if (plan.startsRotation) await store.startRotation();
    for (const notice of plan.notices) await this.telling.tell(notice);
  }

  /** Everything is looked at again under the lease: what was due without it may be done or wrong by now. */
  private async work(): Promise<void> {
    const { secret } = this.subject;
    try {
      await unlessRotating(this.ports, secret, async (held) => {
        const description = await this.ports.store.describe();
        const facts = await this.facts(description, { bookkeeping: held.bookkeeping, requests: held.requests });
        if (facts === undefined) return;
        const worker = new Worker(facts, held, this.ports);
        for (const work of planFor(facts).works) await worker.do(work);
      });
    } catch (error) {
      if (error instanceof RotationStopped && error.problem === 'cut-incomplete') await this.tellCut(error);
      throw error;
    }
  }

  private async tellCut(error: RotationStopped): Promise<void> {
    await this.telling.tell({
      kind: 'emergency-incomplete',
      secret: this.subject.secret,
      user: this.subject.user,
      found: 'The new key is current, and not everything else is cut',
      advice: `It is tried again every hour; if it lasts, deactivate the keys by hand. ${error.message}`,
    });
  }

  private async facts(description: SecretDescription, entry: JournalEntry): Promise<Facts | undefined> {
    const { secret, user, rules } = this.subject;
    const listed = await this.listed();
    if (listed === undefined) return undefined;
    const known = await keysInVersions(this.ports.store, description, entry.bookkeeping, { secret, userName: user });
    const accounted = accountFor(listed, known.keys, description, entry.bookkeeping);
    const uses = new Map<string, LastUse | undefined>();
    for (const one of accounted) {
      if (this.needsUse(one, entry)) uses.set(one.key.id, await this.lastUse(this.ports.keys, one.key.id));
    }
    return { secret, user, rules, now: this.now, description, entry, known, accounted, uses };
  }

  private needsUse({ key, record, standing }: AccountedKey, { bookkeeping }: JournalEntry): boolean {
    if (standing === 'orphan' || standing === 'abandoned') return true;
    if (standing !== 'old' || bookkeeping.current === undefined) return false;
    const old = { key, record, currentSince: new Date(bookkeeping.current.since) };
    return dependsOnUse(old, this.subject.rules, this.now);
  }

  private async lastUse(keys: AccessKeys, id: string): Promise<LastUse | undefined> {
    try {
      return await keys.lastUse(id);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      this.ports.log.warn('the last use of a key could not be looked up', { keyId: id, error: error.message });
      return undefined;
    }
  }

  private async listed(): Promise<readonly AccessKeyDescription[] | undefined> {
    try {
      return await this.ports.keys.list();
    } catch (error) {
      if (!wasRefused(error, 'not-found')) throw error;
      await this.telling.tell({
        kind: 'current-key-unusable',
        secret: this.subject.secret,
        user: this.subject.user,
        found: `User ${this.subject.user} does not exist`,
        advice: 'Deploy its stack, which makes it again, or take the secret out of the configuration',
      });
      return undefined;
    }
  }
}
