import { deviableRules } from '../../../lib/config/deviable-rules';
import { environment, mistakesAfter, refusal, changed, today, workload } from '../../support/configurations';

const deviations = `${environment}.deviations`;
const unlocked = { [`${workload}.files.objectLock`]: undefined };

function deviation(changes: Readonly<Record<string, unknown>> = {}) {
  return {
    rule: 'object-lock',
    reason: 'Trial of the scanner until the end of the quarter.',
    until: '2026-06-30',
    ...changes,
  };
}

function daysLater(days: number): Date {
  return new Date(Date.UTC(2026, 5, 15 + days, 23, 59, 59));
}

describe('a deviation', () => {
  it('allows what the tier refuses', () => {
    expect(mistakesAfter(unlocked)).toHaveLength(1);
    expect(mistakesAfter({ ...unlocked, [deviations]: [deviation()] })).toEqual([]);
  });

  it('is offered where it is possible, and nowhere else', () => {
    expect(refusal(changed(unlocked))?.message).toContain(
      "or:      a deviation from 'object-lock' with a reason and an end date, in the same file",
    );
    expect(refusal(changed({ [`${workload}.customers[0].roleArn`]: '*' }))?.message).not.toContain('or: ');
  });

  it('allows nothing else', () => {
    const others = deviableRules.filter((rule) => rule !== 'object-lock');
    for (const rule of others) {
      expect(mistakesAfter({ ...unlocked, [deviations]: [deviation({ rule })] })).toContainEqual(
        expect.objectContaining({ path: `${workload}.files.objectLock` }),
      );
    }
  });

  it('allows it in its own environment and for one workload only, where it names one', () => {
    const second = {
      name: 'archive',
      owner: 'portal-team',
      dataClass: 'internal',
      files: { prefixes: ['archive/'] },
    };
    const two = { ...unlocked, [`${environment}.workloads[1]`]: second };
    const path = `${environment}.workloads[1].files.objectLock`;
    expect(mistakesAfter({ ...two, [deviations]: [deviation({ workload: 'portal' })] })).toEqual([
      expect.objectContaining({ path }),
    ]);
    expect(
      mistakesAfter({ ...two, [deviations]: [deviation({ workload: 'portal' }), deviation({ workload: 'archive' })] }),
    ).toEqual([]);
    expect(mistakesAfter({ ...two, [deviations]: [deviation()] })).toEqual([]);
  });

  it('for one workload does not reach what the environment has once', () => {
    const changes = { [`${environment}.audit.guardDuty`]: 'off' };
    const guardDuty = deviation({ rule: 'guard-duty' });
    expect(mistakesAfter({ ...changes, [deviations]: [guardDuty] })).toEqual([]);
    expect(
      mistakesAfter({ ...changes, [deviations]: [{ ...guardDuty, workload: 'portal' }] }).map(({ path }) => path),
    ).toEqual([`${environment}.audit.guardDuty`, `${deviations}[0].rule`]);
  });

  it('holds on its last day, and is over on the next', () => {
    const changes = { ...unlocked, [deviations]: [deviation()] };
    expect(mistakesAfter(changes, daysLater(15))).toEqual([]);
    expect(mistakesAfter(changes, daysLater(16))).toEqual([
      {
        path: `${deviations}[0].until`,
        found: "'2026-06-30', which is over",
        allowed: "a safe value for 'object-lock', or a new decision with a reason and a later date",
      },
    ]);
  });

  it('ends within a year', () => {
    expect(mistakesAfter({ ...unlocked, [deviations]: [deviation({ until: '2027-06-16' })] }, today)).toEqual([]);
    expect(mistakesAfter({ ...unlocked, [deviations]: [deviation({ until: '2027-06-17' })] }, today)).toEqual([
      {
        path: `${deviations}[0].until`,
        found: "'2027-06-17', 367 days ahead",
        allowed: 'a date at most 366 days ahead',
      },
    ]);
  });

  it('goes when nothing deviates any more', () => {
    const unused = {
      path: `${deviations}[0].rule`,
      found: "'object-lock', from which nothing deviates",
      allowed: 'only deviations that are in use: take this one out',
    };
    expect(mistakesAfter({ [deviations]: [deviation()] })).toEqual([unused]);
    expect(mistakesAfter({ ...unlocked, [deviations]: [deviation(), deviation()] })).toEqual([
      { ...unused, path: `${deviations}[1].rule` },
    ]);
  });

  it('is not called unused beside a mistake that may hide its use', () => {
    const changes = { [`${workload}.files.objectLock.days`]: 'thirty', [deviations]: [deviation()] };
    expect(mistakesAfter(changes).map(({ path }) => path)).toEqual([`${workload}.files.objectLock.days`]);
  });

  it.each([
    ['until', '2026-02-30', 'a date as YYYY-MM-DD'],
    ['until', '30.06.2026', 'a date as YYYY-MM-DD'],
    ['until', '2026-06-30\n', 'a date as YYYY-MM-DD'],
    ['until', undefined, 'a date as YYYY-MM-DD'],
    ['rule', 'object-locks', 'one of object-lock, audit-retention'],
    ['reason', 'because', 'a sentence of 20 to 400 characters'],
    ['reason', undefined, 'a sentence of 20 to 400 characters'],
    ['workload', 'Portal', 'a name of 2 to 32'],
    ['forever', true, 'only fields of'],
  ])('is written with care: %s %p is refused', (field, value, allowed) => {
    const path = `${deviations}[0].${field}`;
    const found = mistakesAfter({ ...unlocked, [deviations]: [deviation({ [field]: value })] });
    const own = expect.objectContaining({ path, allowed: expect.stringContaining(allowed) as string }) as object;
    // A misspelt rule allows nothing; every other mistake leaves clear what was meant.
    const deviated = expect.objectContaining({ path: `${workload}.files.objectLock` }) as object;
    expect(found).toEqual(field === 'rule' ? [own, deviated] : [own]);
  });
});

describe('every rule that a deviation names', () => {
  const deviating: Record<(typeof deviableRules)[number], Readonly<Record<string, unknown>>> = {
    'object-lock': unlocked,
    'audit-retention': { [`${environment}.audit.accessLogRetentionDays`]: 30 },
    trail: { [`${environment}.audit.trail`]: { mode: 'none' } },
    'trail-alarms': { [`${environment}.audit.trail`]: { mode: 'existing', trailName: 'organization' } },
    'paging-alarms': { [`${workload}.alarms`]: { deniedAccess: { on: false } } },
    'data-events': { [`${environment}.audit.trail.dataEvents`]: 'writes' },
    'data-removal': { ...unlocked, [`${workload}.files.onRemoval`]: 'destroy' },
    'guard-duty': { [`${environment}.audit.guardDuty`]: 'off' },
    'access-analyzer': { [`${environment}.audit.accessAnalyzer`]: 'off' },
    'credential-age': { [`${workload}.secrets[6].rotation.everyDays`]: 75 },
    'user-rotation': { [`${workload}.secrets[6]`]: { kind: 'api-key', name: 'other' } },
    'presigned-url-age': { [`${workload}.files.presignedUrlMinutes`]: 120 },
    'session-length': { [`${workload}.consumers[1].sessionMinutes`]: 120 },
  };

  it.each(deviableRules)('can be deviated from: %s', (rule) => {
    const changes = deviating[rule];
    const before = mistakesAfter(changes).length;
    expect(before).toBeGreaterThan(0);
    const rest = mistakesAfter({ ...changes, [deviations]: [deviation({ rule })] });
    expect(rest).toHaveLength(before - 1);
  });
});
