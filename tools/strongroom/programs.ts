import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { DeliveredEnvironment } from '../../lib/delivery/delivered';
import { bootstrapTemplateFile } from './bootstrap-steps';
import { narrowedBootstrapTemplate } from './bootstrap-template';

const root = join(__dirname, '../..');

/** Where the step of the bootstrap finds it. @throws BootstrapTemplateError */
export function writeBootstrapTemplate(environment: DeliveredEnvironment): void {
  const file = join(root, bootstrapTemplateFile(environment));
  const original = join(root, 'node_modules/aws-cdk/lib/api/bootstrap/bootstrap-template.yaml');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, narrowedBootstrapTemplate(readFileSync(original, 'utf8'), environment));
}

/** Runs a program in the terminal of the caller, who can answer its questions. @returns its exit code */
function runProgram(words: readonly string[], folder: string): number {
  const { status, error } = spawnSync(process.execPath, words, { cwd: folder, stdio: 'inherit' });
  if (error !== undefined) throw error;
  return status ?? 1;
}

/** Runs the CDK of this checkout, with the caller's credentials. */
export function runCdk(words: readonly string[]): number {
  return runProgram([join(root, 'node_modules/aws-cdk/bin/cdk'), ...words], root);
}

/** Runs one of the other programs of `tools/`; paths are those of the caller's folder. */
export function runTool(name: string, words: readonly string[]): number {
  const program = ['-r', require.resolve('ts-node/register'), join(root, 'tools', name, 'index.ts')];
  return runProgram([...program, ...words], process.cwd());
}
