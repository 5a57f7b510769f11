import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { DescribeSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

import type { Assembly } from '../../../tools/access/assembly';
import { DeployedFunction } from '../../../tools/functions/deployed-function';
import type { Invocation } from '../../../tools/functions/execution-environment';
import { RotatingSecret } from '../../../tools/functions/rotating-secret';
import type { SynthesizedFunction } from '../../../tools/functions/synthesized-function';
import { GuardedEmulator, type Moment } from './guarded-emulator';
import { functionArn, functionOf, type SynthesizedRoom } from './synthesized-room';

export interface UserKeyState {
  readonly id: string;
  readonly status: string;
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface RunningRoomOptions {
  /** From where everybody calls. @default - an address that no policy allows */
  readonly sourceAddress?: string;
  /** Whether functions stay loaded between two events. @default false */
  readonly keepsWarm?: boolean;
}

const minute = 60_000;

const reconciler = '-portal-reconcile';

/** A synthesized room on the emulator: its functions run from their assets, and the gate judges them by its policies. */
export class RunningRoom {
  private readonly deployed = new Map<string, DeployedFunction>();
  private empty: Moment | undefined;
  private heard: string[] = [];

  private constructor(
    public readonly room: SynthesizedRoom,
    public readonly emulator: GuardedEmulator,
    private readonly options: RunningRoomOptions,
  ) {}

  public static async start(room: SynthesizedRoom, options: RunningRoomOptions = {}): Promise<RunningRoom> {
    return new RunningRoom(room, await GuardedEmulator.start(room.assembly, options.sourceAddress), options);
  }

  /** An empty room, judged by the given policies. */
  public async renew(assembly: Assembly = this.room.assembly, acceptanceDelay?: Readonly<Record<string, number>>) {
    if (this.empty === undefined) {
      await this.emulator.renew(this.room.assembly, acceptanceDelay);
      this.empty = await this.emulator.save();
    }
    await this.putBack(this.empty);
    this.judgeBy(assembly, acceptanceDelay);
  }

  /** The room as it was at a moment; its policies stay as they are. */
  public async putBack(moment: Moment): Promise<void> {
    await this.emulator.putBack(moment);
    this.heard = [];
  }

  /** Everything that functions have written since the room was renewed or put back. */
  public get output(): string {
    return this.heard.join('');
  }

  /** Changes the policies, and nothing else. */
  public judgeBy(assembly: Assembly, acceptanceDelay?: Readonly<Record<string, number>>): void {
    this.emulator.gate.reset({ assembly, ...(acceptanceDelay && { acceptanceDelay }) });
    for (const { name, roleArn } of this.room.functions) this.emulator.gate.signIn(sessionOf(name), roleArn);
  }

  public get gate() {
    return this.emulator.gate;
  }

  /** The function whose name ends so. */
  public function(ending: string): DeployedFunction {
    const found = this.synthesized(ending);
    const known = this.deployed.get(found.name) ?? this.deploy(found);
    this.deployed.set(found.name, known);
    return known;
  }

  /** A secret that rotates, by its name without the prefix. */
  public secret(name: string): RotatingSecret {
    const rotation = this.function(`-rotate-${name}`);
    const { secrets } = this.emulator.administrator;
    return new RotatingSecret(secrets, this.fullName(name), rotation, () => this.emulator.pass(5 * minute));
  }

  public fullName(name: string): string {
    return this.synthesized(`-rotate-${name}`).variables.SECRET_NAME ?? '';
  }

  /** Gives secrets their rotation, as a deployment does, and their first values. @throws Error when one fails */
  public async fill(names: readonly string[]): Promise<void> {
    for (const name of names) {
      await this.secret(name).schedule();
      const { isFinished, invocations } = await this.secret(name).rotate();
      if (!isFinished) throw new Error(`${name} has no first value: ${invocations.at(-1)?.error ?? ''}`);
    }
  }

  /** One run of the scheduled function, now. */
  public async tick(time: Date = this.emulator.now): Promise<Invocation> {
    return this.function(reconciler).invoke({
      ...{ time: time.toISOString(), 'detail-type': 'Scheduled Event' },
    });
  }

  /** Labels by version id. */
  public async stages(name: string): Promise<Readonly<Record<string, readonly string[]>>> {
    const { VersionIdsToStages = {} } = await this.emulator.administrator.secrets.send(
      new DescribeSecretCommand({ SecretId: this.fullName(name) }),
    );
    return VersionIdsToStages;
  }

  /** Token of the unfinished rotation of a secret. @throws Error when there is none */
  public async pendingOf(name: string): Promise<string> {
    const found = Object.entries(await this.stages(name)).find(([, stages]) => stages.includes('AWSPENDING'));
    if (found === undefined) throw new Error(`${name} has no unfinished rotation`);
    return found[0];
  }

  /** What the secret holds under a label. */
  public async value(name: string, stage = 'AWSCURRENT'): Promise<string> {
    const { SecretString = '' } = await this.emulator.administrator.secrets.send(
      new GetSecretValueCommand({ SecretId: this.fullName(name), VersionStage: stage }),
    );
    return SecretString;
  }

  /** The keys of the user of an access-key secret, oldest first. */
  public async keysOf(name: string): Promise<readonly UserKeyState[]> {
    const { AccessKeyMetadata = [] } = await this.emulator.administrator.iam.send(
      new ListAccessKeysCommand({ UserName: this.userOf(name) }),
    );
    return AccessKeyMetadata.map(({ AccessKeyId: id = '', Status: status = '' }) => ({ id, status }));
  }

  public userOf(name: string): string {
    return this.synthesized(`-rotate-${name}`).variables.USER_NAME ?? '';
  }

  public journalOf(name: string): string {
    return this.synthesized(`-rotate-${name}`).variables.JOURNAL_TABLE ?? '';
  }

  /** Settings of a client with the credentials of the function whose name ends so. */
  public settingsOf(ending: string) {
    return this.settings({ accessKeyId: sessionOf(this.synthesized(ending).name), secretAccessKey: 'secret' });
  }

  /** ARN of the function whose name ends so. */
  public functionArn(ending: string): string {
    return functionArn(this.room, this.synthesized(ending));
  }

  /** Whether a key from the secret is good for two services, as its user would use it. */
  public async works(value: string): Promise<boolean> {
    const { accessKeyId, secretAccessKey } = JSON.parse(value) as Credentials;
    try {
      await new STSClient(this.settings({ accessKeyId, secretAccessKey })).send(new GetCallerIdentityCommand({}));
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'InvalidClientTokenId') return false;
      throw error;
    }
  }

  /** An operator's request in the journal. */
  public async request(name: string, attribute: 'emergency' | 'reactivate' | 'discard', value: string): Promise<void> {
    await this.emulator.administrator.tables.send(
      new UpdateItemCommand({
        TableName: this.journalOf(name),
        Key: { secret: { S: this.fullName(name) }, record: { S: 'state' } },
        UpdateExpression: 'SET #request = :value',
        ExpressionAttributeNames: { '#request': attribute },
        ExpressionAttributeValues: { ':value': { S: value } },
      }),
    );
  }

  public async stop(): Promise<void> {
    await Promise.all([...this.deployed.values()].map((deployed) => deployed.close()));
    await this.emulator.stop();
  }

  private deploy({ name, bundle, variables, timeoutMilliseconds }: SynthesizedFunction): DeployedFunction {
    return new DeployedFunction({
      ...{ bundle, variables, timeoutMilliseconds },
      endpoint: this.gate.endpoint,
      region: this.emulator.region,
      accessKeyId: sessionOf(name),
      keepsWarm: this.options.keepsWarm ?? false,
      clockAhead: () => this.emulator.clockAhead,
      onEnd: ({ output, error = '' }) => this.heard.push(output, error),
    });
  }

  private settings(credentials: Credentials) {
    return { endpoint: this.gate.endpoint, region: this.emulator.region, credentials, maxAttempts: 1 };
  }

  private synthesized(ending: string): SynthesizedFunction {
    return functionOf(this.room, ending);
  }
}

/** Key id of a role's temporary credentials: AWS begins these with ASIA. */
function sessionOf(functionName: string): string {
  return `ASIA-${functionName}`;
}
