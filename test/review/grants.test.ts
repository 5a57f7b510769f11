import type { GuardChange } from '../../tools/review/finding';
import { entriesFor, type Grant, outcomeOf, readGrants } from '../../tools/review/grants';
import { needless, withoutGrants } from '../../tools/review/prune';
import { ReviewError } from '../../tools/review/review-error';

const today = new Date('2026-10-01T15:00:00Z');
const fingerprint = 'guard-0123456789abcdef0123';

const finding: GuardChange = {
  kind: 'guard',
  environment: 'prod',
  fingerprint,
  constructPath: 'prod/Foundation/Logs',
  type: 'AWS::Logs::LogGroup',
  property: 'RetentionInDays',
  before: '365',
  after: '30',
  why: 'records are deleted earlier',
};

function grant(more: Readonly<Record<string, string>> = {}) {
  return { fingerprint, environment: 'prod', reason: 'Decided with the auditors.', expires: '2026-10-31', ...more };
}

function file(...lines: readonly string[]): string {
  return ['grants:', ...lines].join('\n');
}

const entry = [
  `  - fingerprint: ${fingerprint}`,
  '    environment: prod',
  '    reason: Decided with the auditors.',
  '    expires: 2026-10-31',
];

describe('the file', () => {
  it('is a list of entries, each with fingerprint, environment, reason and last day', () => {
    expect(readGrants(file(...entry), 'grants.yaml')).toEqual([grant()]);
  });

  it.each([
    ['nothing', ''],
    ['a comment alone', '# nothing yet\n'],
    ['no entry', 'grants:\n'],
    ['an empty list', 'grants: []\n'],
  ])('may hold %s', (_what, text) => {
    expect(readGrants(text, 'grants.yaml')).toEqual([]);
  });

  it.each([
    ['text that is no YAML', 'grants: [', /grants\.yaml:1: /],
    ['another field', file(...entry, '    owner: me'), /grants\.0: .*owner/],
    ['another list', 'exceptions: []', /exceptions/],
    ['no reason', file(...entry.filter((line) => !line.includes('reason'))), /grants\.0\.reason/],
    [
      'the reason as the review proposes it',
      file(...entry.map((line) => line.replace(/reason: .*/, 'reason: ""'))),
      /say in a sentence/,
    ],
    ['a day that no calendar has', file(...entry.map((line) => line.replace('2026-10-31', '2026-02-31'))), /calendar/],
    [
      'a moment instead of a day',
      file(...entry.map((line) => line.replace('2026-10-31', '"2026-10-31T00:00:00Z"'))),
      /a day, as 2026-12-31/,
    ],
    [
      'a part of a fingerprint',
      file(...entry.map((line) => line.replace(fingerprint, 'guard-0123'))),
      /copy it from the review/,
    ],
    ['an entry twice', file(...entry, ...entry), /twice: remove one/],
    ['a name twice', 'grants: []\ngrants: []', /unique/i],
    ['an alias', `a: &a x\ngrants:\n  - *a`, /grants\.yaml/],
  ])('is refused with %s', (_what, text, message) => {
    expect(() => readGrants(text, 'grants.yaml')).toThrow(message);
    expect(() => readGrants(text, 'grants.yaml')).toThrow(ReviewError);
  });
});

describe('the outcome', () => {
  it('passes without findings and without entries', () => {
    expect(outcomeOf([], [], today).passes).toBe(true);
  });

  it('does not pass with a finding that has no entry', () => {
    expect(outcomeOf([finding], [], today)).toMatchObject({ passes: false, missing: [finding] });
  });

  it('passes with an entry for the finding', () => {
    expect(outcomeOf([finding], [grant()], today)).toMatchObject({
      passes: true,
      missing: [],
      unused: [],
      outdated: [],
    });
  });

  it.each([
    ['environment', { environment: 'staging' }],
    ['fingerprint', { fingerprint: 'guard-00000000000000000000' }],
  ])('takes no entry for another %s', (_what, other) => {
    const { passes, missing, unused } = outcomeOf([finding], [grant(other)], today);
    expect({ passes, missing, unused }).toEqual({ passes: false, missing: [finding], unused: [grant(other)] });
  });

  it('takes an entry until the end of its last day', () => {
    expect(outcomeOf([finding], [grant({ expires: '2026-10-01' })], today).passes).toBe(true);
  });

  it.each([
    ['is over', '2026-09-30'],
    ['reaches more than a year ahead', '2027-10-03'],
  ])('takes no entry that %s', (_what, expires) => {
    const { passes, missing, outdated } = outcomeOf([finding], [grant({ expires })], today);
    expect({ passes, missing, outdated }).toEqual({
      passes: false,
      missing: [finding],
      outdated: [grant({ expires })],
    });
  });

  it.each([
    ['unused', '2026-10-31'],
    ['over', '2026-09-30'],
  ])('does not pass with an entry that is %s, when nothing is found', (_what, expires) => {
    expect(outcomeOf([], [grant({ expires })], today).passes).toBe(false);
  });
});

describe('the proposed entries', () => {
  const proposed = entriesFor([finding], today);

  it('are the entries that the finding needs, but for the reason', () => {
    const text = file(proposed).replace('reason: ""', 'reason: Decided with the auditors.');
    expect(outcomeOf([finding], readGrants(text, 'grants.yaml'), today).passes).toBe(true);
  });

  it('are refused as they are: a person gives the reason', () => {
    expect(() => readGrants(file(proposed), 'grants.yaml')).toThrow('say in a sentence');
  });

  it('hold no sign that nobody sees, and no line of their own, whatever an environment is called', () => {
    const hostile = 'x"\n```\n# \u202e\u0007';
    const text = entriesFor([{ ...finding, environment: hostile }], today);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(text.split('\n')).toHaveLength(4);
    const filled = file(text).replace('reason: ""', 'reason: Decided with the auditors.');
    expect(readGrants(filled, 'grants.yaml')[0]?.environment).toBe(hostile);
  });
});

describe('entries that grant nothing', () => {
  const unused = grant({ fingerprint: 'guard-00000000000000000001' });
  const over = grant({ fingerprint: 'guard-00000000000000000002', expires: '2026-09-30' });
  const tooLong = grant({ fingerprint: 'guard-00000000000000000003', expires: '2028-01-01' });

  it('are unused or over; one that reaches too far ahead is for people to decide', () => {
    const outcome = outcomeOf([finding], [grant(), unused, over, tooLong], today);
    expect(needless(outcome, today)).toEqual([unused, over]);
  });

  const lines = (one: Grant) => [
    `  # why ${one.fingerprint}`,
    `  - fingerprint: ${one.fingerprint} # as printed`,
    `    environment: "${one.environment}"`,
    "    reason: 'Decided with the auditors.'",
    `    expires: ${one.expires}`,
  ];
  const text = (...some: readonly Grant[]) =>
    ['# What is wanted.', '', 'grants:', ...some.flatMap((one) => [...lines(one), ''])].join('\n');

  it('go with what is said of them, and leave all else as it was', () => {
    const all = [grant(), unused, tooLong, over];
    expect(withoutGrants(text(...all), [unused, over])).toBe(text(grant(), tooLong));
    expect(withoutGrants(text(...all), [])).toBe(text(...all));
  });

  it('leave a file that can be read when all of them go', () => {
    expect(readGrants(withoutGrants(text(unused, over), [unused, over]), 'grants.yaml')).toEqual([]);
  });

  it('go in their environment alone', () => {
    const elsewhere = { ...unused, environment: 'staging' };
    expect(readGrants(withoutGrants(text(unused, elsewhere), [unused]), 'grants.yaml')).toEqual([elsewhere]);
  });
});
