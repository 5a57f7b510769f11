import { environments, named } from '../support/templates';
import { RunningRoom } from '../support/functions/running-room';
import { synthesizedRoom } from '../support/functions/synthesized-room';

const name = 'scanner-key';
const day = 24 * 60 * 60 * 1000;
let room: RunningRoom;

beforeAll(async () => {
  room = await RunningRoom.start(synthesizedRoom(named(environments, 'prod')));
}, 120_000);

beforeEach(async () => room.renew());

afterAll(async () => (room as RunningRoom | undefined)?.stop());

it('makes a first key, overlaps it with a second, deactivates it after 7 days, deletes it after 8, and makes a third', async () => {
  const secret = room.secret(name);
  const started = Date.now();
  const after = (days: number) => new Date(started + days * day + 60 * 60 * 1000);
  expect(await secret.schedule()).toMatchObject({ outcome: 'done' });

  expect(await secret.rotate()).toMatchObject({ isFinished: true });
  const first = await room.value(name);
  expect(await room.works(first)).toBe(true);

  expect(await secret.rotate()).toMatchObject({ isFinished: true });
  const second = await room.value(name);
  expect([await room.works(first), await room.works(second)]).toEqual([true, true]);

  expect(await room.tick(after(6))).toMatchObject({ outcome: 'done' });
  expect(await room.works(first)).toBe(true);

  expect(await room.tick(after(7))).toMatchObject({ outcome: 'done' });
  expect([await room.works(first), await room.works(second)]).toEqual([false, true]);
  expect(await room.keysOf(name)).toMatchObject([{ status: 'Inactive' }, { status: 'Active' }]);

  expect(await room.tick(after(8.5))).toMatchObject({ outcome: 'done' });
  expect(await room.keysOf(name)).toMatchObject([{ status: 'Active' }]);

  expect(await secret.rotate()).toMatchObject({ isFinished: true });
  expect(await room.keysOf(name)).toHaveLength(2);
  expect(await room.works(await room.value(name))).toBe(true);
}, 60_000);
