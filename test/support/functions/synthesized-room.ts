import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { App } from 'aws-cdk-lib';

import type { Environment } from '../../../lib/config/parameters';
import { EnvironmentStage } from '../../../lib/stacks/environment-stage';
import { type Assembly, assemblyOf } from '../../../tools/access/assembly';
import { entriesOf, type Stack } from '../../../tools/access/template';
import { type SynthesizedFunction, synthesizedFunction } from '../../../tools/functions/synthesized-function';
import { shared } from '../shared-folder';
import { stackOf } from '../templates';

export interface SynthesizedRoom {
  /** As `cdk synth` writes them, with all intrinsic functions. */
  readonly stacks: readonly Stack[];
  readonly assembly: Assembly;
  readonly functions: readonly SynthesizedFunction[];
}

/** The function whose name ends so. @throws Error when there is none */
export function functionOf({ functions }: SynthesizedRoom, ending: string): SynthesizedFunction {
  const found = functions.find(({ name }) => name.endsWith(ending));
  if (found === undefined) throw new Error(`the room has no function *${ending}`);
  return found;
}

/** ARN of a function, which its template leaves to CloudFormation. */
export function functionArn({ assembly }: SynthesizedRoom, { name }: SynthesizedFunction): string {
  const [stack] = assembly.stacks;
  if (stack === undefined) throw new Error('there is no stack');
  return `arn:${stack.partition}:lambda:${stack.region}:${stack.account}:function:${name}`;
}

/** Synthesizes an environment with its assets. */
export function synthesizedRoom(environment: Environment): SynthesizedRoom {
  const folder = shared('room', environment, (outdir) => {
    synthesizeInto(outdir, environment);
  });
  if (folder === undefined) throw new Error('jest was started without make-shared-folder.cjs');
  const stacks = JSON.parse(readFileSync(join(folder, stacksFile), 'utf8')) as readonly Stack[];
  const assembly = assemblyOf(stacks);
  const functions = entriesOf(assembly.stacks, 'AWS::Lambda::Function').map((entry) =>
    synthesizedFunction(entry, folder),
  );
  return { stacks, assembly, functions };
}

const stacksFile = 'stacks.json';

function synthesizeInto(outdir: string, environment: Environment): void {
  // What the other tests leave out: here the bundles are what is run.
  const app = new App({ outdir, postCliContext: { 'aws:cdk:bundling-stacks': ['**'] } });
  const stage = new EnvironmentStage(app, environment);
  const stacks = stage.synth().stacks.map((artifact) => stackOf(artifact, environment));
  writeFileSync(join(outdir, stacksFile), JSON.stringify(stacks));
}
