import { AccessKeyRotation } from '../../../lambda/rotate-access-key/rotate';
import { USER_ARN } from '../../support/aws-model/world';
import { ModelRoom, stopped } from '../rotation/model-room';
import { specification } from './given';

function given() {
  const room = new ModelRoom();
  const current = room.key();
  const pending = room.key('AWSPENDING');
  return { room, current, pending, token: pending.versionId };
}

const stepsOf = (room: ModelRoom, more: Partial<typeof specification> = {}) =>
  new AccessKeyRotation({ ...specification, ...more }, room.ports);

describe('createSecret', () => {
  test('makes a key', async () => {
    const room = new ModelRoom();
    const token = room.emptyPending();
    await stepsOf(room).createSecret(await room.context(token));
    expect(room.world.user.keys).toHaveLength(1);
  });
});

describe('testSecret', () => {
  test('uses the pending key until it is proven, and writes that down', async () => {
    const { room, token } = given();
    await stepsOf(room).testSecret(await room.context(token));
    expect(room.count('sts:GetCallerIdentity')).toBe(3);
    expect(room.count('iam:ListUsers')).toBe(3);
    expect(room.audits).toEqual([{ what: 'tested', step: 'testSecret', token }]);
  });

  test('refuses a key of a user on another path', async () => {
    const { room, token } = given();
    const running = stepsOf(room, { userPath: '/' }).testSecret(await room.context(token));
    await expect(running).rejects.toEqual(stopped('wrong-identity'));
    await expect(running).rejects.toThrow(`belongs to ${USER_ARN}, not to arn:aws:iam::111122223333:user/files`);
    expect(room.audits).toEqual([]);
  });

  test('takes partition and account from the secret', async () => {
    const { room, token } = given();
    const context = await room.context(token);
    const arn = context.description.arn.replace('arn:aws:', 'arn:aws-cn:').replace('111122223333', '444455556666');
    const running = stepsOf(room).testSecret({ ...context, description: { ...context.description, arn } });
    await expect(running).rejects.toThrow('not to arn:aws-cn:iam::444455556666:user/rotated/prod/shop/files');
  });

  test('takes a denial of the second service where the configuration expects one, and only there', async () => {
    for (const mayBeDenied of [true, false]) {
      const { room, token } = given();
      room.refuse('s3:ListObjectsV2', 'denied', 1000);
      const running = stepsOf(room, { mayBeDenied }).testSecret(await room.context(token));
      await (mayBeDenied
        ? expect(running).resolves.toBeUndefined()
        : expect(running).rejects.toEqual(stopped('not-usable-yet')));
    }
  });

  test('tries a copy of the current key in the rehearsal of a deployment, without a trace', async () => {
    const { room, current } = given();
    const copy = room.version(room.world.secret.versions[current.versionId]?.value ?? '', 'AWSPENDING');
    await stepsOf(room).testSecret(await room.context(copy));
    expect(room.count('sts:GetCallerIdentity')).toBe(3);
    expect(room.audits).toEqual([]);
  });

  test('passes the rehearsal before the first rotation, without a trace', async () => {
    const room = new ModelRoom();
    const token = room.emptyPending();
    await stepsOf(room).testSecret(await room.context(token));
    expect(room.count('sts:GetCallerIdentity')).toBe(0);
    expect(room.audits).toEqual([]);
  });

  test('proves the first key of all', async () => {
    const room = new ModelRoom();
    const { versionId } = room.key('AWSPENDING');
    await stepsOf(room).testSecret(await room.context(versionId));
    expect(room.audits).toEqual([{ what: 'tested', step: 'testSecret', token: versionId }]);
  });
});

describe('finishSecret', () => {
  test('promotes the pending key and leaves the old one as it is', async () => {
    const { room, current, token } = given();
    await stepsOf(room).finishSecret(await room.context(token));
    expect(room.stagesOf(token)).toContain('AWSCURRENT');
    expect(room.statusOf(current.id)).toBe('Active');
    expect(room.calls.filter((call) => call.startsWith('iam:'))).toEqual([]);
    expect(room.count('dynamodb:UpdateItem')).toBe(1);
  });

  test('does not promote what is no access key of the user', async () => {
    const { room, current } = given();
    const odd = room.version('CANARY-value', 'AWSPENDING');
    await expect(stepsOf(room).finishSecret(await room.context(odd))).rejects.toEqual(stopped('malformed-secret'));
    expect(room.stagesOf(current.versionId)).toContain('AWSCURRENT');
  });

  test('does not promote what is not there', async () => {
    const { room, token } = given();
    delete room.world.secret.versions[token]?.value;
    await expect(stepsOf(room).finishSecret(await room.context(token))).rejects.toEqual(stopped('no-pending-value'));
  });

  test('writes a promotion down that a lost answer kept from it', async () => {
    const { room, current } = given();
    await stepsOf(room).afterFinish(await room.context(current.versionId));
    expect(room.bookkeeping.current?.versionId).toBe(current.versionId);
  });
});

describe('the rotation that answers an emergency', () => {
  function givenEmergency() {
    const { room, current, token } = given();
    room.request({ emergency: 'stolen' });
    room.remember({ emergencyToken: token });
    return { room, current, token };
  }

  test('cuts everything else once the new key is current, and says so', async () => {
    const { room, current, token } = givenEmergency();
    await stepsOf(room).finishSecret(await room.context(token));
    expect(room.statusOf(current.id)).toBe('Inactive');
    expect(room.world.user.sessionsDeniedBefore).toBeDefined();
    expect(room.bookkeeping.emergencyToken).toBeUndefined();
    expect(room.bookkeeping.keys[current.id]?.inactive?.by).toBe('emergency');
    expect(room.world.journal.requests).toEqual({});
    expect(room.audits.at(-1)).toEqual({
      what: 'everything else cut',
      step: 'finishSecret',
      token,
      detail: 'stolen',
    });
  });

  test('goes on with the cut in a later delivery', async () => {
    const { room, current, token } = givenEmergency();
    room.refuse('iam:PutUserPolicy', 'throttled');
    await expect(stepsOf(room).finishSecret(await room.context(token))).rejects.toMatchObject({ refusal: 'throttled' });
    expect(room.world.journal.requests).toEqual({ emergency: 'stolen' });
    await stepsOf(room).afterFinish(await room.context(token));
    expect(room.world.journal.requests).toEqual({});
    expect(room.statusOf(current.id)).toBe('Inactive');
  });

  test('does not end one whose promotion is only being written down', async () => {
    const { room, current } = given();
    room.request({ emergency: 'stolen' });
    room.remember({ emergencyToken: current.versionId });
    room.refuse('iam:PutUserPolicy', 'throttled');
    const running = stepsOf(room).afterFinish(await room.context(current.versionId));
    await expect(running).rejects.toMatchObject({ refusal: 'throttled' });
    expect(room.bookkeeping.current?.versionId).toBe(current.versionId);
    expect(room.world.journal.requests).toEqual({ emergency: 'stolen' });
  });

  test('does not end one that somebody took back meanwhile', async () => {
    const { room, current, token } = givenEmergency();
    room.after('dynamodb:TransactWriteItems', ({ journal }) => {
      journal.requests = {};
    });
    await stepsOf(room).finishSecret(await room.context(token));
    expect(room.statusOf(current.id)).toBe('Active');
  });

  test('does not end one that another rotation answers', async () => {
    const { room, current, token } = givenEmergency();
    room.remember({ emergencyToken: 'another-token' });
    await stepsOf(room).finishSecret(await room.context(token));
    expect(room.statusOf(current.id)).toBe('Active');
    expect(room.world.journal.requests).toEqual({ emergency: 'stolen' });
  });
});
