import { planForDiscard, planForPending, planForSwitch } from '../../../lambda/reconcile-secrets/common-plan';
import {
  facts,
  newKey,
  noticesOf,
  oldKey,
  promotedRecords,
  type Situation,
  start,
  starts,
  strangeKey,
  worksOf,
} from './situation';

const about = { secret: 'portal/prod/scanner-key', user: 'portal-prod-scanner' };
const weeks = (count: number) => count * 7 * 24;
const since = start.toISOString();
const usedAt = new Date(start.getTime() + weeks(1) * 3_600_000);
const stopped = { versionId: 'old', promoted: true, inactive: { since, by: 'retirement' as const, refusedAt: since } };
const watched: Situation = {
  hours: weeks(2),
  keys: { [newKey]: 'Active', [oldKey]: 'Inactive' },
  records: { ...promotedRecords, [oldKey]: stopped },
};
const later = new Date(start.getTime() + (weeks(2) - 1) * 3_600_000);

test.each<[string, Situation, object]>([
  [
    'that rotation is switched off',
    { rotationEnabled: false },
    {
      kind: 'rotation-off',
      found: 'Its rotation is switched off',
      advice: 'Deploy its stack, which switches it on again',
    },
  ],
  [
    'that the current value is no access key',
    { records: {}, keys: {}, unreadable: ['new'] },
    {
      kind: 'current-key-unusable',
      found: 'Its current value is no access key of portal-prod-scanner',
      advice: 'Put the last good version back, or empty the secret of what was put by hand',
    },
  ],
  [
    'that the current key is gone',
    { keys: { [oldKey]: 'Active' } },
    {
      kind: 'current-key-unusable',
      keyId: newKey,
      found: `Its current key ${newKey} is gone`,
      advice: 'A rotation was started, which makes another key; find out who did it',
    },
  ],
  [
    'that the current key does not work, by its status',
    { keys: { [newKey]: 'Expired' }, stages: { new: ['AWSCURRENT'] } },
    {
      kind: 'current-key-unusable',
      keyId: newKey,
      found: `Its current key ${newKey} is Expired`,
      advice: 'A rotation was started, which makes another key; find out who did it',
    },
  ],
  [
    'since when a rotation is unfinished',
    {
      hours: 1,
      stages: { new: ['AWSCURRENT'], next: ['AWSPENDING'] },
      keys: { [newKey]: 'Active' },
      bookkeeping: { pending: { token: 'next', since } },
    },
    {
      kind: 'pending-stale',
      found: `A rotation is unfinished since ${since}`,
      advice:
        'Read the log of its rotation function; rotate again, or give the version up (request "discard" in the journal)',
    },
  ],
  [
    'that somebody activated the old key again',
    { records: { ...promotedRecords, [oldKey]: stopped } },
    {
      kind: 'key-reactivated',
      keyId: oldKey,
      found: `Old key ${oldKey} was activated again`,
      advice: 'Its overlap starts anew; find out who needs it',
    },
  ],
  [
    'who still uses the old key',
    { hours: weeks(1), uses: { [oldKey]: { at: usedAt, service: 's3', region: 'eu-west-1' } } },
    {
      kind: 'old-key-still-used',
      keyId: oldKey,
      service: 's3',
      region: 'eu-west-1',
      lastUsedAt: usedAt.toISOString(),
      found: `Old key ${oldKey} is past its overlap and still used: s3 in eu-west-1 at ${usedAt.toISOString()}`,
      advice: 'Have its consumer read the secret again; the key stays active until it is idle for a day',
    },
  ],
  [
    'that the old key is used by nobody knows whom',
    { hours: weeks(1), uses: { [oldKey]: { at: usedAt } } },
    {
      kind: 'old-key-still-used',
      keyId: oldKey,
      lastUsedAt: usedAt.toISOString(),
      found: `Old key ${oldKey} is past its overlap and still used: an unknown service in an unknown Region at ${usedAt.toISOString()}`,
      advice: 'Have its consumer read the secret again; the key stays active until it is idle for a day',
    },
  ],
  [
    'who tries a key that was deactivated',
    { ...watched, uses: { [oldKey]: { at: later, service: 's3', region: 'eu-west-1' } } },
    {
      kind: 'inactive-key-used',
      keyId: oldKey,
      service: 's3',
      region: 'eu-west-1',
      lastUsedAt: later.toISOString(),
      found: `Deactivated key ${oldKey} is still tried: s3 in eu-west-1 at ${later.toISOString()}`,
      advice:
        'Have its consumer read the secret again, or have the key activated (request "reactivate" in the journal)',
    },
  ],
  [
    'that nobody knows when the old key was used',
    { hours: weeks(1), uses: { [oldKey]: undefined } },
    {
      kind: 'check-failed',
      keyId: oldKey,
      found: `IAM did not say when old key ${oldKey} was used last`,
      advice: 'It is left as it is and looked at again; if that lasts, look at the key in IAM',
    },
  ],
  [
    'that the old key has a status which nobody knows',
    { keys: { [newKey]: 'Active', [oldKey]: 'Expired' } },
    {
      kind: 'check-failed',
      keyId: oldKey,
      found: `Old key ${oldKey} has an unknown status`,
      advice: 'It is left as it is and looked at again; if that lasts, look at the key in IAM',
    },
  ],
  [
    'a key that no rotation made',
    { keys: { [newKey]: 'Active', [strangeKey]: 'Inactive' }, stages: { new: ['AWSCURRENT'] }, createdHoursAgo: 1 },
    {
      kind: 'foreign-key',
      keyId: strangeKey,
      found: `Key ${strangeKey} of portal-prod-scanner (created ${since}, Inactive) was not made by a rotation`,
      advice:
        'Find out who made it, and delete it by hand if nobody may have it; until then rotations may lack the place',
    },
  ],
])('tells %s', (_, situation, expected) => {
  expect(noticesOf(situation)).toEqual([{ ...about, ...expected }]);
});

test('tells of a secret without a user what it tells of any', () => {
  const { user: _, ...ofValue } = facts({ rotationEnabled: false });
  expect(planForSwitch(ofValue).notices?.map((notice) => 'user' in notice)).toEqual([false]);
});

describe('whatever there is to do', () => {
  test('is nothing in a part that nothing is asked of', () => {
    const quiet = facts({});
    expect(planForSwitch(quiet)).toEqual({});
    expect(planForPending(quiet)).toEqual({});
    expect(planForDiscard(quiet)).toEqual({});
  });

  test('is a rotation while nobody knows the key in the current version', () => {
    expect(starts({ stages: { other: ['AWSCURRENT'] }, keys: {}, records: {}, unreadable: ['another'] })).toBe(true);
  });

  test('writes nothing down that the journal knows', () => {
    expect(worksOf({ stages: { new: ['AWSCURRENT'] }, keys: { [newKey]: 'Active' } })).toEqual([]);
  });

  test('writes down a current key that somebody activated again, and nothing else', () => {
    const inactive = { since, by: 'person' as const };
    const again: Situation = {
      keys: { [newKey]: 'Active' },
      stages: { new: ['AWSCURRENT'] },
      records: { [newKey]: { versionId: 'new', promoted: true, inactive } },
    };
    expect(worksOf(again)).toEqual([{ work: 'note-reactivated', id: newKey }]);
    expect(noticesOf(again)).toEqual([]);
  });

  test('gives no pending version up that holds no known key', () => {
    const unknown: Situation = {
      hours: 2,
      stages: { new: ['AWSCURRENT'], next: ['AWSPENDING'] },
      keys: { [newKey]: 'Active' },
      bookkeeping: { pending: { token: 'next', since } },
    };
    expect(worksOf(unknown)).toEqual([]);
  });

  test('gives no version up whose rotation is over, though its key is gone', () => {
    const over: Situation = {
      hours: 2,
      stages: { new: ['AWSCURRENT'] },
      keys: { [newKey]: 'Active' },
      records: { ...promotedRecords, [strangeKey]: { versionId: 'next' } },
      bookkeeping: { pending: { token: 'next', since } },
    };
    expect(worksOf(over)).toEqual([{ work: 'note-pending', token: undefined }]);
  });

  test('notes a rotation that followed an unfinished one anew', () => {
    const another: Situation = {
      hours: 2,
      stages: { new: ['AWSCURRENT'], next: ['AWSPENDING'] },
      keys: { [newKey]: 'Active' },
      bookkeeping: { pending: { token: 'before', since } },
    };
    expect(worksOf(another)).toEqual([{ work: 'note-pending', token: 'next' }]);
    expect(noticesOf(another)).toEqual([]);
  });

  test('forgets an unfinished rotation whose version is current', () => {
    const finished: Situation = {
      hours: 2,
      stages: { new: ['AWSCURRENT', 'AWSPENDING'] },
      keys: { [newKey]: 'Active' },
      bookkeeping: { pending: { token: 'new', since } },
    };
    expect(worksOf(finished)).toEqual([{ work: 'note-pending', token: undefined }]);
  });

  test('gives a key of a lost call an hour, in which its rotation may still store it', () => {
    const at = new Date(start.getTime()).toISOString();
    const orphan = (hours: number): Situation => ({
      hours,
      createdHoursAgo: hours,
      keys: { [newKey]: 'Active', [strangeKey]: 'Active' },
      stages: { new: ['AWSCURRENT'] },
      bookkeeping: { attempts: [{ token: 'lost', at }] },
      uses: { [strangeKey]: {} },
    });
    expect(worksOf(orphan(0.99))).toEqual([]);
    expect(worksOf(orphan(1))).toEqual([{ work: 'remove-orphan', id: strangeKey }]);
  });

  test('leaves the old key alone until it is written down which version is current', () => {
    const elsewhere: Situation = {
      hours: weeks(4),
      bookkeeping: { current: { versionId: 'another', since } },
    };
    expect(worksOf(elsewhere)).toEqual([{ work: 'note-current', versionId: 'new' }]);
  });

  test('leaves the key of an abandoned rotation alone that was used an hour after its making, and later', () => {
    const created = start.getTime();
    const used = (milliseconds: number): Situation => ({
      hours: 48,
      createdHoursAgo: 48,
      stages: { new: ['AWSCURRENT'] },
      keys: { [newKey]: 'Active', [strangeKey]: 'Active' },
      records: { ...promotedRecords, [strangeKey]: { versionId: 'gone', abandonedAt: since } },
      uses: { [strangeKey]: { at: new Date(created + milliseconds) } },
    });
    expect(worksOf(used(3_600_000))).toEqual([{ work: 'remove-abandoned', id: strangeKey }]);
    expect(worksOf(used(3_600_001))).toEqual([]);
  });

  test('leaves the key of an abandoned rotation alone of whose use nobody knows, and tells it', () => {
    const unknown: Situation = {
      hours: 48,
      stages: { new: ['AWSCURRENT'] },
      keys: { [newKey]: 'Active', [strangeKey]: 'Active' },
      records: { ...promotedRecords, [strangeKey]: { versionId: 'gone', abandonedAt: since } },
      uses: { [strangeKey]: undefined },
    };
    expect(worksOf(unknown)).toEqual([]);
    expect(noticesOf(unknown)).toEqual([expect.objectContaining({ kind: 'foreign-key' })]);
  });

  test('leaves a pending key alone that somebody stopped and activated again', () => {
    const pending: Situation = {
      stages: { new: ['AWSCURRENT'], next: ['AWSPENDING'] },
      keys: { [newKey]: 'Active', [strangeKey]: 'Active' },
      records: { ...promotedRecords, [strangeKey]: { versionId: 'next', inactive: { since, by: 'person' } } },
      bookkeeping: { pending: { token: 'next', since } },
      hours: 0.5,
    };
    expect(worksOf(pending)).toEqual([]);
  });

  test('activates a current key again that the retirement was about to stop', () => {
    const stopping: Situation = {
      keys: { [newKey]: 'Inactive' },
      stages: { new: ['AWSCURRENT'] },
      records: { [newKey]: { versionId: 'new', promoted: true, stoppingAt: since } },
    };
    expect(worksOf(stopping)).toEqual([{ work: 'reactivate', id: newKey }]);
  });

  test.each([
    ['the current key, though it is inactive', newKey, { [newKey]: 'Inactive', [oldKey]: 'Active' }],
    ['an old key that is active', oldKey, { [newKey]: 'Active', [oldKey]: 'Active' }],
  ])('refuses the request to activate %s', (_, reactivate, keys) => {
    expect(worksOf({ keys, requests: { reactivate } })).toEqual([
      { work: 'refuse-request', request: 'reactivate', asked: reactivate },
    ]);
  });

  test('stops an old key that is due, whoever asks to have it activated while it is active', () => {
    expect(worksOf({ hours: weeks(1), requests: { reactivate: oldKey } })).toContainEqual({
      work: 'deactivate',
      id: oldKey,
    });
  });

  test('does nothing else to an old key that somebody asks to have activated', () => {
    expect(worksOf({ ...watched, requests: { reactivate: oldKey } })).toEqual([{ work: 'reactivate', id: oldKey }]);
  });
});
