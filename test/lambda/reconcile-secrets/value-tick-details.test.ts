import { ValueTick } from '../../../lambda/reconcile-secrets/value-tick';
import { RotationStopped } from '../../../lambda/rotation/errors';
import { HOUR, SECRET_NAME } from '../../support/aws-model/world';
import { ModelRoom } from '../rotation/model-room';

const takesLease = 'dynamodb:UpdateItem';

function given() {
  const room = new ModelRoom();
  return { room, tick: () => new ValueTick(SECRET_NAME, room.ports, new Date(room.world.now)).run() };
}

const time = ({ world }: ModelRoom) => new Date(world.now).toISOString();

describe('what a run writes down', () => {
  test('is since when another version is current', async () => {
    const { room, tick } = given();
    const token = room.version('CANARY-value');
    await tick();
    expect(room.bookkeeping.current).toEqual({ versionId: token, since: time(room) });
    expect(room.audits).toEqual([{ what: 'another version is current', token }]);
  });

  test('is nothing of a version that is not there any more', async () => {
    const { room, tick } = given();
    room.remember({ current: { versionId: 'gone', since: time(room) } });
    await tick();
    expect(room.count(takesLease)).toBe(0);
  });

  test('is since when a rotation is unfinished, until it is over', async () => {
    const { room, tick } = given();
    const current = room.version('CANARY-value');
    room.remember({ current: { versionId: current, since: time(room) } });
    const token = room.version('CANARY-new', 'AWSPENDING');
    await tick();
    expect(room.bookkeeping.pending).toEqual({ token, since: time(room) });
    Object.assign(room.world.secret.versions[token] ?? {}, { stages: [] });
    await tick();
    expect(room.bookkeeping).not.toHaveProperty('pending');
    expect(room.audits).toEqual([]);
  });

  test('is which rotation was given up, and why', async () => {
    const { room, tick } = given();
    const current = room.version('CANARY-value');
    const token = room.version('CANARY-new', 'AWSPENDING');
    room.remember({ current: { versionId: current, since: time(room) }, pending: { token, since: time(room) } });
    room.request({ discard: token });
    await tick();
    expect(room.audits).toEqual([{ what: 'rotation given up', token, detail: 'asked for in the journal' }]);
    expect(room.audits.some((audit) => 'keyId' in audit)).toBe(false);
    expect(room.bookkeeping).not.toHaveProperty('pending');
  });

  test('is why a request was refused', async () => {
    const { room, tick } = given();
    room.remember({ current: { versionId: room.version('CANARY-value'), since: time(room) } });
    room.request({ reactivate: 'a-key' });
    await tick();
    expect(room.audits).toEqual([
      { what: 'request reactivate refused', detail: 'a-key is not what it can be done with' },
    ]);
  });
});

describe('an emergency', () => {
  test('of which a rotation was given up gets another one', async () => {
    const { room, tick } = given();
    room.remember({
      current: { versionId: room.version('CANARY-value'), since: time(room) },
      emergencyToken: 'given-up',
    });
    room.request({ emergency: 'stolen' });
    await tick();
    expect(room.calls).toContain('secretsmanager:RotateSecret');
  });
});

describe('a run', () => {
  test('says that a rotation is at work, and of which secret', async () => {
    const { room, tick } = given();
    room.version('CANARY-value');
    room.refuse(takesLease, 'conflict', 4);
    await tick();
    expect(room.logged).toEqual(['a rotation is at work, nothing was done']);
    expect(room.fields).toEqual([{ secret: SECRET_NAME }]);
  });

  test('fails when the lease cannot be asked for', async () => {
    const { room, tick } = given();
    room.version('CANARY-value');
    room.refuse(takesLease, 'denied');
    await expect(tick()).rejects.toMatchObject({ refusal: 'denied' });
  });

  test('fails when a step is stopped for another reason than a rotation at work', async () => {
    const { room, tick } = given();
    room.version('CANARY-value');
    const stop = new RotationStopped('user-missing', SECRET_NAME, 'it failed', 'Look');
    room.before('dynamodb:TransactWriteItems', () => {
      throw stop;
    });
    await expect(tick()).rejects.toBe(stop);
  });

  test('tells each thing by what it is and the day', async () => {
    const { room, tick } = given();
    room.world.secret.rotationEnabled = false;
    await tick();
    expect(room.world.journal.told).toEqual([`rotation-off##${time(room).slice(0, 10)}`]);
    room.world.now += HOUR;
    await tick();
    expect(room.notices).toHaveLength(1);
  });
});
