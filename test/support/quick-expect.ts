import { isDeepStrictEqual } from 'node:util';

/** Comparisons that need nothing of jest where they hold; strict equality is more than jest asks for. */
const plainly: Readonly<Record<string, (actual: unknown, wanted: unknown) => boolean>> = {
  toBe: (actual, wanted) => Object.is(actual, wanted),
  toEqual: (actual, wanted) => isDeepStrictEqual(actual, wanted),
  toHaveLength: (actual, wanted) => Array.isArray(actual) && actual.length === wanted,
};

/** A value of which only one can be equal to it. */
function isPrimitive(value: unknown): boolean {
  return value === null || (typeof value !== 'object' && typeof value !== 'function');
}

/** To jest a list may end with nothing, and be as long as one without it. */
function isListOfThings(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && !value.includes(undefined);
}

/** Comparisons that plainly fail: in these cases jest's have no exception. Whoever only asks reads no message. */
const plainlyNot: Readonly<Record<string, (actual: unknown, wanted: unknown) => boolean>> = {
  toBe: (actual, wanted) => !Object.is(actual, wanted),
  toEqual: (actual, wanted) =>
    (isListOfThings(actual) && isListOfThings(wanted) && actual.length !== wanted.length) ||
    (isPrimitive(actual) && isPrimitive(wanted) && !Object.is(actual, wanted)),
  toHaveLength: (actual, wanted) => Array.isArray(actual) && typeof wanted === 'number' && actual.length !== wanted,
};

/**
 * Asks with another `expect` than jest's, which prepares for every way to fail before it compares anything: a comparison
 * that plainly holds or fails does, and all others are jest's.
 */
export async function withQuickExpect<Result>(work: () => Promise<Result>): Promise<Result> {
  const jests = expect;
  const { stackTraceLimit } = Error;
  Object.assign(globalThis, { expect: quicker(jests) });
  // A failure is an answer here, and nobody reads where it was.
  Error.stackTraceLimit = 0;
  try {
    return await work();
  } finally {
    Object.assign(globalThis, { expect: jests });
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function quicker(jests: jest.Expect): jest.Expect {
  return new Proxy(jests, {
    apply: (_target, _this, [actual]: [unknown]) => comparisonsOf(jests, actual),
  });
}

function comparisonsOf(jests: jest.Expect, actual: unknown): object {
  const get = (_target: object, name: string): unknown => {
    const real = () => jests(actual) as unknown as Readonly<Record<string, (wanted: unknown) => void>>;
    const holds = plainly[name];
    if (holds === undefined) return real()[name];
    return (wanted: unknown) => {
      if (holds(actual, wanted)) return;
      if (plainlyNot[name]?.(actual, wanted) === true) throw new Error(`plainly not ${name}`);
      real()[name]?.(wanted);
    };
  };
  return new Proxy({}, { get });
}
