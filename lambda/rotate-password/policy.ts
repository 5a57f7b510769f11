import { containsWord } from './dictionary';
import { containsSequence } from './sequences';

/** What passwords are drawn from. */
export interface PasswordPolicy {
  /** Characters, from `shortest` to `longest`. */
  readonly length: number;
  /** Each character once. */
  readonly alphabet: string;
}

export const shortest = 20;
export const longest = 128;

/**
 * Letters, digits and the special characters that a shell, a URL and a connection string all take as they are: RFC 3986
 * leaves them unreserved, and no shell gives them a meaning. (It does to `!` and `*`.)
 */
export const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._';

/** Every one has to be present. */
export const classes: Readonly<Record<string, RegExp>> = {
  'an upper-case letter': /[A-Z]/,
  'a lower-case letter': /[a-z]/,
  'a digit': /[0-9]/,
  'a special character': /[^A-Za-z0-9]/,
};

/** A first character like `-` would make a password an option of a command. */
export const first = /^[A-Za-z0-9]/;

/**
 * The rules that a password breaks, none for a good one. The names say nothing about its characters.
 *
 * @param allowed every character that it may have
 */
export function brokenRules(password: string, allowed: string): readonly string[] {
  const rules: readonly (readonly [isBroken: boolean, rule: string])[] = [
    [password.length < shortest || password.length > longest, `${shortest} to ${longest} characters`],
    [Array.from(password).some((character) => !allowed.includes(character)), 'characters of the alphabet only'],
    [!first.test(password), 'a letter or digit first'],
    ...Object.entries(classes).map(([name, pattern]) => [!pattern.test(password), name] as const),
    [/(.)\1\1/is.test(password), 'no three equal characters in a row'],
    [containsSequence(password), 'no sequence'],
    [containsWord(password), 'no word of a dictionary'],
  ];
  return rules.filter(([isBroken]) => isBroken).map(([, rule]) => rule);
}
