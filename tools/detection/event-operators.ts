import { BlockList, isIP } from 'node:net';

import { isScalar, type Scalar } from './event-fields';

/** EventBridge would refuse the pattern, or it says something that is not understood here. */
export class InvalidEventPattern extends Error {
  override readonly name = 'InvalidEventPattern';

  constructor(path: string, what: string) {
    super(`event pattern at ${path === '' ? 'its root' : path}: ${what}`);
  }
}

/** One entry of the list that a pattern has for a field. */
export interface Expectation {
  /** Whether it holds for a value that the field has. */
  readonly accepts: (value: Scalar) => boolean;
  /** Whether it holds where the field has no value. */
  readonly acceptsAbsence: boolean;
}

type Accepts = Expectation['accepts'];
type Operator = (argument: unknown, path: string) => Accepts;

function single(argument: unknown): readonly [string, unknown] | undefined {
  if (typeof argument !== 'object' || argument === null || Array.isArray(argument)) return undefined;
  const [entry, ...more] = Object.entries(argument) as [string, unknown][];
  return more.length === 0 ? entry : undefined;
}

const onText =
  (test: (text: string) => boolean): Accepts =>
  (value) =>
    typeof value === 'string' && test(value);

const sameLetters = (text: string) => text.toLowerCase();

/** Text, or text in any case: what `prefix` and `suffix` take. */
function textOrIgnoringCase(argument: unknown, path: string): { readonly text: string; readonly ignoresCase: boolean } {
  if (typeof argument === 'string') return { text: argument, ignoresCase: false };
  const [name, text] = single(argument) ?? [];
  if (name === 'equals-ignore-case' && typeof text === 'string') return { text, ignoresCase: true };
  throw new InvalidEventPattern(path, 'prefix and suffix take text, or text under equals-ignore-case');
}

const ending =
  (compare: (value: string, end: string) => boolean): Operator =>
  (argument, path) => {
    const { text, ignoresCase } = textOrIgnoringCase(argument, path);
    return onText((value) => (ignoresCase ? compare(sameLetters(value), sameLetters(text)) : compare(value, text)));
  };

const equalsIgnoreCase: Operator = (argument, path) => {
  if (typeof argument !== 'string') throw new InvalidEventPattern(path, 'equals-ignore-case takes text');
  return onText((value) => sameLetters(value) === sameLetters(argument));
};

/** A backslash takes its meaning from the star or backslash behind it. */
const wildcard: Operator = (argument, path) => {
  if (typeof argument !== 'string') throw new InvalidEventPattern(path, 'wildcard takes text');
  const parts: readonly string[] = argument.match(/\\[*\\]|[^\\]|\\/gsu) ?? [];
  if (parts.includes('\\'))
    throw new InvalidEventPattern(path, 'a backslash stands before * or another backslash only');
  if (parts.some((part, index) => part === '*' && parts[index + 1] === '*')) {
    throw new InvalidEventPattern(path, 'two wildcards follow each other');
  }
  const expression = parts.map((part) => {
    if (part === '*') return '.*';
    return (part.length > 1 && part.startsWith('\\') ? part.slice(1) : part).replace(
      /[.*+?^${}()|[\]\\]/u,
      String.raw`\$&`,
    );
  });
  const compiled = new RegExp(`^${expression.join('')}$`, 'su');
  return onText((value) => compiled.test(value));
};

/** Greatest number, in both directions, that EventBridge compares. */
const greatestNumber = 5e9;

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
  '=': (value, bound) => value === bound,
};

const numeric: Operator = (argument, path) => {
  const wrong = () => new InvalidEventPattern(path, 'numeric takes one comparison, or a lower and an upper bound');
  if (!Array.isArray(argument) || ![2, 4].includes(argument.length)) throw wrong();
  const [first, low, second, high] = argument as unknown[];
  const bounds = (
    second === undefined
      ? [[first, low]]
      : [
          [first, low],
          [second, high],
        ]
  ).map(([operator, bound]) => {
    const compare = typeof operator === 'string' ? comparisons[operator] : undefined;
    if (compare === undefined || typeof bound !== 'number' || Math.abs(bound) > greatestNumber) throw wrong();
    return { compare, bound };
  });
  if (second !== undefined) {
    const isRange =
      ['>', '>='].some((it) => it === first) && ['<', '<='].some((it) => it === second) && Number(low) < Number(high);
    if (!isRange) throw wrong();
  }
  return (value) => typeof value === 'number' && bounds.every(({ compare, bound }) => compare(value, bound));
};

const family = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

const cidr: Operator = (argument, path) => {
  const [address = '', bits = '', ...more] = typeof argument === 'string' ? argument.split('/') : [];
  if (isIP(address) === 0 || !/^\d{1,3}$/.test(bits) || more.length > 0) {
    throw new InvalidEventPattern(path, 'cidr takes a range of IP addresses such as 10.0.0.0/24');
  }
  const range = new BlockList();
  range.addSubnet(address, Number(bits), family(address));
  return onText((value) => isIP(value) !== 0 && range.check(value, family(value)));
};

const exactly =
  (expected: Scalar): Accepts =>
  (value) =>
    value === expected;

function homogeneous(items: readonly unknown[]): boolean {
  return items.length > 0 && ['string', 'number'].some((type) => items.every((item) => typeof item === type));
}

/** What `anything-but` can turn round, besides values. Nothing but text is ever refused by them. */
const invertible: Readonly<Record<string, Operator>> = {
  prefix: ending((value, end) => value.startsWith(end)),
  suffix: ending((value, end) => value.endsWith(end)),
  'equals-ignore-case': equalsIgnoreCase,
  wildcard,
};

const anythingBut: Operator = (argument, path) => {
  const [name, inner] = single(argument) ?? [];
  const items = [name === undefined ? argument : inner].flat<unknown[]>();
  if (!homogeneous(items)) {
    throw new InvalidEventPattern(path, 'anything-but takes texts or numbers, one or a list, but not both');
  }
  if (name === undefined) return (value) => !items.includes(value);
  const operator = invertible[name];
  if (operator === undefined || !items.every((item) => typeof item === 'string')) {
    throw new InvalidEventPattern(path, `anything-but takes no ${name} of that`);
  }
  if ((name === 'prefix' || name === 'suffix') && items.includes('')) {
    throw new InvalidEventPattern(path, `anything-but takes no empty ${name}`);
  }
  const refused = items.map((item) => operator(item, path));
  return (value) => !refused.some((accepts) => accepts(value));
};

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const operators: Readonly<Record<string, Operator>> = { ...invertible, numeric, cidr, 'anything-but': anythingBut };

/** Names that mean something inside a list, and so are no names of fields inside `$or`. */
export function isOperator(name: string): boolean {
  return name === 'exists' || name in operators;
}

/**
 * What one entry of a field's list expects.
 *
 * @throws InvalidEventPattern
 */
export function expectationOf(entry: unknown, path: string): Expectation {
  if (isScalar(entry)) return { accepts: exactly(entry), acceptsAbsence: false };
  const [name, argument] = single(entry) ?? [];
  if (name === 'exists') {
    if (typeof argument !== 'boolean') throw new InvalidEventPattern(path, 'exists takes true or false');
    return { accepts: () => argument, acceptsAbsence: !argument };
  }
  const operator = name === undefined ? undefined : operators[name];
  if (operator === undefined) throw new InvalidEventPattern(path, `${name ?? 'an entry of that form'} is no operator`);
  return { accepts: operator(argument, path), acceptsAbsence: false };
}
