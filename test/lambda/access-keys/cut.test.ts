import { cutEverythingElse } from '../../../lambda/access-keys/cut';
import { identity, label, ModelRoom, refused, stopped } from '../rotation/model-room';

const stopsKey = 'iam:UpdateAccessKey';

function givenTwoKeys() {
  const room = new ModelRoom();
  return { room, old: room.key('AWSPREVIOUS'), current: room.key() };
}

async function cut(room: ModelRoom) {
  return cutEverythingElse(room.ports, identity, await room.describe(), room.bookkeeping);
}

/** The only possible end of a cut that did not reach everything. */
async function expectIncomplete(room: ModelRoom, found: string): Promise<void> {
  const running = cut(room);
  await expect(running).rejects.toEqual(stopped('cut-incomplete'));
  await expect(running).rejects.toThrow(found);
  await expect(running).rejects.toThrow(/not everything else is cut.*deactivate the keys by hand/);
}

describe('the end of an emergency', () => {
  test('stops the old key and leaves the current one', async () => {
    const { room, old, current } = givenTwoKeys();
    await cut(room);
    expect(room.statusOf(old.id)).toBe('Inactive');
    expect(room.statusOf(current.id)).toBe('Active');
  });

  test('stops a key of somebody else too', async () => {
    const room = new ModelRoom();
    const foreign = room.foreignKey();
    const current = room.key();
    const keys = await cut(room);
    expect(room.statusOf(foreign.id)).toBe('Inactive');
    expect(Object.keys(keys)).toEqual([current.id]);
  });

  test('deletes nothing, so that its traces stay', async () => {
    const { room } = givenTwoKeys();
    await cut(room);
    expect(room.world.user.keys).toHaveLength(2);
  });

  test('denies every session that was issued before, at once', async () => {
    const { room } = givenTwoKeys();
    const began = room.world.now;
    room.refuse('sts:GetCallerIdentity', 'unknown-outcome');
    await expect(cut(room)).rejects.toMatchObject({ refusal: 'unknown-outcome' });
    expect(room.world.user.sessionsDeniedBefore).toBe(began);
  });

  test('denies those too that the old key made until it was seen to fail', async () => {
    const { room } = givenTwoKeys();
    const began = room.world.now;
    await cut(room);
    expect(room.world.now).toBeGreaterThan(began);
    expect(room.world.user.sessionsDeniedBefore).toBe(room.world.now);
  });

  test('denies those too that a key may have made which nobody can try', async () => {
    const room = new ModelRoom();
    room.foreignKey();
    room.key();
    const began = room.world.now;
    await cut(room);
    expect(room.world.user.sessionsDeniedBefore).toBe(began + 10_000);
  });

  test('says which keys it stopped, when, and that they are refused', async () => {
    const { room, old, current } = givenTwoKeys();
    const at = new Date(room.world.now).toISOString();
    await expect(cut(room)).resolves.toEqual({
      [current.id]: { versionId: current.versionId, promoted: true },
      [old.id]: {
        versionId: old.versionId,
        promoted: true,
        inactive: { since: at, by: 'emergency', refusedAt: at },
      },
    });
  });

  test('may be done again', async () => {
    const { room } = givenTwoKeys();
    const first = await cut(room);
    room.remember({ keys: first });
    await expect(cut(room)).resolves.toEqual(expect.objectContaining({}));
    expect(room.count(stopsKey)).toBe(1);
  });

  test('does not mind a key that is gone meanwhile', async () => {
    const { room, old } = givenTwoKeys();
    room.before(stopsKey, ({ user }) => {
      user.keys = user.keys.filter(({ id }) => id !== old.id);
    });
    await expect(cut(room)).resolves.toBeDefined();
  });

  test('goes on to nothing else when a key cannot be stopped', async () => {
    const { room } = givenTwoKeys();
    room.refuse(stopsKey, 'throttled');
    await expect(cut(room)).rejects.toMatchObject({ refusal: 'throttled' });
    expect(room.world.user.sessionsDeniedBefore).toBeUndefined();
  });
});

describe('an emergency is not over', () => {
  test('while nobody knows which key is current, and then nothing is stopped', async () => {
    const { room, old } = givenTwoKeys();
    room.version('CANARY-value');
    await expectIncomplete(room, 'the current key is not known');
    expect(room.statusOf(old.id)).toBe('Active');
    expect(room.world.user.sessionsDeniedBefore).toBeUndefined();
  });

  test('while a person rolls the label back in the middle of it, and the key that is current then is not stopped', async () => {
    const { room, old, current } = givenTwoKeys();
    room.before('iam:ListAccessKeys', label('AWSCURRENT', old.versionId, current.versionId));
    await expectIncomplete(room, 'another key is current now');
    expect(room.statusOf(old.id)).toBe('Active');
  });

  test('while another key is active again', async () => {
    const room = new ModelRoom();
    const foreign = room.foreignKey();
    room.key();
    room.after('iam:PutUserPolicy', ({ user }) => {
      for (const key of user.keys) key.status = 'Active';
    });
    await expectIncomplete(room, `still active: ${foreign.id}`);
  });

  test('names every key that is still active', async () => {
    const { room, old } = givenTwoKeys();
    room.after('iam:PutUserPolicy', ({ user }) => {
      user.keys.push({ ...old, id: 'AKIAIOSFODNN7EXAMPLE' });
      for (const key of user.keys) key.status = 'Active';
    });
    await expectIncomplete(room, `still active: ${old.id}, AKIAIOSFODNN7EXAMPLE`);
  });

  test('while a stopped key still answers', async () => {
    const { room, old } = givenTwoKeys();
    const clock = { ...room.ports.clock, sleep: () => Promise.resolve() };
    const running = cutEverythingElse({ ...room.ports, clock }, identity, await room.describe(), room.bookkeeping);
    await expect(running).rejects.toThrow(`key ${old.id} is inactive and still answered`);
  });

  test('while nothing shows that a stopped key is refused', async () => {
    const { room } = givenTwoKeys();
    room.refuse('sts:GetCallerIdentity', 'unknown-outcome');
    await expect(cut(room)).rejects.toMatchObject({ refusal: 'unknown-outcome' });
  });

  test('while older sessions are not denied', async () => {
    const { room } = givenTwoKeys();
    room.after('iam:PutUserPolicy', () => undefined);
    room.after('iam:PutUserPolicy', ({ user }) => {
      delete user.sessionsDeniedBefore;
    });
    await expectIncomplete(room, 'older sessions of the user are not denied');
  });

  test('while only sessions of an earlier emergency are denied', async () => {
    const { room } = givenTwoKeys();
    room.after('iam:PutUserPolicy', () => undefined);
    room.after('iam:PutUserPolicy', ({ user }) => {
      user.sessionsDeniedBefore = (user.sessionsDeniedBefore ?? 0) - 1;
    });
    await expectIncomplete(room, 'older sessions of the user are not denied');
  });
});

describe('the proof of the cut', () => {
  test('takes the instant of the denial in whole seconds, as IAM keeps it', async () => {
    const { room } = givenTwoKeys();
    room.world.now += 999;
    room.after('iam:PutUserPolicy', ({ user }) => {
      user.sessionsDeniedBefore = Math.floor((user.sessionsDeniedBefore ?? 0) / 1000) * 1000;
    });
    await expect(cut(room)).resolves.toBeDefined();
  });

  test('tries a key that it can read, and takes the status of one that it cannot', async () => {
    const { room, old } = givenTwoKeys();
    await cut(room);
    expect(room.count('sts:GetCallerIdentity')).toBeGreaterThan(0);

    const without = givenTwoKeys();
    without.room.remember({ keys: { [without.old.id]: { versionId: without.old.versionId, promoted: true } } });
    Object.assign(without.room.world.secret.versions[without.old.versionId] ?? {}, { stages: [] });
    await cut(without.room);
    expect(without.room.count('sts:GetCallerIdentity')).toBe(0);
    expect(without.room.count('secretsmanager:GetSecretValue')).toBe(1);
    expect(without.room.statusOf(without.old.id)).toBe('Inactive');
    expect(old.id).toBe(without.old.id);
  });

  test('does not stop at a version that is gone meanwhile', async () => {
    const { room, old } = givenTwoKeys();
    room.after('iam:PutUserPolicy', ({ secret }) => {
      Reflect.deleteProperty(secret.versions, old.versionId);
    });
    await expect(cut(room)).resolves.toBeDefined();
  });

  test('never tries the current key', async () => {
    const room = new ModelRoom();
    room.key();
    await cut(room);
    expect(room.count('sts:GetCallerIdentity')).toBe(0);
  });

  test('says what it could not read', async () => {
    const { room } = givenTwoKeys();
    room.after('iam:PutUserPolicy', () => {
      room.before('secretsmanager:GetSecretValue', () => {
        throw refused('denied');
      });
    });
    await expect(cut(room)).rejects.toMatchObject({ refusal: 'denied' });
  });
});
