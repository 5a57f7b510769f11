import type { Condition } from '../rows/access-row';

type Leaf = Extract<Condition, { readonly operator: string }>;

/** The test that holds when the other does not. `Null` and `Bool` have their own answers for that. */
const opposites: readonly (readonly [string, string])[] = [
  ['StringEquals', 'StringNotEquals'],
  ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
  ['StringLike', 'StringNotLike'],
  ['ArnEquals', 'ArnNotEquals'],
  ['ArnLike', 'ArnNotLike'],
  ['IpAddress', 'NotIpAddress'],
  ['NumericEquals', 'NumericNotEquals'],
  ['NumericLessThan', 'NumericGreaterThanEquals'],
  ['NumericLessThanEquals', 'NumericGreaterThan'],
  ['DateEquals', 'DateNotEquals'],
  ['DateLessThan', 'DateGreaterThanEquals'],
  ['DateLessThanEquals', 'DateGreaterThan'],
];

const oppositeOf = new Map(
  opposites.flatMap(([one, other]) => [
    [one, other],
    [other, one],
  ]),
);

/** Operators that an absent key meets, so that `IfExists` changes nothing. */
const metByAbsence = /Not(?:Equals|Like)|NotIpAddress/;

function flipped(leaf: Leaf): Leaf {
  return { ...leaf, values: leaf.values.map((value) => (value === 'true' ? 'false' : 'true')) };
}

function negatedLeaf(leaf: Leaf): Condition {
  const { operator, key, values } = leaf;
  if (operator.endsWith('IfExists')) {
    const base = { ...leaf, operator: operator.slice(0, -'IfExists'.length) };
    if (metByAbsence.test(base.operator)) return negatedLeaf(base);
    return { all: [{ operator: 'Null', key, values: ['false'] }, negatedLeaf(base)] };
  }
  if (operator === 'Null' || operator === 'Bool') return flipped(leaf);
  const opposite = oppositeOf.get(operator);
  return opposite === undefined ? { not: leaf } : { operator: opposite, key, values };
}

/**
 * When a condition does not hold, without a `not` where a test can say it.
 *
 * It says what the simulator says of a Deny: the opposite test. Of a number, a date or a truth value that is absent that
 * is less than could be said, since neither test then holds.
 */
export function negated(condition: Condition): Condition {
  if ('all' in condition) return { any: condition.all.map(negated) };
  if ('any' in condition) return { all: condition.any.map(negated) };
  if ('not' in condition) return condition.not;
  return 'operator' in condition ? negatedLeaf(condition) : { not: condition };
}
