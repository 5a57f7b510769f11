import {
  countExitCode,
  describe as describeOutcome,
  hasFailed,
  type Outcome,
  summarize,
} from '../../tools/check/outcome';

const synth: Outcome = { name: 'synth', milliseconds: 4321, output: '', passed: 1, failed: 0, remarks: [] };
const unit: Outcome = { ...synth, name: 'unit', passed: 40, failed: 2, remarks: ['suites did not load: 1'] };

describe('countExitCode', () => {
  it('passes on exit code 0 alone', () => {
    expect(countExitCode(0)).toEqual({ passed: 1, failed: 0, remarks: [] });
    expect(countExitCode(1)).toEqual({ passed: 0, failed: 1, remarks: [] });
    expect(countExitCode(null)).toEqual({ passed: 0, failed: 1, remarks: ['it was stopped'] });
  });
});

describe('describe', () => {
  it('shows name, time and counts in one line', () => {
    expect(describeOutcome(synth)).toBe('ok   synth         4.3 s  1 passed, 0 failed');
    expect(describeOutcome(unit)).toBe('FAIL unit          4.3 s  40 passed, 2 failed (suites did not load: 1)');
  });
});

describe('summarize', () => {
  it('adds up every check', () => {
    expect(summarize([synth, unit])).toBe('41 passed, 2 failed');
  });
});

describe('hasFailed', () => {
  it('is true for one failure among many, and for a run without a check', () => {
    expect(hasFailed([synth])).toBe(false);
    expect(hasFailed([synth, unit])).toBe(true);
    expect(hasFailed([])).toBe(true);
  });
});
