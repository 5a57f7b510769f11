import { App } from 'aws-cdk-lib';

import type { Environment } from '../../../lib/config/parameters';
import { EnvironmentStage } from '../../../lib/stacks/environment-stage';
import { type Assembly, assemblyOf } from '../../../tools/access/assembly';
import { entriesOf, type Stack } from '../../../tools/access/template';
import { type SynthesizedFunction, synthesizedFunction } from '../../../tools/functions/synthesized-function';
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
  // What the other tests leave out: here the bundles are what is run.
  const app = new App({ postCliContext: { 'aws:cdk:bundling-stacks': ['**'] } });
  const stage = new EnvironmentStage(app, environment);
  const stacks = stage.synth().stacks.map((artifact) => stackOf(artifact, environment));
  const assembly = assemblyOf(stacks);
  const functions = entriesOf(assembly.stacks, 'AWS::Lambda::Function').map((entry) =>
    synthesizedFunction(entry, app.outdir),
  );
  return { stacks, assembly, functions };
}
