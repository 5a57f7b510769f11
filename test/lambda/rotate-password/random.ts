import type { RandomBelow } from '../../../lambda/rotate-password/generate';

/** Numbers that a seed decides (mulberry32), cut to a bound without bias. */
export function seeded(seed: number): RandomBelow {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return (bound) => {
    const limit = 2 ** 32 - (2 ** 32 % bound);
    for (;;) {
      const number = next();
      if (number < limit) return number % bound;
    }
  };
}
