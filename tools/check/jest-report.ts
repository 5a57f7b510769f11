import { z } from 'zod';
import type { Counts } from './outcome';

/** The part of the file that `jest --json --outputFile` writes which tells how many tests ran, and how they ended. */
const JestReport = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
  snapshot: z.object({ unchecked: z.number(), filesRemoved: z.number() }),
});

/**
 * Counts the tests of one jest run. Whatever would make a run look better than it was counts as a failure: a suite that
 * did not load, skipped tests, snapshots that no test asks for, no test at all, a report that is absent or cut off.
 *
 * @param text - Content of the report; nothing if jest wrote none.
 * @param exitCode - How jest ended; nothing if it was stopped.
 */
export function countTests(text: string | undefined, exitCode: number | null): Counts {
  const report = parse(text);
  if (!report) return { passed: 0, failed: 1, remarks: ['jest wrote no readable report'] };

  const skipped = report.numPendingTests + report.numTodoTests;
  const obsolete = report.snapshot.unchecked + report.snapshot.filesRemoved;
  const suites = report.numRuntimeErrorTestSuites;
  const findings = [
    suites > 0 ? { failed: suites, remark: `suites did not load: ${suites}` } : undefined,
    skipped > 0 ? { failed: 1, remark: `skipped tests: ${skipped}` } : undefined,
    obsolete > 0 ? { failed: 1, remark: `obsolete snapshots (npm run snapshots): ${obsolete}` } : undefined,
    report.numPassedTests + report.numFailedTests === 0 ? { failed: 1, remark: 'no test was executed' } : undefined,
  ].filter((finding) => finding !== undefined);
  const failed = findings.reduce((sum, finding) => sum + finding.failed, report.numFailedTests);
  const remarks = findings.map((finding) => finding.remark);

  // For instance an error in a global teardown, or jest killed while it ended.
  const isUnexplained = failed === 0 && (exitCode !== 0 || !report.success);
  return isUnexplained
    ? { passed: report.numPassedTests, failed: 1, remarks: [`jest failed (exit code ${exitCode ?? 'none'})`] }
    : { passed: report.numPassedTests, failed, remarks };
}

function parse(text: string | undefined): z.infer<typeof JestReport> | undefined {
  try {
    return JestReport.parse(JSON.parse(text ?? ''));
  } catch {
    return undefined;
  }
}
