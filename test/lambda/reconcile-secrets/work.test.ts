import { DAY, HOUR } from '../../support/aws-model/world';
import { RetiringRoom } from './retiring-room';

const stops = 'iam:UpdateAccessKey';
const deletes = 'iam:DeleteAccessKey';
const tries = 'sts:GetCallerIdentity';
const looks = 'secretsmanager:DescribeSecret';

describe('the old key after its overlap', () => {
  test('is stopped, seen to be refused, and both are written down', async () => {
    const room = new RetiringRoom(7);
    const at = room.time;
    await room.tick();
    expect(room.statusOf(room.old.id)).toBe('Inactive');
    expect(room.statusOf(room.current.id)).toBe('Active');
    expect(room.bookkeeping.keys[room.old.id]).toEqual({
      versionId: room.old.versionId,
      promoted: true,
      inactive: { since: at, by: 'retirement', refusedAt: expect.stringContaining(at.slice(0, 16)) as unknown },
    });
    expect(room.audits).toEqual([
      { what: 'deactivated', keyId: room.old.id },
      { what: 'proven refused', keyId: room.old.id },
    ]);
  });

  test.each([
    ['when the event comes late', -HOUR, 0],
    ['when the event is of later than AWS says it is', HOUR, HOUR],
  ])('is stopped now, %s', async (_, shift, expected) => {
    const room = new RetiringRoom(8);
    const { now } = room.world;
    await room.tick(new Date(now + shift));
    expect(room.bookkeeping.keys[room.old.id]?.inactive?.since).toBe(new Date(now + expected).toISOString());
  });

  test('is written down as about to be stopped before it is', async () => {
    const room = new RetiringRoom(7);
    const at = room.time;
    let before: unknown;
    room.before(stops, () => {
      before = room.bookkeeping.keys[room.old.id];
    });
    await room.tick();
    expect(before).toEqual({ versionId: room.old.versionId, promoted: true, stoppingAt: at });
  });

  test('is known as stopped by the retirement although the run ended right after it', async () => {
    const room = new RetiringRoom(7);
    room.amend(room.old.id, { stoppingAt: room.hoursAgo(1) });
    room.old.status = 'Inactive';
    await room.tick();
    expect(room.bookkeeping.keys[room.old.id]).toEqual({
      versionId: room.old.versionId,
      promoted: true,
      inactive: { since: room.time, by: 'retirement' },
    });
  });

  test('is left alone when its version became current after the plan', async () => {
    const room = new RetiringRoom(7);
    room.beforeThe(3, looks, room.rollBack);
    await room.tick();
    expect(room.statusOf(room.old.id)).toBe('Active');
    expect(room.count(stops)).toBe(0);
    expect(room.logged).toEqual(['labels have moved meanwhile, the key is left alone']);
    expect(room.fields).toEqual([{ keyId: room.old.id }]);
  });

  test('is activated again when its version became current as it was stopped', async () => {
    const room = new RetiringRoom(7);
    room.before(stops, room.rollBack);
    await room.tick();
    expect(room.statusOf(room.old.id)).toBe('Active');
    expect(room.count(stops)).toBe(2);
    expect(room.bookkeeping.keys[room.old.id]).not.toHaveProperty('inactive');
    expect(room.audits).toEqual([]);
  });

  test('is nobody’s matter when it is gone', async () => {
    const room = new RetiringRoom(7);
    room.before(stops, ({ user }) => {
      user.keys = user.keys.filter(({ id }) => id !== room.old.id);
    });
    await room.tick();
    expect(room.audits).toEqual([]);
  });

  test('is tried again in the next run when it still answers', async () => {
    const room = new RetiringRoom(7);
    const still = jest.spyOn(room.ports.clock, 'sleep').mockResolvedValue();
    await room.tick();
    expect(room.logged).toEqual(['a deactivated key still answers, and is tried again with the next run']);
    expect(room.fields).toEqual([{ keyId: room.old.id }]);
    expect(room.bookkeeping.keys[room.old.id]?.inactive).not.toHaveProperty('refusedAt');

    still.mockRestore();
    room.world.now += HOUR;
    const at = room.time;
    await room.tick();
    expect(room.bookkeeping.keys[room.old.id]?.inactive?.refusedAt).toBe(at);
  });

  test('counts as refused after a day when nobody can read it any more, and not before', async () => {
    const room = new RetiringRoom(7);
    const stopped = room.time;
    room.stopOld(0);
    room.amend(room.old.id, { inactive: { since: stopped, by: 'retirement' } });
    Reflect.deleteProperty(room.world.secret.versions, room.old.versionId);
    room.world.now += DAY - 1;
    await room.tick();
    expect(room.bookkeeping.keys[room.old.id]?.inactive).not.toHaveProperty('refusedAt');
    room.world.now += 1;
    const at = room.time;
    await room.tick();
    expect(room.bookkeeping.keys[room.old.id]?.inactive?.refusedAt).toBe(at);
    expect(room.audits).toEqual([{ what: 'inactive, and its version is gone', keyId: room.old.id }]);
    expect(room.count(tries)).toBe(0);
    expect(room.logged).toContain('the version of an old key is gone');
    expect(room.fields).toContainEqual({ versionId: room.old.versionId });
  });
});

describe('the old key after its watch', () => {
  test('is deleted, which is written down', async () => {
    const room = new RetiringRoom(9);
    room.stopOld(24);
    await room.tick();
    expect(room.statusOf(room.old.id)).toBe('gone');
    expect(room.statusOf(room.current.id)).toBe('Active');
    expect(room.audits).toEqual([{ what: 'deleted', keyId: room.old.id }]);
    expect(room.commits.some((commit) => 'done' in commit)).toBe(false);
  });

  test('is left alone when its version became current after the plan', async () => {
    const room = new RetiringRoom(9);
    room.stopOld(24);
    room.beforeThe(3, looks, room.rollBack);
    await room.tick();
    expect(room.statusOf(room.old.id)).toBe('Inactive');
    expect(room.logged).toEqual(['labels have moved meanwhile, the key is left alone']);
  });

  test('is left alone when somebody has activated it after the plan', async () => {
    const room = new RetiringRoom(9);
    room.stopOld(24);
    room.beforeThe(3, 'iam:ListAccessKeys', () => {
      room.old.status = 'Active';
    });
    await room.tick();
    expect(room.statusOf(room.old.id)).toBe('Active');
    expect(room.logged).toEqual(['somebody has activated the key meanwhile, it is left alone']);
    expect(room.fields).toEqual([{ keyId: room.old.id }]);
  });

  test('is deleted although it is gone by then', async () => {
    const room = new RetiringRoom(9);
    room.stopOld(24);
    room.before(deletes, ({ user }) => {
      user.keys = user.keys.filter(({ id }) => id !== room.old.id);
    });
    await room.tick();
    expect(room.audits).toEqual([{ what: 'deleted', keyId: room.old.id }]);
  });

  test('is not written down as deleted when that was refused', async () => {
    const room = new RetiringRoom(9);
    room.stopOld(24);
    room.refuse(deletes, 'throttled');
    await expect(room.tick()).rejects.toMatchObject({ refusal: 'throttled' });
    expect(room.audits).toEqual([]);
  });

  test('leaves its version without the label, and nothing else, once it is gone', async () => {
    const room = new RetiringRoom(9);
    room.stopOld(24);
    await room.tick();
    await room.tick();
    expect(room.stagesOf(room.old.versionId)).toEqual(['AWSPREVIOUS']);
    expect(room.stagesOf(room.current.versionId)).toEqual(['AWSCURRENT']);
  });
});

describe('the label that keeps the version of an old key', () => {
  test('moves to it from where it was', async () => {
    const room = new RetiringRoom(3);
    Object.assign(room.world.secret.versions[room.old.versionId] ?? {}, { stages: ['AWSPREVIOUS'] });
    const before = room.version('CANARY-value', 'STRONGROOM-RETIRING');
    await room.tick();
    expect(room.stagesOf(room.old.versionId)).toContain('STRONGROOM-RETIRING');
    expect(room.stagesOf(before)).toEqual([]);
  });

  test('fails the run when it cannot be moved', async () => {
    const room = new RetiringRoom(3);
    Object.assign(room.world.secret.versions[room.old.versionId] ?? {}, { stages: ['AWSPREVIOUS'] });
    room.refuse('secretsmanager:UpdateSecretVersionStage', 'throttled');
    await expect(room.tick()).rejects.toMatchObject({ refusal: 'throttled' });
  });
});
