import { RETIRING, withoutAttemptOf, withoutGone } from '../access-keys/accounting';
import { cutEverythingElse } from '../access-keys/cut';
import type { AccessKeys, Credentials, KeyTrial } from '../access-keys/ports';
import { isRefused } from '../access-keys/refused';
import { removeUnused } from '../access-keys/remove-key';
import { readCredentials } from '../access-keys/value';
import { RotationStopped, wasRefused } from '../rotation/errors';
import type { AuditRecord, KeyRecord, Requests } from '../rotation/journal';
import type { HeldLease } from '../rotation/lease';
import type { Clock, Log, SecretStore } from '../rotation/ports';
import { withoutEmergency } from '../rotation/promote';
import { isStillUnused, readIfPresent, versionWith } from '../rotation/versions';
import type { Facts, Work } from './plan';
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
      case 'note-current':
      case 'note-pending':
      case 'note-deactivated':
      case 'note-reactivated':
      case 'note-abandoned':
        return this.note(work);
      case 'label':
        return this.label(work.versionId);
      case 'unlabel':
        return this.ports.store.moveStage(RETIRING, work.versionId, undefined);
      case 'deactivate':
        return this.deactivate(work.id);
      case 'prove-refused':
        return this.proveRefused(work.id);
      case 'delete':
        return this.delete(work.id);
      case 'remove-abandoned':
      case 'remove-orphan':
        return this.remove(work.id, work.work === 'remove-orphan' ? 'orphan removed' : 'abandoned key removed');
      case 'reactivate':
        return this.reactivate(work.id);
      case 'discard':
        return this.discard(work.token);
      case 'drop-pending':
        return giveUp(this.ports.store, this.held, work.token, { detail: 'its key does not exist' });
      case 'refuse-request':
        return refuseRequest(this.held, work.request);
      case 'cut':
        return this.cut(work.token);
    }
  }

  private record(id: string): KeyRecord {
    const record = this.held.bookkeeping.keys[id] ?? this.facts.known.keys[id];
    if (record === undefined) throw new Error(`key ${id} has no record`);
    return record;
  }

  private get now(): string {
    return laterOf(this.facts.now, this.ports.clock);
  }

  private withRecord(id: string, record: KeyRecord) {
    return { ...this.held.bookkeeping, keys: { ...this.held.bookkeeping.keys, [id]: record } };
  }

  private async write(bookkeeping: HeldLease['bookkeeping'], audit: AuditRecord, done?: Requests): Promise<void> {
    await this.held.write({ bookkeeping, audit, ...(done === undefined ? {} : { done }) });
  }

  private async note(work: Work): Promise<void> {
    const { facts, held } = this;
    switch (work.work) {
      case 'note-keys': {
        const listed = facts.accounted.map(({ key }) => key);
        const keys = withoutGone({ ...facts.known.keys, ...held.bookkeeping.keys }, listed, facts.description);
        return held.write({ bookkeeping: { ...held.bookkeeping, keys } });
      }
      case 'note-current':
        return writeCurrent(held, work.versionId, this.now);
      case 'note-pending':
        return writePending(held, work.token, this.now);
      case 'note-deactivated': {
        const { stoppingAt, ...record } = this.record(work.id);
        const by = stoppingAt === undefined ? 'person' : 'retirement';
        return this.write(this.withRecord(work.id, { ...record, inactive: { since: this.now, by } }), {
          what: 'found deactivated',
          keyId: work.id,
        });
      }
      case 'note-reactivated': {
        const { inactive: _, stoppingAt: __, ...record } = this.record(work.id);
        return this.write(this.withRecord(work.id, { ...record, reactivatedAt: this.now }), {
          what: 'found reactivated',
          keyId: work.id,
        });
      }
      case 'note-abandoned':
        return this.write(this.withRecord(work.id, { ...this.record(work.id), abandonedAt: this.now }), {
          what: 'found abandoned',
          keyId: work.id,
        });
      default:
    }
  }

  /**
   * Whether a key may be touched at this very moment: the labels are looked at again right before each destructive call,
   * because a person may have moved them since the plan was made.
   */
  private async mayBeTouched(id: string): Promise<boolean> {
    const { versionId } = this.held.bookkeeping.keys[id] ?? this.facts.known.keys[id] ?? {};
    if (isStillUnused(this.facts.description, await this.ports.store.describe(), versionId)) return true;
    this.ports.log.warn('labels have moved meanwhile, the key is left alone', { keyId: id });
    return false;
  }

  private async deactivate(id: string): Promise<void> {
    const { stoppingAt: _, ...record } = this.record(id);
    // Should this run end in between, the next one knows whose doing it was.
    await this.held.write({ bookkeeping: this.withRecord(id, { ...record, stoppingAt: this.now }) });
    if (!(await this.stop(id))) {
      await this.held.write({ bookkeeping: this.withRecord(id, record) });
      return;
    }
    const inactive = { since: this.now, by: 'retirement' as const };
    await this.write(this.withRecord(id, { ...record, inactive }), { what: 'deactivated', keyId: id });
    await this.proveRefused(id);
  }

  /** @returns whether it stays stopped */
  private async stop(id: string): Promise<boolean> {
    if (!(await this.mayBeTouched(id))) return false;
    const { keys } = this.ports;
    try {
      await keys.setStatus(id, 'Inactive');
    } catch (error) {
      if (wasRefused(error, 'not-found')) return false;
      throw error;
    }
    if (await this.mayBeTouched(id)) return true;
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

  private async proveRefused(id: string): Promise<void> {
    const { log } = this.ports;
    const { now: refusedAt } = this;
    const record = this.record(id);
    const { inactive } = record;
    if (inactive === undefined) return;
    const credentials = await this.credentialsOf(record);
    if (credentials === undefined) {
      // Nobody can try the key any more. That IAM has listed it as inactive for so long has to do.
      if (this.facts.now.getTime() - Date.parse(inactive.since) < untried) return;
    } else if (!(await isRefused(this.ports, credentials))) {
      log.warn('a deactivated key still answers, and is tried again with the next run', { keyId: id });
      return;
    }
    await this.write(this.withRecord(id, { ...record, inactive: { ...inactive, refusedAt } }), {
      what: credentials === undefined ? 'inactive, and its version is gone' : 'proven refused',
      keyId: id,
    });
  }

  private async credentialsOf({ versionId }: KeyRecord): Promise<Credentials | undefined> {
    const { store } = this.ports;
    const description = await store.describe();
    const stage = description.stages[versionId]?.[0];
    const version = stage === undefined ? undefined : await readIfPresent(store, versionId, stage);
    const { secret, user: userName } = this.facts;
    return version === undefined ? undefined : readCredentials(version, { secret, userName });
  }

  private async delete(id: string): Promise<void> {
    const { keys, log } = this.ports;
    if ((await keys.list()).some((key) => key.id === id && key.status !== 'Inactive')) {
      log.warn('somebody has activated the key meanwhile, it is left alone', { keyId: id });
      return;
    }
    if (!(await this.mayBeTouched(id))) return;
    try {
      await keys.delete(id);
    } catch (error) {
      if (!wasRefused(error, 'not-found')) throw error;
    }
    await this.write(this.held.bookkeeping, { what: 'deleted', keyId: id });
  }

  private async remove(id: string, what: string): Promise<void> {
    if (!(await this.removeUnused(id))) return;
    const { [id]: _, ...keys } = this.held.bookkeeping.keys;
    const { attempts } = this.held.bookkeeping;
    const orphan = this.facts.accounted.find(({ key, standing }) => key.id === id && standing === 'orphan')?.key;
    await this.write(
      {
        ...this.held.bookkeeping,
        attempts: orphan === undefined ? attempts : withoutAttemptOf(attempts, orphan),
        keys,
      },
      { what, keyId: id },
    );
  }

  private async removeUnused(id: string): Promise<boolean> {
    const key = this.facts.accounted.find((accounted) => accounted.key.id === id)?.key;
    return removeUnused(this.ports.keys, key ?? { id, status: 'Inactive' }, () => this.mayBeTouched(id));
  }

  private async reactivate(id: string): Promise<void> {
    await this.ports.keys.setStatus(id, 'Active');
    const { inactive: _, stoppingAt: __, ...record } = this.record(id);
    const isRequest = this.held.requests.reactivate === id;
    await this.write(
      this.withRecord(id, { ...record, reactivatedAt: this.now }),
      {
        what: 'reactivated',
        keyId: id,
        detail: isRequest ? 'asked for in the journal' : 'its version is current again',
      },
      isRequest ? { reactivate: id } : undefined,
    );
  }

  private async discard(token: string): Promise<void> {
    const id = Object.entries(this.facts.known.keys).find(([, { versionId }]) => versionId === token)?.[0];
    await giveUp(this.ports.store, this.held, token, {
      detail: 'asked for in the journal',
      done: { discard: token },
      remove: async () => (id !== undefined && (await this.removeUnused(id)) ? id : undefined),
    });
  }

  private async cut(token: string): Promise<void> {
    const { emergency } = this.held.requests;
    if (emergency === undefined) return;
    const identity = { secret: this.facts.secret, userName: this.facts.user };
    const { bookkeeping } = this.held;
    const keys = await cutEverythingElse(this.ports, identity, this.facts.description, bookkeeping);
    if (bookkeeping.emergencyToken !== token) {
      throw new RotationStopped(
        'cut-incomplete',
        this.facts.secret,
        'the emergency is answered by another rotation by now',
        'Nothing to do: the next run looks again',
      );
    }
    await this.write(
      { ...withoutEmergency(bookkeeping), keys },
      { what: 'everything else cut', token, detail: emergency },
      { emergency },
    );
  }
}
