import type { AccessKeyDescription, LastUse } from '../../../lambda/access-keys/ports';
import { dependsOnUse, dueFor, type OldKey, type RetirementRules } from '../../../lambda/access-keys/retirement';
import type { KeyRecord } from '../../../lambda/rotation/journal';

const promoted = new Date('2027-03-01T00:00:00Z');
const rules: RetirementRules = { overlapDays: 7, watchDays: 1 };

function after(days: number, hours = 0, minutes = 0): Date {
  return new Date(promoted.getTime() + ((days * 24 + hours) * 60 + minutes) * 60_000);
}

function old(status: AccessKeyDescription['status'], record: Partial<KeyRecord> = {}): OldKey {
  return {
    key: { id: 'AKIAIOSFODNN7EXAMPLE', status, createdAt: new Date('2027-01-01T00:00:00Z') },
    record: { versionId: 'before', promoted: true, ...record },
    currentSince: promoted,
  };
}

function inactive(refusedAt?: Date): Partial<KeyRecord> {
  return {
    inactive: {
      since: after(7).toISOString(),
      by: 'retirement',
      ...(refusedAt === undefined ? {} : { refusedAt: refusedAt.toISOString() }),
    },
  };
}

const neverUsed: LastUse = {};
const usedAt = (at: Date): LastUse => ({ at, service: 's3', region: 'eu-central-1' });
const aMillisecondBefore = (date: Date) => new Date(date.getTime() - 1);

describe('an old key that is active', () => {
  test('stays active until the overlap is over', () => {
    expect(dueFor(old('Active'), rules, aMillisecondBefore(after(7)), neverUsed)).toEqual({ due: 'nothing' });
    expect(dueFor(old('Active'), rules, after(7), neverUsed)).toEqual({ due: 'deactivate' });
  });

  test('stays active while it was used within a day and the hours by which IAM is late', () => {
    const stillUsed = (lastUsedAt: Date) => ({ due: 'postponed', because: 'still-used', lastUsedAt });
    expect(dueFor(old('Active'), rules, after(8), usedAt(after(8)))).toEqual(stillUsed(after(8)));
    expect(dueFor(old('Active'), rules, aMillisecondBefore(after(8, 4)), usedAt(after(7)))).toEqual(
      stillUsed(after(7)),
    );
    expect(dueFor(old('Active'), rules, after(8, 4), usedAt(after(7)))).toEqual({ due: 'deactivate' });
  });

  test('stays active while nobody can say when it was used', () => {
    expect(dueFor(old('Active'), rules, after(300), undefined)).toEqual({ due: 'postponed', because: 'use-unknown' });
  });

  test('is deactivated although it is used once the configured limit is over, and not before', () => {
    const limited = { ...rules, usedKeyDays: 14 };
    expect(dueFor(old('Active'), limited, aMillisecondBefore(after(14)), usedAt(after(14)))).toEqual({
      due: 'postponed',
      because: 'still-used',
      lastUsedAt: after(14),
    });
    expect(dueFor(old('Active'), limited, after(14), usedAt(after(14)))).toEqual({ due: 'deactivate' });
  });

  test('begins its overlap anew when somebody reactivated it', () => {
    const reactivated = { reactivatedAt: after(7, 12).toISOString() };
    expect(dueFor(old('Active', reactivated), rules, aMillisecondBefore(after(14, 12)), neverUsed)).toEqual({
      due: 'nothing',
    });
    expect(dueFor(old('Active', reactivated), rules, after(14, 12), neverUsed)).toEqual({ due: 'deactivate' });
  });

  test('counts the later of promotion and reactivation', () => {
    const reactivatedBefore = { reactivatedAt: after(-30).toISOString() };
    expect(dueFor(old('Active', reactivatedBefore), rules, aMillisecondBefore(after(7)), neverUsed)).toEqual({
      due: 'nothing',
    });
  });

  test('is noted when it was reactivated by hand', () => {
    expect(dueFor(old('Active', inactive(after(7))), rules, after(9), neverUsed)).toEqual({ due: 'note-reactivated' });
  });
});

describe('an old key that is inactive', () => {
  test('is noted when a person deactivated it', () => {
    expect(dueFor(old('Inactive'), rules, after(30), neverUsed)).toEqual({ due: 'note-deactivated' });
  });

  test('is not deleted before it was seen to be refused', () => {
    expect(dueFor(old('Inactive', inactive()), rules, after(300), neverUsed)).toEqual({
      due: 'prove-refused',
      ...inactive(),
    });
  });

  test('is watched until the watch is over', () => {
    const key = old('Inactive', inactive(after(7)));
    expect(dueFor(key, rules, aMillisecondBefore(after(8)), neverUsed)).toEqual({ due: 'nothing' });
    expect(dueFor(key, rules, after(8), neverUsed)).toEqual({ due: 'delete' });
  });

  const tried = (lastUsedAt: Date) => ({ due: 'postponed', because: 'used-while-inactive', lastUsedAt });

  test('is kept while somebody still tries it', () => {
    const key = old('Inactive', inactive(after(7)));
    expect(dueFor(key, rules, after(8), usedAt(after(7, 0, 16)))).toEqual(tried(after(7, 0, 16)));
  });

  test('is deleted once nobody has tried it for a watch and the hours by which IAM reports late', () => {
    const key = old('Inactive', inactive(after(7)));
    expect(dueFor(key, rules, aMillisecondBefore(after(13, 4)), usedAt(after(12)))).toEqual(tried(after(12)));
    expect(dueFor(key, rules, after(13, 4), usedAt(after(12)))).toEqual({ due: 'delete' });
  });

  test('is kept for as long as a longer watch after each use, and for a day after a shorter one', () => {
    const key = old('Inactive', inactive(after(7)));
    const weekly = { ...rules, watchDays: 8 };
    expect(dueFor(key, weekly, aMillisecondBefore(after(22, 4)), usedAt(after(14)))).toEqual(tried(after(14)));
    expect(dueFor(key, weekly, after(22, 4), usedAt(after(14)))).toEqual({ due: 'delete' });
    const short = { ...rules, watchDays: 0.5 };
    expect(dueFor(key, short, aMillisecondBefore(after(13, 4)), usedAt(after(12)))).toEqual(tried(after(12)));
  });

  test('is deleted although somebody tries it, past the bound for keys in use', () => {
    const key = old('Inactive', inactive(after(7)));
    const bound = { ...rules, usedKeyDays: 10 };
    expect(dueFor(key, bound, aMillisecondBefore(after(10)), usedAt(after(9, 20)))).toEqual(tried(after(9, 20)));
    expect(dueFor(key, bound, after(10), usedAt(after(9, 20)))).toEqual({ due: 'delete' });
    const long = { ...bound, watchDays: 4 };
    expect(dueFor(key, long, aMillisecondBefore(after(11)), usedAt(after(10, 20)))).toEqual({ due: 'nothing' });
  });

  test('is deleted although somebody tries it, when an emergency cut it off', () => {
    const inactiveBy = inactive(after(7)).inactive;
    const key = old('Inactive', { inactive: { ...inactiveBy, by: 'emergency' } as KeyRecord['inactive'] });
    expect(dueFor(key, rules, aMillisecondBefore(after(8)), usedAt(after(7, 20)))).toEqual({ due: 'nothing' });
    expect(dueFor(key, rules, after(8), usedAt(after(7, 20)))).toEqual({ due: 'delete' });
  });

  test('is not kept for the use that our own trial of it left behind', () => {
    const key = old('Inactive', inactive(after(7)));
    expect(dueFor(key, rules, after(9), usedAt(after(7, 0, 15)))).toEqual({ due: 'delete' });
  });

  test('is kept while nobody can say when it was used', () => {
    const key = old('Inactive', inactive(after(7)));
    expect(dueFor(key, rules, after(9), undefined)).toEqual({ due: 'postponed', because: 'use-unknown' });
  });
});

test('a key with a status that nobody explains is left alone', () => {
  expect(dueFor(old('Expired', inactive(after(7))), rules, after(300), neverUsed)).toEqual({
    due: 'postponed',
    because: 'status-unknown',
  });
});

test('the last use is asked for only where the answer decides', () => {
  expect(dependsOnUse(old('Active'), rules, after(6))).toBe(false);
  expect(dependsOnUse(old('Active'), rules, after(7))).toBe(true);
  expect(dependsOnUse(old('Inactive', inactive()), rules, after(9))).toBe(false);
  expect(dependsOnUse(old('Inactive', inactive(after(7))), rules, after(9))).toBe(true);
});
