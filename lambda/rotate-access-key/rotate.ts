import { cutEverythingElse } from '../access-keys/cut';
import type { AccessKeys, KeyTrial } from '../access-keys/ports';
import type { RetirementRules } from '../access-keys/retirement';
import { type AccessKeySecret, readCredentials } from '../access-keys/value';
import type { JournalEntry } from '../rotation/journal';
import { underLease } from '../rotation/lease';
import type { EncryptionKeys } from '../rotation/ports';
import {
  answeredEmergency,
  promote,
  readForTest,
  readPending,
  recordPromotion,
  withoutEmergency,
} from '../rotation/promote';
import { isRehearsal } from '../rotation/rotate-value';
import type { RotationPorts, RotationSteps, StepContext } from '../rotation/run-step';
import { readCurrent } from '../rotation/versions';
import { KeyCreation } from './create-key';
import { proveKey } from './prove-key';

export interface AccessKeySpecification extends AccessKeySecret, RetirementRules {
  /** With a slash at both ends. */
  readonly userPath: string;
  /** Whether the trial's second call may be refused although the key works. */
  readonly mayBeDenied: boolean;
}

export interface AccessKeyPorts extends RotationPorts {
  readonly encryptionKeys: EncryptionKeys;
  readonly keys: AccessKeys;
  readonly trial: KeyTrial;
}

/**
 * The rotation of one user's access key. It creates, proves and promotes; the old key stays active for its overlap and is
 * retired by `reconcile-secrets`, from the state that it finds, not from anything scheduled here.
 */
export class AccessKeyRotation implements RotationSteps {
  public constructor(
    private readonly specification: AccessKeySpecification,
    private readonly ports: AccessKeyPorts,
  ) {}

  public async createSecret(context: StepContext): Promise<void> {
    await new KeyCreation(this.specification, this.ports).run(context);
  }

  public async testSecret(context: StepContext): Promise<void> {
    const current = await readCurrent(this.ports.store, context.description);
    const pending = await readForTest(context, this.ports, current);
    if (pending === undefined) return;
    await proveKey(this.ports, readCredentials(pending, this.specification), {
      secret: context.secret,
      userArn: this.userArn(context),
      mayBeDenied: this.specification.mayBeDenied,
    });
    if (isRehearsal(pending, current)) return;
    await this.ports.journal.record({ what: 'tested', step: 'testSecret', token: context.token });
  }

  public async finishSecret(context: StepContext): Promise<void> {
    readCredentials(await readPending(context, this.ports), this.specification);
    await this.endEmergency(context, await promote(context, this.ports, false));
  }

  public async afterFinish(context: StepContext): Promise<void> {
    await this.endEmergency(context, await recordPromotion(context, this.ports, false));
  }

  private async endEmergency(context: StepContext, entry: JournalEntry): Promise<void> {
    if (answeredEmergency(entry, context.token) === undefined) return;
    await underLease(this.ports, context.secret, async (held) => {
      const emergency = answeredEmergency(held, context.token);
      if (emergency === undefined) return;
      const description = await this.ports.store.describe();
      const keys = await cutEverythingElse(this.ports, this.specification, description, held.bookkeeping);
      await held.writeAndRelease({
        bookkeeping: { ...withoutEmergency(held.bookkeeping), keys },
        audit: { what: 'everything else cut', step: 'finishSecret', token: context.token, detail: emergency },
        done: { emergency },
      });
    });
  }

  private userArn({ description }: StepContext): string {
    const [, partition = '', , , account = ''] = description.arn.split(':');
    const { userPath, userName } = this.specification;
    return `arn:${partition}:iam::${account}:user${userPath}${userName}`;
  }
}
