import fc from 'fast-check';

import { generatePassword, NoAcceptablePassword, type RandomBelow } from '../../../lambda/rotate-password/generate';
import { alphabet } from '../../../lambda/rotate-password/policy';
import { keepsTheRules } from './oracle';
import { seeded } from './random';

function counting(random: RandomBelow): { draws: number[]; bounds: Set<number>; random: RandomBelow } {
  const draws: number[] = [];
  const bounds = new Set<number>();
  return {
    draws,
    bounds,
    random: (bound) => {
      const draw = random(bound);
      draws.push(draw);
      bounds.add(bound);
      return draw;
    },
  };
}

function drawnByTheOracle(length: number, random: RandomBelow): string {
  for (;;) {
    let password = '';
    while (password.length < length) password += alphabet.charAt(random(alphabet.length));
    if (keepsTheRules(password)) return password;
  }
}

function countCharacters(passwords: readonly string[]): readonly number[] {
  const text = passwords.join('');
  return Array.from(alphabet, (character) => text.split(character).length - 1);
}

/** Chi-square of two samples, which says how much they differ beyond chance. */
function difference(one: readonly number[], other: readonly number[]): number {
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  const ratio = Math.sqrt(total(other) / total(one));
  return one.reduce((sum, count, index) => {
    const against = other[index] ?? 0;
    return sum + (count * ratio - against / ratio) ** 2 / (count + against);
  }, 0);
}

/** Quantile of the chi-square distribution for 64 degrees of freedom: chance exceeds it once in a thousand times. */
const oncePerThousand = 104.7;

describe('a generated password', () => {
  // The oracle is slow, so that two tests share what it accepts.
  let expected: readonly number[] = [];

  beforeAll(() => {
    const random = seeded(2);
    expected = countCharacters(Array.from({ length: 300 }, () => drawnByTheOracle(32, random)));
  });

  it('keeps every rule, by an oracle of its own', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 128 }), fc.integer(), (length, seed) => {
        const password = generatePassword({ length, alphabet }, seeded(seed));
        expect(password).toHaveLength(length);
        expect(keepsTheRules(password)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('is drawn whole: nothing of it is mended, moved or drawn from less than the alphabet', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 128 }), fc.integer(), (length, seed) => {
        const { draws, bounds, random } = counting(seeded(seed));
        const password = generatePassword({ length, alphabet }, random);
        const last = draws.slice(-length).map((draw) => alphabet.charAt(draw));
        expect(password).toBe(last.join(''));
        expect(draws.length % length).toBe(0);
        expect([...bounds]).toEqual([alphabet.length]);
      }),
      { numRuns: 40 },
    );
  });

  it('has the same characters as often as a whole draw that the oracle accepts', () => {
    const product = seeded(1);
    const generated = Array.from({ length: 300 }, () => generatePassword({ length: 32, alphabet }, product));
    expect(difference(countCharacters(generated), expected)).toBeLessThan(oncePerThousand);
  });

  it('would show a generator that prefers some characters', () => {
    const biased = seeded(1);
    // The remainder of a number below 100: the first 35 characters come twice as often as the others.
    const modulo: RandomBelow = (bound) => biased(100) % bound;
    const generated = Array.from({ length: 300 }, () => generatePassword({ length: 32, alphabet }, modulo));
    expect(difference(countCharacters(generated), expected)).toBeGreaterThan(oncePerThousand);
  });

  it.each([
    ['always draws the same character', () => () => 0],
    [
      'draws letters alone',
      () => {
        const random = seeded(3);
        return () => random(52);
      },
    ],
    ['draws beyond the alphabet', () => () => alphabet.length],
  ])('is refused after a thousand tries when the source %s', (_, source) => {
    const { draws, random } = counting(source());
    expect(() => generatePassword({ length: 20, alphabet }, random)).toThrow(
      new NoAcceptablePassword('none of 1000 passwords of 20 characters kept every rule'),
    );
    expect(draws).toHaveLength(1000 * 20);
  });

  it('is refused when it is shorter than asked, because draws fell outside of the alphabet', () => {
    const inside = seeded(4);
    let draws = 0;
    const random: RandomBelow = (bound) => {
      draws += 1;
      return draws % 16 === 0 ? bound : inside(bound);
    };
    expect(() => generatePassword({ length: 32, alphabet }, random)).toThrow(NoAcceptablePassword);
  });
});
