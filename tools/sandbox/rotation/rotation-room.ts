import { DescribeSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

import { secretPrefix } from '../../../lib/config/names';
import type { Environment } from '../../../lib/config/parameters';
import type { Assembly } from '../../access/assembly';
import { DeployedFunction } from '../../functions/deployed-function';
import type { Invocation } from '../../functions/execution-environment';
import { type Rotation, RotatingSecret } from '../../functions/rotating-secret';
import type { SynthesizedFunction } from '../../functions/synthesized-function';
import { Gate } from '../../gate/gate';
import { LiveKeys } from '../../gate/live-keys';
import type { UserKeys } from '../../gate/signers';
import type { Connection } from '../aws';
import { administrator } from '../child-environment';
import type { Emulator } from '../emulator';
import { NotAsDeclared, SandboxError } from '../errors';
import { deployedFunctions } from './deployed-functions';
import { EmulatorDoor } from './emulator-door';
import { inlinePolicies } from './inline-policies';
import { JournalRow } from './journal';
import { assemblyNames, type DeployedAssembly, liveAssembly } from './live-assembly';

export interface RotationRoomProps extends DeployedAssembly {
  readonly environment: Environment;
  readonly emulator: Emulator;
  /** The cloud assembly that was deployed. */
  readonly folder: string;
  /** Which keys the gate takes. @default - those that the emulator says are active */
  readonly keys?: UserKeys;
}

/**
 * A deployed environment in which secrets rotate: the gate before the emulator, and the deployed functions behind it,
 * which are called here because the emulator's Secrets Manager calls none.
 */
export class RotationRoom {
  private readonly gates: Gate[] = [];
  private readonly running = new Map<string, DeployedFunction>();
  private readonly secrets: SecretsManagerClient;

  private constructor(
    private readonly props: RotationRoomProps,
    private readonly assembly: Assembly,
    private readonly door: EmulatorDoor,
    private readonly functions: readonly SynthesizedFunction[],
  ) {
    this.secrets = new SecretsManagerClient({ ...this.connectionTo(door), credentials: administrator });
  }

  public static async open(props: RotationRoomProps): Promise<RotationRoom> {
    const { emulator, folder } = props;
    const assembly = liveAssembly(props);
    const functions = await deployedFunctions(emulator.administrator.cloudFormation, assembly, folder);
    const room = new RotationRoom(props, assembly, await EmulatorDoor.open(emulator), functions);
    const gate = await room.openGate();
    for (const { name, roleArn } of functions) gate.signIn(sessionOf(name), roleArn);
    return room;
  }

  public get administrator() {
    return this.props.emulator.administrator;
  }

  /** @throws Error when there was a request that the gate could not judge */
  public async close(): Promise<void> {
    this.secrets.destroy();
    await Promise.all([...this.running.values()].map((running) => running.close()));
    try {
      await Promise.all(this.gates.map((gate) => gate.close()));
    } finally {
      await this.door.close();
    }
  }

  /** The gate before whoever calls from an address. @default - an address that nobody declares */
  public async openGate(sourceAddress?: string): Promise<Gate> {
    const { iam } = this.administrator;
    const gate = await Gate.start({
      emulator: this.door.endpoint,
      assembly: this.assembly,
      keys: this.props.keys ?? new LiveKeys(iam),
      assemblyNames: assemblyNames(this.assembly, this.props),
      addedPolicies: (arn) => inlinePolicies(iam, arn),
      ...(sourceAddress === undefined ? {} : { sourceAddress }),
    });
    this.gates.push(gate);
    return gate;
  }

  /** Variables of the function that rotates a secret. @param secret full name */
  public variablesOf(secret: string): Readonly<Record<string, string>> {
    return this.rotator(secret).variables;
  }

  public journalOf(secret: string): JournalRow {
    const { JOURNAL_TABLE = '' } = this.variablesOf(secret);
    return new JournalRow(this.administrator.tables, JOURNAL_TABLE, secret);
  }

  /** What a secret holds now. */
  public async valueOf(secret: string): Promise<string> {
    const { SecretString = '' } = await this.secrets.send(new GetSecretValueCommand({ SecretId: secret }));
    return SecretString;
  }

  /** What a deployment does: switches the rotation on, and has its test pass without side effects. */
  public async schedule(secret: string): Promise<void> {
    mustBeDone(`the rehearsal of the rotation of ${secret}`, await this.rotating(secret).schedule());
  }

  /** A rotation that an operator starts. */
  public async rotate(secret: string): Promise<void> {
    mustBeFinished(secret, await this.rotating(secret).rotate());
  }

  /** Carries out the rotation that the hourly function has begun. @throws NotAsDeclared when it has begun none */
  public async carryOut(secret: string): Promise<void> {
    const { VersionIdsToStages = {} } = await this.secrets.send(new DescribeSecretCommand({ SecretId: secret }));
    const [token] = Object.entries(VersionIdsToStages).find(([, stages]) => isBegun(stages)) ?? [];
    if (token === undefined) {
      throw new NotAsDeclared(
        `the hourly function has begun no rotation of ${secret}`,
        'Read its log: run the sandbox again with --verbose',
      );
    }
    mustBeFinished(secret, await this.rotating(secret).attempt(token));
  }

  /** One run of the hourly function of a workload, as if it were that time. */
  public async reconcile(workload: string, time: Date): Promise<void> {
    const prefix = secretPrefix(this.props.environment, workload);
    const found = this.functions.find(({ variables }) => variables.SECRET_PREFIX === prefix);
    if (found === undefined) throw lacking(`a function that looks after the secrets of ${workload}`);
    const event = { time: time.toISOString(), 'detail-type': 'Scheduled Event' };
    mustBeDone(`the hourly function of ${workload}`, await this.run(found).invoke(event));
  }

  /** Has the current value of a secret be older than it is. @param age in milliseconds */
  public async age(secret: string, age: number): Promise<void> {
    this.door.age(secret, age);
    await this.journalOf(secret).age(age);
  }

  private rotating(secret: string): RotatingSecret {
    return new RotatingSecret(this.secrets, secret, this.run(this.rotator(secret)));
  }

  private rotator(secret: string): SynthesizedFunction {
    const found = this.functions.find(({ variables }) => variables.SECRET_NAME === secret);
    if (found === undefined) throw lacking(`a function that rotates ${secret}`);
    return found;
  }

  /** Kept, as Lambda keeps a function between two events. */
  private run({ bundle, variables, name, timeoutMilliseconds }: SynthesizedFunction): DeployedFunction {
    const known = this.running.get(name);
    if (known !== undefined) return known;
    const [gate] = this.gates;
    if (gate === undefined) throw new Error('the room is closed');
    const { region } = this.props.environment;
    const started = new DeployedFunction({
      ...{ bundle, variables, region, timeoutMilliseconds },
      endpoint: gate.endpoint,
      accessKeyId: sessionOf(name),
      keepsWarm: true,
    });
    this.running.set(name, started);
    return started;
  }

  public connectionTo({ endpoint }: { readonly endpoint: string }): Connection {
    return { endpoint, region: this.props.environment.region };
  }
}

/** Key id of a role's temporary credentials: AWS begins these with ASIA. */
function sessionOf(functionName: string): string {
  return `ASIA-${functionName}`;
}

function isBegun(stages: readonly string[]): boolean {
  return stages.includes('AWSPENDING') && !stages.includes('AWSCURRENT');
}

function lacking(what: string): SandboxError {
  return new SandboxError(`the environment has not ${what}`, 'See lib/constructs/secret-care.ts');
}

function mustBeDone(what: string, { outcome, error, output }: Invocation): void {
  if (outcome === 'done') return;
  throw new NotAsDeclared(`${what} ${outcome}: ${error ?? ''}\n${output.trim()}`, 'Its log above says at which call');
}

/** In one run without a second try: nothing here disturbs it. */
function mustBeFinished(secret: string, { invocations }: Rotation): void {
  for (const invocation of invocations) mustBeDone(`the rotation of ${secret}`, invocation);
}
