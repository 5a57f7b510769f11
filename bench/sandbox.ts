import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Result } from '../tools/sandbox/result';
import { inSeconds, median, seconds } from './measure';

const root = join(__dirname, '..');

/** Prints how long the sandbox takes from installed dependencies to its summary, and how much of it is bare cdk. */
export function measureSandbox(runs: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-bench'));
  try {
    const times = Array.from({ length: runs }, () => {
      const report = join(folder, 'result.json');
      const whole = seconds({ words: ['npm', 'run', '--silent', 'sandbox', '--', '--json', report], folder: root });
      const { cdkSeconds } = JSON.parse(readFileSync(report, 'utf8')) as Result;
      return { whole, cdkSeconds };
    });
    console.log(
      `npm run sandbox:  ${inSeconds(median(times.map(({ whole }) => whole)))}, median of ${String(runs)} runs`,
    );
    console.log(`of it bare cdk:   ${inSeconds(median(times.map(({ cdkSeconds }) => cdkSeconds)))}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
