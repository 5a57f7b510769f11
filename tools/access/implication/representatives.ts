import type { Comparison } from '../rows/holds';
import { operatorOf } from '../rows/operators';
import { arnCellsOf, cellsOf, TooManyCasesError } from './cells';

/** What a request may send for one key: a value, several, or nothing. */
export type Sent = string | readonly string[] | undefined;

function baseOf({ operator }: Comparison): string {
  return /^null(ifexists)?$/i.test(operator) ? 'null' : operatorOf(operator).base;
}

function textsOf(comparisons: readonly Comparison[]): string[] {
  const values = comparisons.flatMap((one) => one.values);
  // `StringEquals` takes a wildcard for itself; the value is in no cell of that name then, and is one of its own.
  const cells = cellsOf(values);
  const ignoringCase = comparisons.some((one) => baseOf(one).endsWith('ignorecase'));
  const spellings = ignoringCase ? values.flatMap((value) => [value.toLowerCase(), value.toUpperCase()]) : [];
  return [...cells, ...values, ...spellings];
}

/** Each bound, and what lies between the bounds and beyond them. */
function numbersOf(comparisons: readonly Comparison[]): string[] {
  const bounds = [...new Set(comparisons.flatMap((one) => one.values.map(Number)))].sort((one, other) => one - other);
  const between = bounds.slice(1).map((bound, index) => (bound + (bounds[index] ?? bound)) / 2);
  return [...bounds, ...between, (bounds[0] ?? 0) - 1, (bounds.at(-1) ?? 0) + 1].map(String);
}

function timesOf(comparisons: readonly Comparison[]): string[] {
  const inSeconds = (text: string) => (/^\d+$/.test(text) ? Number(text) : Date.parse(text) / 1000);
  const seconds = comparisons.map((one) => ({ ...one, values: one.values.map((text) => String(inSeconds(text))) }));
  return numbersOf(seconds).map((second) => new Date(Number(second) * 1000).toISOString());
}

/** The first and the last address of a range, and their neighbours outside; IPv4 and IPv6. */
function addressesOf(comparisons: readonly Comparison[]): string[] {
  const inside = comparisons.flatMap((one) =>
    one.values.flatMap((range) => (range.includes(':') ? ofSixteenBytes(range) : ofFourBytes(range))),
  );
  return [...inside, '192.0.2.1', '2001:db8::1'];
}

function ofFourBytes(range: string): string[] {
  const [network = '', prefix = '32'] = range.split('/');
  const number = network.split('.').reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const size = 1n << BigInt(32 - Number(prefix));
  const first = (number / size) * size;
  return [first, first + size - 1n, first - 1n, first + size]
    .filter((address) => address >= 0n && address < 1n << 32n)
    .map((address) => [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join('.'));
}

function ofSixteenBytes(range: string): string[] {
  const [network = '', prefix = '128'] = range.split('/');
  const [head = '', tail = ''] = network.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const [before, after] = [groups(head), network.includes('::') ? groups(tail) : []];
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  const number = [...before, ...zeros, ...after].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
  const size = 1n << BigInt(128 - Number(prefix));
  const first = (number / size) * size;
  return [first, first + size - 1n, first - 1n, first + size]
    .filter((address) => address >= 0n && address < 1n << 128n)
    .map((address) =>
      Array.from({ length: 8 }, (_, index) => ((address >> BigInt(16 * (7 - index))) & 0xffffn).toString(16)).join(':'),
    );
}

const kinds: readonly (readonly [RegExp, (comparisons: readonly Comparison[]) => string[]])[] = [
  [/^(string|binary)/, textsOf],
  [/^arn/, (comparisons) => arnCellsOf(comparisons.flatMap((one) => one.values))],
  [/^numeric/, numbersOf],
  [/^date/, timesOf],
  [/^(not)?ipaddress/, addressesOf],
  [/^bool/, () => ['true', 'false']],
  [/^null/, () => ['anything']],
];

/** Sets of values up to this size are all gone through; of more values, all pairs. */
const smallSet = 5;

function listsOf(values: readonly string[]): string[][] {
  const lists = values.length <= smallSet ? subsets(values) : pairs(values);
  return [[], ...lists];
}

function subsets(values: readonly string[]): string[][] {
  return Array.from({ length: 2 ** values.length - 1 }, (_, index) =>
    values.filter((_value, at) => ((index + 1) >> at) % 2 === 1),
  );
}

function pairs(values: readonly string[]): string[][] {
  return values.flatMap((one, index) => [[one], ...values.slice(index + 1).map((other) => [one, other])]);
}

/**
 * What a request may send for one key, as far as any of the comparisons can tell it apart.
 *
 * @throws TooManyCasesError also when a value has a policy variable, whose value depends on another key
 */
export function representativesOf(comparisons: readonly Comparison[]): Sent[] {
  if (comparisons.some((one) => one.values.some((value) => value.includes('${')))) {
    throw new TooManyCasesError(`${comparisons[0]?.key ?? ''} is compared with a policy variable`);
  }
  const values = new Set(
    kinds.flatMap(([kind, make]) => {
      const own = comparisons.filter((one) => kind.test(baseOf(one)));
      return own.length === 0 ? [] : make(own);
    }),
  );
  const hasSets = comparisons.some((one) => baseOf(one) !== 'null' && operatorOf(one.operator).set !== undefined);
  return [...values, undefined, ...(hasSets ? listsOf([...values]) : [])];
}
