import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DeployedFunction, type DeployedFunctionProps } from '../../tools/functions/deployed-function';
import { leaksOf } from '../support/functions/leaks';
import { rotatingEnvironment } from '../support/functions/rotating-environment';
import { RunningRoom } from '../support/functions/running-room';
import { synthesizedRoom } from '../support/functions/synthesized-room';

const synthesized = synthesizedRoom(rotatingEnvironment());
const elsewhere = mkdtempSync(join(tmpdir(), 'bundles-'));

/** One bundle of each kind, far from this repository's modules. */
const alone = synthesized.functions
  .filter(({ name }) => /rotate-(?:scanner-key|session-keys|queue-password)$|portal-reconcile$/.test(name))
  .map((found) => {
    const bundle = join(elsewhere, `${found.name}.cjs`);
    copyFileSync(found.bundle, bundle);
    return { ...found, bundle };
  });

const rotating = ['scanner-key', 'session-keys', 'queue-password', 'mail-login', 'old-session-key'];

let room: RunningRoom;

beforeAll(async () => {
  room = await RunningRoom.start(
    { ...synthesized, functions: synthesized.functions.map(replaced) },
    { keepsWarm: true },
  );
  await room.renew();
}, 60_000);

afterAll(async () => {
  await (room as RunningRoom | undefined)?.stop();
  rmSync(elsewhere, { recursive: true });
});

it('works with nothing but the bundle, the variables of its template and an endpoint, and writes no secret', async () => {
  expect(alone).toHaveLength(4);
  for (const name of rotating) {
    expect(await room.secret(name).schedule()).toMatchObject({ outcome: 'done' });
    expect(await room.secret(name).rotate()).toMatchObject({ isFinished: true });
  }
  expect(await room.tick()).toMatchObject({ outcome: 'done' });
  const values = await Promise.all(rotating.map((name) => room.value(name)));
  expect(await leaksOf(room, 'scanner-key', values)).toEqual([]);
}, 60_000);

it('writes every line as a JSON object that says what it is about', async () => {
  await room.renew();
  await room.secret('scanner-key').schedule();
  await room.secret('scanner-key').rotate();
  await room.tick();
  const lines = room.output.split('\n').filter((line) => line !== '');
  expect(lines.length).toBeGreaterThan(5);
  for (const line of lines) {
    const logged = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const isMetric = '_aws' in logged && typeof logged.Secret === 'string';
    const isLog = ['timestamp', 'level', 'message', 'requestId'].every((field) => typeof logged[field] === 'string');
    expect({ line, isKnown: isMetric || isLog }).toEqual({ line, isKnown: true });
  }
}, 60_000);

it.each(alone)('$name fails when it is loaded without a variable, and says which', async (found) => {
  const { JOURNAL_TABLE: _, ...variables } = found.variables;
  const { outcome, error } = await deployed({ ...found, variables }).invoke({});
  expect({ outcome, error }).toEqual({ outcome: 'failed', error: expect.stringContaining('JOURNAL_TABLE') as string });
});

it('gives a function no variable of this process', async () => {
  const bundle = join(elsewhere, 'tell.cjs');
  writeFileSync(bundle, 'exports.handler = async () => { throw new Error(Object.keys(process.env).sort().join()); };');
  const { error } = await deployed({ bundle, variables: { ONLY: 'this' }, timeoutMilliseconds: 1000 }).invoke({});
  expect(error).toBe(
    'Error: AWS_ACCESS_KEY_ID,AWS_ENDPOINT_URL,AWS_REGION,AWS_SECRET_ACCESS_KEY,AWS_SESSION_TOKEN,ONLY',
  );
});

it('runs a function on the clock of the account, which may be ahead of the machine', async () => {
  const bundle = join(elsewhere, 'time.cjs');
  writeFileSync(bundle, 'exports.handler = async () => { throw new Error([Date.now(), +new Date()].join()); };');
  const week = 7 * 24 * 60 * 60 * 1000;
  const told = { bundle, variables: {}, timeoutMilliseconds: 5000, clockAhead: () => week };
  const { error = '' } = await deployed(told).invoke({});
  const times = error.replace('Error: ', '').split(',').map(Number);
  expect(times).toHaveLength(2);
  for (const time of times) expect(Math.abs(time - Date.now() - week)).toBeLessThan(5000);
});

function replaced(found: (typeof synthesized.functions)[number]) {
  const twin = alone.find(({ bundle }) => bundle.endsWith(`${found.name}.cjs`));
  return twin ?? found;
}

function deployed(found: Omit<DeployedFunctionProps, 'endpoint' | 'region' | 'accessKeyId'>) {
  return new DeployedFunction({
    ...found,
    endpoint: room.gate.endpoint,
    region: 'eu-central-1',
    accessKeyId: 'ASIANOBODY',
  });
}
