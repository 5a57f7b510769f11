import { matchesPattern } from '../patterns';
import { bitsOf } from '../address-blocks';
import { partsOf } from '../arn-patterns';

/**
 * The condition operators of IAM, each as a test of one value against one value of a policy.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
type Compare = (value: string, wanted: string) => boolean;

const equal: Compare = (value, wanted) => value === wanted;
const equalIgnoringCase: Compare = (value, wanted) => value.toLowerCase() === wanted.toLowerCase();

/** ARN operators compare the six parts one by one; equal and like are the same for them. */
const sameArn: Compare = (value, wanted) => {
  const parts = partsOf(value);
  const others = partsOf(wanted);
  return (
    parts.length === 6 && others.length === 6 && parts.every((part, index) => matchesPattern(part, others[index] ?? ''))
  );
};

function numbers(compare: (value: number, wanted: number) => boolean): Compare {
  return (value, wanted) => {
    const [one, other] = [Number(value), Number(wanted)];
    return value.trim() !== '' && wanted.trim() !== '' && compare(one, other);
  };
}

/** A date as ISO 8601 writes it, or as seconds since 1970. */
function timeOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function dates(compare: (value: number, wanted: number) => boolean): Compare {
  return (value, wanted) => compare(timeOf(value), timeOf(wanted));
}

const inRange: Compare = (value, wanted) => {
  const [network = '', prefix] = wanted.split('/');
  const [one, other] = [bitsOf(value), bitsOf(network)];
  if (one === undefined || other?.length !== one.length) return false;
  const free = BigInt(one.length - (prefix === undefined ? one.length : Number(prefix)));
  return one.bits >> free === other.bits >> free;
};

interface Operator {
  readonly compare: Compare;
  /** It holds when no value of the policy does, and when the key is absent. */
  readonly negated: boolean;
}

function both(name: string, not: string, compare: Compare): [string, Operator][] {
  return [
    [name, { compare, negated: false }],
    [not, { compare, negated: true }],
  ];
}

function ordered(kind: string, typed: typeof numbers): [string, Operator][] {
  return [
    ...both(
      `${kind}Equals`,
      `${kind}NotEquals`,
      typed((one, other) => one === other),
    ),
    [`${kind}LessThan`, { compare: typed((one, other) => one < other), negated: false }],
    [`${kind}LessThanEquals`, { compare: typed((one, other) => one <= other), negated: false }],
    [`${kind}GreaterThan`, { compare: typed((one, other) => one > other), negated: false }],
    [`${kind}GreaterThanEquals`, { compare: typed((one, other) => one >= other), negated: false }],
  ];
}

const operators = new Map(
  [
    ...both('StringEquals', 'StringNotEquals', equal),
    ...both('StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', equalIgnoringCase),
    ...both('StringLike', 'StringNotLike', matchesPattern),
    ...both('ArnEquals', 'ArnNotEquals', sameArn),
    ...both('ArnLike', 'ArnNotLike', sameArn),
    ...both('IpAddress', 'NotIpAddress', inRange),
    ...ordered('Numeric', numbers),
    ...ordered('Date', dates),
    ['Bool', { compare: equalIgnoringCase, negated: false }] as [string, Operator],
    ['BinaryEquals', { compare: equal, negated: false }] as [string, Operator],
  ].map(([name, operator]): [string, Operator] => [name.toLowerCase(), operator]),
);

/** A condition uses an operator that is not known here. */
export class UnknownOperatorError extends Error {
  override readonly name = 'UnknownOperatorError';
}

export interface ParsedOperator extends Operator {
  /** In lower case, without what stands before and behind it: `stringequals`. */
  readonly base: string;
  readonly set?: 'ForAllValues' | 'ForAnyValue';
  readonly ifExists: boolean;
}

const parsed = new Map<string, ParsedOperator>();

/**
 * An operator as a policy writes it, in its parts. `Null` is none of these: it asks about the key, not its value.
 *
 * @throws UnknownOperatorError that names it
 */
export function operatorOf(written: string): ParsedOperator {
  const known = parsed.get(written);
  if (known !== undefined) return known;
  const [, set, name = ''] = /^(?:(ForAllValues|ForAnyValue):)?(.*)$/i.exec(written) ?? [];
  const base = name.toLowerCase().replace(/ifexists$/, '');
  const operator = operators.get(base);
  if (operator === undefined) {
    throw new UnknownOperatorError(
      `the condition operator ${written} is unknown: correct it, or add it to tools/access/rows/operators.ts`,
    );
  }
  const found: ParsedOperator = {
    ...operator,
    base,
    ifExists: name.toLowerCase().endsWith('ifexists'),
    ...(set === undefined
      ? {}
      : { set: set.toLowerCase() === 'forallvalues' ? ('ForAllValues' as const) : ('ForAnyValue' as const) }),
  };
  parsed.set(written, found);
  return found;
}
