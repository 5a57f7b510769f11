import type { AuditRecord, Bookkeeping, Commit, Requests } from '../../../lambda/rotation/journal';
import { CallFailed, type Refusal } from '../../../lambda/rotation/errors';
import { CURRENT, type LogFields, PENDING, type SecretDescription } from '../../../lambda/rotation/ports';
import type { StepContext } from '../../../lambda/rotation/run-step';
import type { Gate } from '../../support/aws-model/gate';
import { accessKeys, createKey, keyTrial } from '../../support/aws-model/identity';
import type { ModelPorts } from '../../support/aws-model/invocation';
import { journalTable } from '../../support/aws-model/journal-table';
import { encryptionKeys, moveStage, put, secretStore } from '../../support/aws-model/secrets-manager';
import {
  type KeyState,
  MINUTE,
  newToken,
  newWorld,
  SECRET_ARN,
  SECRET_NAME,
  USER_NAME,
  type World,
} from '../../support/aws-model/world';

type Act = (world: World) => void;

export const identity = { secret: SECRET_NAME, userName: USER_NAME };

/** What a call that AWS answers with a no throws. */
export function refused(refusal: Refusal, call = 'a call'): CallFailed {
  return new CallFailed(call, refusal, refusal);
}

/** Matches the error of a stopped rotation. */
export function stopped(problem: string): unknown {
  return expect.objectContaining({ name: 'RotationStopped', problem, secret: SECRET_NAME });
}

/** The functions' ports over the model of AWS, one run at a time, with whatever a test lets happen around a call. */
export class ModelRoom {
  public readonly world = newWorld();
  /** Names of the calls in their order. */
  public readonly calls: string[] = [];
  public readonly audits: AuditRecord[] = [];
  public readonly commits: Commit[] = [];
  public readonly notices: { readonly kind: string; readonly keyId?: string }[] = [];
  public readonly logged: string[] = [];
  /** What the lines of the log say beside their message, in the same order. */
  public readonly fields: (LogFields | undefined)[] = [];
  public readonly ports: ModelPorts;
  private readonly acts: { readonly call: string; readonly when: 'before' | 'after'; readonly act: Act }[] = [];

  public constructor() {
    const { world } = this;
    const gate: Gate = (call, operation) => {
      this.calls.push(call);
      return Promise.resolve().then(() => {
        this.play(call, 'before');
        const result = operation();
        this.play(call, 'after');
        return result;
      });
    };
    const write = (message: string, fields?: LogFields) => {
      this.logged.push(message);
      this.fields.push(fields);
    };
    const tell = jest.fn();
    this.ports = {
      store: secretStore(world, gate),
      encryptionKeys: encryptionKeys(world, gate),
      keys: accessKeys(world, gate, () => undefined),
      trial: keyTrial(world, gate),
      journal: journalTable(world, gate, (channel, content) => this.keep(channel, content)),
      notices: {
        send: (notice) => gate('events:PutEvents', () => void this.notices.push(notice)),
      },
      metrics: { secretAge: tell, unfilled: tell },
      clock: {
        now: () => new Date(world.now),
        sleep: (milliseconds) => {
          world.now += milliseconds;
          return Promise.resolve();
        },
        remaining: () => 2 * MINUTE,
      },
      log: { info: write, warn: write, error: write },
    };
  }

  /** Lets something happen just before the next call of that name; to throw is to refuse the call. */
  public before(call: string, act: Act, times = 1): void {
    for (let count = 0; count < times; count += 1) this.acts.push({ call, when: 'before', act });
  }

  /** Lets something happen once the call is carried out; to throw is to lose its answer. */
  public after(call: string, act: Act): void {
    this.acts.push({ call, when: 'after', act });
  }

  public refuse(call: string, refusal: Refusal, times = 1): void {
    this.before(
      call,
      () => {
        throw refused(refusal, call);
      },
      times,
    );
  }

  public loseAnswerOf(call: string): void {
    this.after(call, () => {
      throw refused('unknown-outcome', call);
    });
  }

  /** A version with a value and a label. @returns its id */
  public version(value: string, stage: string = CURRENT): string {
    const token = newToken(this.world);
    const { versions } = this.world.secret;
    for (const version of Object.values(versions)) {
      version.stages = version.stages.filter((label) => label !== stage);
    }
    versions[token] = { value, createdAt: this.world.now, stages: [stage] };
    return token;
  }

  /** The version that Secrets Manager makes before createSecret. @returns its id */
  public emptyPending(): string {
    const token = this.version('', PENDING);
    delete this.world.secret.versions[token]?.value;
    return token;
  }

  /** A key of a minute ago in a version with that label. */
  public key(stage: string = CURRENT): KeyState & { readonly versionId: string } {
    const made = this.foreignKey();
    const versionId = this.version(valueOf(made), stage);
    return Object.assign(made, { versionId });
  }

  /** A key that lies in no version, and works everywhere. */
  public foreignKey(): KeyState {
    createKey(this.world, 'person');
    this.world.now += MINUTE;
    const made = this.world.user.keys.at(-1);
    if (made === undefined) throw new Error('no key was made');
    return made;
  }

  public get bookkeeping(): Bookkeeping {
    return this.world.journal.bookkeeping;
  }

  public remember(bookkeeping: Partial<Bookkeeping>): void {
    this.world.journal.bookkeeping = { ...this.world.journal.bookkeeping, ...bookkeeping };
  }

  public request(requests: Requests): void {
    this.world.journal.requests = requests;
  }

  public stagesOf(versionId: string): readonly string[] {
    return this.world.secret.versions[versionId]?.stages ?? [];
  }

  public statusOf(id: string): string {
    return this.world.user.keys.find((key) => key.id === id)?.status ?? 'gone';
  }

  /** As the guard of every step finds it, without a trace in `calls`. */
  public async describe(): Promise<SecretDescription> {
    return secretStore(this.world, (_, operation) => Promise.resolve(operation())).describe();
  }

  public async context(token: string): Promise<StepContext> {
    return { secret: SECRET_NAME, secretId: SECRET_ARN, token, description: await this.describe() };
  }

  public count(call: string): number {
    return this.calls.filter((one) => one === call).length;
  }

  private play(call: string, when: 'before' | 'after'): void {
    const index = this.acts.findIndex((planned) => planned.call === call && planned.when === when);
    const [planned] = index < 0 ? [] : this.acts.splice(index, 1);
    planned?.act(this.world);
  }

  private keep(channel: string, content: unknown): void {
    if (channel === 'audit') this.audits.push(content as AuditRecord);
    if (channel !== 'journal') return;
    const commit = content as Commit;
    this.commits.push(commit);
    if (commit.audit !== undefined) this.audits.push(commit.audit);
  }
}

/** The value of a secret that holds a key. */
export function valueOf({ id, secret }: { readonly id: string; readonly secret: string }): string {
  return JSON.stringify({ accessKeyId: id, secretAccessKey: secret, userName: USER_NAME, region: 'eu-central-1' });
}

/** A person moves a label to a version. */
export function label(stage: string, to: string, from?: string): Act {
  return (world) => moveStage(world, stage, from, to);
}

/** Another run of the same rotation stores its value first. */
export function twinPuts(token: string, value: string): Act {
  return (world) => put(world, token, value, PENDING);
}
