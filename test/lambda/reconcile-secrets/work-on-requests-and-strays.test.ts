import { DAY, HOUR } from '../../support/aws-model/world';
import { RetiringRoom } from './retiring-room';

const stops = 'iam:UpdateAccessKey';
const deletes = 'iam:DeleteAccessKey';
const looks = 'secretsmanager:DescribeSecret';

describe('what people did with a key', () => {
  test('is written down when they deactivated it', async () => {
    const room = new RetiringRoom(3);
    room.old.status = 'Inactive';
    await room.tick();
    expect(room.bookkeeping.keys[room.old.id]?.inactive).toEqual({ since: room.time, by: 'person' });
    expect(room.audits).toEqual([{ what: 'found deactivated', keyId: room.old.id }]);
  });

  test('is written down when they activated it again', async () => {
    const room = new RetiringRoom(9);
    room.stopOld(12);
    room.old.status = 'Active';
    await room.tick();
    expect(room.bookkeeping.keys[room.old.id]).toEqual({
      versionId: room.old.versionId,
      promoted: true,
      reactivatedAt: room.time,
    });
    expect(room.audits).toEqual([{ what: 'found reactivated', keyId: room.old.id }]);
  });

  test('is undone when they rolled the label back to a key that the retirement had stopped', async () => {
    const room = new RetiringRoom(9);
    room.stopOld(12);
    room.rollBack(room.world);
    await room.tick();
    expect(room.statusOf(room.old.id)).toBe('Active');
    expect(room.bookkeeping.keys[room.old.id]).toEqual({
      versionId: room.old.versionId,
      promoted: true,
      reactivatedAt: room.time,
    });
    expect(room.bookkeeping.current).toEqual({ versionId: room.old.versionId, since: room.time });
    expect(room.audits).toContainEqual({
      what: 'reactivated',
      keyId: room.old.id,
      detail: 'its version is current again',
    });
    expect(room.audits).toContainEqual({ what: 'another version is current', token: room.old.versionId });
  });
});

describe('keys that the journal does not know', () => {
  test('are written down from the versions, with what it knows already', async () => {
    const room = new RetiringRoom(3);
    const known = { versionId: room.current.versionId, promoted: true, reactivatedAt: room.time };
    room.remember({ keys: { [room.current.id]: known } });
    await room.tick();
    expect(room.bookkeeping.keys).toEqual({
      [room.current.id]: known,
      [room.old.id]: { versionId: room.old.versionId, promoted: true },
    });
  });
});

describe('a key that nobody needs', () => {
  function givenStray() {
    const room = new RetiringRoom(3);
    room.world.user.keys = room.world.user.keys.filter(({ id }) => id !== room.old.id);
    const stray = room.foreignKey();
    room.world.now += 2 * DAY;
    return { room, stray };
  }

  test('of a lost call is removed, and the call forgotten', async () => {
    const { room, stray } = givenStray();
    const at = new Date(stray.createdAt).toISOString();
    room.remember({
      attempts: [
        { token: 'another', at: '2026-01-01T00:00:00.000Z' },
        { token: 'lost', at },
      ],
    });
    await room.tick();
    expect(room.statusOf(stray.id)).toBe('gone');
    expect(room.bookkeeping.attempts.map(({ token }) => token)).toEqual(['another']);
    expect(room.audits).toContainEqual({ what: 'orphan removed', keyId: stray.id });
  });

  test('of two lost calls are both removed, and both calls forgotten', async () => {
    const room = new RetiringRoom(3);
    room.world.user.keys = [];
    const first = room.foreignKey();
    room.world.now += HOUR;
    const second = room.foreignKey();
    room.world.now += 2 * DAY;
    const attempts = [first, second].map(({ createdAt }) => ({
      token: 'lost',
      at: new Date(createdAt).toISOString(),
    }));
    room.remember({ attempts });
    await room.tick();
    expect(room.world.user.keys).toEqual([]);
    expect(room.bookkeeping.attempts).toEqual([]);
  });

  test('of an abandoned rotation is written down first, and removed a day later', async () => {
    const { room, stray } = givenStray();
    room.amend(stray.id, { versionId: 'gone' });
    room.remember({ attempts: [{ token: 'another', at: new Date(stray.createdAt).toISOString() }] });
    await room.tick();
    expect(room.bookkeeping.keys[stray.id]).toEqual({ versionId: 'gone', abandonedAt: room.time });
    expect(room.audits).toContainEqual({ what: 'found abandoned', keyId: stray.id });
    room.world.now += DAY;
    await room.tick();
    expect(room.statusOf(stray.id)).toBe('gone');
    expect(room.bookkeeping.keys).not.toHaveProperty(stray.id);
    expect(room.bookkeeping.keys).toHaveProperty(room.current.id);
    expect(room.bookkeeping.attempts).toHaveLength(1);
    expect(room.audits).toContainEqual({ what: 'abandoned key removed', keyId: stray.id });
  });

  test('is left alone when the labels move before it is removed', async () => {
    const { room, stray } = givenStray();
    room.amend(stray.id, { versionId: room.old.versionId, abandonedAt: room.hoursAgo(48) });
    Object.assign(room.world.secret.versions[room.old.versionId] ?? {}, { stages: [] });
    room.beforeThe(3, looks, room.rollBack);
    await room.tick();
    expect(room.statusOf(stray.id)).toBe('Active');
    expect(room.bookkeeping.keys).toHaveProperty(stray.id);
  });

  test('is activated again when the labels move as it is removed', async () => {
    const { room, stray } = givenStray();
    room.amend(stray.id, { versionId: room.old.versionId, abandonedAt: room.hoursAgo(48) });
    Object.assign(room.world.secret.versions[room.old.versionId] ?? {}, { stages: [] });
    room.before(stops, room.rollBack);
    await room.tick();
    expect(room.statusOf(stray.id)).toBe('Active');
    expect(room.count(stops)).toBe(2);
  });
});

describe('an unfinished rotation', () => {
  function givenPending() {
    const room = new RetiringRoom(3);
    room.world.user.keys = room.world.user.keys.filter(({ id }) => id !== room.old.id);
    const pending = room.key('AWSPENDING');
    room.amend(pending.id, { versionId: pending.versionId });
    return { room, pending };
  }

  test('is written down with the time when it was first seen, and forgotten when it is over', async () => {
    const { room, pending } = givenPending();
    const since = room.time;
    await room.tick();
    expect(room.bookkeeping.pending).toEqual({ token: pending.versionId, since });
    Object.assign(room.world.secret.versions[pending.versionId] ?? {}, { stages: [] });
    await room.tick();
    expect(room.bookkeeping).not.toHaveProperty('pending');
  });

  test('is given up when its key does not exist', async () => {
    const { room, pending } = givenPending();
    await room.tick();
    room.world.user.keys = room.world.user.keys.filter(({ id }) => id !== pending.id);
    room.world.now += HOUR;
    await room.tick();
    expect(room.stagesOf(pending.versionId)).toEqual([]);
    expect(room.bookkeeping).not.toHaveProperty('pending');
    expect(room.audits).toContainEqual({
      what: 'rotation given up',
      token: pending.versionId,
      detail: 'its key does not exist',
    });
  });

  test('is given up with its key when an operator asks for it', async () => {
    const { room, pending } = givenPending();
    room.remember({ pending: { token: pending.versionId, since: room.time } });
    room.request({ discard: pending.versionId });
    await room.tick();
    expect(room.stagesOf(pending.versionId)).toEqual([]);
    expect(room.statusOf(pending.id)).toBe('gone');
    expect(room.world.journal.requests).toEqual({});
    expect(room.bookkeeping).not.toHaveProperty('pending');
    expect(room.audits).toContainEqual({
      what: 'rotation given up',
      token: pending.versionId,
      keyId: pending.id,
      detail: 'asked for in the journal',
    });
  });

  test('takes its label away before its key, so that no pending version holds a key that is gone', async () => {
    const { room, pending } = givenPending();
    room.request({ discard: pending.versionId });
    room.refuse('secretsmanager:UpdateSecretVersionStage', 'conflict', 2);
    await expect(room.tick()).rejects.toMatchObject({ refusal: 'conflict' });
    expect(room.statusOf(pending.id)).toBe('Active');
  });

  test('is given up with its key although IAM does not list it', async () => {
    const { room, pending } = givenPending();
    room.world.user.keys = room.world.user.keys.filter(({ id }) => id !== pending.id);
    room.request({ discard: pending.versionId });
    await room.tick();
    expect(room.count(stops)).toBe(1);
    expect(room.audits).toContainEqual({
      what: 'rotation given up',
      token: pending.versionId,
      keyId: pending.id,
      detail: 'asked for in the journal',
    });
  });

  test('is given up without its key when the labels move as that is removed', async () => {
    const { room, pending } = givenPending();
    room.request({ discard: pending.versionId });
    room.before(stops, room.rollBack);
    await room.tick();
    expect(room.statusOf(pending.id)).toBe('Active');
    expect(room.stagesOf(pending.versionId)).toEqual([]);
  });

  test('without a key is given up too', async () => {
    const room = new RetiringRoom(3);
    const token = room.version('CANARY-value', 'AWSPENDING');
    room.request({ discard: token });
    await room.tick();
    expect(room.stagesOf(token)).toEqual([]);
    expect(room.count(stops) + room.count(deletes)).toBe(0);
    expect(room.audits).toContainEqual({
      what: 'rotation given up',
      token,
      detail: 'asked for in the journal',
    });
    expect(room.audits.some((audit) => 'keyId' in audit)).toBe(false);
  });
});

describe('a request', () => {
  test('to activate an old key is done, written down and taken away', async () => {
    const room = new RetiringRoom(9);
    room.stopOld(12);
    room.request({ reactivate: room.old.id });
    await room.tick();
    expect(room.statusOf(room.old.id)).toBe('Active');
    expect(room.world.journal.requests).toEqual({});
    expect(room.bookkeeping.keys[room.old.id]).toEqual({
      versionId: room.old.versionId,
      promoted: true,
      reactivatedAt: room.time,
    });
    expect(room.audits).toEqual([{ what: 'reactivated', keyId: room.old.id, detail: 'asked for in the journal' }]);
  });

  test.each(['reactivate', 'discard'] as const)('%s that cannot be done is taken away and says why', async (name) => {
    const room = new RetiringRoom(3);
    room.request({ [name]: 'something-else' });
    await room.tick();
    expect(room.world.journal.requests).toEqual({});
    expect(room.audits).toEqual([
      { what: `request ${name} refused`, detail: 'something-else is not what it can be done with' },
    ]);
  });
});

describe('an emergency whose rotation is current', () => {
  test('is ended: everything else is cut', async () => {
    const room = new RetiringRoom(1);
    room.request({ emergency: 'stolen' });
    room.remember({ emergencyToken: room.current.versionId });
    await room.tick();
    expect(room.statusOf(room.old.id)).toBe('Inactive');
    expect(room.world.journal.requests).toEqual({});
    expect(room.bookkeeping).not.toHaveProperty('emergencyToken');
    expect(room.bookkeeping.keys[room.old.id]?.inactive?.by).toBe('emergency');
    expect(room.audits).toEqual([{ what: 'everything else cut', token: room.current.versionId, detail: 'stolen' }]);
  });
});
