import type { Step } from '../../../lambda/rotation/event';
import { type RotationSteps, runStep, type StepContext } from '../../../lambda/rotation/run-step';
import { SECRET_ARN, SECRET_NAME } from '../../support/aws-model/world';
import { ModelRoom, stopped } from './model-room';

const everyStep: readonly Step[] = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];

async function run(room: ModelRoom, step: Step, token: string) {
  const ran: [name: string, context: StepContext][] = [];
  const keep = (name: string) => (context: StepContext) => Promise.resolve(void ran.push([name, context]));
  const steps: RotationSteps = {
    createSecret: keep('createSecret'),
    testSecret: keep('testSecret'),
    finishSecret: keep('finishSecret'),
    afterFinish: keep('afterFinish'),
  };
  const running = runStep({ step, secretId: SECRET_ARN, token }, SECRET_NAME, steps, room.ports);
  return { ran, ended: await running.catch((error: unknown) => error) };
}

function givenPending() {
  const room = new ModelRoom();
  return { room, token: room.version('CANARY-value', 'AWSPENDING') };
}

test.each(['createSecret', 'testSecret', 'finishSecret'] as const)('%s does its work and no other', async (step) => {
  const { room, token } = givenPending();
  const { ran, ended } = await run(room, step, token);
  expect(ran).toEqual([
    [step, { secret: SECRET_NAME, secretId: SECRET_ARN, token, description: await room.describe() }],
  ]);
  expect(ended).toBeUndefined();
  expect(room.logged).toEqual(['step done']);
  expect(room.fields).toEqual([{ step, token }]);
});

test('setSecret has nothing to do: nothing that rotates lies in a second place', async () => {
  const { room, token } = givenPending();
  const { ran, ended } = await run(room, 'setSecret', token);
  expect([ran, ended]).toEqual([[], undefined]);
  expect(room.calls).toEqual(['secretsmanager:DescribeSecret']);
});

test('a step that fails is not told as done', async () => {
  const { room, token } = givenPending();
  const fail = () => Promise.reject(new Error('it went wrong'));
  const steps = { createSecret: fail, testSecret: fail, finishSecret: fail, afterFinish: fail };
  const event = { step: 'testSecret', secretId: SECRET_ARN, token } as const;
  await expect(runStep(event, SECRET_NAME, steps, room.ports)).rejects.toThrow('it went wrong');
  expect(room.logged).toEqual([]);
});

describe('of a rotation that is finished', () => {
  test.each(['createSecret', 'setSecret', 'testSecret'] as const)('%s does nothing', async (step) => {
    const room = new ModelRoom();
    const token = room.version('CANARY-value');
    const { ran, ended } = await run(room, step, token);
    expect([ran, ended]).toEqual([[], undefined]);
    expect(room.logged).toEqual(['already finished']);
    expect(room.fields).toEqual([{ step, token }]);
  });

  test('finishSecret only sees to what a lost answer left undone', async () => {
    const room = new ModelRoom();
    const { ran } = await run(room, 'finishSecret', room.version('CANARY-value'));
    expect(ran.map(([name]) => name)).toEqual(['afterFinish']);
  });

  test('AWSPENDING may still be on the version', async () => {
    const room = new ModelRoom();
    const token = room.version('CANARY-value');
    room.world.secret.versions[token]?.stages.push('AWSPENDING');
    const { ran } = await run(room, 'createSecret', token);
    expect(ran).toEqual([]);
  });
});

describe('no step runs', () => {
  test.each(everyStep)('while the secret is scheduled for deletion: %s', async (step) => {
    const { room, token } = givenPending();
    room.world.secret.isDeleted = true;
    const { ran, ended } = await run(room, step, token);
    expect([ran, ended]).toEqual([[], stopped('not-enabled')]);
    expect(String(ended)).toContain('it is scheduled for deletion. Restore it, or let it go');
  });

  test.each(everyStep)('while rotation is switched off: %s', async (step) => {
    const { room, token } = givenPending();
    room.world.secret.rotationEnabled = false;
    const { ran, ended } = await run(room, step, token);
    expect([ran, ended]).toEqual([[], stopped('not-enabled')]);
    expect(String(ended)).toContain('its rotation is switched off. Deploy its stack');
  });

  test.each(everyStep)('for a version that the secret does not have: %s', async (step) => {
    const { room } = givenPending();
    const { ran, ended } = await run(room, step, 'another-token');
    expect([ran, ended]).toEqual([[], stopped('unknown-token')]);
    expect(String(ended)).toContain('it has no version another-token. Start a new rotation: this one is over');
  });

  test.each(everyStep)('for a version that is not pending any more: %s', async (step) => {
    const room = new ModelRoom();
    const token = room.version('CANARY-value', 'AWSPREVIOUS');
    const { ran, ended } = await run(room, step, token);
    expect([ran, ended]).toEqual([[], stopped('not-pending')]);
    expect(String(ended)).toContain(`version ${token} is not AWSPENDING. Start a new rotation: this one was given up`);
  });

  test('even of a finished rotation, once rotation is switched off', async () => {
    const room = new ModelRoom();
    room.world.secret.rotationEnabled = false;
    const { ended } = await run(room, 'finishSecret', room.version('CANARY-value'));
    expect(ended).toEqual(stopped('not-enabled'));
  });
});
