import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { offlineEnvironment } from '../sandbox/child-environment';
import { deliveryApp } from '../strongroom/bootstrap-steps';
import { ProgramFailed } from './delivery-error';

/** Of this checkout. */
export const ROOT = join(__dirname, '../..');
const cdkProgram = join(ROOT, 'node_modules/aws-cdk/bin/cdk');

/** A program, its words, and where and with which variables it runs. */
export interface Run {
  readonly program: string;
  readonly words: readonly string[];
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Runs a program to its end; what it prints is seen as it comes. */
export async function exitCodeOf({ program, words, folder, environment }: Run): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd: folder, env: environment, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('close', resolve);
  });
}

/** @throws ProgramFailed */
export async function mustRun(run: Run): Promise<void> {
  const exitCode = await exitCodeOf(run);
  if (exitCode !== 0) throw new ProgramFailed([run.program, ...run.words].join(' '), exitCode);
}

/** A script of package.json, without npm's own lines. */
export function script(name: string, words: readonly string[], folder: string, environment: NodeJS.ProcessEnv): Run {
  return { program: 'npm', words: ['run', '--silent', name, '--', ...words], folder, environment };
}

function cdk(words: readonly string[], environment: NodeJS.ProcessEnv): Run {
  const quiet = ['--no-notices', '--no-version-reporting'];
  return { program: process.execPath, words: [cdkProgram, ...words, ...quiet], folder: ROOT, environment };
}

/** Synthesizes an app of this checkout, cut off from every account that the machine knows. */
async function synthesized(words: readonly string[], folder: string, inherited: NodeJS.ProcessEnv): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'strongroom-synthesis-'));
  try {
    const all = ['synth', ...words, '--quiet', '--strict', '--no-lookups', '--output', folder];
    await mustRun(cdk(all, offlineEnvironment(inherited, home)));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Writes an assembly out of this checkout. */
export async function synthesize(folder: string, inherited: NodeJS.ProcessEnv): Promise<void> {
  await synthesized(['**'], folder, inherited);
}

/** Writes what a person deploys for an environment, by the app with which they do. */
export async function synthesizeByHand(
  environment: string,
  folder: string,
  inherited: NodeJS.ProcessEnv,
): Promise<void> {
  await synthesized(['--app', deliveryApp, '--context', `environment=${environment}`], folder, inherited);
}

/** Deploys the stacks of one environment out of an assembly, with the credentials of the caller. */
export async function deploy(assembly: string, environment: string, inherited: NodeJS.ProcessEnv): Promise<void> {
  const words = ['deploy', `${environment}/**`, '--app', assembly, '--require-approval', 'never', '--ci'];
  await mustRun(cdk([...words, '--progress', 'events'], inherited));
}
