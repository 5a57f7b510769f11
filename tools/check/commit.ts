// The pre-commit hook: checks what is about to be committed.
import { execFileSync } from 'node:child_process';
import { checksOfCommit } from './checks';
import { runChecks } from './run-checks';

async function main(): Promise<void> {
  const words = ['diff', '--cached', '--name-only', '--diff-filter=d', '-z'];
  const files = execFileSync('git', words, { encoding: 'utf8' }).split('\0').filter(Boolean);
  const outcomes = await runChecks(checksOfCommit(files));
  process.exitCode = outcomes.some((outcome) => outcome.failed > 0) ? 1 : 0;
}

void main();
