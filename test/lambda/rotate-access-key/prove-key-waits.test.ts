import { proveKey } from '../../../lambda/rotate-access-key/prove-key';
import { CallFailed } from '../../../lambda/rotation/errors';
import { SECRET_NAME, USER_ARN } from '../../support/aws-model/world';

/** Tries a key that works (+) or not (-) in one round after another; the last stays. @returns the pauses between them */
async function pauses(rounds: string, time = 1_000_000): Promise<readonly number[]> {
  const slept: number[] = [];
  let round = 0;
  const fail = (refusal: 'denied' | 'unknown-key') => Promise.reject(new CallFailed('a:Call', refusal, 'SomeCode'));
  const trial = {
    identity: () => {
      const works = rounds[Math.min(round, rounds.length - 1)] === '+';
      round += 1;
      return works ? Promise.resolve(USER_ARN) : fail('unknown-key');
    },
    use: () => Promise.resolve(),
    overreach: () => fail('denied'),
  };
  const clock = {
    now: () => new Date(0),
    sleep: (milliseconds: number) => Promise.resolve(void slept.push(milliseconds)),
    remaining: () => time - slept.reduce((sum, one) => sum + one, 0),
  };
  const log = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'CANARY' };
  const expected = { secret: SECRET_NAME, userArn: USER_ARN, mayBeDenied: false };
  await proveKey({ trial, clock, log }, credentials, expected).catch(() => undefined);
  return slept;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

test('a key that works is tried again after half a second', async () => {
  expect(await pauses('+++')).toEqual([500, 500]);
});

test('a key that does not work yet is given twice the time with each round, five seconds at most', async () => {
  expect((await pauses('-')).slice(0, 6)).toEqual([1000, 2000, 4000, 5000, 5000, 5000]);
});

test('a success begins the pauses anew', async () => {
  expect(await pauses('---+-+++')).toEqual([1000, 2000, 4000, 500, 1000, 500, 500]);
});

test('the whole minute is waited, and no longer', async () => {
  expect(sum(await pauses('++-++-'))).toBe(60_000);
});

test('ten seconds are left to the function, and no more', async () => {
  expect(sum(await pauses('-', 11_000))).toBe(1000);
  expect(sum(await pauses('-', 10_999))).toBe(0);
});
