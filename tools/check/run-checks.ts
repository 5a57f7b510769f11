import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inParallel } from './in-parallel';
import { countTests } from './jest-report';
import { countExitCode, describe, type Outcome } from './outcome';
import { runCommand } from './run-command';

const REPORTS = '.cache/check';
// One more than the smallest machine in use has cores: what runs against an emulator waits for a third of its time.
const AT_A_TIME = 3;

/** A command that must succeed. */
export interface Check {
  readonly name: string;
  readonly command: readonly string[];
  /** It runs jest: count its tests instead of the run. */
  readonly isJest?: boolean;
}

/** Runs all checks, also after a failure, and prints one line for each and the output of those that failed. */
export async function runChecks(checks: readonly Check[]): Promise<Outcome[]> {
  return inParallel(checks, AT_A_TIME, async (check) => {
    const outcome = await runCheck(check);
    console.log(describe(outcome));
    if (outcome.failed > 0) console.log(`\n${outcome.output.trim()}\n`);
    return outcome;
  });
}

async function runCheck(check: Check): Promise<Outcome> {
  const start = performance.now();
  const { counts, output } = check.isJest ? await runJest(check) : await runStatic(check);
  return { name: check.name, milliseconds: performance.now() - start, output, ...counts };
}

async function runStatic(check: Check) {
  const { exitCode, output } = await runCommand(check.command);
  return { counts: countExitCode(exitCode), output };
}

async function runJest(check: Check) {
  const report = path.join(REPORTS, `${check.name}.json`);
  mkdirSync(REPORTS, { recursive: true });
  // The report of an earlier run must not stand in for one that was never written.
  rmSync(report, { force: true });
  const { exitCode, output } = await runCommand([...check.command, '--ci', '--json', `--outputFile=${report}`]);
  const text = existsSync(report) ? readFileSync(report, 'utf8') : undefined;
  return { counts: countTests(text, exitCode), output };
}
