import { join } from 'node:path';

import { childEnvironment, type ChildPlace, offlineEnvironment } from './child-environment';
import { CommandFailed } from './errors';
import { assertLoopback } from './guard';
import type { Ended, Processes } from './processes';
import type { Stopwatch } from './stopwatch';
import type { Workspace } from './workspace';

const root = join(__dirname, '../..');
/** The program itself: `npx` would take half a second to find it. */
const program = join(root, 'node_modules/aws-cdk/bin/cdk');

/** Stacks are deployed side by side as far as their dependencies allow. */
const concurrency = '4';

type OnLine = (line: string) => void;

/** The ordinary command line of the CDK, pointed at the emulator. */
export class Cdk {
  public constructor(
    private readonly tools: {
      readonly processes: Processes;
      readonly workspace: Workspace;
      readonly stopwatch: Stopwatch;
    },
  ) {}

  /** Prepares the account and its Regions, from a folder in which there is no app that it could synthesize on the way. */
  public async bootstrap(
    account: string,
    regions: readonly string[],
    place: ChildPlace,
    onLine?: OnLine,
  ): Promise<void> {
    const words = ['bootstrap', ...regions.map((region) => `aws://${account}/${region}`)];
    mustSucceed(await this.run('cdk bootstrap', words, place, { folder: this.tools.workspace.elsewhere, onLine }));
  }

  /** Writes the cloud assembly once; every later command reads it. */
  public async synth(context: Readonly<Record<string, string>>, onLine?: OnLine): Promise<void> {
    const words = ['synth', '--quiet', '--output', this.tools.workspace.assembly];
    for (const [name, value] of Object.entries(context)) words.push('--context', `${name}=${value}`);
    mustSucceed(await this.run('cdk synth', words, undefined, { folder: root, onLine }));
  }

  public async deploy(name: string, stacks: string, place: ChildPlace, onLine?: OnLine): Promise<Ended> {
    const words = ['deploy', stacks, '--require-approval', 'never', '--concurrency', concurrency];
    return mustSucceed(await this.onAssembly(name, words, place, onLine));
  }

  /** @returns exit code 0 when there is no difference */
  public async diff(stacks: string, place: ChildPlace): Promise<Ended> {
    return this.onAssembly('cdk diff', ['diff', stacks, '--fail'], place);
  }

  public async destroy(name: string, stacks: readonly string[], place: ChildPlace): Promise<Ended> {
    return this.onAssembly(name, ['destroy', ...stacks, '--exclusively', '--force'], place);
  }

  private async onAssembly(name: string, words: readonly string[], place: ChildPlace, onLine?: OnLine): Promise<Ended> {
    const folder = this.tools.workspace.elsewhere;
    return this.run(name, [...words, '--app', this.tools.workspace.assembly], place, { folder, onLine });
  }

  /** @param place absent for commands that need no AWS at all */
  private async run(
    name: string,
    words: readonly string[],
    place: ChildPlace | undefined,
    options: { readonly folder: string; readonly onLine?: OnLine },
  ): Promise<Ended> {
    const { processes, workspace, stopwatch } = this.tools;
    if (place !== undefined) assertLoopback(place.endpoint);
    const command = {
      program: process.execPath,
      words: [program, ...words, '--no-color', '--no-notices', '--no-version-reporting'],
      folder: options.folder,
      environment:
        place === undefined ? offlineEnvironment(process.env, workspace.home) : childEnvironment(process.env, place),
    };
    return stopwatch.measure(name, 'cdk', () => processes.run(command, options.onLine));
  }
}

function mustSucceed(ended: Ended): Ended {
  if (ended.code === 0) return ended;
  throw new CommandFailed(
    `a command of the CDK failed with exit code ${String(ended.code)}:\n${lastLines(ended.output)}`,
    'Run it again with --verbose to see every line',
  );
}

/** The end of what a command printed, where its errors stand. */
export function lastLines(output: string): string {
  return output.trim().split('\n').slice(-60).join('\n');
}
