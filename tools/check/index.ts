// `npm test`: every check, and the totals in the last line.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ALL_CHECKS } from './checks';
import { describe, hasFailed, summarize } from './outcome';
import { runChecks } from './run-checks';

async function main(): Promise<void> {
  // What is synthesized for the tests of one check, those of the next need not synthesize again: the sources are the same.
  const shared = mkdtempSync(path.join(tmpdir(), 'strongroom-shared-'));
  process.env.STRONGROOM_SHARED = shared;
  try {
    const outcomes = await runChecks(ALL_CHECKS);
    console.log(['', ...outcomes.map(describe), '', summarize(outcomes)].join('\n'));
    process.exitCode = hasFailed(outcomes) ? 1 : 0;
  } finally {
    rmSync(shared, { recursive: true, force: true });
  }
}

void main();
