/** What a check found. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** Why more failed than the check itself shows. */
  readonly remarks: readonly string[];
}

/** A check that has run. */
export interface Outcome extends Counts {
  readonly name: string;
  readonly milliseconds: number;
  readonly output: string;
}

/** A static check is one test: it passes or fails as a whole. */
export function countExitCode(exitCode: number | null): Counts {
  return exitCode === 0
    ? { passed: 1, failed: 0, remarks: [] }
    : { passed: 0, failed: 1, remarks: exitCode === null ? ['it was stopped'] : [] };
}

/** One line for one check, short enough for the log of a build. */
export function describe(outcome: Outcome): string {
  const seconds = `${(outcome.milliseconds / 1000).toFixed(1)} s`;
  const counts = `${outcome.passed} passed, ${outcome.failed} failed`;
  const columns = [outcome.failed === 0 ? 'ok  ' : 'FAIL', outcome.name.padEnd(10), seconds.padStart(8), ` ${counts}`];
  return [...columns, ...outcome.remarks.map((remark) => `(${remark})`)].join(' ');
}

/** The last line of a run, which other programs read. */
export function summarize(outcomes: readonly Outcome[]): string {
  const sum = (select: (outcome: Outcome) => number) => outcomes.map(select).reduce((left, right) => left + right, 0);
  return `${sum((outcome) => outcome.passed)} passed, ${sum((outcome) => outcome.failed)} failed`;
}

export function hasFailed(outcomes: readonly Outcome[]): boolean {
  // A run without a check has shown nothing.
  return outcomes.length === 0 || outcomes.some((outcome) => outcome.failed > 0);
}
