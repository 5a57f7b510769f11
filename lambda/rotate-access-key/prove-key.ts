import { type CallFailed, RotationStopped, wasRefused } from '../rotation/errors';
import type { Clock, Log } from '../rotation/ports';
import type { Credentials, KeyTrial } from '../access-keys/ports';

/** Successes in a row that count as working: a new key fails now and then after its first success. @see https://github.com/rhyeal/aws-rotate-iam-keys/issues/81 */
const rounds = 3;

/** Longest wait for a new key, in milliseconds; IAM needs seconds. The next try of the rotation goes on waiting. */
const budget = 60_000;

/** Kept for the answer and the log, in milliseconds. */
const reserve = 10_000;

const millisecondsBetweenRounds = 500;
const longestPause = 5000;

export interface Expected {
  readonly secret: string;
  readonly userArn: string;
  /** Whether a refusal by the second service proves the key as well. */
  readonly mayBeDenied: boolean;
}

/** One round of calls. @returns what the new key still lacks, or nothing if all went as it must */
async function round(trial: KeyTrial, credentials: Credentials, expected: Expected): Promise<CallFailed | undefined> {
  try {
    const arn = await trial.identity(credentials);
    if (arn !== expected.userArn) {
      throw new RotationStopped(
        'wrong-identity',
        expected.secret,
        `the pending key belongs to ${arn}, not to ${expected.userArn}`,
        'Give the pending version up (request "discard" in the journal) and find out who put it',
      );
    }
    await use(trial, credentials, expected);
    await overreach(trial, credentials, expected);
    return undefined;
  } catch (error) {
    if (wasRefused(error, 'unknown-key', 'denied', 'throttled', 'unknown-outcome')) return error;
    if (wasRefused(error, 'wrong-signature')) {
      throw new RotationStopped(
        'key-refused',
        expected.secret,
        'AWS knows the pending key and refuses its signature: the stored secret part is wrong',
        'Give the pending version up (request "discard" in the journal); the current key stays in use',
        { cause: error },
      );
    }
    throw error;
  }
}

async function use(trial: KeyTrial, credentials: Credentials, { mayBeDenied }: Expected): Promise<void> {
  try {
    await trial.use(credentials);
  } catch (error) {
    if (!mayBeDenied || !wasRefused(error, 'denied')) throw error;
  }
}

async function overreach(trial: KeyTrial, credentials: Credentials, { secret, userArn }: Expected): Promise<void> {
  try {
    await trial.overreach(credentials);
  } catch (error) {
    if (wasRefused(error, 'denied')) return;
    throw error;
  }
  throw new RotationStopped(
    'too-much-access',
    secret,
    `${userArn} may list access keys, which its boundary must not allow`,
    'Deploy its stack, which puts its boundary back, and find out who took it off',
  );
}

/**
 * Uses a key until it has worked several times in a row: who it is, a call to a second service, and one that must be
 * refused. Waits only for what a new key lacks while it spreads through AWS.
 *
 * @throws RotationStopped `not-usable-yet` when the time is over; everything stays as it is, and the next try goes on
 */
export async function proveKey(
  { trial, clock, log }: { readonly trial: KeyTrial; readonly clock: Clock; readonly log: Log },
  credentials: Credentials,
  expected: Expected,
): Promise<void> {
  let left = budget;
  let pause = millisecondsBetweenRounds;
  let successes = 0;
  for (let attempts = 1; ; attempts += 1) {
    const lack = await round(trial, credentials, expected);
    successes = lack === undefined ? successes + 1 : 0;
    if (successes === rounds) {
      log.info('the pending key works', { attempts });
      return;
    }
    pause = lack === undefined ? millisecondsBetweenRounds : Math.min(pause * 2, longestPause);
    if (pause > left || pause + reserve > clock.remaining()) {
      throw new RotationStopped(
        'not-usable-yet',
        expected.secret,
        `the pending key did not work ${String(rounds)} times in a row in ${String(attempts)} rounds (last: ${lack?.message ?? 'success'})`,
        'The next try goes on with the same key; if it never works, give the pending version up (request "discard" in the journal)',
        lack === undefined ? undefined : { cause: lack },
      );
    }
    await clock.sleep(pause);
    left -= pause;
  }
}
