import { accountFor, currentKeyId, keysInVersions, withoutAttemptOf, withoutGone } from '../access-keys/accounting';
import type { AccessKeyDescription, CreatedAccessKey } from '../access-keys/ports';
import { removeKey } from '../access-keys/remove-key';
import { accessKeyValue, readCredentials } from '../access-keys/value';
import { CallFailed, RotationStopped, wasRefused } from '../rotation/errors';
import type { Bookkeeping } from '../rotation/journal';
import { type HeldLease, underLease } from '../rotation/lease';
import { CURRENT, PENDING, type SecretDescription, type SecretVersion } from '../rotation/ports';
import type { StepContext } from '../rotation/run-step';
import { hasStage, isStillUnused, readCurrent, readIfPresent, readStored } from '../rotation/versions';
import { clearSlot } from './clear-slot';
import type { AccessKeyPorts, AccessKeySpecification } from './rotate';

const creations = 4;
const millisecondsBetweenCreations = 1000;

/** Calls without a known outcome that are remembered. */
const mostAttempts = 20;

/**
 * The first step: one new key, stored under the token. IAM has no token for it, so every call is announced in the journal
 * first, and a key whose answer was lost is found again by the time of the call.
 */
export class KeyCreation {
  public constructor(
    private readonly specification: AccessKeySpecification,
    private readonly ports: AccessKeyPorts,
  ) {}

  /** @throws RotationStopped before any side effect, or with everything that it made taken back or findable */
  public async run(context: StepContext): Promise<void> {
    const { store } = this.ports;
    const pending = await readIfPresent(store, context.token, PENDING);
    if (pending !== undefined) {
      await this.keepPending(context, pending);
      return;
    }
    const current = await readCurrent(store, context.description);
    if (current !== undefined) readCredentials(current, this.specification);
    await this.assertEncryptionKeyEnabled(context);
    await underLease(this.ports, context.secret, (held) => this.create(context, held));
  }

  /** A try before this one stored a key: it is the one, if it still exists. */
  private async keepPending(context: StepContext, pending: SecretVersion): Promise<void> {
    const { accessKeyId } = readCredentials(pending, this.specification);
    if (!(await this.listed()).some(({ id }) => id === accessKeyId)) {
      throw new RotationStopped(
        'pending-key-gone',
        context.secret,
        `the pending key ${accessKeyId} does not exist, or IAM does not list it yet`,
        'Nothing to do: the current key stays in use, and the retirement gives this version up when the key stays away',
      );
    }
    const { bookkeeping } = await this.ports.journal.read();
    if (bookkeeping.keys[accessKeyId]?.versionId === context.token) return;
    await underLease(this.ports, context.secret, (held) => this.writeCreated(context, held, accessKeyId));
  }

  private async create(context: StepContext, held: HeldLease): Promise<void> {
    const { cleared, removed } = await this.clear(context, held);
    await held.write({
      bookkeeping: {
        ...cleared,
        attempts: [...cleared.attempts, { token: context.token, at: this.ports.clock.now().toISOString() }].slice(
          -mostAttempts,
        ),
        ...(held.requests.emergency === undefined ? {} : { emergencyToken: context.token }),
      },
      ...(removed.length === 0
        ? {}
        : { audit: { what: 'removed', step: 'createSecret', token: context.token, keyId: removed.join(' ') } }),
    });
    const key = await this.callCreate(held);
    await this.storeKey(context, held, key);
  }

  private async clear(context: StepContext, held: HeldLease) {
    const { store, keys, clock, log } = this.ports;
    const { secret, token } = context;
    // Again, because labels may have moved while this run waited for the lease.
    const description = await store.describe();
    const listed = await this.listed();
    const { keys: known } = await keysInVersions(store, description, held.bookkeeping, this.specification);
    const removed = await clearSlot(keys, accountFor(listed, known, description, held.bookkeeping), {
      secret,
      now: clock.now(),
      rules: this.specification,
      currentSince: currentSince(held.bookkeeping, description, clock.now()),
      isEmergency: held.requests.emergency !== undefined,
      wanted: held.requests.reactivate,
      isStillUnused: async (versionId) => isStillUnused(description, await store.describe(), versionId),
    });
    const current = currentKeyId(known, description);
    if (current !== undefined && !listed.some(({ id, status }) => id === current && status === 'Active')) {
      log.warn('the current key does not work any more', { token, keyId: current });
    }
    const staying = listed.filter((key) => !removed.some((gone) => gone.key === key));
    const attempts = removed
      .filter(({ standing }) => standing === 'orphan')
      .reduce((left, orphan) => withoutAttemptOf(left, orphan.key), held.bookkeeping.attempts);
    return {
      removed: removed.map(({ key }) => key.id),
      cleared: { ...held.bookkeeping, attempts, keys: withoutGone(known, staying, description) },
    };
  }

  /** Only a throttled call is made again: it was not carried out. After a lost answer nobody knows. */
  private async callCreate(held: HeldLease): Promise<CreatedAccessKey> {
    const { keys, clock } = this.ports;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await keys.create();
      } catch (error) {
        if (wasRefused(error, 'throttled') && attempt < creations) {
          await clock.sleep(millisecondsBetweenCreations * attempt);
          continue;
        }
        if (error instanceof CallFailed && error.refusal !== 'unknown-outcome') forgetAttempt(held);
        throw error;
      }
    }
  }

  private async storeKey(context: StepContext, held: HeldLease, key: CreatedAccessKey): Promise<void> {
    try {
      await this.ports.store.put(context.token, accessKeyValue(key, this.specification));
    } catch (error) {
      const stored = await this.storedInstead(context, key, error);
      forgetAttempt(held);
      if (stored === undefined) throw error;
      await this.writeCreated(context, held, stored);
      return;
    }
    forgetAttempt(held);
    await this.writeCreated(context, held, key.id);
  }

  /**
   * After a failed Put: what is stored decides. A twin's key is adopted and the own one deleted; nothing stored deletes the
   * own one too, unless the Put may still have been carried out.
   *
   * @returns id of the key that is stored, if one is
   * @throws what the Put failed with, when nothing may be concluded
   */
  private async storedInstead(
    context: StepContext,
    key: CreatedAccessKey,
    error: unknown,
  ): Promise<string | undefined> {
    const { keys, log } = this.ports;
    const version = await readStored(this.ports, context.token, PENDING).catch(() => {
      throw error;
    });
    if (version === undefined && wasRefused(error, 'unknown-outcome')) throw error;
    const stored = version === undefined ? undefined : readCredentials(version, this.specification).accessKeyId;
    if (stored === key.id) return stored;
    await removeKey(keys, key.id);
    log.warn('the new key was not stored and is deleted again', { token: context.token, keyId: key.id });
    return stored;
  }

  private async writeCreated({ token }: StepContext, held: HeldLease, keyId: string): Promise<void> {
    const { keys } = held.bookkeeping;
    // Before the write: should it fail, the lease is given back with it, for by then the attempt is forgotten.
    held.bookkeeping = { ...held.bookkeeping, keys: { ...keys, [keyId]: { versionId: token } } };
    await held.writeAndRelease({
      bookkeeping: held.bookkeeping,
      audit: { what: 'created', step: 'createSecret', token, keyId },
    });
  }

  /** Before a key is made that could not be stored. @throws RotationStopped `key-disabled` */
  private async assertEncryptionKeyEnabled({ secret, description }: StepContext): Promise<void> {
    const { kmsKeyId } = description;
    if (kmsKeyId === undefined || (await this.ports.encryptionKeys.isEnabled(kmsKeyId))) return;
    throw new RotationStopped(
      'key-disabled',
      secret,
      `its encryption key ${kmsKeyId} is disabled or waits for deletion`,
      'Enable the key, or cancel its deletion, at once: without it neither this secret nor the files can be read',
    );
  }

  /** @throws RotationStopped `user-missing` */
  private async listed(): Promise<readonly AccessKeyDescription[]> {
    try {
      return await this.ports.keys.list();
    } catch (error) {
      if (!wasRefused(error, 'not-found')) throw error;
      throw new RotationStopped(
        'user-missing',
        this.specification.secret,
        `user ${this.specification.userName} does not exist`,
        'Deploy its stack, which makes it again, or take the secret out of the configuration',
        { cause: error },
      );
    }
  }
}

/** The outcome of the last call is known, so no key can be lost by it. */
function forgetAttempt(held: HeldLease): void {
  held.bookkeeping = { ...held.bookkeeping, attempts: held.bookkeeping.attempts.slice(0, -1) };
}

/** Since when the current version is current; now, when nobody wrote it down. */
function currentSince({ current }: Bookkeeping, description: SecretDescription, now: Date): Date {
  return current !== undefined && hasStage(description, current.versionId, CURRENT) ? new Date(current.since) : now;
}
