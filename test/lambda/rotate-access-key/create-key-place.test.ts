import { KeyCreation } from '../../../lambda/rotate-access-key/create-key';
import { DAY } from '../../support/aws-model/world';
import { label, ModelRoom, stopped } from '../rotation/model-room';
import { create, given, specification } from './given';

const creates = 'iam:CreateAccessKey';
const deletes = 'iam:DeleteAccessKey';

describe('the place for a new key', () => {
  const ago = (room: ModelRoom, days: number) => new Date(room.world.now - days * DAY).toISOString();

  function givenOldKey() {
    const room = new ModelRoom();
    const old = room.key('AWSPREVIOUS');
    const current = room.key();
    const inactive = { since: ago(room, 2), by: 'retirement' as const, refusedAt: ago(room, 2) };
    room.remember({
      current: { versionId: current.versionId, since: ago(room, 30) },
      keys: {
        [old.id]: { versionId: old.versionId, promoted: true, inactive },
        [current.id]: { versionId: current.versionId, promoted: true },
      },
    });
    old.status = 'Inactive';
    return { room, old, current, token: room.emptyPending() };
  }

  test('is made by an old key that is due to go', async () => {
    const { room, old, token } = givenOldKey();
    await create(room, token);
    expect(room.statusOf(old.id)).toBe('gone');
    expect(room.audits[0]).toMatchObject({ what: 'removed', keyId: old.id });
  });

  test('forgets an old key that is gone, once its version has no label', async () => {
    const { room, old, token } = givenOldKey();
    Object.assign(room.world.secret.versions[old.versionId] ?? {}, { stages: [] });
    await create(room, token);
    expect(room.bookkeeping.keys).not.toHaveProperty(old.id);
  });

  test('is not made while nobody knows since when the other key is current', async () => {
    const { room, old, token } = givenOldKey();
    old.status = 'Active';
    room.remember({ current: { versionId: 'another', since: ago(room, 300) }, keys: {} });
    await expect(create(room, token)).rejects.toEqual(stopped('overlap-not-over'));
  });

  test('is looked for among the labels as they are under the lease', async () => {
    const { room, old, current, token } = givenOldKey();
    const context = await room.context(token);
    room.before('dynamodb:UpdateItem', label('AWSCURRENT', old.versionId, current.versionId));
    await expect(new KeyCreation(specification, room.ports).run(context)).rejects.toEqual(stopped('overlap-not-over'));
    expect(room.count(deletes)).toBe(0);
  });

  test('is not made when a label moves at the last moment', async () => {
    const { room, old, current, token } = givenOldKey();
    room.before('iam:GetAccessKeyLastUsed', label('AWSCURRENT', old.versionId, current.versionId));
    await expect(create(room, token)).rejects.toEqual(stopped('labels-moved'));
    expect(room.statusOf(old.id)).toBe('Inactive');
  });

  test('tells when the current key does not work any more', async () => {
    const { room, current, token } = given();
    current.status = 'Inactive';
    await create(room, token);
    expect(room.logged).toEqual(['the current key does not work any more']);
    expect(room.fields).toEqual([{ token, keyId: current.id }]);
  });

  test('tells that the current key does not work although another one does', async () => {
    const { room, current, token } = given();
    current.status = 'Inactive';
    const lost = room.foreignKey();
    room.remember({ attempts: [{ token: 'lost', at: new Date(lost.createdAt).toISOString() }] });
    await create(room, token);
    expect(room.logged).toEqual(['the current key does not work any more']);
  });

  test('tells nothing of the current key because the old one does not work any more', async () => {
    const { room, token } = givenOldKey();
    await create(room, token);
    expect(room.logged).toEqual([]);
  });

  test('keeps the record of a key that stays, whatever else goes', async () => {
    const room = new ModelRoom();
    const token = room.emptyPending();
    const used = room.foreignKey();
    used.triedAt = room.world.now + 2 * 3_600_000;
    const lost = room.foreignKey();
    room.world.now += DAY;
    room.remember({
      keys: { [used.id]: { versionId: 'gone' } },
      attempts: [{ token: 'lost', at: new Date(lost.createdAt).toISOString() }],
    });
    await create(room, token);
    expect(room.statusOf(lost.id)).toBe('gone');
    expect(room.bookkeeping.keys[used.id]).toEqual({ versionId: 'gone' });
  });

  test('keeps the record of a key that stays when nothing goes', async () => {
    const room = new ModelRoom();
    const token = room.emptyPending();
    const used = room.foreignKey();
    used.triedAt = room.world.now + 2 * 3_600_000;
    room.world.now += DAY;
    room.remember({ keys: { [used.id]: { versionId: 'gone' } } });
    await create(room, token);
    expect(room.bookkeeping.keys[used.id]).toEqual({ versionId: 'gone' });
  });

  test('names every key that went', async () => {
    const room = new ModelRoom();
    const token = room.emptyPending();
    const lost = [room.foreignKey(), room.foreignKey()];
    room.remember({
      attempts: lost.map(({ createdAt }) => ({ token: 'lost', at: new Date(createdAt).toISOString() })),
    });
    await create(room, token);
    expect(room.audits[0]?.keyId).toBe(lost.map(({ id }) => id).join(' '));
    expect(room.bookkeeping.attempts).toEqual([]);
  });

  test('forgets no lost call because an old key went that was made at its time', async () => {
    const { room, old, token } = givenOldKey();
    const attempt = { token: 'lost', at: new Date(old.createdAt).toISOString() };
    room.remember({ attempts: [attempt] });
    await create(room, token);
    expect(room.bookkeeping.attempts).toEqual([attempt]);
  });

  test.each([
    ['goes when its use does not count any more', 30, 'gone'],
    ['stays while its use counts', 13, 'Inactive'],
  ])('an old key that somebody still tries %s', async (_, daysSincePromotion, status) => {
    const { room, old, current, token } = givenOldKey();
    room.remember({ current: { versionId: current.versionId, since: ago(room, daysSincePromotion) } });
    Object.assign(old, { promotedAt: 0, stragglerUntil: Infinity });
    const rotation = new KeyCreation({ ...specification, usedKeyDays: 14 }, room.ports);
    await rotation.run(await room.context(token)).catch(() => undefined);
    expect(room.statusOf(old.id)).toBe(status);
  });

  test('tells nothing while it works', async () => {
    const { room, token } = given();
    await create(room, token);
    expect(room.logged).toEqual([]);
  });
});

describe('in an emergency', () => {
  test('the journal says which rotation answers it, before the key is made', async () => {
    const { room, token } = given();
    room.request({ emergency: 'stolen' });
    room.refuse(creates, 'denied');
    await expect(create(room, token)).rejects.toMatchObject({ refusal: 'denied' });
    expect(room.bookkeeping.emergencyToken).toBe(token);
  });

  test('a key of somebody else makes place', async () => {
    const { room, token } = given();
    const foreign = room.foreignKey();
    room.request({ emergency: 'stolen' });
    await create(room, token);
    expect(room.statusOf(foreign.id)).toBe('gone');
  });

  test('no rotation answers it that nobody asked for', async () => {
    const { room, token } = given();
    await create(room, token);
    expect(room.bookkeeping).not.toHaveProperty('emergencyToken');
  });
});
