import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { DescribeSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

import type { Assembly } from '../../../tools/access/assembly';
import { DeployedFunction, type Invocation } from '../../../tools/functions/deployed-function';
import { RotatingSecret } from '../../../tools/functions/rotating-secret';
import type { SynthesizedFunction } from '../../../tools/functions/synthesized-function';
import { GuardedEmulator } from './guarded-emulator';
import type { SynthesizedRoom } from './synthesized-room';

export interface UserKeyState {
  readonly id: string;
  readonly status: string;
}

/** A synthesized room on the emulator: its functions run from their assets, and the gate judges them by its policies. */
export class RunningRoom {
  private constructor(
    public readonly room: SynthesizedRoom,
    public readonly emulator: GuardedEmulator,
  ) {}

  public static async start(room: SynthesizedRoom): Promise<RunningRoom> {
    return new RunningRoom(room, await GuardedEmulator.start(room.assembly));
  }

  /** An empty room, judged by the given policies. */
  public async renew(assembly: Assembly = this.room.assembly, acceptanceDelay?: Readonly<Record<string, number>>) {
    await this.emulator.renew(this.room.assembly, acceptanceDelay);
    this.judgeBy(assembly, acceptanceDelay);
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
    return new DeployedFunction({
      bundle: found.bundle,
      variables: found.variables,
      endpoint: this.gate.endpoint,
      region: this.emulator.region,
      accessKeyId: sessionOf(found.name),
      timeoutMilliseconds: found.timeoutMilliseconds,
    });
  }

  /** A secret that rotates, by its name without the prefix. */
  public secret(name: string): RotatingSecret {
    const rotation = this.function(`-rotate-${name}`);
    return new RotatingSecret(this.emulator.administrator.secrets, this.fullName(name), rotation);
  }

  public fullName(name: string): string {
    return this.synthesized(`-rotate-${name}`).variables.SECRET_NAME ?? '';
  }

  /** One tick of the scheduled function. */
  public async tick(time: Date): Promise<Invocation> {
    return this.function('-reconcile').invoke({ time: time.toISOString(), 'detail-type': 'Scheduled Event' });
  }

  /** Labels by version id. */
  public async stages(name: string): Promise<Readonly<Record<string, readonly string[]>>> {
    const { VersionIdsToStages = {} } = await this.emulator.administrator.secrets.send(
      new DescribeSecretCommand({ SecretId: this.fullName(name) }),
    );
    return VersionIdsToStages;
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

  /** Whether a key from the secret is good for two services, as its user would use it. */
  public async works(value: string): Promise<boolean> {
    const { accessKeyId, secretAccessKey } = JSON.parse(value) as { accessKeyId: string; secretAccessKey: string };
    const settings = {
      endpoint: this.gate.endpoint,
      region: this.emulator.region,
      credentials: { accessKeyId, secretAccessKey },
      maxAttempts: 1,
    };
    try {
      await new STSClient(settings).send(new GetCallerIdentityCommand({}));
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
        TableName: this.synthesized(`-rotate-${name}`).variables.JOURNAL_TABLE,
        Key: { secret: { S: this.fullName(name) }, record: { S: 'state' } },
        UpdateExpression: 'SET #request = :value',
        ExpressionAttributeNames: { '#request': attribute },
        ExpressionAttributeValues: { ':value': { S: value } },
      }),
    );
  }

  public async stop(): Promise<void> {
    await this.emulator.stop();
  }

  private synthesized(ending: string): SynthesizedFunction {
    const found = this.room.functions.find(({ name }) => name.endsWith(ending));
    if (found === undefined) throw new Error(`the room has no function *${ending}`);
    return found;
  }
}

/** Key id of a role's temporary credentials: AWS begins these with ASIA. */
function sessionOf(functionName: string): string {
  return `ASIA-${functionName}`;
}
