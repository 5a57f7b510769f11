import { ValueTick } from '../../../lambda/reconcile-secrets/value-tick';
import { CURRENT, PENDING } from '../../../lambda/rotation/ports';
import { HOUR, SECRET_NAME } from '../../support/aws-model/world';
import { ModelRoom } from '../rotation/model-room';

let room: ModelRoom;
let metrics: { secretAge: jest.Mock; unfilled: jest.Mock };

beforeEach(() => {
  room = new ModelRoom();
  room.world.secret.rotationEnabled = true;
  metrics = { secretAge: jest.fn(), unfilled: jest.fn() };
});

async function tick(): Promise<void> {
  room.calls.length = 0;
  await new ValueTick(SECRET_NAME, { ...room.ports, metrics }, new Date(room.world.now)).run();
}

function kindsTold(): string[] {
  return room.notices.map(({ kind }) => kind);
}

it('starts the first rotation of a secret without a value, and tells that it has none', async () => {
  await tick();
  expect(room.calls).toContain('secretsmanager:RotateSecret');
  expect(metrics.unfilled).toHaveBeenCalledWith(SECRET_NAME, true);
});

it('leaves a secret with a value alone, in two calls', async () => {
  const versionId = room.version('a value');
  room.remember({ current: { versionId, since: new Date(room.world.now - 48 * HOUR).toISOString() } });
  await tick();
  expect(room.calls).toEqual(['secretsmanager:DescribeSecret', 'dynamodb:GetItem']);
  expect(metrics.unfilled).toHaveBeenCalledWith(SECRET_NAME, false);
  expect(metrics.secretAge).toHaveBeenCalledWith(SECRET_NAME, 2);
});

it('writes down since when a version is current that nobody promoted', async () => {
  const versionId = room.version('a value put by hand');
  await tick();
  expect(room.bookkeeping.current).toMatchObject({ versionId });
});

it('starts the rotation that an emergency asks for', async () => {
  room.version('a value');
  room.request({ emergency: 'a laptop was stolen' });
  await tick();
  expect(room.calls).toContain('secretsmanager:RotateSecret');
});

it('starts no second rotation for an emergency whose rotation is current', async () => {
  const versionId = room.version('a value');
  room.request({ emergency: 'a laptop was stolen' });
  room.remember({ emergencyToken: versionId, current: { versionId, since: new Date(room.world.now).toISOString() } });
  await tick();
  expect(room.calls).not.toContain('secretsmanager:RotateSecret');
});

it('tells a rotation that has not ended after an hour', async () => {
  room.version('a value');
  room.version('a value that is not proven', PENDING);
  await tick();
  expect(kindsTold()).toEqual([]);
  room.world.now += 2 * HOUR;
  await tick();
  expect(kindsTold()).toEqual(['pending-stale']);
});

it('tells the same thing once a day', async () => {
  room.version('a value');
  room.world.secret.rotationEnabled = false;
  await tick();
  await tick();
  expect(kindsTold()).toEqual(['rotation-off']);
  room.world.now += 24 * HOUR;
  await tick();
  expect(kindsTold()).toEqual(['rotation-off', 'rotation-off']);
});

it('starts nothing where the rotation is switched off', async () => {
  room.world.secret.rotationEnabled = false;
  await tick();
  expect(room.calls).not.toContain('secretsmanager:RotateSecret');
});

it('gives up an unfinished rotation that an operator asks it to', async () => {
  const current = room.version('a value');
  const token = room.version('a value that is not proven', PENDING);
  room.request({ discard: token });
  await tick();
  expect(room.stagesOf(token)).toEqual([]);
  expect(room.stagesOf(current)).toContain(CURRENT);
  expect(room.world.journal.requests).toEqual({});
  expect(room.audits).toContainEqual(expect.objectContaining({ what: 'rotation given up', token }));
});

it('refuses to give up the version that is current', async () => {
  const current = room.version('a value');
  room.request({ discard: current });
  await tick();
  expect(room.stagesOf(current)).toContain(CURRENT);
  expect(room.world.journal.requests).toEqual({});
  expect(room.audits).toContainEqual(expect.objectContaining({ what: 'request discard refused' }));
});

it('refuses to activate a key that a password has not', async () => {
  room.version('a value');
  room.request({ reactivate: 'a-key' });
  await tick();
  expect(room.world.journal.requests).toEqual({});
  expect(room.audits).toContainEqual(expect.objectContaining({ what: 'request reactivate refused' }));
});

it('leaves a secret alone that is to be deleted', async () => {
  room.world.secret.isDeleted = true;
  await tick();
  expect(room.calls).toEqual(['secretsmanager:DescribeSecret']);
});

it('leaves everything to a rotation that holds the lease', async () => {
  room.version('a value');
  const token = room.version('a value that is not proven', PENDING);
  room.request({ discard: token });
  room.refuse('dynamodb:UpdateItem', 'conflict', 4);
  await tick();
  expect(room.stagesOf(token)).toContain(PENDING);
  expect(room.world.journal.requests).toEqual({ discard: token });
});
