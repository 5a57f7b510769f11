import { planFor } from '../../../lambda/reconcile-secrets/plan';
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

const atPromotionPlus = (days: number) => days * 24;

const nothing = { works: [], notices: [], startsRotation: false };

describe('at rest', () => {
  test('nothing is due for a current key alone', () => {
    expect(planFor(facts({ keys: { [newKey]: 'Active' }, stages: { new: ['AWSCURRENT', 'AWSPENDING'] } }))).toEqual(
      nothing,
    );
  });

  test('nothing is due in the overlap', () => {
    expect(planFor(facts({ hours: atPromotionPlus(6) }))).toEqual(nothing);
  });
});

describe('the current key', () => {
  test('gets a first rotation when the secret has no value', () => {
    expect(planFor(facts({ stages: {}, keys: {}, records: {}, bookkeeping: {} }))).toMatchObject({
      startsRotation: true,
      notices: [],
    });
    expect(starts({ stages: { empty: ['AWSCURRENT'] }, keys: {}, records: {} })).toBe(true);
  });

  test('gets no rotation while rotation is switched off, and a person is told', () => {
    const off = { stages: {}, keys: {}, records: {}, rotationEnabled: false };
    expect(starts(off)).toBe(false);
    expect(noticesOf(off)).toEqual([expect.objectContaining({ kind: 'rotation-off' })]);
  });

  test('is not replaced when a person put something that is no access key; the person is told', () => {
    const odd = { records: {}, keys: {}, unreadable: ['new'] };
    expect(starts(odd)).toBe(false);
    expect(noticesOf(odd)).toEqual([expect.objectContaining({ kind: 'current-key-unusable' })]);
  });

  test('is replaced by a rotation when it is gone', () => {
    const gone = { keys: { [oldKey]: 'Active' } };
    expect(starts(gone)).toBe(true);
    expect(noticesOf(gone)).toEqual([expect.objectContaining({ kind: 'current-key-unusable', keyId: newKey })]);
  });

  test('is replaced by a rotation when a person deactivated it', () => {
    const stopped = { keys: { [newKey]: 'Inactive' }, stages: { new: ['AWSCURRENT'] } };
    expect(starts(stopped)).toBe(true);
    expect(worksOf(stopped)).toEqual([]);
    expect(noticesOf(stopped)).toEqual([expect.objectContaining({ kind: 'current-key-unusable', keyId: newKey })]);
  });

  test.each(['emergency', 'person'] as const)('is not activated again when it was stopped by the %s', (by) => {
    const records = { [newKey]: { ...promotedRecords[newKey], inactive: { since: start.toISOString(), by } } };
    const stopped = { keys: { [newKey]: 'Inactive' }, stages: { new: ['AWSCURRENT'] }, records } as Situation;
    expect(worksOf(stopped)).toEqual([]);
  });

  test('is activated again when the retirement had stopped it and somebody rolled the label back', () => {
    const inactive = { since: start.toISOString(), by: 'retirement' as const };
    const rolledBack: Situation = {
      keys: { [newKey]: 'Inactive' },
      stages: { new: ['AWSCURRENT'] },
      records: { [newKey]: { versionId: 'new', promoted: true, inactive } },
    };
    expect(worksOf(rolledBack)).toEqual([{ work: 'reactivate', id: newKey }]);
    expect(starts(rolledBack)).toBe(false);
  });

  test('is written down when another version became current', () => {
    const moved = { bookkeeping: { current: { versionId: 'before', since: start.toISOString() } } };
    expect(worksOf({ hours: atPromotionPlus(30), ...moved })).toEqual([{ work: 'note-current', versionId: 'new' }]);
  });

  test('is remembered when it was read from a version for the first time', () => {
    const journalled = { [oldKey]: promotedRecords[oldKey] ?? { versionId: 'none' } };
    expect(worksOf({ journalled })).toContainEqual({
      work: 'note-keys',
      keys: { [newKey]: promotedRecords[newKey] },
    });
  });

  test('is remembered in the version that a person put it into', () => {
    const journalled = { ...promotedRecords, [newKey]: { versionId: 'before', promoted: true } };
    expect(worksOf({ journalled })).toEqual([{ work: 'note-keys', keys: { [newKey]: promotedRecords[newKey] } }]);
  });
});

describe('the old key', () => {
  test('is deactivated when its overlap is over', () => {
    expect(worksOf({ hours: atPromotionPlus(7) })).toEqual([{ work: 'deactivate', id: oldKey }]);
  });

  test('is not touched while it is unknown since when the other is current', () => {
    const { current: _, ...bookkeeping } = facts({}).entry.bookkeeping;
    const unknown = facts({ hours: atPromotionPlus(30) });
    expect(planFor({ ...unknown, entry: { requests: {}, bookkeeping } }).works).toEqual([
      { work: 'note-current', versionId: 'new' },
    ]);
  });

  test('postpones with service, Region and last use when it is still used', () => {
    const at = new Date(start.getTime() + atPromotionPlus(7) * 3_600_000);
    const used = { hours: atPromotionPlus(7), uses: { [oldKey]: { at, service: 's3', region: 'eu-west-1' } } };
    expect(worksOf(used)).toEqual([]);
    expect(noticesOf(used)).toEqual([
      expect.objectContaining({
        kind: 'old-key-still-used',
        keyId: oldKey,
        service: 's3',
        region: 'eu-west-1',
        lastUsedAt: at.toISOString(),
      }),
    ]);
  });

  test('postpones and tells when its last use cannot be looked up', () => {
    const unknown = { hours: atPromotionPlus(7), uses: { [oldKey]: undefined } };
    expect(worksOf(unknown)).toEqual([]);
    expect(noticesOf(unknown)).toEqual([expect.objectContaining({ kind: 'check-failed', keyId: oldKey })]);
  });

  test('tells when it is tried although it is inactive', () => {
    const since = start.toISOString();
    const records = {
      ...promotedRecords,
      [oldKey]: { versionId: 'old', inactive: { since, by: 'retirement' as const, refusedAt: since } },
    };
    const tried: Situation = {
      hours: atPromotionPlus(30),
      keys: { [newKey]: 'Active', [oldKey]: 'Inactive' },
      records,
      uses: { [oldKey]: { at: new Date(start.getTime() + 29 * 86_400_000) } },
    };
    expect(worksOf(tried)).toEqual([]);
    expect(noticesOf(tried)).toEqual([expect.objectContaining({ kind: 'inactive-key-used', keyId: oldKey })]);
  });

  test('tells and begins anew when somebody activated it again', () => {
    const inactive = { since: start.toISOString(), by: 'retirement' as const };
    const again: Situation = {
      hours: atPromotionPlus(7.5),
      records: { ...promotedRecords, [oldKey]: { versionId: 'old', promoted: true, inactive } },
    };
    expect(worksOf(again)).toEqual([{ work: 'note-reactivated', id: oldKey }]);
    expect(noticesOf(again)).toEqual([expect.objectContaining({ kind: 'key-reactivated', keyId: oldKey })]);
  });

  test('keeps its version labelled, and only its own', () => {
    expect(worksOf({ stages: { new: ['AWSCURRENT'], old: ['AWSPREVIOUS'] } })).toEqual([
      { work: 'label', versionId: 'old' },
    ]);
    expect(worksOf({ keys: { [newKey]: 'Active' } })).toEqual([{ work: 'unlabel', versionId: 'old' }]);
  });
});

describe('what is due for a key', () => {
  const dueFor = (situation: Situation) => {
    const { accounted } = facts(situation);
    return { works: planFor(facts(situation)).works, old: accounted.find(({ standing }) => standing === 'old')?.key };
  };

  test('comes with the key as IAM lists it and with what the journal knows of it', () => {
    const { works, old } = dueFor({ hours: atPromotionPlus(7) });
    expect(works).toEqual([{ work: 'deactivate', key: old, record: promotedRecords[oldKey] }]);
  });

  test('comes with since when it is inactive, when that is to be proven', () => {
    const inactive = { since: start.toISOString(), by: 'retirement' as const };
    const record = { versionId: 'old', promoted: true, inactive };
    const { works, old } = dueFor({
      hours: atPromotionPlus(8),
      keys: { [newKey]: 'Active', [oldKey]: 'Inactive' },
      records: { ...promotedRecords, [oldKey]: record },
    });
    expect(works).toEqual([{ work: 'prove-refused', key: old, record, inactive }]);
  });
});

describe('a request', () => {
  const watched: Situation = {
    keys: { [newKey]: 'Active', [oldKey]: 'Inactive' },
    records: {
      ...promotedRecords,
      [oldKey]: {
        versionId: 'old',
        promoted: true,
        inactive: { since: start.toISOString(), by: 'retirement', refusedAt: start.toISOString() },
      },
    },
  };

  test('to reactivate an old key is done', () => {
    expect(worksOf({ ...watched, requests: { reactivate: oldKey } })).toEqual([{ work: 'reactivate', id: oldKey }]);
  });

  test.each([newKey, strangeKey])('to reactivate %s, which is no inactive old key, is refused', (id) => {
    expect(worksOf({ ...watched, requests: { reactivate: id } })).toEqual([
      { work: 'refuse-request', request: 'reactivate', asked: id },
    ]);
  });

  test('to give up an unfinished rotation is done', () => {
    const stages = { new: ['AWSCURRENT'], next: ['AWSPENDING'] };
    const bookkeeping = { pending: { token: 'next', since: start.toISOString() } };
    const unfinished = { stages, bookkeeping, keys: { [newKey]: 'Active' as const }, hours: 0.5 };
    expect(worksOf({ ...unfinished, requests: { discard: 'next' } })).toEqual([{ work: 'discard', token: 'next' }]);
  });

  test.each(['new', 'old'])('to give up version %s, which is not unfinished, is refused', (token) => {
    const stages = { new: ['AWSCURRENT', 'AWSPENDING'], old: ['AWSPREVIOUS', 'STRONGROOM-RETIRING'] };
    expect(worksOf({ stages, requests: { discard: token } })).toEqual([
      { work: 'refuse-request', request: 'discard', asked: token },
    ]);
  });
});

describe('an emergency', () => {
  const requests = { emergency: 'the scanner was stolen' };

  test('starts a rotation until one answers it', () => {
    expect(starts({ requests })).toBe(true);
    expect(starts({ requests, bookkeeping: { emergencyToken: 'given-up' } })).toBe(true);
  });

  test('cuts everything else when the rotation that answers it is current', () => {
    const answered = { requests, bookkeeping: { emergencyToken: 'new' } };
    expect(worksOf(answered)).toEqual([{ work: 'cut', token: 'new', ...requests }]);
    expect(starts(answered)).toBe(false);
  });

  test('cuts nothing when nobody asked for it', () => {
    expect(worksOf({ bookkeeping: { emergencyToken: 'new' } })).toEqual([]);
  });
});
