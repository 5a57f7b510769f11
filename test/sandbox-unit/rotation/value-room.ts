import type { ValueRoom } from '../../../tools/sandbox/rotation/secret-life';

/** A room in which a secret has one value after another: the first, and a further one with each rotation. */
export function roomWith(...values: readonly string[]): ValueRoom {
  let rotations = 0;
  return {
    valueOf: () => Promise.resolve(values[rotations] ?? ''),
    rotate: () => {
      rotations += 1;
      return Promise.resolve();
    },
    age: () => Promise.resolve(),
  };
}
