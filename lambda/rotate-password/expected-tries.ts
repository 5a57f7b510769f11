import { dictionary } from './dictionary';
import { classes, first, longest, type PasswordPolicy, shortest } from './policy';
import { sequences } from './sequences';

/** A policy that needs more is refused: rejection would leave too little to choose from, and take too long. */
export const mostExpectedTries = 10;

/**
 * How many random passwords it takes until one keeps every rule, on average; infinite when none can.
 *
 * Refused parts are taken as independent of each other, which the tests hold against drawn passwords.
 */
export function expectedTries(policy: PasswordPolicy): number {
  const { alphabet, length } = policy;
  if (
    !Number.isInteger(length) ||
    length < shortest ||
    length > longest ||
    new Set(alphabet).size !== alphabet.length
  ) {
    return Infinity;
  }
  const starts = Array.from(alphabet).filter((character) => first.test(character)).length / alphabet.length;
  return 1 / (starts * hasEveryClass(policy) * hasNoRefusedPart(policy));
}

/** By inclusion and exclusion: with every class, less those that lack one, plus those that lack two, and so on. */
function hasEveryClass({ alphabet, length }: PasswordPolicy): number {
  const patterns = Object.values(classes);
  let probability = 0;
  for (let subset = 0; subset < 2 ** patterns.length; subset += 1) {
    const lacking = patterns.filter((_, index) => (subset >> index) % 2 === 1);
    const left = Array.from(alphabet).filter((character) => !lacking.some((pattern) => pattern.test(character))).length;
    probability += (-1) ** lacking.length * (left / alphabet.length) ** length;
  }
  // What inclusion and exclusion leave of an impossible class is a rounding error.
  return probability < 1e-9 ? 0 : probability;
}

function hasNoRefusedPart({ alphabet, length }: PasswordPolicy): number {
  const share = shares(alphabet);
  const probabilityByLength = new Map<number, number>();
  const add = (part: string) => {
    const probability = Array.from(part).reduce((product, character) => product * (share.get(character) ?? 0), 1);
    probabilityByLength.set(part.length, (probabilityByLength.get(part.length) ?? 0) + probability);
  };
  for (const word of dictionary()) add(word);
  for (const sequence of sequences) add(sequence);
  for (const character of share.keys()) add(character.repeat(3));
  let none = 1;
  for (let left = length; left > 0; left -= 1) {
    let here = 0;
    for (const [size, probability] of probabilityByLength) if (size <= left) here += probability;
    none *= Math.max(0, 1 - here);
  }
  return none;
}

/** How likely each character is, whatever its case. */
function shares(alphabet: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const character of alphabet.toLowerCase()) {
    found.set(character, (found.get(character) ?? 0) + 1 / alphabet.length);
  }
  return found;
}
