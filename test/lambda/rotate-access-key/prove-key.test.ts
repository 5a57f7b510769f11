import type { KeyTrial } from '../../../lambda/access-keys/ports';
import { proveKey } from '../../../lambda/rotate-access-key/prove-key';
import { CallFailed, type Refusal } from '../../../lambda/rotation/errors';

const userArn = 'arn:aws:iam::111122223333:user/rotated/prod/portal/portal-prod-scanner';
const expected = { secret: 'portal/prod/scanner-key', userArn, mayBeDenied: false };
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'CANARY-secret' };

type Answer = 'ok' | Refusal;
type Call = 'identity' | 'use' | 'overreach';

/** Answers in the order of the calls; the last one stays. */
function trialThat(answers: Partial<Record<Call, readonly Answer[]>>) {
  const calls: Call[] = [];
  const answer = (call: Call, usual: Answer): Promise<void> => {
    const said = answers[call] ?? [usual];
    const nth = calls.filter((one) => one === call).length;
    calls.push(call);
    const now = said[Math.min(nth, said.length - 1)] ?? usual;
    return now === 'ok' ? Promise.resolve() : Promise.reject(new CallFailed(call, now, now));
  };
  const trial: KeyTrial = {
    identity: () => answer('identity', 'ok').then(() => userArn),
    use: () => answer('use', 'ok'),
    overreach: () => answer('overreach', 'denied'),
  };
  return { trial, calls };
}

function clockThatRuns(milliseconds: number) {
  let elapsed = 0;
  return {
    now: () => new Date(elapsed),
    sleep: (time: number) => {
      elapsed += time;
      return Promise.resolve();
    },
    remaining: () => milliseconds - elapsed,
    elapsed: () => elapsed,
  };
}

const log = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };

function prove(answers: Partial<Record<Call, readonly Answer[]>>, more: Partial<typeof expected> = {}, time = 120_000) {
  const { trial, calls } = trialThat(answers);
  const clock = clockThatRuns(time);
  const result = proveKey({ trial, clock, log }, credentials, { ...expected, ...more });
  return { result, calls, clock };
}

const stopped = (problem: string): unknown => expect.objectContaining({ name: 'RotationStopped', problem });

test('takes three successes in a row on two services, each with a denial', async () => {
  const { result, calls } = prove({});
  await result;
  expect(calls).toEqual([1, 2, 3].flatMap(() => ['identity', 'use', 'overreach']));
});

test.each(['identity', 'use', 'overreach'] as const)(
  'begins to count anew when %s fails after a success',
  async (call) => {
    const good: Answer = call === 'overreach' ? 'denied' : 'ok';
    const { result, calls } = prove({ [call]: [good, good, 'unknown-key', good] });
    await result;
    expect(calls.filter((one) => one === call)).toHaveLength(6);
  },
);

test.each(['unknown-key', 'denied', 'throttled', 'unknown-outcome'] as const)(
  'waits for a key that is %s at first',
  async (refusal) => {
    const { result, clock } = prove({ use: [refusal, refusal, 'ok'] });
    await expect(result).resolves.toBeUndefined();
    expect(clock.elapsed()).toBeGreaterThan(1000);
  },
);

test('gives up within its budget, so that the next try goes on', async () => {
  const { result, clock } = prove({ identity: ['unknown-key'] });
  await expect(result).rejects.toEqual(stopped('not-usable-yet'));
  expect(clock.elapsed()).toBeLessThanOrEqual(60_000);
  expect(clock.elapsed()).toBeGreaterThan(50_000);
});

test('gives up before the function runs out of time', async () => {
  const { result, clock } = prove({ identity: ['unknown-key'] }, {}, 30_000);
  await expect(result).rejects.toEqual(stopped('not-usable-yet'));
  expect(clock.remaining()).toBeGreaterThanOrEqual(10_000);
});

test('does not take a key that is still denied for one that works', async () => {
  await expect(prove({ use: ['denied'] }).result).rejects.toEqual(stopped('not-usable-yet'));
});

test('takes a denial for proof where the user may do nothing harmless from here', async () => {
  await expect(prove({ use: ['denied'] }, { mayBeDenied: true }).result).resolves.toBeUndefined();
  await expect(prove({ use: ['unknown-key'] }, { mayBeDenied: true }).result).rejects.toEqual(
    stopped('not-usable-yet'),
  );
});

test('refuses a key of another user at once', async () => {
  const { result, calls } = prove({}, { userArn: `${userArn}2` });
  await expect(result).rejects.toEqual(stopped('wrong-identity'));
  expect(calls).toEqual(['identity']);
});

test('refuses a key whose secret part is wrong at once', async () => {
  const { result, calls } = prove({ identity: ['wrong-signature'] });
  await expect(result).rejects.toEqual(stopped('key-refused'));
  expect(calls).toEqual(['identity']);
});

test('refuses a key that may do more than it must', async () => {
  await expect(prove({ overreach: ['ok'] }).result).rejects.toEqual(stopped('too-much-access'));
});

test('passes on what it does not understand', async () => {
  await expect(prove({ identity: ['other'] }).result).rejects.toEqual(expect.objectContaining({ refusal: 'other' }));
});

test('never says the secret', async () => {
  for (const answers of [
    { identity: ['unknown-key'] },
    { identity: ['wrong-signature'] },
    { overreach: ['ok'] },
  ] as const) {
    await expect(prove(answers).result).rejects.toEqual(
      expect.objectContaining({ message: expect.not.stringContaining('CANARY') as unknown }),
    );
  }
});
