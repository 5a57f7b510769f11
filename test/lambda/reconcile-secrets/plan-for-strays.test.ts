import type { LastUse } from '../../../lambda/access-keys/ports';
import type { KeyRecord } from '../../../lambda/rotation/journal';
import { facts, newKey, noticesOf, promotedRecords, type Situation, start, strangeKey, worksOf } from './situation';

describe('a key that nobody made', () => {
  const alone: Situation = { keys: { [newKey]: 'Active', [strangeKey]: 'Active' }, stages: { new: ['AWSCURRENT'] } };

  test('is told and never touched', () => {
    expect(worksOf(alone)).toEqual([]);
    expect(noticesOf(alone)).toEqual([expect.objectContaining({ kind: 'foreign-key', keyId: strangeKey })]);
  });

  test('is given an hour, in which a rotation may store it', () => {
    expect(noticesOf({ ...alone, createdHoursAgo: 0.9 })).toEqual([]);
  });
});

describe('a key of a call whose answer was lost', () => {
  const created = 24 * 60;
  const asked = (seconds: number) =>
    new Date(start.getTime() + (1 - created) * 3_600_000 + seconds * 1000).toISOString();
  const orphan = (seconds: number, use: LastUse | undefined, createdHoursAgo = created): Situation => ({
    keys: { [newKey]: 'Active', [strangeKey]: 'Active' },
    stages: { new: ['AWSCURRENT'] },
    bookkeeping: { attempts: [{ token: 'lost', at: asked(seconds) }] },
    uses: { [strangeKey]: use },
    createdHoursAgo,
  });

  test('is removed when it was never used', () => {
    expect(worksOf(orphan(0, {}))).toEqual([{ work: 'remove-orphan', id: strangeKey }]);
    expect(worksOf(orphan(-120, {}))).toEqual([{ work: 'remove-orphan', id: strangeKey }]);
    expect(worksOf(orphan(1, {}))).toEqual([{ work: 'remove-orphan', id: strangeKey }]);
  });

  test('is somebody else’s when it was made before the call or long after it', () => {
    expect(worksOf(orphan(2, {}))).toEqual([]);
    expect(worksOf(orphan(-121, {}))).toEqual([]);
    expect(noticesOf(orphan(2, {}))).toEqual([expect.objectContaining({ kind: 'foreign-key' })]);
  });

  test('is somebody else’s when it was used, or nobody can say', () => {
    expect(worksOf(orphan(0, { at: start }))).toEqual([]);
    expect(worksOf(orphan(0, undefined))).toEqual([]);
    expect(noticesOf(orphan(0, undefined))).toEqual([expect.objectContaining({ kind: 'foreign-key' })]);
  });
});

describe('the key of an abandoned rotation', () => {
  const abandoned = (record: Partial<KeyRecord>, use: LastUse | undefined): Situation => ({
    keys: { [newKey]: 'Active', [strangeKey]: 'Active' },
    stages: { new: ['AWSCURRENT'], gone: [] },
    records: { ...promotedRecords, [strangeKey]: { versionId: 'gone', ...record } },
    uses: { [strangeKey]: use },
  });
  const hoursAgo = (hours: number) => ({
    abandonedAt: new Date(start.getTime() + (1 - hours) * 3_600_000).toISOString(),
  });

  test('is written down, and left alone for a day', () => {
    expect(worksOf(abandoned({}, {}))).toEqual([{ work: 'note-abandoned', id: strangeKey }]);
    expect(worksOf(abandoned(hoursAgo(23.9), {}))).toEqual([]);
  });

  test('is removed after a day when only its trial used it', () => {
    expect(worksOf(abandoned(hoursAgo(24), {}))).toEqual([{ work: 'remove-abandoned', id: strangeKey }]);
    const created = facts({}).accounted[0]?.key.createdAt.getTime() ?? 0;
    const within = { at: new Date(created + 3_600_000) };
    expect(worksOf(abandoned(hoursAgo(24), within))).toEqual([{ work: 'remove-abandoned', id: strangeKey }]);
  });

  test('is told instead when somebody uses it', () => {
    expect(worksOf(abandoned(hoursAgo(24), { at: start }))).toEqual([]);
    expect(noticesOf(abandoned(hoursAgo(24), { at: start }))).toEqual([
      expect.objectContaining({ kind: 'foreign-key', keyId: strangeKey }),
    ]);
  });
});

describe('an unfinished rotation', () => {
  const pending = (since?: string): Situation => ({
    stages: { new: ['AWSCURRENT'], next: ['AWSPENDING'] },
    keys: { [newKey]: 'Active', [strangeKey]: 'Active' },
    records: { ...promotedRecords, [strangeKey]: { versionId: 'next' } },
    ...(since === undefined ? {} : { bookkeeping: { pending: { token: 'next', since } } }),
  });

  test('is noted when it is first seen, and its key is not touched', () => {
    expect(worksOf(pending())).toEqual([{ work: 'note-pending', token: 'next' }]);
  });

  test('is told when it is an hour old', () => {
    expect(noticesOf({ ...pending(start.toISOString()), hours: 0.9 })).toEqual([]);
    expect(noticesOf({ ...pending(start.toISOString()), hours: 1 })).toEqual([
      expect.objectContaining({ kind: 'pending-stale' }),
    ]);
    expect(worksOf({ ...pending(start.toISOString()), hours: 1 })).toEqual([]);
  });

  test('is given up when its key does not exist', () => {
    const gone = { ...pending(start.toISOString()), keys: { [newKey]: 'Active' } };
    expect(worksOf({ ...gone, hours: 1 })).toEqual([{ work: 'drop-pending', token: 'next' }]);
  });

  test('is forgotten when it is over', () => {
    const over = { ...pending(start.toISOString()), stages: { new: ['AWSCURRENT'], next: [] } };
    expect(worksOf(over)).toContainEqual({ work: 'note-pending', token: undefined });
  });
});
