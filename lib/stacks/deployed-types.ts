import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { App } from 'aws-cdk-lib';

import type { Environment } from '../config/parameters';
import { type DeployedTypes, deployedTypesIn } from '../delivery/execution/deployed-types';
import { EnvironmentStage } from './environment-stage';

const known = new WeakMap<Environment, DeployedTypes>();

/** The resource types of an environment's own stacks, which are made for that alone and bundle no function. */
export function deployedTypesOf(environment: Environment): DeployedTypes {
  const types = known.get(environment) ?? make(environment);
  known.set(environment, types);
  return types;
}

function make(environment: Environment): DeployedTypes {
  // Nothing is written: by itself an app takes the folder that the command line of the CDK gives to the real one.
  const outdir = mkdtempSync(join(tmpdir(), 'strongroom-types-'));
  try {
    const app = new App({ outdir, autoSynth: false, context: { 'aws:cdk:bundling-stacks': [] } });
    return deployedTypesIn(new EnvironmentStage(app, environment));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
