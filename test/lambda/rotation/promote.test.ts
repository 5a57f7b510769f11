import { emptyBookkeeping } from '../../../lambda/rotation/journal';
import {
  answeredEmergency,
  promote,
  readForTest,
  readPending,
  recordPromotion,
  withoutEmergency,
} from '../../../lambda/rotation/promote';
import { readCurrent } from '../../../lambda/rotation/versions';
import { label, ModelRoom, refused, stopped } from './model-room';

const movesLabel = 'secretsmanager:UpdateSecretVersionStage';

function givenRotation() {
  const room = new ModelRoom();
  const current = room.version('CANARY-value-1');
  const token = room.version('CANARY-value-2', 'AWSPENDING');
  return { room, current, token };
}

function givenEmergency() {
  const { room, token } = givenRotation();
  room.request({ emergency: 'stolen' });
  room.remember({ emergencyToken: token });
  return { room, token };
}

async function currentValue(room: ModelRoom) {
  return readCurrent(room.ports.store, await room.describe());
}

describe('the pending value', () => {
  test('is read by the token of the rotation', async () => {
    const { room, token } = givenRotation();
    await expect(readPending(await room.context(token), room.ports)).resolves.toMatchObject({
      versionId: token,
      value: 'CANARY-value-2',
    });
  });

  test('must be there in the steps after createSecret', async () => {
    const { room, token } = givenRotation();
    delete room.world.secret.versions[token]?.value;
    const running = readPending(await room.context(token), room.ports);
    await expect(running).rejects.toEqual(stopped('no-pending-value'));
    await expect(running).rejects.toThrow(
      `version ${token} has no value yet. Secrets Manager tries the rotation again from its first step`,
    );
  });

  test('may be missing in a test before the first rotation alone', async () => {
    const { room, token } = givenRotation();
    const current = await currentValue(room);
    delete room.world.secret.versions[token]?.value;
    const context = await room.context(token);
    await expect(readForTest(context, room.ports, undefined)).resolves.toBeUndefined();
    await expect(readForTest(context, room.ports, current)).rejects.toEqual(stopped('no-pending-value'));
  });

  test('is what a test tests, in a first rotation as in a later one', async () => {
    const { room, token } = givenRotation();
    const current = await currentValue(room);
    const context = await room.context(token);
    await expect(readForTest(context, room.ports, undefined)).resolves.toMatchObject({ versionId: token });
    await expect(readForTest(context, room.ports, current)).resolves.toMatchObject({ versionId: token });
  });
});

describe('a promotion', () => {
  test('makes the pending version current', async () => {
    const { room, current, token } = givenRotation();
    await promote(await room.context(token), room.ports, false);
    expect(room.stagesOf(token)).toContain('AWSCURRENT');
    expect(room.stagesOf(current)).toEqual(['AWSPREVIOUS']);
  });

  test('makes the first version current', async () => {
    const room = new ModelRoom();
    const token = room.version('CANARY-value', 'AWSPENDING');
    await promote(await room.context(token), room.ports, false);
    expect(room.stagesOf(token)).toContain('AWSCURRENT');
  });

  test('is written down with its time, and which keys were current', async () => {
    const { room, current, token } = givenRotation();
    room.remember({ keys: { old: { versionId: current }, new: { versionId: token, reactivatedAt: 'then' } } });
    const since = new Date(room.world.now).toISOString();
    await promote(await room.context(token), room.ports, false);
    expect(room.bookkeeping).toEqual({
      attempts: [],
      current: { versionId: token, since },
      keys: {
        old: { versionId: current },
        new: { versionId: token, reactivatedAt: 'then', promoted: true },
      },
    });
    expect(room.audits).toEqual([{ what: 'promoted', step: 'finishSecret', token }]);
    expect(room.commits.some((commit) => 'done' in commit)).toBe(false);
  });

  test('gives the lease back', async () => {
    const { room, token } = givenRotation();
    await promote(await room.context(token), room.ports, false);
    expect(room.world.journal.leaseHolder).toBeUndefined();
  });

  test('finds the journal as it was', async () => {
    const { room, token } = givenEmergency();
    const entry = await promote(await room.context(token), room.ports, false);
    expect(entry.requests).toEqual({ emergency: 'stolen' });
    expect(entry.bookkeeping.emergencyToken).toBe(token);
  });

  test('is a success although its answer was lost', async () => {
    const { room, token } = givenRotation();
    room.loseAnswerOf(movesLabel);
    await promote(await room.context(token), room.ports, false);
    expect(room.bookkeeping.current?.versionId).toBe(token);
  });

  test('is a success when a twin made it', async () => {
    const { room, current, token } = givenRotation();
    room.before(movesLabel, label('AWSCURRENT', token, current));
    await promote(await room.context(token), room.ports, false);
    expect(room.bookkeeping.current?.versionId).toBe(token);
  });

  test('does not take the label from where somebody else put it meanwhile', async () => {
    const { room, current, token } = givenRotation();
    const other = room.version('CANARY-value-3', 'a-label-of-somebody');
    room.before(movesLabel, label('AWSCURRENT', other, current));
    await expect(promote(await room.context(token), room.ports, false)).rejects.toMatchObject({ refusal: 'conflict' });
    expect(room.stagesOf(other)).toContain('AWSCURRENT');
    expect(room.bookkeeping.current).toBeUndefined();
  });

  test('is not written down when it was not carried out', async () => {
    const { room, token } = givenRotation();
    room.refuse(movesLabel, 'unknown-outcome');
    await expect(promote(await room.context(token), room.ports, false)).rejects.toMatchObject({
      refusal: 'unknown-outcome',
    });
    expect(room.bookkeeping).toEqual(emptyBookkeeping);
    expect(room.world.journal.leaseHolder).toBeUndefined();
  });

  test('that was refused for another reason is not looked for', async () => {
    const { room, current, token } = givenRotation();
    room.before(movesLabel, (world) => {
      label('AWSCURRENT', token, current)(world);
      throw refused('denied');
    });
    await expect(promote(await room.context(token), room.ports, false)).rejects.toMatchObject({ refusal: 'denied' });
  });
});

describe('an emergency', () => {
  test('is answered by the rotation that began under it, and by no other', () => {
    const entry = { bookkeeping: { ...emptyBookkeeping, emergencyToken: 'mine' }, requests: { emergency: 'stolen' } };
    expect(answeredEmergency(entry, 'mine')).toBe('stolen');
    expect(answeredEmergency(entry, 'another')).toBeUndefined();
    expect(answeredEmergency({ ...entry, requests: {} }, 'mine')).toBeUndefined();
  });

  test('is forgotten with nothing else', () => {
    const bookkeeping = { ...emptyBookkeeping, keys: { key: { versionId: 'a' } } };
    expect(withoutEmergency({ ...bookkeeping, emergencyToken: 'mine' })).toEqual(bookkeeping);
  });

  test('ends with the promotion where nothing else has to be cut', async () => {
    const { room, token } = givenEmergency();
    await promote(await room.context(token), room.ports, true);
    expect(room.world.journal.requests).toEqual({});
    expect(room.bookkeeping.emergencyToken).toBeUndefined();
  });

  test('stays after the promotion where something has', async () => {
    const { room, token } = givenEmergency();
    await promote(await room.context(token), room.ports, false);
    expect(room.world.journal.requests).toEqual({ emergency: 'stolen' });
    expect(room.bookkeeping.emergencyToken).toBe(token);
  });

  test('that another rotation answers stays', async () => {
    const { room, token } = givenEmergency();
    room.remember({ emergencyToken: 'another-token' });
    await promote(await room.context(token), room.ports, true);
    expect(room.world.journal.requests).toEqual({ emergency: 'stolen' });
    expect(room.bookkeeping.emergencyToken).toBe('another-token');
  });
});

describe('a promotion whose answer or writing was lost', () => {
  test('is written down later, from what is current', async () => {
    const { room, current: token } = givenRotation();
    room.remember({ keys: { key: { versionId: token } } });
    await recordPromotion(await room.context(token), room.ports, false);
    expect(room.bookkeeping.current?.versionId).toBe(token);
    expect(room.bookkeeping.keys).toEqual({ key: { versionId: token, promoted: true } });
    expect(room.count(movesLabel)).toBe(0);
  });

  test('ends its emergency later too', async () => {
    const { room, current: token } = givenRotation();
    room.request({ emergency: 'stolen' });
    room.remember({ emergencyToken: token });
    const entry = await recordPromotion(await room.context(token), room.ports, true);
    expect(entry.requests).toEqual({ emergency: 'stolen' });
    expect(room.world.journal.requests).toEqual({});
  });

  test('is not written down twice', async () => {
    const { room, current } = givenRotation();
    room.remember({ current: { versionId: current, since: '2027-01-01T00:00:00.000Z' } });
    const entry = await recordPromotion(await room.context(current), room.ports, true);
    expect(entry.bookkeeping.current?.since).toBe('2027-01-01T00:00:00.000Z');
    expect(room.calls).toEqual(['dynamodb:GetItem']);
  });

  test('is written down over that of the version before', async () => {
    const { room, current } = givenRotation();
    room.remember({ current: { versionId: 'before', since: '2026-01-01T00:00:00.000Z' } });
    await recordPromotion(await room.context(current), room.ports, true);
    expect(room.bookkeeping.current?.versionId).toBe(current);
  });
});
