import { accountFor, currentKeyId, keysInVersions, withoutGone } from '../../../lambda/access-keys/accounting';
import { emptyBookkeeping, type KeyRecord } from '../../../lambda/rotation/journal';
import type { SecretDescription } from '../../../lambda/rotation/ports';
import { identity, ModelRoom, valueOf } from '../rotation/model-room';

async function found(room: ModelRoom) {
  return keysInVersions(room.ports.store, await room.describe(), room.bookkeeping, identity);
}

describe('the keys in the versions of a secret', () => {
  test.each([
    ['AWSCURRENT', { promoted: true }],
    ['AWSPREVIOUS', { promoted: true }],
    ['STRONGROOM-RETIRING', { promoted: true }],
    ['AWSPENDING', {}],
  ])('are found under %s', async (stage, record) => {
    const room = new ModelRoom();
    const { id, versionId } = room.key(stage);
    await expect(found(room)).resolves.toEqual({ keys: { [id]: { versionId, ...record } }, unreadable: [] });
  });

  test('of a version with several labels count as promoted when one says so', async () => {
    const room = new ModelRoom();
    const { id, versionId } = room.key('AWSPENDING');
    room.world.secret.versions[versionId]?.stages.push('AWSCURRENT');
    await expect(found(room)).resolves.toMatchObject({ keys: { [id]: { promoted: true } } });
  });

  test('are not looked for under a label that is none of ours', async () => {
    const room = new ModelRoom();
    room.key('a-label-of-somebody');
    await expect(found(room)).resolves.toEqual({ keys: {}, unreadable: [] });
    expect(room.calls).toEqual([]);
  });

  test('are not read again once the journal knows them, because a version never changes', async () => {
    const room = new ModelRoom();
    const { id, versionId } = room.key();
    const keys = { [id]: { versionId, reactivatedAt: '2027-01-01T00:00:00.000Z' } };
    room.remember({ keys });
    await expect(found(room)).resolves.toEqual({ keys, unreadable: [] });
    expect(room.calls).toEqual([]);
  });

  test('stay known from the journal although their version has no label', async () => {
    const room = new ModelRoom();
    const keys = { AKIAIOSFODNN7EXAMPLE: { versionId: 'gone' } };
    room.remember({ keys });
    await expect(found(room)).resolves.toEqual({ keys, unreadable: [] });
  });

  test('are left out where a version has no value yet', async () => {
    const room = new ModelRoom();
    room.emptyPending();
    await expect(found(room)).resolves.toEqual({ keys: {}, unreadable: [] });
  });

  test('are left out of a version that is no access key of the user, which is named', async () => {
    const room = new ModelRoom();
    const { id } = room.key('AWSPREVIOUS');
    const odd = room.version('CANARY-value');
    const { keys, unreadable } = await found(room);
    expect(Object.keys(keys)).toEqual([id]);
    expect(unreadable).toEqual([odd]);
  });

  test('are not known when a version cannot be read: nobody may act on half of them', async () => {
    const room = new ModelRoom();
    room.key();
    room.refuse('secretsmanager:GetSecretValue', 'throttled');
    await expect(found(room)).rejects.toMatchObject({ refusal: 'throttled' });
  });

  test.each(['AWSCURRENT', 'AWSPENDING'])(
    'keep the version under %s when a person put the same key into a second one',
    async (stage) => {
      const room = new ModelRoom();
      const { id, secret, versionId } = room.key(stage);
      room.version(valueOf({ id, secret }), 'STRONGROOM-RETIRING');
      await expect(found(room)).resolves.toMatchObject({ keys: { [id]: { versionId } } });
    },
  );

  test('take the newer version when the one before protects nothing', async () => {
    const room = new ModelRoom();
    const { id, secret } = room.key('AWSPREVIOUS');
    const put = room.version(valueOf({ id, secret }));
    await expect(found(room)).resolves.toMatchObject({ keys: { [id]: { versionId: put, promoted: true } } });
  });

  const byProtection = ['AWSCURRENT', 'AWSPENDING', 'AWSPREVIOUS', 'STRONGROOM-RETIRING', 'a-label-of-somebody'];
  const pairs = byProtection.flatMap((more, index) =>
    byProtection.slice(index + 1).flatMap((less) => [
      [more, less, 'the one'],
      [more, less, 'the other'],
      [more, less, 'neither'],
    ]),
  );

  // Whichever the journal knows: else every run would find another one, and write that down.
  test.each(pairs)('lie under %s rather than under %s, when the journal knows %s', async (more, less, known) => {
    const room = new ModelRoom();
    const { id, secret, versionId } = room.key(more);
    const second = room.version(valueOf({ id, secret }), less);
    const journalled = { 'the one': versionId, 'the other': second }[known];
    if (journalled !== undefined) room.remember({ keys: { [id]: { versionId: journalled } } });
    await expect(found(room)).resolves.toMatchObject({ keys: { [id]: { versionId } } });
  });

  test('keep what the journal knows of a key that a person put into a second version', async () => {
    const room = new ModelRoom();
    const { id, secret, versionId } = room.key('AWSPREVIOUS');
    const inactive = { since: '2027-01-01T00:00:00.000Z', by: 'person' } as const;
    room.remember({ keys: { [id]: { versionId, inactive } } });
    const put = room.version(valueOf({ id, secret }));
    await expect(found(room)).resolves.toEqual({
      keys: { [id]: { versionId: put, promoted: true, inactive } },
      unreadable: [],
    });
  });
});

const asked = Date.UTC(2027, 2, 1);
const description = (stages: SecretDescription['stages']): SecretDescription => ({
  arn: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:portal/prod/scanner-key-AbC123',
  rotationEnabled: true,
  isDeleted: false,
  stages,
});
const listed = (id: string, createdAt = asked) => ({ id, status: 'Active', createdAt: new Date(createdAt) });

function standing(record: KeyRecord | undefined, stages: SecretDescription['stages'] = {}): string | undefined {
  const keys: Record<string, KeyRecord> = record === undefined ? {} : { 'the-key': record };
  return accountFor([listed('the-key')], keys, description(stages), emptyBookkeeping)[0]?.standing;
}

describe('a key is', () => {
  test.each([
    ['current', ['AWSCURRENT']],
    ['current', ['AWSPENDING', 'AWSCURRENT']],
    ['pending', ['AWSPENDING']],
    ['pending', ['AWSPREVIOUS', 'AWSPENDING']],
    ['old', ['AWSPREVIOUS']],
    ['abandoned', []],
    ['abandoned', ['a-label-of-somebody']],
  ])('%s with the labels %j', (expected, stages) => {
    expect(standing({ versionId: 'a' }, { a: stages })).toBe(expected);
  });

  test('old when it was current once, whatever became of its version', () => {
    expect(standing({ versionId: 'a', promoted: true })).toBe('old');
    expect(standing({ versionId: 'a', promoted: true }, { a: ['AWSCURRENT'] })).toBe('current');
  });

  test('abandoned when it never was current and its version is gone', () => {
    expect(standing({ versionId: 'a' })).toBe('abandoned');
    expect(standing({ versionId: 'a', promoted: false })).toBe('abandoned');
  });

  test('foreign when nothing knows it', () => {
    expect(standing(undefined)).toBe('foreign');
  });

  test.each([
    ['orphan', 0],
    ['orphan', -1000],
    ['foreign', -1001],
    ['orphan', 120_000],
    ['foreign', 120_001],
  ])('%s when it was made %i ms after a call whose answer was lost', (expected, after) => {
    const at = new Date(asked).toISOString();
    const bookkeeping = { ...emptyBookkeeping, attempts: [{ token: 'lost', at }] };
    expect(accountFor([listed('the-key', asked + after)], {}, description({}), bookkeeping)[0]?.standing).toBe(
      expected,
    );
  });

  test('foreign when more keys than lost calls were made at the time of one of them', () => {
    const at = (seconds: number) => ({ token: 'lost', at: new Date(asked + seconds * 1000).toISOString() });
    const bookkeeping = { ...emptyBookkeeping, attempts: [at(0), at(100)] };
    const made = [101, 215, 216].map((seconds) => listed(`key-${String(seconds)}`, asked + seconds * 1000));
    const standings = (keys: typeof made) =>
      accountFor(keys, {}, description({}), bookkeeping).map((accounted) => accounted.standing);
    expect(standings(made)).toEqual(['foreign', 'foreign', 'foreign']);
    expect(standings(made.slice(0, 2))).toEqual(['orphan', 'orphan']);
  });

  test('listed with what is known about it', () => {
    const record = { versionId: 'a', promoted: true };
    const key = listed('the-key');
    expect(accountFor([key], { 'the-key': record }, description({ a: ['AWSCURRENT'] }), emptyBookkeeping)).toEqual([
      { key, record, standing: 'current' },
    ]);
  });
});

describe('the current key', () => {
  const keys = { 'the-old-key': { versionId: 'old' }, 'the-new-key': { versionId: 'new' } };

  test('is the one in the current version', () => {
    expect(currentKeyId(keys, description({ old: ['AWSPREVIOUS'], new: ['AWSCURRENT'] }))).toBe('the-new-key');
    expect(currentKeyId(keys, description({ old: ['AWSCURRENT'], new: ['AWSPENDING'] }))).toBe('the-old-key');
  });

  test('is unknown while nothing is current, or no known key lies there', () => {
    expect(currentKeyId(keys, description({ old: ['AWSPREVIOUS'] }))).toBeUndefined();
    expect(currentKeyId(keys, description({ other: ['AWSCURRENT'] }))).toBeUndefined();
  });
});

describe('the record of a key', () => {
  const keys = { gone: { versionId: 'a' }, 'the-key': { versionId: 'b' } };

  test('is forgotten once the key and the labels of its version are gone', () => {
    expect(withoutGone(keys, [listed('the-key')], description({ a: [] }))).toEqual({ 'the-key': { versionId: 'b' } });
    expect(withoutGone(keys, [listed('the-key')], description({}))).toEqual({ 'the-key': { versionId: 'b' } });
  });

  test('stays while its version has a label', () => {
    expect(withoutGone(keys, [], description({ a: ['AWSPREVIOUS'] }))).toEqual({ gone: { versionId: 'a' } });
  });
});
