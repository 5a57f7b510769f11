import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** A command to be timed as a whole process. */
export interface Timed {
  readonly words: readonly [string, ...string[]];
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Wall-clock seconds of one run.
 *
 * @throws Error with the command's output when it fails: a failed run has no time
 */
export function seconds({ words: [program, ...rest], folder, environment }: Timed): number {
  const start = performance.now();
  const ended = spawnSync(program, rest, { cwd: folder, env: { ...process.env, ...environment }, encoding: 'utf8' });
  const taken = (performance.now() - start) / 1000;
  if (ended.status !== 0) {
    throw new Error(`${program} ${rest.join(' ')} ended with ${String(ended.status)}:\n${ended.stdout}${ended.stderr}`);
  }
  return taken;
}

/**
 * Seconds of processor time of one run with all that it starts, which a busy machine lengthens little.
 *
 * @throws Error with the command's output when it fails: a failed run has no time
 */
export function processorSeconds({ words, folder, environment }: Timed): number {
  // The second line of `times` is that of what the shell started: `0m1.234s 0m0.056s`.
  const script = '"$@" >&2; ended=$?; times; exit $ended';
  const env = { ...process.env, ...environment };
  const ended = spawnSync('sh', ['-c', script, 'sh', ...words], { cwd: folder, env, encoding: 'utf8' });
  if (ended.status !== 0) throw new Error(`${words.join(' ')} ended with ${String(ended.status)}:\n${ended.stderr}`);
  const [, children = ''] = ended.stdout.trim().split('\n').slice(-2);
  const parts = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  return parts.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}

/** @throws RangeError without any value */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  const next = sorted[Math.ceil((sorted.length - 1) / 2)];
  if (middle === undefined || next === undefined) throw new RangeError('no run was measured');
  return (middle + next) / 2;
}

export function inSeconds(value: number): string {
  return `${value.toFixed(2)} s`;
}
