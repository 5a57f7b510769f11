import { HOUR, SECRET_NAME, USER_NAME } from '../../support/aws-model/world';
import { stopped, valueOf } from '../rotation/model-room';
import { RetiringRoom } from './retiring-room';

const asksForUse = 'iam:GetAccessKeyLastUsed';
const takesLease = 'dynamodb:UpdateItem';

describe('a run at rest', () => {
  test('makes three calls and none of them writes', async () => {
    const room = new RetiringRoom(3);
    await room.tick();
    expect(room.calls).toEqual(['secretsmanager:DescribeSecret', 'dynamodb:GetItem', 'iam:ListAccessKeys']);
  });

  test('tells the age of the current key in days', async () => {
    const room = new RetiringRoom(3);
    await room.tick();
    expect(room.metrics.secretAge.mock.calls).toEqual([[SECRET_NAME, 3]]);
    expect(room.metrics.unfilled.mock.calls).toEqual([[SECRET_NAME, false]]);
  });

  test('tells no age before the first rotation, and that the secret is empty', async () => {
    const room = new RetiringRoom(3);
    const { current: _, ...bookkeeping } = room.bookkeeping;
    room.world.journal.bookkeeping = bookkeeping;
    await room.tick();
    expect(room.metrics.secretAge).not.toHaveBeenCalled();
    expect(room.metrics.unfilled.mock.calls).toEqual([[SECRET_NAME, true]]);
  });

  test('leaves a secret alone that is to be deleted', async () => {
    const room = new RetiringRoom(30);
    room.world.secret.isDeleted = true;
    await room.tick();
    expect(room.calls).toEqual(['secretsmanager:DescribeSecret']);
    expect(room.metrics.unfilled).not.toHaveBeenCalled();
  });
});

describe('the last use of a key', () => {
  test('is asked for only where something depends on it', async () => {
    const inOverlap = new RetiringRoom(6);
    await inOverlap.tick();
    expect(inOverlap.count(asksForUse)).toBe(0);

    const pastOverlap = new RetiringRoom(7);
    pastOverlap.old.promotedAt = 0;
    pastOverlap.old.stragglerUntil = Infinity;
    await pastOverlap.tick();
    expect(pastOverlap.count(asksForUse)).toBe(1);
  });

  test('is not asked for of a key that nobody knows', async () => {
    const room = new RetiringRoom(3);
    room.world.user.keys = room.world.user.keys.filter(({ id }) => id !== room.old.id);
    room.foreignKey();
    await room.tick();
    expect(room.count(asksForUse)).toBe(0);
  });

  test('that nobody can tell keeps the key, is logged and told', async () => {
    const room = new RetiringRoom(7);
    room.refuse(asksForUse, 'throttled', 9);
    await room.tick();
    expect(room.statusOf(room.old.id)).toBe('Active');
    expect(room.logged).toEqual(['the last use of a key could not be looked up']);
    expect(room.fields).toEqual([{ keyId: room.old.id, error: expect.stringContaining('throttled') as unknown }]);
    expect(room.notices).toEqual([expect.objectContaining({ kind: 'check-failed', keyId: room.old.id })]);
  });

  test('is no excuse for a bug', async () => {
    const room = new RetiringRoom(7);
    room.before(asksForUse, () => {
      throw new TypeError('a bug');
    });
    await expect(room.tick()).rejects.toThrow('a bug');
  });
});

describe('what is due', () => {
  test('is looked at again under the lease', async () => {
    const room = new RetiringRoom(7);
    room.before(takesLease, () => {
      room.old.promotedAt = 0;
      room.old.stragglerUntil = Infinity;
    });
    await room.tick();
    expect(room.statusOf(room.old.id)).toBe('Active');
  });

  test('waits for the next run while a rotation is at work', async () => {
    const room = new RetiringRoom(7);
    await room.ports.journal.acquire();
    await room.tick();
    expect(room.statusOf(room.old.id)).toBe('Active');
    expect(room.logged).toEqual(['a rotation is at work, nothing was done']);
    expect(room.fields).toEqual([{ secret: SECRET_NAME }]);
  });

  test('fails the run when it stops for another reason than a rotation at work', async () => {
    const room = new RetiringRoom(1);
    room.request({ emergency: 'stolen' });
    room.remember({ emergencyToken: room.current.versionId });
    room.before('iam:GetUserPolicy', ({ user }) => {
      delete user.sessionsDeniedBefore;
    });
    await expect(room.tick()).rejects.toEqual(stopped('cut-incomplete'));
  });

  test('fails the run when it fails', async () => {
    const room = new RetiringRoom(7);
    room.refuse('iam:UpdateAccessKey', 'denied');
    await expect(room.tick()).rejects.toMatchObject({ refusal: 'denied' });
    expect(room.world.journal.leaseHolder).toBeUndefined();
  });

  test('fails the run when the lease cannot be asked for', async () => {
    const room = new RetiringRoom(7);
    room.refuse(takesLease, 'denied');
    await expect(room.tick()).rejects.toMatchObject({ refusal: 'denied' });
  });

  test('is nothing for a user that has gone by the time the lease is held', async () => {
    const room = new RetiringRoom(7);
    room.before(takesLease, ({ user }) => {
      user.exists = false;
    });
    await room.tick();
    expect(room.count('iam:UpdateAccessKey')).toBe(0);
    expect(room.notices).toEqual([expect.objectContaining({ kind: 'current-key-unusable' })]);
  });

  test('is the first rotation of a secret without a value', async () => {
    const room = new RetiringRoom(0);
    room.world.secret.versions = {};
    room.world.journal.bookkeeping = { attempts: [], keys: {} };
    room.world.user.keys = [];
    await room.tick();
    expect(room.world.secret.rotation).toBeDefined();
    expect(room.count(takesLease)).toBe(0);
  });
});

describe('a user that does not exist', () => {
  test('is told, with what to do, and nothing is done', async () => {
    const room = new RetiringRoom(30);
    room.world.user.exists = false;
    await room.tick();
    expect(room.notices).toEqual([
      {
        kind: 'current-key-unusable',
        secret: SECRET_NAME,
        user: USER_NAME,
        found: `User ${USER_NAME} does not exist`,
        advice: 'Deploy its stack, which makes it again, or take the secret out of the configuration',
      },
    ]);
    expect(room.metrics.unfilled).not.toHaveBeenCalled();
  });

  test('is not concluded from a failed list', async () => {
    const room = new RetiringRoom(30);
    room.refuse('iam:ListAccessKeys', 'throttled');
    await expect(room.tick()).rejects.toMatchObject({ refusal: 'throttled' });
    expect(room.notices).toEqual([]);
  });
});

describe('a key that a person put into a second version', () => {
  test('is written down there once, with what was known of it', async () => {
    const room = new RetiringRoom(3);
    const reactivatedAt = room.hoursAgo(1);
    room.amend(room.old.id, { reactivatedAt });
    const versionId = room.version(valueOf(room.old), 'AWSCURRENT');
    await room.tick();
    expect(room.bookkeeping.keys[room.old.id]).toEqual({ versionId, promoted: true, reactivatedAt });
  });

  test.each(['AWSCURRENT', 'AWSPENDING', 'AWSPREVIOUS'])(
    'under %s leaves nothing to write to the runs after that',
    async (stage) => {
      const room = new RetiringRoom(3);
      room.version(valueOf(room.old), stage);
      await room.tick();
      await room.tick();
      room.calls.length = 0;
      room.commits.length = 0;
      await room.tick();
      expect(room.commits).toEqual([]);
      expect(room.calls).not.toContain(takesLease);
    },
  );

  test('stays when the rotation that made it is given up after a person made it current', async () => {
    const room = new RetiringRoom(3);
    room.world.user.keys = room.world.user.keys.filter(({ id }) => id !== room.old.id);
    const made = room.key('AWSPENDING');
    room.version(valueOf(made), 'AWSCURRENT');
    room.remember({ keys: { ...room.bookkeeping.keys, [made.id]: { versionId: made.versionId } } });
    room.request({ discard: made.versionId });
    await room.tick();
    await room.tick();
    expect(room.stagesOf(made.versionId)).toEqual([]);
    expect(room.statusOf(made.id)).toBe('Active');
  });
});

describe('a notice', () => {
  function givenForeignKey(): RetiringRoom {
    const room = new RetiringRoom(3);
    room.world.user.keys = room.world.user.keys.filter(({ id }) => id !== room.old.id);
    room.foreignKey();
    room.world.now += 2 * HOUR;
    return room;
  }

  test('goes out once a day', async () => {
    const room = givenForeignKey();
    await room.tick();
    room.world.now += HOUR;
    await room.tick();
    expect(room.notices).toHaveLength(1);
    room.world.now += 23 * HOUR;
    await room.tick();
    expect(room.notices).toHaveLength(2);
  });

  test('about another key goes out on the same day', async () => {
    const room = givenForeignKey();
    await room.tick();
    room.world.user.keys = room.world.user.keys.slice(0, 1);
    room.foreignKey();
    room.world.now += 2 * HOUR;
    await room.tick();
    const told = room.notices.filter(({ kind }) => kind === 'foreign-key').map(({ keyId }) => keyId);
    expect(new Set(told).size).toBe(2);
  });

  test('goes out again when it could not be sent', async () => {
    const room = givenForeignKey();
    room.refuse('events:PutEvents', 'throttled');
    await expect(room.tick()).rejects.toMatchObject({ refusal: 'throttled' });
    await room.tick();
    expect(room.notices).toHaveLength(1);
  });

  test('is remembered by what it is about and the day', async () => {
    const room = givenForeignKey();
    await room.tick();
    const day = new Date(room.world.now).toISOString().slice(0, 10);
    expect(room.world.journal.told).toEqual([`foreign-key#${room.notices[0]?.keyId ?? ''}#${day}`]);
  });

  test('about no key has none in its name', async () => {
    const room = new RetiringRoom(3);
    room.world.secret.rotationEnabled = false;
    await room.tick();
    const day = new Date(room.world.now).toISOString().slice(0, 10);
    expect(room.world.journal.told).toEqual([`rotation-off##${day}`]);
  });
});
