import { brokenRules, type PasswordPolicy } from './policy';

/** A whole number from 0 to below `bound`, each equally likely. In the function: `randomInt` of node:crypto. */
export type RandomBelow = (bound: number) => number;

/** No acceptable password turned up. */
export class NoAcceptablePassword extends Error {
  override readonly name = 'NoAcceptablePassword';
}

/**
 * Of passwords of 128 characters about 1 in 3 is accepted, of shorter ones more. A configuration that needs more than
 * `mostExpectedTries` is refused at synthesis, and at that very bound 1000 tries all fail once in 10^45 rotations. So
 * who gets here in practice has a source of randomness that is broken, and must not get a password from it.
 */
const tries = 1000;

/**
 * Draws whole passwords until one keeps every rule. Nothing is mended, so that each acceptable password is equally likely.
 *
 * @throws NoAcceptablePassword
 */
export function generatePassword({ alphabet, length }: PasswordPolicy, randomBelow: RandomBelow): string {
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const password = Array.from({ length }, () => alphabet.charAt(randomBelow(alphabet.length))).join('');
    if (password.length === length && brokenRules(password, alphabet).length === 0) return password;
  }
  throw new NoAcceptablePassword(`none of ${tries} passwords of ${length} characters kept every rule`);
}
