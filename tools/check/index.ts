// `npm test`: every check, and the totals in the last line.
import { ALL_CHECKS } from './checks';
import { describe, hasFailed, summarize } from './outcome';
import { runChecks } from './run-checks';

async function main(): Promise<void> {
  const outcomes = await runChecks(ALL_CHECKS);
  console.log(['', ...outcomes.map(describe), '', summarize(outcomes)].join('\n'));
  process.exitCode = hasFailed(outcomes) ? 1 : 0;
}

void main();
