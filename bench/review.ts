import '../test/support/jest-setup';

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { configuration } from '../lib/config/environments';
import { loadConfiguration } from '../lib/config/load-configuration';
import { synthesizedEnvironment } from '../test/support/templates';
import { comment, summary } from '../tools/review/render/finding-lines';
import { reviewMarkdown } from '../tools/review/render/markdown';
import { review } from '../tools/review/review';
import { inSeconds, median, processorSeconds, type Timed } from './measure';

const root = join(__dirname, '..');

/** Production with as many copies of its workload, of which each may keep its files for less long after the change. */
function production(workloads: number, days: number) {
  const written = configuration.environments.find(({ tier }) => tier === 'production');
  const [workload] = written?.workloads ?? [];
  if (written === undefined || workload?.files === undefined) throw new Error('there is no production with files');
  const { files } = workload;
  const copies = Array.from({ length: workloads }, (_, index) => ({
    ...workload,
    name: `w${String(index + 1)}`,
    files: { ...files, objectLock: { mode: 'GOVERNANCE' as const, days } },
    // External ids stand for one trust each, so copies cannot have them.
    consumers: workload.consumers?.filter(({ kind }) => kind !== 'cross-account-role'),
  }));
  const checked = loadConfiguration(
    { environments: [{ ...written, workloads: copies }] },
    { file: 'bench/review.ts', today: new Date() },
  );
  return checked.environments.map(synthesizedEnvironment);
}

async function measureSize(workloads: number): Promise<void> {
  const [base, head] = [production(workloads, 90), production(workloads, 30)];
  const begun = process.cpuUsage();
  const today = new Date();
  const made = await review({ base, head, grants: [], today });
  const [short, long] = [comment, summary].map((room) => Buffer.byteLength(reviewMarkdown(made, room, today)));
  const { user, system } = process.cpuUsage(begun);
  console.log(
    `${String(workloads)} workloads, each with one weaker guard: comment ${String(short)} bytes, summary ${String(long)} bytes, ` +
      `${String(made.outcome.missing.length)} findings, ${inSeconds((user + system) / 1e6)} of processor time`,
  );
}

/** In each environment another template than in the head. */
function changeEveryEnvironment(assembly: string): void {
  for (const name of readdirSync(assembly, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.template.json')) continue;
    const file = join(assembly, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('s3:GetObject"', 's3:GetObjectTagging"'));
  }
}

/**
 * Prints the time of two bare syntheses, that of a review of what they write, and the size of the comment for few and for
 * many workloads.
 */
export async function measureReview(pairs: number): Promise<void> {
  const out = mkdtempSync(join(tmpdir(), 'review-bench'));
  try {
    const program = ['-r', 'ts-node/register'];
    const bare: Timed = {
      words: [process.execPath, ...program, 'bin/app.ts'],
      folder: root,
      environment: { CDK_OUTDIR: join(out, 'cdk.out'), CDK_VALIDATION: 'false' },
    };
    processorSeconds(bare);
    const [head, base] = [join(out, 'cdk.out'), join(out, 'base.out')];
    cpSync(head, base, { recursive: true });
    changeEveryEnvironment(base);
    const whole: Timed = {
      // What it finds is no failure of the measurement.
      words: [
        'sh',
        '-c',
        '"$@" || test $? = 1',
        'sh',
        process.execPath,
        ...program,
        'tools/review/index.ts',
        '--base',
        base,
        '--head',
        head,
        '--out',
        join(out, 'review'),
      ],
      folder: root,
    };
    const times = Array.from({ length: pairs }, () => ({
      bare: processorSeconds(bare) + processorSeconds(bare),
      whole: processorSeconds(whole),
    }));
    console.log(
      `two bare syntheses of three environments: processor time ${inSeconds(median(times.map((pair) => pair.bare)))}`,
    );
    console.log(
      `review of what they wrote:                processor time ${inSeconds(median(times.map((pair) => pair.whole)))}`,
    );
    const ratio = median(times.map((pair) => (pair.bare + pair.whole) / pair.bare));
    console.log(`both beside the syntheses, median of ${String(pairs)} pairs: ${ratio.toFixed(2)}`);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
  for (const workloads of [1, 100]) await measureSize(workloads);
}
