import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Result } from '../../tools/sandbox/result';

const root = join(__dirname, '../..');

/** A folder of temporary files for one run, so that whatever it leaves behind is seen. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'sandbox-test-'));
}

/** Starts `npm run sandbox` without npm. */
export function startSandbox(folder: string, words: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['-r', 'ts-node/register', 'tools/sandbox/index.ts', ...words], {
    cwd: root,
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export interface Ran {
  readonly code: number | null;
  readonly output: string;
  /** What it wrote to `--json`. */
  readonly result: Result;
}

/** Runs the sandbox to its end. */
export async function runSandbox(folder: string, words: readonly string[]): Promise<Ran> {
  const json = join(folder, 'result.json');
  const child = startSandbox(folder, [...words, '--json', json]);
  const output = outputOf(child);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`the sandbox ended with exit code ${String(code)}:\n${output()}`);
  const result = JSON.parse(readFileSync(json, 'utf8')) as Result;
  rmSync(json);
  return { code, output: output(), result };
}

/** Collects what a child prints. */
export function outputOf(child: ChildProcess): () => string {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (output += String(text)));
  return () => output;
}

/** What is left of a run: its files, and processes whose words or environment name its folder. */
export function leftIn(folder: string): { readonly files: string[]; readonly processes: string[] } {
  const all = execFileSync('ps', ['axeww', '-o', 'pid=,command='], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  return {
    // ts-node's own cache of compiled code: not a trace of the sandbox, but of running TypeScript.
    files: readdirSync(folder).filter((name) => !name.startsWith('v8-compile-cache')),
    processes: all.split('\n').filter((line) => line.includes(folder)),
  };
}
