import { RotationStopped } from '../../../lambda/rotation/errors';
import type { SecretVersion } from '../../../lambda/rotation/ports';
import {
  type Circumstances,
  isRehearsal,
  malformed,
  ValueRotation,
  type ValueKind,
} from '../../../lambda/rotation/rotate-value';
import { ModelRoom, stopped, twinPuts } from './model-room';

const puts = 'secretsmanager:PutSecretValue';
const refusal = new RotationStopped('value-invalid', 'the-secret', 'it is bad', 'Look at it');

class FakeKind implements ValueKind {
  public readonly made: Circumstances[] = [];
  public readonly proven: (readonly [SecretVersion, SecretVersion | undefined])[] = [];
  public readonly promotable: SecretVersion[] = [];
  public refuses: 'make' | 'prove' | 'assertPromotable' | undefined;

  public make(circumstances: Circumstances): Promise<string> {
    this.made.push(circumstances);
    return this.refuses === 'make' ? Promise.reject(refusal) : Promise.resolve('CANARY-new');
  }

  public prove(pending: SecretVersion, current: SecretVersion | undefined): Promise<void> {
    this.proven.push([pending, current]);
    return this.refuses === 'prove' ? Promise.reject(refusal) : Promise.resolve();
  }

  public assertPromotable(pending: SecretVersion): void {
    this.promotable.push(pending);
    if (this.refuses === 'assertPromotable') throw refusal;
  }
}

function given(pending?: string) {
  const room = new ModelRoom();
  const current = room.version('CANARY-old');
  const token = pending === undefined ? room.emptyPending() : room.version(pending, 'AWSPENDING');
  const kind = new FakeKind();
  return { room, current, token, kind, steps: new ValueRotation(kind, room.ports) };
}

const valueAt = (room: ModelRoom, token: string) => room.world.secret.versions[token]?.value;

describe('createSecret', () => {
  test('makes a value from the current one and stores it under the token', async () => {
    const { room, token, kind, steps } = given();
    room.request({ discard: 'something' });
    await steps.createSecret(await room.context(token));
    expect(kind.made).toEqual([
      {
        current: expect.objectContaining({ value: 'CANARY-old' }) as unknown,
        journal: { bookkeeping: room.bookkeeping, requests: { discard: 'something' } },
        isEmergency: false,
      },
    ]);
    expect(valueAt(room, token)).toBe('CANARY-new');
    expect(room.audits).toEqual([{ what: 'created', step: 'createSecret', token }]);
  });

  test('makes a first value from nothing', async () => {
    const room = new ModelRoom();
    const token = room.emptyPending();
    const kind = new FakeKind();
    await new ValueRotation(kind, room.ports).createSecret(await room.context(token));
    expect(kind.made).toEqual([expect.objectContaining({ current: undefined })]);
    expect(valueAt(room, token)).toBe('CANARY-new');
  });

  test('keeps the value of a try before it', async () => {
    const { room, token, kind, steps } = given('CANARY-stored');
    await steps.createSecret(await room.context(token));
    expect(kind.made).toEqual([]);
    expect(valueAt(room, token)).toBe('CANARY-stored');
    expect(room.audits).toEqual([]);
  });

  test('stores nothing when the kind refuses', async () => {
    const { room, token, kind, steps } = given();
    kind.refuses = 'make';
    await expect(steps.createSecret(await room.context(token))).rejects.toBe(refusal);
    expect(room.count(puts)).toBe(0);
  });

  test('keeps the value of a run at the same time', async () => {
    const { room, token, steps } = given();
    room.before(puts, twinPuts(token, 'CANARY-twin'));
    await steps.createSecret(await room.context(token));
    expect(valueAt(room, token)).toBe('CANARY-twin');
    expect(room.logged).toEqual(['a value is stored already']);
    expect(room.fields).toEqual([{ token }]);
    expect(room.audits).toHaveLength(1);
  });

  test('waits until it sees the value of a run at the same time', async () => {
    const { room, token, steps } = given();
    room.before(puts, (world) => {
      twinPuts(token, 'CANARY-twin')(world);
      room.refuse('secretsmanager:GetSecretValue', 'not-found', 2);
    });
    await expect(steps.createSecret(await room.context(token))).resolves.toBeUndefined();
  });

  test('fails when it was refused for a value that nobody sees', async () => {
    const { room, token, steps } = given();
    room.refuse(puts, 'conflict');
    await expect(steps.createSecret(await room.context(token))).rejects.toMatchObject({ refusal: 'conflict' });
    expect(room.audits).toEqual([]);
  });

  test.each(['throttled', 'denied', 'unknown-outcome'] as const)(
    'fails when storing is %s, and the next try goes on',
    async (reason) => {
      const { room, token, steps } = given();
      room.refuse(puts, reason);
      await expect(steps.createSecret(await room.context(token))).rejects.toMatchObject({ refusal: reason });
      expect(room.logged).toEqual([]);
      await expect(steps.createSecret(await room.context(token))).resolves.toBeUndefined();
      expect(valueAt(room, token)).toBe('CANARY-new');
    },
  );

  test('leaves it to the next try when storing gave no answer, and that try keeps what is stored', async () => {
    const { room, token, kind, steps } = given();
    room.loseAnswerOf(puts);
    await expect(steps.createSecret(await room.context(token))).rejects.toMatchObject({ refusal: 'unknown-outcome' });
    await steps.createSecret(await room.context(token));
    expect(kind.made).toHaveLength(1);
  });
});

describe('createSecret in an emergency', () => {
  test('trusts nothing of the current value, and says that it answers the emergency', async () => {
    const { room, token, kind, steps } = given();
    room.request({ emergency: 'stolen' });
    await steps.createSecret(await room.context(token));
    expect(kind.made).toEqual([expect.objectContaining({ isEmergency: true })]);
    expect(room.bookkeeping.emergencyToken).toBe(token);
    expect(room.audits[0]).toEqual({ what: 'emergency begun', step: 'createSecret', token });
    expect(room.world.journal.leaseHolder).toBeUndefined();
  });

  test('says so before the value is stored, so that no crash loses it', async () => {
    const { room, token, steps } = given();
    room.request({ emergency: 'stolen' });
    room.refuse(puts, 'throttled');
    await expect(steps.createSecret(await room.context(token))).rejects.toMatchObject({ refusal: 'throttled' });
    expect(room.bookkeeping.emergencyToken).toBe(token);
  });

  test('does not answer it when the kind makes no value', async () => {
    const { room, token, kind, steps } = given();
    room.request({ emergency: 'stolen' });
    kind.refuses = 'make';
    await expect(steps.createSecret(await room.context(token))).rejects.toBe(refusal);
    expect(room.bookkeeping.emergencyToken).toBeUndefined();
  });

  test('is no emergency when nobody asked for one', async () => {
    const { room, token, steps } = given();
    await steps.createSecret(await room.context(token));
    expect(room.bookkeeping.emergencyToken).toBeUndefined();
    expect(room.count('dynamodb:UpdateItem')).toBe(0);
  });
});

describe('testSecret', () => {
  test('proves the pending value beside the current one', async () => {
    const { room, token, kind, steps } = given('CANARY-stored');
    await steps.testSecret(await room.context(token));
    expect(kind.proven.map((versions) => versions.map((version) => version?.value))).toEqual([
      ['CANARY-stored', 'CANARY-old'],
    ]);
    expect(room.audits).toEqual([{ what: 'tested', step: 'testSecret', token }]);
  });

  test('fails when the proof does', async () => {
    const { room, token, kind, steps } = given('CANARY-stored');
    kind.refuses = 'prove';
    await expect(steps.testSecret(await room.context(token))).rejects.toBe(refusal);
    expect(room.audits).toEqual([]);
  });

  test('fails without a pending value', async () => {
    const { room, token, kind, steps } = given();
    await expect(steps.testSecret(await room.context(token))).rejects.toEqual(stopped('no-pending-value'));
    expect(kind.proven).toEqual([]);
  });

  test('passes a copy of the current value without a trace: a deployment rehearses', async () => {
    const { room, token, kind, steps } = given('CANARY-old');
    await steps.testSecret(await room.context(token));
    expect(kind.proven).toEqual([]);
    expect(room.audits).toEqual([]);
  });

  test('passes an empty version before the first rotation without a trace', async () => {
    const room = new ModelRoom();
    const token = room.emptyPending();
    const kind = new FakeKind();
    await new ValueRotation(kind, room.ports).testSecret(await room.context(token));
    expect(kind.proven).toEqual([]);
    expect(room.audits).toEqual([]);
  });

  test('proves the first value of all', async () => {
    const room = new ModelRoom();
    const token = room.version('CANARY-first', 'AWSPENDING');
    const kind = new FakeKind();
    await new ValueRotation(kind, room.ports).testSecret(await room.context(token));
    expect(kind.proven).toEqual([[expect.objectContaining({ value: 'CANARY-first' }), undefined]]);
  });
});

describe('finishSecret', () => {
  test('asks once more whether the value may become current, and promotes it', async () => {
    const { room, token, kind, steps } = given('CANARY-stored');
    await steps.finishSecret(await room.context(token));
    expect(kind.promotable).toEqual([expect.objectContaining({ value: 'CANARY-stored' })]);
    expect(room.stagesOf(token)).toContain('AWSCURRENT');
  });

  test('does not promote what may not become current', async () => {
    const { room, current, token, kind, steps } = given('CANARY-stored');
    kind.refuses = 'assertPromotable';
    await expect(steps.finishSecret(await room.context(token))).rejects.toBe(refusal);
    expect(room.stagesOf(current)).toContain('AWSCURRENT');
  });

  test('does not promote an empty version', async () => {
    const { room, current, token, steps } = given();
    await expect(steps.finishSecret(await room.context(token))).rejects.toEqual(stopped('no-pending-value'));
    expect(room.stagesOf(current)).toContain('AWSCURRENT');
  });

  test('ends the emergency that the rotation answers', async () => {
    const { room, token, steps } = given('CANARY-stored');
    room.request({ emergency: 'stolen' });
    room.remember({ emergencyToken: token });
    await steps.finishSecret(await room.context(token));
    expect(room.world.journal.requests).toEqual({});
  });

  test('writes a promotion down that a lost answer kept from it, and ends its emergency', async () => {
    const { room, current, steps } = given();
    room.request({ emergency: 'stolen' });
    room.remember({ emergencyToken: current });
    await steps.afterFinish(await room.context(current));
    expect(room.bookkeeping.current?.versionId).toBe(current);
    expect(room.world.journal.requests).toEqual({});
  });
});

test('a rehearsal has nothing new to test', () => {
  const version = (value: string) => ({ versionId: value, value, createdAt: new Date(0) });
  expect(isRehearsal(version('a'), { ...version('a'), versionId: 'another' })).toBe(true);
  expect(isRehearsal(version('a'), version('b'))).toBe(false);
  expect(isRehearsal(version('a'), undefined)).toBe(false);
});

test('a malformed value stops a rotation with what to do', () => {
  const error = malformed('portal/prod/queue', 'it is odd');
  expect(error.problem).toBe('malformed-secret');
  expect(error.message).toBe(
    'portal/prod/queue: it is odd. Put the last good version back (aws secretsmanager update-secret-version-stage), then rotate again.',
  );
});
