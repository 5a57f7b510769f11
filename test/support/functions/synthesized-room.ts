import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { App } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';

import { partitionOf } from '../../../lib/config/names';
import type { Environment } from '../../../lib/config/parameters';
import { EnvironmentStage } from '../../../lib/stacks/environment-stage';
import { type Assembly, assemblyOf } from '../../../tools/access/assembly';
import { entriesOf, type Entry, type Stack, type Template } from '../../../tools/access/template';

/** A function as it would be deployed: its template's variables and role, and the very file of its asset. */
export interface SynthesizedFunction {
  readonly name: string;
  readonly roleArn: string;
  readonly bundle: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutMilliseconds: number;
}

export interface SynthesizedRoom {
  /** As `cdk synth` writes them, with all intrinsic functions. */
  readonly stacks: readonly Stack[];
  readonly assembly: Assembly;
  readonly functions: readonly SynthesizedFunction[];
}

/** Synthesizes an environment with its assets. */
export function synthesizedRoom(environment: Environment): SynthesizedRoom {
  // What the other tests leave out: here the bundles are what is run.
  const app = new App({ postCliContext: { 'aws:cdk:bundling-stacks': ['**'] } });
  const stage = new EnvironmentStage(app, environment);
  const stacks = stage.synth().stacks.map((artifact): Stack => ({
    name: artifact.stackName,
    account: artifact.environment.account,
    region: artifact.environment.region,
    partition: partitionOf(environment),
    urlSuffix: RegionInfo.get(environment.region).domainSuffix ?? 'amazonaws.com',
    terminationProtection: artifact.terminationProtection ?? false,
    template: artifact.template as Template,
  }));
  const assembly = assemblyOf(stacks);
  const functions = entriesOf(assembly.stacks, 'AWS::Lambda::Function').map((entry) => functionOf(entry, app.outdir));
  return { stacks, assembly, functions };
}

interface FunctionProperties {
  readonly FunctionName: string;
  readonly Role: string;
  readonly Handler: string;
  readonly Timeout: number;
  readonly Code: { readonly S3Key: string };
  readonly Environment?: { readonly Variables: Readonly<Record<string, string>> };
}

function functionOf({ logicalId, resource }: Entry, folder: string): SynthesizedFunction {
  const properties = resource.Properties as unknown as FunctionProperties;
  const asset = join(folder, `asset.${properties.Code.S3Key.replace(/\.zip$/, '')}`);
  const bundle = ['index.js', 'index.cjs', 'index.mjs'].map((name) => join(asset, name)).find(existsSync);
  if (bundle === undefined) throw new Error(`${logicalId}: its asset ${asset} has no index file`);
  return {
    name: properties.FunctionName,
    roleArn: properties.Role,
    bundle,
    variables: properties.Environment?.Variables ?? {},
    timeoutMilliseconds: properties.Timeout * 1000,
  };
}
