import { RotationStopped } from '../rotation/errors';
import type { SecretVersion } from '../rotation/ports';
import { malformed, type ValueKind } from '../rotation/rotate-value';
import { generatePassword, type RandomBelow } from './generate';
import { alphabet, brokenRules } from './policy';
import { readPassword, writePassword } from './value';

/** What the configuration says about a password. */
export interface PasswordSpecification {
  /** Name of the secret. */
  readonly secret: string;
  /** Characters. */
  readonly length: number;
  /** Absent where the value is the password alone. */
  readonly userName?: string;
}

/** Passwords, alone or beside a user name. Every rotation replaces the whole password; nothing of the old one stays. */
export function passwordKind(
  specification: PasswordSpecification,
  { randomBelow }: { readonly randomBelow: RandomBelow },
): ValueKind {
  return {
    make: ({ current, isEmergency }) => {
      // In an emergency the current value may be anything: the way out of it must not lead through it.
      if (current !== undefined && !isEmergency) refuseUnlessReadable(specification, current);
      return Promise.resolve(make(specification, randomBelow));
    },
    prove: (pending, current) => {
      prove(specification, pending, current);
      return Promise.resolve();
    },
    assertPromotable: () => undefined,
  };
}

function make(specification: PasswordSpecification, randomBelow: RandomBelow): string {
  const { secret, length, userName } = specification;
  try {
    return writePassword(generatePassword({ length, alphabet }, randomBelow), userName);
  } catch (error) {
    throw new RotationStopped(
      'value-invalid',
      secret,
      'no password kept the rules within the allowed tries',
      'Secrets Manager tries again; if that keeps failing, the source of randomness is broken: report it',
      { cause: error },
    );
  }
}

/** What a person put there would be lost with the next value. */
function refuseUnlessReadable({ secret, userName }: PasswordSpecification, current: SecretVersion): void {
  const reading = readPassword(current.value, userName);
  if (reading.fault === 'other-user') {
    throw new RotationStopped(
      'other-user',
      secret,
      `its current value is of another user than '${String(userName)}'`,
      'Set the user name in the configuration to that of the value, or put the value of the right user back',
    );
  }
  if (reading.fault !== undefined) throw malformed(secret, `its current value ${reading.fault}`);
}

function prove(
  { secret, userName }: PasswordSpecification,
  pending: SecretVersion,
  current: SecretVersion | undefined,
): void {
  const refuse = (found: string) =>
    new RotationStopped(
      'value-invalid',
      secret,
      found,
      `Give version ${pending.versionId} up with the request "discard" in the journal, then rotate again`,
    );
  const reading = readPassword(pending.value, userName);
  if (reading.fault !== undefined) {
    throw refuse(
      reading.fault === 'other-user' ? 'the pending value is of another user' : `the pending value ${reading.fault}`,
    );
  }
  // The length of the day may have changed since the value was made; the rules hold for every length.
  const broken = brokenRules(reading.password, alphabet);
  if (broken.length > 0) throw refuse(`the pending password breaks rules: ${broken.join(', ')}`);
  if (current !== undefined && readPassword(current.value, userName).password === reading.password) {
    throw refuse('the pending password is the current one');
  }
}
