import { environment, mistakesAfter } from '../../support/configurations';

const audit = `${environment}.audit`;

describe('retention of audit records', () => {
  it.each([
    ['trail.retentionDays', 90, 89],
    ['trail.logRetentionDays', 90, 60],
    ['accessLogRetentionDays', 90, 89],
  ])('keeps %s for at least 90 days in every tier', (field, accepted, refused) => {
    const withoutLock = { [`${audit}.trail.objectLock`]: undefined };
    expect(mistakesAfter({ ...withoutLock, [`${audit}.${field}`]: accepted })).toEqual([]);
    for (const tier of ['development', 'staging', 'production']) {
      const changes = { ...withoutLock, [`${environment}.tier`]: tier, [`${audit}.${field}`]: refused };
      expect(mistakesAfter(changes)).toEqual([
        { path: `${audit}.${field}`, found: `${String(refused)} days`, allowed: 'at least 90 days' },
      ]);
    }
  });

  it('keeps access logs in CloudWatch Logs as long', () => {
    const logs = `${audit}.accessLogsInCloudWatch`;
    expect(mistakesAfter({ [logs]: { retentionDays: 90 } })).toEqual([]);
    expect(mistakesAfter({ [logs]: { retentionDays: 60 } })).toEqual([
      { path: `${logs}.retentionDays`, found: '60 days', allowed: 'at least 90 days' },
    ]);
  });

  it('locks no record for longer than it is kept, or nobody could remove it', () => {
    const days = `${audit}.trail.objectLock.days`;
    expect(mistakesAfter({ [days]: 365 })).toEqual([]);
    expect(mistakesAfter({ [days]: 366 })).toEqual([
      { path: days, found: '366 days', allowed: "no more than the trail's retentionDays, 365" },
    ]);
  });
});

describe('audit in production', () => {
  it.each([
    ['trail', { mode: 'none' }, 'trail.mode', "'none'", "in production 'create' or 'existing'"],
    [
      'trail.dataEvents',
      'writes',
      'trail.dataEvents',
      "'writes'",
      "in production 'all': reads of files must be recorded",
    ],
    ['guardDuty', 'off', 'guardDuty', "'off'", "in production 'on', or 'existing' where GuardDuty already runs"],
    ['accessAnalyzer', 'off', 'accessAnalyzer', "'off'", "in production 'on', or 'existing' where Access Analyzer"],
  ])('rejects %s: %p', (field, value, path, found, allowed) => {
    const changes = { [`${audit}.${field}`]: value };
    expect(mistakesAfter(changes)).toEqual([
      { path: `${audit}.${path}`, found, allowed: expect.stringContaining(allowed) as string },
    ]);
    expect(mistakesAfter({ ...changes, [`${environment}.tier`]: 'staging' })).toEqual([]);
  });

  it.each([
    ['trail', { mode: 'existing', trailName: 'organization', logGroupName: 'organization/trail' }],
    ['guardDuty', 'existing'],
    ['accessAnalyzer', 'existing'],
  ])('accepts %s that exists already', (field, value) => {
    expect(mistakesAfter({ [`${audit}.${field}`]: value })).toEqual([]);
  });

  it.each([
    [{ mode: 'existing' }, `${audit}.trail.trailName`, 'nothing', 'the name of the trail, 3 to 128 characters'],
    [{ mode: 'created' }, `${audit}.trail.mode`, "'created'", 'a trail with mode create, existing or none'],
    ['create', `${audit}.trail`, "'create'", 'a trail with mode create, existing or none'],
    [{ mode: 'none', retentionDays: 90 }, `${audit}.trail.retentionDays`, 'a field that does not exist', 'only fields'],
  ])('rejects the trail %p', (trail, path, found, allowed) => {
    expect(mistakesAfter({ [`${environment}.tier`]: 'staging', [`${audit}.trail`]: trail })).toEqual([
      { path, found, allowed: expect.stringContaining(allowed) as string },
    ]);
  });
});
