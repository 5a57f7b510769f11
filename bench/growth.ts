import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { inSeconds, median, seconds } from './measure';

const root = join(__dirname, '..');
const sizes = [1, 20, 100];

/** Prints the time of synthesis by number of workloads, with all rule packs and CloudFormation's own validation. */
export function measureGrowth(runs: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'growth'));
  const run = (workloads: number) =>
    seconds({
      words: [process.execPath, '-r', 'ts-node/register', 'bench/growth-app.ts'],
      folder: root,
      environment: { BENCH_WORKLOADS: String(workloads), CDK_OUTDIR: join(folder, String(workloads)) },
    });
  try {
    const times = sizes.map((workloads) => ({
      workloads,
      taken: median(Array.from({ length: runs }, () => run(workloads))),
    }));
    times.forEach(({ workloads, taken }, index) => {
      const before = times[index - 1];
      const each =
        before === undefined
          ? ''
          : `, ${(((taken - before.taken) / (workloads - before.workloads)) * 1000).toFixed(0)} ms for each added workload`;
      console.log(`${String(workloads).padStart(3)} workloads: ${inSeconds(taken)}${each}`);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
