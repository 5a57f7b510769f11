import { inspect } from 'node:util';

import { mistakesAfter } from './configurations';

/** One field of the baseline, what it takes, and what it refuses. */
export interface Leaf {
  readonly path: string;
  readonly accepts?: readonly unknown[];
  readonly refuses: readonly unknown[];
  /** What is said to be allowed: completes "allowed: …". */
  readonly allowed: string;
  /** Whether refused texts are counted instead of printed. */
  readonly hidden?: boolean;
}

/** How a value is named that nobody needs to hide. */
function found(value: unknown, hidden: boolean): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') {
    return hidden ? `a value of ${String(value.length)} characters (not printed: it may be secret)` : `'${value}'`;
  }
  if (Array.isArray(value)) return `a list of ${String(value.length)}`;
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' && value !== null ? 'an object' : inspect(value);
}

function show(value: unknown): string {
  return inspect(value).slice(0, 60);
}

/** A field takes what it accepts, though a rule across fields may still object, and refuses the rest with one finding. */
export function describeLeaf({ path, accepts = [], refuses, allowed, hidden = false }: Leaf): void {
  describe(path, () => {
    for (const value of accepts) {
      it(`accepts ${show(value)}`, () => {
        const objections = mistakesAfter({ [path]: value }).filter((mistake) => mistake.path.startsWith(path));
        expect(objections.map((mistake) => mistake.allowed)).not.toContainEqual(expect.stringContaining(allowed));
      });
    }
    for (const value of refuses) {
      it(`rejects ${show(value)}`, () => {
        expect(mistakesAfter({ [path]: value })).toEqual([
          { path, found: found(value, hidden), allowed: expect.stringContaining(allowed) as string },
        ]);
      });
    }
  });
}
