import { RETIRING, withoutAttemptOf, withoutGone } from '../access-keys/accounting';
import { cutEverythingElse } from '../access-keys/cut';
import type { AccessKeyDescription, AccessKeys, Credentials, KeyTrial } from '../access-keys/ports';
import { isRefused } from '../access-keys/refused';
import { removeUnused } from '../access-keys/remove-key';
import { readCredentials } from '../access-keys/value';
import { wasRefused } from '../rotation/errors';
import type { AuditRecord, Inactivity, KeyRecord, Requests } from '../rotation/journal';
import type { HeldLease } from '../rotation/lease';
import type { Clock, Log, SecretStore } from '../rotation/ports';
import { withoutEmergency } from '../rotation/promote';
import { isStillUnused, readIfPresent, versionWith } from '../rotation/versions';
import type { Facts, OwnKey, Work } from './plan';
import { giveUp, laterOf, refuseRequest, writeCurrent, writePending } from './write-down';

export interface WorkPorts {
  readonly store: SecretStore;
  readonly keys: AccessKeys;
  readonly trial: KeyTrial;
  readonly clock: Clock;
  readonly log: Log;
}

/** Time for which a key that cannot be tried has to be inactive before it counts as refused, in milliseconds. */
const untried = 24 * 3_600_000;

/** Does what is due under the lease, and writes each step down before the next. Every step may be done again. */
export class Worker {
  public constructor(
    private readonly facts: Facts,
    private readonly held: HeldLease,
    private readonly ports: WorkPorts,
  ) {}

  public async do(work: Work): Promise<void> {
    switch (work.work) {
      case 'note-keys':
        return this.noteKeys(work.keys);
      case 'note-current':
        return writeCurrent(this.held, work.versionId, this.now);
      case 'note-pending':
        return writePending(this.held, work.token, this.now);
      case 'note-deactivated':
        return this.noteDeactivated(work);
      case 'note-reactivated':
        return this.noteReactivated(work);
      case 'note-abandoned':
        return this.writeKey(work.key, { ...work.record, abandonedAt: this.now }, { what: 'found abandoned' });
      case 'label':
        return this.label(work.versionId);
      case 'unlabel':
        return this.ports.store.moveStage(RETIRING, work.versionId, undefined);
      case 'deactivate':
        return this.deactivate(work);
      case 'prove-refused':
        return this.proveRefused(work, work.inactive);
      case 'delete':
        return this.delete(work);
      case 'remove-abandoned':
        return this.removeAbandoned(work);
      case 'remove-orphan':
        return this.removeOrphan(work.key);
      case 'reactivate':
        return this.reactivate(work);
      case 'discard':
        return this.discard(work.token);
      case 'drop-pending':
        return giveUp(this.ports.store, this.held, work.token, { detail: 'its key does not exist' });
      case 'refuse-request':
        return refuseRequest(this.held, work);
      case 'cut':
        return this.cut(work.token, work.emergency);
    }
  }

  private get now(): string {
    return laterOf(this.facts.now, this.ports.clock);
  }

  private withRecord({ id }: { readonly id: string }, record: KeyRecord) {
    return { ...this.held.bookkeeping, keys: { ...this.held.bookkeeping.keys, [id]: record } };
  }

  private async write(bookkeeping: HeldLease['bookkeeping'], audit: AuditRecord, done?: Requests): Promise<void> {
    await this.held.write({ bookkeeping, audit, ...(done === undefined ? {} : { done }) });
  }

  private async writeKey(
    key: { readonly id: string },
    record: KeyRecord,
    audit: AuditRecord,
    done?: Requests,
  ): Promise<void> {
    await this.write(this.withRecord(key, record), { ...audit, keyId: key.id }, done);
  }

  private async noteKeys(learned: Readonly<Record<string, KeyRecord>>): Promise<void> {
    const { facts, held } = this;
    const listed = facts.accounted.map(({ key }) => key);
    const keys = withoutGone({ ...held.bookkeeping.keys, ...learned }, listed, facts.description);
    await held.write({ bookkeeping: { ...held.bookkeeping, keys } });
  }

  private async noteDeactivated({ key, record: { stoppingAt, ...record } }: OwnKey): Promise<void> {
    const by = stoppingAt === undefined ? 'person' : 'retirement';
    await this.writeKey(key, { ...record, inactive: { since: this.now, by } }, { what: 'found deactivated' });
  }

  private async noteReactivated({ key, record }: OwnKey): Promise<void> {
    await this.writeKey(key, activeAgain(record, this.now), { what: 'found reactivated' });
  }

  /**
   * Whether a key may be touched at this very moment: the labels are looked at again right before each destructive call,
   * because a person may have moved them since the plan was made.
   *
   * @param versionId of the version that holds it; absent for a key that lies in none
   */
  private async mayBeTouched(id: string, versionId: string | undefined): Promise<boolean> {
    if (isStillUnused(this.facts.description, await this.ports.store.describe(), versionId)) return true;
    this.ports.log.warn('labels have moved meanwhile, the key is left alone', { keyId: id });
    return false;
  }

  private async deactivate({ key, record: { stoppingAt: _, ...record } }: OwnKey): Promise<void> {
    // Should this run end in between, the next one knows whose doing it was.
    await this.held.write({ bookkeeping: this.withRecord(key, { ...record, stoppingAt: this.now }) });
    if (!(await this.stop({ key, record }))) {
      await this.held.write({ bookkeeping: this.withRecord(key, record) });
      return;
    }
    const inactive = { since: this.now, by: 'retirement' as const };
    await this.writeKey(key, { ...record, inactive }, { what: 'deactivated' });
    await this.proveRefused({ key, record }, inactive);
  }

  /** @returns whether it stays stopped */
  private async stop({ key: { id }, record: { versionId } }: OwnKey): Promise<boolean> {
    if (!(await this.mayBeTouched(id, versionId))) return false;
    const { keys } = this.ports;
    try {
      await keys.setStatus(id, 'Inactive');
    } catch (error) {
      if (wasRefused(error, 'not-found')) return false;
      throw error;
    }
    if (await this.mayBeTouched(id, versionId)) return true;
    // A person rolled the label back in between: whoever reads the secret now must find a key that works.
    await keys.setStatus(id, 'Active');
    return false;
  }

  private async label(versionId: string): Promise<void> {
    const { store, log } = this.ports;
    try {
      await store.moveStage(RETIRING, versionWith(this.facts.description, RETIRING), versionId);
    } catch (error) {
      if (!wasRefused(error, 'not-found')) throw error;
      log.warn('the version of an old key is gone', { versionId });
    }
  }

  private async proveRefused({ key, record }: OwnKey, inactive: Inactivity): Promise<void> {
    const { log } = this.ports;
    const { now: refusedAt } = this;
    const credentials = await this.credentialsOf(record);
    if (credentials === undefined) {
      // Nobody can try the key any more. That IAM has listed it as inactive for so long has to do.
      if (this.facts.now.getTime() - Date.parse(inactive.since) < untried) return;
    } else if (!(await isRefused(this.ports, credentials))) {
      log.warn('a deactivated key still answers, and is tried again with the next run', { keyId: key.id });
      return;
    }
    await this.writeKey(
      key,
      { ...record, inactive: { ...inactive, refusedAt } },
      { what: credentials === undefined ? 'inactive, and its version is gone' : 'proven refused' },
    );
  }

  private async credentialsOf({ versionId }: KeyRecord): Promise<Credentials | undefined> {
    const { store } = this.ports;
    const description = await store.describe();
    const stage = description.stages[versionId]?.[0];
    const version = stage === undefined ? undefined : await readIfPresent(store, versionId, stage);
    const { secret, user: userName } = this.facts;
    return version === undefined ? undefined : readCredentials(version, { secret, userName });
  }

  private async delete({ key: { id }, record }: OwnKey): Promise<void> {
    const { keys, log } = this.ports;
    if ((await keys.list()).some((key) => key.id === id && key.status !== 'Inactive')) {
      log.warn('somebody has activated the key meanwhile, it is left alone', { keyId: id });
      return;
    }
    if (!(await this.mayBeTouched(id, record.versionId))) return;
    try {
      await keys.delete(id);
    } catch (error) {
      if (!wasRefused(error, 'not-found')) throw error;
    }
    await this.write(this.held.bookkeeping, { what: 'deleted', keyId: id });
  }

  private async removeAbandoned({ key, record }: OwnKey): Promise<void> {
    if (!(await this.removeUnused(key, record.versionId))) return;
    const { [key.id]: _, ...keys } = this.held.bookkeeping.keys;
    await this.write({ ...this.held.bookkeeping, keys }, { what: 'abandoned key removed', keyId: key.id });
  }

  private async removeOrphan(key: AccessKeyDescription): Promise<void> {
    if (!(await this.removeUnused(key, undefined))) return;
    const attempts = withoutAttemptOf(this.held.bookkeeping.attempts, key);
    await this.write({ ...this.held.bookkeeping, attempts }, { what: 'orphan removed', keyId: key.id });
  }

  private async removeUnused(
    key: Pick<AccessKeyDescription, 'id' | 'status'>,
    versionId: string | undefined,
  ): Promise<boolean> {
    return removeUnused(this.ports.keys, key, () => this.mayBeTouched(key.id, versionId));
  }

  private async reactivate({ key, record }: OwnKey): Promise<void> {
    await this.ports.keys.setStatus(key.id, 'Active');
    const isRequest = this.held.requests.reactivate === key.id;
    const detail = isRequest ? 'asked for in the journal' : 'its version is current again';
    const done = isRequest ? { reactivate: key.id } : undefined;
    await this.writeKey(key, activeAgain(record, this.now), { what: 'reactivated', detail }, done);
  }

  private async discard(token: string): Promise<void> {
    const { known, accounted } = this.facts;
    const id = Object.entries(known.keys).find(([, { versionId }]) => versionId === token)?.[0];
    const remove = async () => {
      if (id === undefined) return undefined;
      // IAM lists a new key late.
      const key = accounted.find((one) => one.key.id === id)?.key ?? { id, status: 'Inactive' };
      return (await this.removeUnused(key, token)) ? id : undefined;
    };
    const why = { detail: 'asked for in the journal', done: { discard: token }, remove };
    await giveUp(this.ports.store, this.held, token, why);
  }

  private async cut(token: string, emergency: string): Promise<void> {
    const identity = { secret: this.facts.secret, userName: this.facts.user };
    const { bookkeeping } = this.held;
    const keys = await cutEverythingElse(this.ports, identity, this.facts.description, bookkeeping);
    await this.write(
      { ...withoutEmergency(bookkeeping), keys },
      { what: 'everything else cut', token, detail: emergency },
      { emergency },
    );
  }
}

/** The record of a key that somebody activated. */
function activeAgain({ inactive: _, stoppingAt: __, ...record }: KeyRecord, now: string): KeyRecord {
  return { ...record, reactivatedAt: now };
}
