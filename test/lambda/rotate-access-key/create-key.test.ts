import { KeyCreation } from '../../../lambda/rotate-access-key/create-key';
import { createKey } from '../../support/aws-model/identity';
import { keyOfValue, KMS_KEY, USER_NAME } from '../../support/aws-model/world';
import { ModelRoom, refused, stopped, twinPuts, valueOf } from '../rotation/model-room';
import { create, given, specification } from './given';

const creates = 'iam:CreateAccessKey';
const puts = 'secretsmanager:PutSecretValue';
const reads = 'secretsmanager:GetSecretValue';
const deletes = 'iam:DeleteAccessKey';

const valueAt = (room: ModelRoom, token: string) => room.world.secret.versions[token]?.value;
const storedKey = (room: ModelRoom, token: string) => keyOfValue(valueAt(room, token))?.id;
const idsOf = (room: ModelRoom) => room.world.user.keys.map(({ id }) => id);

describe('a new key', () => {
  test('is stored under the token with its user, the Region and the fields', async () => {
    const { room, token } = given();
    await create(room, token);
    const made = room.world.user.keys.at(-1);
    expect(JSON.parse(valueAt(room, token) ?? '')).toEqual({
      accessKeyId: made?.id,
      secretAccessKey: made?.secret,
      userName: USER_NAME,
      region: 'eu-central-1',
      bucket: 'shop-prod-files',
    });
  });

  test('is written down with its version, and the call that made it is forgotten', async () => {
    const { room, current, token } = given();
    await create(room, token);
    const id = storedKey(room, token) ?? '';
    expect(room.bookkeeping).toEqual({
      attempts: [],
      keys: { [current.id]: { versionId: current.versionId, promoted: true }, [id]: { versionId: token } },
    });
    expect(room.audits).toEqual([{ what: 'created', step: 'createSecret', token, keyId: id }]);
    expect(room.world.journal.leaseHolder).toBeUndefined();
  });

  test('is announced in the journal before it is asked for', async () => {
    const { room, token } = given();
    let announced: unknown;
    const at = new Date(room.world.now).toISOString();
    room.before(creates, () => {
      announced = room.bookkeeping.attempts;
    });
    await create(room, token);
    expect(announced).toEqual([{ token, at }]);
  });

  test('is made for a user that has none', async () => {
    const room = new ModelRoom();
    const token = room.emptyPending();
    await create(room, token);
    expect(idsOf(room)).toEqual([storedKey(room, token)]);
    expect(room.logged).toEqual([]);
  });

  test('remembers of calls without an outcome only the last twenty', async () => {
    const { room, token } = given();
    const attempts = Array.from({ length: 20 }, (_, index) => ({ token: `try-${String(index)}`, at: '2026-01-01' }));
    room.remember({ attempts });
    room.refuse(creates, 'unknown-outcome');
    await expect(create(room, token)).rejects.toMatchObject({ refusal: 'unknown-outcome' });
    expect(room.bookkeeping.attempts.map((attempt) => attempt.token)).toEqual([
      ...attempts.slice(1).map((attempt) => attempt.token),
      token,
    ]);
  });
});

describe('no key is made', () => {
  test('when the current value is no access key of the user', async () => {
    const room = new ModelRoom();
    room.version('CANARY-value');
    await expect(create(room, room.emptyPending())).rejects.toEqual(stopped('malformed-secret'));
    expect(room.count(creates)).toBe(0);
  });

  test.each(['disabled', 'denied'] as const)('when the key that encrypts the secret is %s', async (kms) => {
    const room = new ModelRoom();
    const token = room.emptyPending();
    room.world.kms = kms;
    await expect(create(room, token)).rejects.toEqual(
      kms === 'disabled' ? stopped('key-disabled') : expect.objectContaining({ refusal: 'denied' }),
    );
    expect(room.calls).not.toContain('dynamodb:UpdateItem');
  });

  test('and the operator is told which encryption key is disabled', async () => {
    const room = new ModelRoom();
    const token = room.emptyPending();
    room.world.kms = 'disabled';
    await expect(create(room, token)).rejects.toThrow(
      `its encryption key ${KMS_KEY} is disabled or waits for deletion. Enable the key, or cancel its deletion`,
    );
  });

  test('when the user does not exist', async () => {
    const { room, token } = given();
    room.world.user.exists = false;
    const running = create(room, token);
    await expect(running).rejects.toEqual(stopped('user-missing'));
    await expect(running).rejects.toThrow(`user ${USER_NAME} does not exist. Deploy its stack`);
    await expect(running).rejects.toMatchObject({ cause: { refusal: 'not-found' } });
  });

  test('when the keys cannot be listed', async () => {
    const { room, token } = given();
    room.refuse('iam:ListAccessKeys', 'throttled');
    await expect(create(room, token)).rejects.toMatchObject({ refusal: 'throttled' });
    expect(room.count(creates)).toBe(0);
  });

  test('when another run holds the lease', async () => {
    const { room, token } = given();
    await room.ports.journal.acquire();
    await expect(create(room, token)).rejects.toEqual(stopped('lease-held'));
  });

  test('when both places are taken, before anything is written', async () => {
    const { room, token } = given();
    room.foreignKey();
    await expect(create(room, token)).rejects.toEqual(stopped('foreign-key'));
    expect(room.bookkeeping.attempts).toEqual([]);
  });

  test('of which nobody has to ask an encryption key that is the account’s own', async () => {
    const { room, token } = given();
    const { kmsKeyId: _, ...description } = await room.describe();
    await new KeyCreation(specification, room.ports).run({ ...(await room.context(token)), description });
    expect(room.count('kms:DescribeKey')).toBe(0);
  });
});

describe('a try after one that stored a key', () => {
  test('keeps it and makes no other', async () => {
    const { room, token } = given();
    await create(room, token);
    const value = valueAt(room, token);
    room.calls.length = 0;
    await create(room, token);
    expect(valueAt(room, token)).toBe(value);
    expect(room.calls).toEqual([reads, 'iam:ListAccessKeys', 'dynamodb:GetItem']);
  });

  test('writes the key down that only the version knows', async () => {
    const room = new ModelRoom();
    const { id, versionId } = room.key('AWSPENDING');
    await create(room, versionId);
    expect(room.bookkeeping.keys).toEqual({ [id]: { versionId } });
    expect(room.audits).toEqual([{ what: 'created', step: 'createSecret', token: versionId, keyId: id }]);
  });

  test('stops when the key is gone', async () => {
    const room = new ModelRoom();
    room.key();
    const { id, versionId } = room.key('AWSPENDING');
    room.world.user.keys = room.world.user.keys.slice(0, 1);
    const running = create(room, versionId);
    await expect(running).rejects.toEqual(stopped('pending-key-gone'));
    await expect(running).rejects.toThrow(`the pending key ${id} does not exist, or IAM does not list it yet. Nothing`);
  });

  test('stops when what is stored is no access key', async () => {
    const room = new ModelRoom();
    await expect(create(room, room.version('CANARY-value', 'AWSPENDING'))).rejects.toEqual(stopped('malformed-secret'));
  });
});

describe('a CreateAccessKey that fails', () => {
  test('is made again when it was throttled, because then nothing was done', async () => {
    const { room, token } = given();
    const before = room.world.now;
    room.refuse(creates, 'throttled', 3);
    await create(room, token);
    expect(room.count(creates)).toBe(4);
    expect(room.world.now - before).toBe(6000);
    expect(idsOf(room)).toHaveLength(2);
  });

  test('is given up after the fourth throttled call, and nothing is lost by it', async () => {
    const { room, token } = given();
    room.refuse(creates, 'throttled', 4);
    await expect(create(room, token)).rejects.toMatchObject({ refusal: 'throttled' });
    expect(room.bookkeeping.attempts).toEqual([]);
  });

  test.each(['denied', 'limit-exceeded', 'not-found'] as const)('as %s is not made again', async (refusal) => {
    const { room, token } = given();
    room.remember({ attempts: [{ token: 'before', at: '2026-01-01T00:00:00.000Z' }] });
    room.refuse(creates, refusal);
    await expect(create(room, token)).rejects.toMatchObject({ refusal });
    expect(room.count(creates)).toBe(1);
    expect(room.bookkeeping.attempts.map((attempt) => attempt.token)).toEqual(['before']);
  });

  test('without an answer is never made again in the same run, and stays remembered', async () => {
    const { room, token } = given();
    room.loseAnswerOf(creates);
    await expect(create(room, token)).rejects.toMatchObject({ refusal: 'unknown-outcome' });
    expect(room.count(creates)).toBe(1);
    expect(room.bookkeeping.attempts).toEqual([expect.objectContaining({ token })]);
  });

  test('without an answer leaves a key that the next try finds and removes', async () => {
    const { room, token } = given();
    room.loseAnswerOf(creates);
    await expect(create(room, token)).rejects.toMatchObject({ refusal: 'unknown-outcome' });
    const lost = idsOf(room).at(-1);
    await create(room, token);
    expect(idsOf(room)).not.toContain(lost);
    expect(idsOf(room)).toContain(storedKey(room, token));
    expect(room.bookkeeping.attempts).toEqual([]);
    expect(room.audits[0]).toEqual({ what: 'removed', step: 'createSecret', token, keyId: lost });
  });

  test('for a reason that is no answer of AWS keeps the call remembered', async () => {
    const { room, token } = given();
    room.before(creates, () => {
      throw new TypeError('a bug');
    });
    await expect(create(room, token)).rejects.toThrow('a bug');
    expect(room.bookkeeping.attempts).toHaveLength(1);
  });
});

describe('a PutSecretValue that fails', () => {
  test('with a definite no deletes the key that nobody can know', async () => {
    const { room, current, token } = given();
    room.refuse(puts, 'denied');
    await expect(create(room, token)).rejects.toMatchObject({ refusal: 'denied' });
    expect(idsOf(room)).toEqual([current.id]);
    expect(room.bookkeeping.attempts).toEqual([]);
    expect(room.logged).toEqual(['the new key was not stored and is deleted again']);
    expect(room.fields).toEqual([{ token, keyId: expect.stringMatching(/^AKIA/) as unknown }]);
  });

  test('without an answer keeps the key when it was stored', async () => {
    const { room, token } = given();
    room.loseAnswerOf(puts);
    await create(room, token);
    expect(idsOf(room)).toContain(storedKey(room, token));
    expect(room.bookkeeping.keys[storedKey(room, token) ?? '']).toEqual({ versionId: token });
    expect(room.bookkeeping.attempts).toEqual([]);
    expect(room.count(deletes)).toBe(0);
  });

  test('without an answer keeps the key when nobody sees it stored: it may be yet', async () => {
    const { room, token } = given();
    room.refuse(puts, 'unknown-outcome');
    await expect(create(room, token)).rejects.toMatchObject({ refusal: 'unknown-outcome' });
    expect(idsOf(room)).toHaveLength(2);
    expect(room.count(deletes)).toBe(0);
    expect(room.bookkeeping.attempts).toHaveLength(1);
  });

  test.each(['unknown-outcome', 'denied'] as const)(
    'as %s keeps the key when nobody can read whether it was stored',
    async (refusal) => {
      const { room, token } = given();
      room.before(puts, () => {
        room.refuse(reads, 'throttled');
        throw refused(refusal, puts);
      });
      await expect(create(room, token)).rejects.toMatchObject({ refusal, call: puts });
      expect(room.count(deletes)).toBe(0);
      expect(room.bookkeeping.attempts).toHaveLength(1);
    },
  );

  test('because a twin was first adopts the twin’s key and deletes only its own', async () => {
    const { room, current, token } = given();
    room.before(puts, (world) => {
      // A user has two keys at most: the twin's takes the place of the old one here.
      world.user.keys = world.user.keys.filter(({ id }) => id !== current.id);
      twinPuts(token, valueOf(createKey(world, 'rotation')))(world);
    });
    await create(room, token);
    expect(idsOf(room)).toEqual([storedKey(room, token)]);
    expect(room.bookkeeping.keys[storedKey(room, token) ?? '']).toEqual({ versionId: token });
    expect(room.bookkeeping.attempts).toEqual([]);
  });

  test('is looked after a few times, because a value shows late', async () => {
    const { room, token } = given();
    room.after(puts, () => {
      room.refuse(reads, 'not-found', 2);
      throw refused('unknown-outcome');
    });
    await create(room, token);
    expect(room.count(deletes)).toBe(0);
  });
});
