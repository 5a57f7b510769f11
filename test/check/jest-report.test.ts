import { countTests } from '../../tools/check/jest-report';

const green = {
  success: true,
  numPassedTests: 12,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  snapshot: { unchecked: 0, filesRemoved: 0 },
};

describe('countTests', () => {
  it('counts every test of a green run', () => {
    expect(count(green)).toEqual({ passed: 12, failed: 0, remarks: [] });
  });

  it('counts failed tests without a remark, as jest shows them', () => {
    expect(count({ ...green, success: false, numPassedTests: 10, numFailedTests: 2 }, 1)).toEqual({
      passed: 10,
      failed: 2,
      remarks: [],
    });
  });

  it('counts a suite that does not load as a failure beside the tests that failed', () => {
    const report = { ...green, success: false, numFailedTests: 1, numRuntimeErrorTestSuites: 2 };
    expect(count(report, 1)).toEqual({ passed: 12, failed: 3, remarks: ['suites did not load: 2'] });
  });

  it.each([
    ['skipped tests', { numPendingTests: 3, numTodoTests: 1 }, 'skipped tests: 4'],
    [
      'obsolete snapshots',
      { snapshot: { unchecked: 2, filesRemoved: 0 } },
      'obsolete snapshots (npm run snapshots): 2',
    ],
    ['obsolete files', { snapshot: { unchecked: 0, filesRemoved: 1 } }, 'obsolete snapshots (npm run snapshots): 1'],
    ['no test at all', { numPassedTests: 0 }, 'no test was executed'],
  ])('counts %s as one failure', (_situation, change, remark) => {
    expect(count({ ...green, ...change })).toMatchObject({ failed: 1, remarks: [remark] });
  });

  it.each([
    ['absent', undefined],
    ['empty', ''],
    ['cut off', JSON.stringify(green).slice(0, 40)],
    ['of another shape', '{"success":true}'],
    ['null', 'null'],
  ])('counts a report that is %s as a failure, also after exit code 0', (_situation, text) => {
    expect(countTests(text, 0)).toEqual({ passed: 0, failed: 1, remarks: ['jest wrote no readable report'] });
  });

  it.each([
    ['jest ends with an exit code', green, 1],
    ['jest is stopped by a signal', green, null],
    ['jest reports no success', { ...green, success: false }, 0],
  ])('counts a failure when all tests pass and yet %s', (_situation, report, exitCode) => {
    expect(count(report, exitCode)).toMatchObject({ passed: 12, failed: 1 });
  });
});

function count(report: typeof green, exitCode: number | null = 0) {
  return countTests(JSON.stringify(report), exitCode);
}
