import { containsArn } from '../arn-patterns';
import { containsPattern } from '../patterns';
import type { Condition } from '../rows/access-row';
import { negated } from './negation';

type Leaf = Extract<Condition, { readonly operator: string }>;

/** Operators that hold when one of their values does, so that two tests joined by "or" are one with the values of both. */
const joinable = ['StringEquals', 'StringLike', 'ArnEquals', 'ArnLike', 'IpAddress'];

/** Operators whose values are patterns, and those that are met by fewer values than they are. */
const narrower: Readonly<Record<string, readonly string[]>> = {
  StringLike: ['StringEquals'],
  'ForAllValues:StringLike': ['ForAllValues:StringEquals'],
  'ForAnyValue:StringLike': ['ForAnyValue:StringEquals'],
  ArnLike: ['ArnEquals', 'StringEquals'],
  ArnEquals: ['ArnLike', 'StringEquals'],
};

function isLeaf(condition: Condition): condition is Leaf {
  return 'operator' in condition;
}

function leafText({ operator, key, values }: Leaf): string {
  return `${operator} ${key} [${[...new Set(values)].sort().join(', ')}]`;
}

function leafImplies(one: Leaf, other: Leaf): boolean {
  if (one.key.toLowerCase() !== other.key.toLowerCase()) return false;
  if (one.operator === other.operator && leafText(one) === leafText(other)) return true;
  const patterns = narrower[other.operator];
  if (patterns === undefined && !joinable.includes(other.operator)) return false;
  if (one.operator !== other.operator && patterns?.includes(one.operator) !== true) return false;
  const contains = other.operator.startsWith('Arn') ? containsArn : containsPattern;
  return one.values.every((value) =>
    other.values.some((pattern) => (patterns === undefined ? pattern === value : contains(pattern, value))),
  );
}

/** Whether the other condition holds whenever the first does, as far as their form shows; else false. */
export function implies(one: Condition, other: Condition): boolean {
  if ('all' in other) return other.all.every((part) => implies(one, part));
  if ('any' in one) return one.any.every((part) => implies(part, other));
  if ('all' in one && one.all.some((part) => implies(part, other))) return true;
  if ('any' in other) return other.any.some((part) => implies(one, part));
  if (isLeaf(one) && isLeaf(other)) return leafImplies(one, other);
  return textOf(one) === textOf(other);
}

/** Without what another part already says. */
function withoutImplied(parts: readonly Condition[], superfluous: (part: Condition, beside: Condition) => boolean) {
  return parts.filter(
    (part, index) =>
      !parts.some((beside, other) => {
        if (other === index || !superfluous(part, beside)) return false;
        // Of two that say the same, the first stays.
        return !superfluous(beside, part) || other < index;
      }),
  );
}

/** The two as one, where they differ in the values of one test alone and one test can have the values of both. */
function asOne(one: Condition, other: Condition): Condition | undefined {
  const parts = (condition: Condition) => ('all' in condition ? condition.all : [condition]);
  const texts = { one: parts(one).map(textOf), other: parts(other).map(textOf) };
  const [left, ...moreLeft] = parts(one).filter((part) => !texts.other.includes(textOf(part)));
  const [right, ...moreRight] = parts(other).filter((part) => !texts.one.includes(textOf(part)));
  if (left === undefined || right === undefined || moreLeft.length + moreRight.length > 0) return undefined;
  if (!isLeaf(left) || !isLeaf(right) || left.operator !== right.operator) return undefined;
  if (left.key.toLowerCase() !== right.key.toLowerCase() || !joinable.includes(left.operator)) return undefined;
  const both = { ...left, values: [...left.values, ...right.values] };
  const common = parts(one).filter((part) => part !== left);
  return common.length === 0 ? both : { all: [...common, both] };
}

/** One alternative for each value of each test that is met by one of its values. */
function alternativesOf(condition: Condition): Condition[] {
  if (isLeaf(condition)) {
    if (!joinable.includes(condition.operator)) return [condition];
    return condition.values.map((value) => ({ ...condition, values: [value] }));
  }
  if (!('all' in condition)) return [condition];
  return condition.all.reduce<Condition[]>(
    (found, part) => found.flatMap((begun) => alternativesOf(part).map((next) => withPart(begun, next))),
    [{ all: [] }],
  );
}

function withPart(condition: Condition, part: Condition): Condition {
  return { all: ['all' in condition ? condition.all : [condition], part].flat() };
}

/** The same whatever was joined before: told value by value, and joined in one order. */
function alternatives(parts: readonly Condition[]): Condition[] {
  const single = new Map(parts.flatMap(alternativesOf).map((part) => [textOf(part), part]));
  const kept = withoutImplied([...single.values()], (part, beside) => implies(part, beside));
  return joined(kept.toSorted((one, other) => (textOf(one) < textOf(other) ? -1 : 1)));
}

function joined(parts: readonly Condition[]): Condition[] {
  const found: Condition[] = [];
  for (const part of parts) {
    const place = found.findIndex((known) => asOne(known, part) !== undefined);
    const known = found[place];
    const both = known && asOne(known, part);
    if (both === undefined) found.push(part);
    else found[place] = both;
  }
  // What was joined may now be like another.
  return found.length < parts.length ? joined(found) : found;
}

/** The same condition with nothing said twice, however its parts are spread over statements. */
export function simplified(condition: Condition): Condition {
  if ('all' in condition) {
    const parts = condition.all.map(simplified).flatMap((part) => ('all' in part ? part.all : [part]));
    const kept = withoutImplied(parts, (part, beside) => implies(beside, part));
    return kept.length === 1 && kept[0] !== undefined ? kept[0] : { all: kept };
  }
  if ('any' in condition) {
    const parts = condition.any.map(simplified).flatMap((part) => ('any' in part ? part.any : [part]));
    const kept = alternatives(parts);
    return kept.length === 1 && kept[0] !== undefined ? kept[0] : { any: kept };
  }
  if ('not' in condition) {
    const opposite = negated(condition.not);
    return 'not' in opposite ? opposite : simplified(opposite);
  }
  return condition;
}

function textOf(condition: Condition): string {
  if ('all' in condition) {
    return condition.all.length === 0 ? 'always' : condition.all.map(nestedText).sort().join(' and ');
  }
  if ('any' in condition) {
    return condition.any.length === 0 ? 'never' : condition.any.map(nestedText).sort().join(' or ');
  }
  if ('not' in condition) return `not ${nestedText(condition.not)}`;
  if ('resourceLike' in condition) return `resource like [${[...condition.resourceLike].sort().join(', ')}]`;
  return leafText(condition);
}

function nestedText(condition: Condition): string {
  return 'all' in condition || 'any' in condition ? `(${textOf(condition)})` : textOf(condition);
}

/** The condition as one line, the same for all ways of writing it that this module knows. */
export function conditionText(condition: Condition): string {
  return textOf(simplified(condition));
}
