import type { Environment } from '../../lib/config/parameters';
import { globalRegionOf } from '../../lib/detection/global-region';
import { type AssembledStack, leftOutOf, stacksOf } from './assembly';
import { Cdk } from './cdk';
import type { ChildPlace } from './child-environment';
import { complete, type Difference, prepare } from './completion/complete';
import { holdDrill } from './drill/drill';
import { assertAllRang, type DrillRow } from './drill/row';
import { type Emulator, speakingServices, startEmulator } from './emulator';
import { NotAsDeclared } from './errors';
import type { LeftOut } from './leave-out';
import { LiveStack } from './live-stack';
import type { Processes } from './processes';
import type { EmulatorProfile } from './profile';
import { removeStacks } from './removal';
import type { Removal, Result } from './result';
import type { Fact } from './room/fact';
import { showRoom } from './room/show-room';
import type { LocalFile } from './room/workload-room';
import { RotationShow } from './rotation/rotation-show';
import type { Stopwatch } from './stopwatch';
import type { Workspace } from './workspace';

export interface Tools {
  readonly processes: Processes;
  readonly workspace: Workspace;
  readonly stopwatch: Stopwatch;
}

/** What is deployed: which environment, of which application, to which emulator. */
export interface Subject {
  readonly application: string | undefined;
  readonly environment: Environment;
  readonly profileName: string;
  readonly profile: EmulatorProfile;
  /** Whether every alarm and rule is to be rung, for which the emulator is started a little differently. */
  readonly isDrilled: boolean;
}

/** Receives what is going on, a line at a time. */
export type Tell = (line: string) => void;

/** One environment on its way through the emulator. Each step uses what those before it have set. */
export class Deployment {
  private readonly cdk: Cdk;
  private emulator!: Emulator;
  private stacks!: readonly AssembledStack[];
  private live!: ReadonlyMap<string, LiveStack>;
  private differences!: readonly Difference[];
  private removal!: Removal;
  private changedStacks!: readonly string[];
  private diffExitCode!: number;
  private readonly facts: Fact[] = [];
  private show: RotationShow | undefined;
  private drilled: readonly DrillRow[] | undefined;

  public constructor(
    private readonly subject: Subject,
    private readonly tools: Tools,
  ) {
    this.cdk = new Cdk(tools);
  }

  /** Where a person, or another program, finds the emulator. */
  public place(): ChildPlace {
    const { certificateFile, home } = this.tools.workspace;
    const { endpoint, region } = this.emulator.connection;
    return { endpoint, region, certificateFile, home };
  }

  /**
   * Lets the emulator outlive this program.
   *
   * @returns its process id
   */
  public release(): number {
    this.emulator.release();
    return this.emulator.processId;
  }

  public async startAndBootstrap(tell: Tell): Promise<void> {
    const { profile, environment, isDrilled } = this.subject;
    const start = () =>
      startEmulator(profile, environment.region, this.tools, isDrilled ? speakingServices : undefined);
    this.emulator = await this.tools.stopwatch.measure('start the emulator', 'sandbox', start);
    tell(`listening on ${this.emulator.connection.endpoint}`);
    const regions = [...new Set([environment.region, globalRegionOf(environment)])];
    await this.cdk.bootstrap(profile.account, regions, this.place(), tell);
  }

  public async synthesize(tell: Tell): Promise<void> {
    const { application, environment, profileName } = this.subject;
    const context = {
      emulator: profileName,
      environment: environment.name,
      ...(application === undefined ? {} : { application }),
    };
    await this.cdk.synth(context, tell);
    this.stacks = stacksOf(this.tools.workspace.assembly, environment.name);
  }

  public async deploy(tell: Tell): Promise<void> {
    await prepare(this.emulator.administrator, this.leftOut());
    await this.cdk.deploy('cdk deploy', this.pattern(), this.place(), tell);
    this.live = await this.readStacks();
  }

  public async complete(): Promise<void> {
    this.differences = await complete({
      aws: this.emulator.administrator,
      profile: this.subject.profile,
      stacks: this.stacks,
      live: this.live,
      leftOut: this.leftOut(),
    });
  }

  public async showRooms(files: readonly LocalFile[], tell: Tell): Promise<void> {
    const { environment } = this.subject;
    for (const workload of environment.workloads) {
      const path = `${environment.name}/${workload.name}`;
      const stack = this.stacks.find((candidate) => candidate.path === path);
      const outputs = this.live.get(stack?.stackName ?? '')?.outputs ?? {};
      const facts = await showRoom({ workload, emulator: this.emulator, outputs }, files, (what) =>
        tell(`${workload.name}: ${what}`),
      );
      this.facts.push(...facts);
    }
  }

  /** Puts the gate before the emulator, so that secrets can rotate. To be ended with `endRotation`. */
  public async beginRotation(): Promise<void> {
    const { environment } = this.subject;
    const { stacks, live, emulator } = this;
    const folder = this.tools.workspace.assembly;
    this.show = await RotationShow.open({ environment, emulator, stacks, live, folder, leftOut: this.leftOut() });
  }

  /** One part of what is shown of secrets that rotate. */
  public async rotate(part: (show: RotationShow) => Promise<Fact[]>): Promise<void> {
    if (this.show === undefined) throw new Error('rotation has not begun');
    this.facts.push(...(await part(this.show)));
  }

  /** However it ends: a gate that stays open would keep this program alive. */
  public async endRotation(): Promise<void> {
    await this.show?.close();
    this.show = undefined;
  }

  /** Rings every alarm and every rule that is deployed. */
  public async drill(): Promise<void> {
    const { environment } = this.subject;
    const { stacks, live } = this;
    const { connection } = this.emulator;
    this.drilled = await holdDrill({ environment, connection, stacks, live, leftOut: this.leftOut() });
    assertAllRang(this.drilled);
  }

  /** Deploys the same assembly again. Nothing may change, and nothing may be about to. */
  public async compare(): Promise<void> {
    const [diff] = await Promise.all([
      this.cdk.diff(this.pattern(), this.place()),
      this.cdk.deploy('cdk deploy again', this.pattern(), this.place()),
    ]);
    const now = await this.readStacks();
    this.diffExitCode = diff.code;
    this.changedStacks = [...now.values()]
      .filter(({ name, lastChange }) => lastChange !== this.live.get(name)?.lastChange)
      .map(({ name }) => name);
    if (diff.code === 0 && this.changedStacks.length === 0) return;
    throw new NotAsDeclared(
      `a second deployment is not empty (changed: ${this.changedStacks.join(', ') || 'nothing'}):\n${diff.output.trim()}`,
      'Something in the templates differs between two readings of one assembly',
    );
  }

  /** @param onlyCheck leaves every stack standing */
  public async remove(onlyCheck: boolean): Promise<void> {
    const deployed = {
      cdk: this.cdk,
      tier: this.subject.environment.tier,
      place: this.place(),
      aws: this.emulator.administrator,
      cloudFormationIn: (region: string) => this.emulator.administratorIn(region).cloudFormation,
      stacks: this.stacks,
      live: this.live,
    };
    this.removal = await removeStacks(deployed, onlyCheck);
  }

  public result(): Result {
    const { stopwatch } = this.tools;
    const { application, environment, profile } = this.subject;
    return {
      application: application ?? 'lib/config/environments.ts',
      environment: environment.name,
      tier: environment.tier,
      region: environment.region,
      emulator: `${profile.emulator} ${profile.version}`,
      endpoint: this.emulator.connection.endpoint,
      outputs: Object.fromEntries([...this.live.values()].map(({ name, outputs }) => [name, outputs])),
      differences: this.differences,
      facts: this.facts,
      ...(this.drilled === undefined ? {} : { drill: this.drilled }),
      secondDeployment: { changedStacks: this.changedStacks },
      diff: { exitCode: this.diffExitCode },
      removal: this.removal,
      notProven: profile.notProven,
      steps: stopwatch.steps(),
      totalSeconds: stopwatch.totalSeconds(),
      cdkSeconds: stopwatch.cdkSeconds(),
    };
  }

  private async readStacks(): Promise<ReadonlyMap<string, LiveStack>> {
    const { account } = this.subject.profile;
    const read = this.stacks.map(({ stackName, region }) => {
      const { cloudFormation } = this.emulator.administratorIn(region);
      return LiveStack.read(cloudFormation, stackName, { account, region });
    });
    return new Map((await Promise.all(read)).map((stack) => [stack.name, stack]));
  }

  private leftOut(): LeftOut[] {
    return leftOutOf(this.tools.workspace.assembly, this.subject.environment.name);
  }

  private pattern(): string {
    return `${this.subject.environment.name}/**`;
  }
}
