import type { Moment } from '../support/functions/guarded-emulator';
import { leaksOf } from '../support/functions/leaks';
import { rotatingEnvironment } from '../support/functions/rotating-environment';
import { RunningRoom } from '../support/functions/running-room';
import { synthesizedRoom } from '../support/functions/synthesized-room';

const day = 24 * 60 * 60 * 1000;
const password = 'queue-password';
const login = 'mail-login';
const synthesized = synthesizedRoom(rotatingEnvironment());

let room: RunningRoom;
let scheduled: Moment;

beforeAll(async () => {
  room = await RunningRoom.start(synthesized, { keepsWarm: true });
  await room.renew();
  for (const name of [password, login]) await room.secret(name).schedule();
  scheduled = await room.emulator.save();
}, 120_000);

beforeEach(async () => {
  await room.putBack(scheduled);
  room.gate.planFaults([]);
});

afterAll(async () => (room as RunningRoom | undefined)?.stop());

it('rotates a password whole, and keeps the one before for whoever has not read the new one yet', async () => {
  expect(await room.secret(password).rotate()).toMatchObject({ isFinished: true });
  const first = await room.value(password);
  await room.emulator.pass(60 * day);
  expect(await room.secret(password).rotate()).toMatchObject({ isFinished: true });
  const second = await room.value(password);
  expect(second).not.toBe(first);
  expect(await room.value(password, 'AWSPREVIOUS')).toBe(first);
  for (const value of [first, second]) expect(value).toMatch(/^[A-Za-z0-9][\w.-]{31}$/);
  expect(await leaksOf(room, password, [first, second])).toEqual([]);
}, 30_000);

it('rotates the password of a user, and leaves the name', async () => {
  const values: { readonly username: string; readonly password: string }[] = [];
  for (let rotation = 1; rotation <= 2; rotation += 1) {
    expect(await room.secret(login).rotate()).toMatchObject({ isFinished: true });
    values.push(JSON.parse(await room.value(login)) as (typeof values)[number]);
  }
  expect(values).toMatchObject([{ username: 'portal_app' }, { username: 'portal_app' }]);
  expect(new Set(values.map((value) => value.password)).size).toBe(2);
  expect(
    await leaksOf(
      room,
      login,
      values.map((value) => JSON.stringify(value)),
    ),
  ).toEqual([]);
}, 30_000);

it('gets its first rotation from the scheduled function, and no second one', async () => {
  expect(await room.tick()).toMatchObject({ outcome: 'done' });
  const token = await room.pendingOf(password);
  expect(await room.secret(password).attempt(token)).toMatchObject({ isFinished: true });
  await room.emulator.pass(day);
  room.gate.planFaults([]);
  expect(await room.tick()).toMatchObject({ outcome: 'done' });
  expect(labelled(await room.stages(password))).toEqual({ [token]: ['AWSCURRENT'] });
}, 30_000);

it('is rehearsed by a deployment without a value or a row in the journal', async () => {
  for (let time = 1; time <= 2; time += 1) {
    room.gate.planFaults([]);
    const stages = await room.stages(password);
    expect(await room.secret(password).schedule()).toMatchObject({ outcome: 'done' });
    expect(room.gate.calls.map(({ name }) => name).filter((name) => /Put|Update|Transact/.test(name))).toEqual([]);
    expect(labelled(await room.stages(password))).toEqual(labelled(stages));
    await room.secret(password).rotate();
  }
}, 30_000);

/** Versions without a label are no versions any more. */
function labelled(stages: Readonly<Record<string, readonly string[]>>) {
  return Object.fromEntries(
    Object.entries(stages)
      .map(([id, labels]) => [id, labels.filter((label) => label !== 'AWSPENDING')] as const)
      .filter(([, labels]) => labels.length > 0),
  );
}
