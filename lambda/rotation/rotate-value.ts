import { RotationStopped, wasRefused } from './errors';
import type { JournalEntry } from './journal';
import { underLease } from './lease';
import { PENDING, type SecretVersion } from './ports';
import { promote, readForTest, readPending, recordPromotion } from './promote';
import type { RotationPorts, RotationSteps, StepContext } from './run-step';
import { readCurrent, readIfPresent, readStored } from './versions';

/** What makes one kind of value: everything in it that rotates lies in the secret itself. */
export interface ValueKind {
  /** A new value. @throws RotationStopped when it may not be made now */
  make(circumstances: Circumstances): Promise<string>;
  /** Uses the pending value for real. @param current absent in a first rotation. @throws RotationStopped */
  prove(pending: SecretVersion, current: SecretVersion | undefined): Promise<void>;
  /** Last check before the pending value becomes current. @throws RotationStopped */
  assertPromotable(pending: SecretVersion): void;
}

export interface Circumstances {
  /** Absent in a first rotation. */
  readonly current: SecretVersion | undefined;
  readonly journal: JournalEntry;
  /** Nothing of the current value may be trusted any more. */
  readonly isEmergency: boolean;
}

/** The steps of a secret whose values nobody else has to be told about: passwords and signing keys. */
export class ValueRotation implements RotationSteps {
  public constructor(
    private readonly kind: ValueKind,
    private readonly ports: RotationPorts,
  ) {}

  public async createSecret(context: StepContext): Promise<void> {
    const { store, journal, log } = this.ports;
    const { token } = context;
    if ((await readIfPresent(store, token, PENDING)) !== undefined) return;
    const entry = await journal.read();
    const isEmergency = entry.requests.emergency !== undefined;
    const current = await readCurrent(store, context.description);
    const value = await this.kind.make({ current, journal: entry, isEmergency });
    if (isEmergency) await this.answerEmergency(context);
    try {
      await store.put(token, value);
    } catch (error) {
      // A run at the same time, or this one before its answer was lost, has stored a value: that one counts.
      if (!wasRefused(error, 'conflict') || (await readStored(this.ports, token, PENDING)) === undefined) throw error;
      log.info('a value is stored already', { token });
    }
    await journal.record({ what: 'created', step: 'createSecret', token });
  }

  public async testSecret(context: StepContext): Promise<void> {
    const { store, journal } = this.ports;
    const current = await readCurrent(store, context.description);
    const pending = await readForTest(context, this.ports, current);
    if (pending === undefined || isRehearsal(pending, current)) return;
    await this.kind.prove(pending, current);
    await journal.record({ what: 'tested', step: 'testSecret', token: context.token });
  }

  public async finishSecret(context: StepContext): Promise<void> {
    this.kind.assertPromotable(await readPending(context, this.ports));
    await promote(context, this.ports, true);
  }

  public async afterFinish(context: StepContext): Promise<void> {
    await recordPromotion(context, this.ports, true);
  }

  private async answerEmergency(context: StepContext): Promise<void> {
    await underLease(this.ports, context.secret, (held) =>
      held.writeAndRelease({
        bookkeeping: { ...held.bookkeeping, emergencyToken: context.token },
        audit: { what: 'emergency begun', step: 'createSecret', token: context.token },
      }),
    );
  }
}

/**
 * Whether Secrets Manager only rehearses: a deployment that does not rotate runs `testSecret` alone, on a copy of the
 * current value, or on nothing before the first rotation.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html (RotateImmediately)
 */
export function isRehearsal(pending: SecretVersion, current: SecretVersion | undefined): boolean {
  return pending.value === current?.value;
}

/** For a value that is not what this rotation writes. Never says what the value is. */
export function malformed(secret: string, found: string): RotationStopped {
  return new RotationStopped(
    'malformed-secret',
    secret,
    found,
    'Put the last good version back (aws secretsmanager update-secret-version-stage), then rotate again',
  );
}
