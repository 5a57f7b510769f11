import { listOf, type Statement } from '../template';
import type { Condition } from './access-row';
import type { Comparison } from './holds';

/** Conditions put together, without parts that change nothing. */

export const always: Condition = { all: [] };
export const never: Condition = { any: [] };

function isAlways(condition: Condition): boolean {
  return 'all' in condition && condition.all.length === 0;
}

export function isNever(condition: Condition): boolean {
  return 'any' in condition && condition.any.length === 0;
}

function withoutRepetition(conditions: readonly Condition[]): Condition[] {
  return [...new Map(conditions.map((condition) => [JSON.stringify(condition), condition])).values()];
}

export function allOf(conditions: readonly Condition[]): Condition {
  const parts = withoutRepetition(conditions.flatMap((part) => ('all' in part ? part.all : [part])));
  if (parts.some(isNever)) return never;
  const [only, ...more] = parts;
  return only !== undefined && more.length === 0 ? only : { all: parts };
}

export function anyOf(conditions: readonly Condition[]): Condition {
  const parts = withoutRepetition(conditions.flatMap((part) => ('any' in part ? part.any : [part])));
  if (parts.some(isAlways)) return always;
  const [only, ...more] = parts;
  return only !== undefined && more.length === 0 ? only : { any: parts };
}

export function not(condition: Condition): Condition {
  if (isAlways(condition)) return never;
  if (isNever(condition)) return always;
  return 'not' in condition ? condition.not : { not: condition };
}

/** The condition of a statement: every key of every operator must hold. */
export function conditionOf({ Condition: written = {} }: Statement): Condition {
  return allOf(
    Object.entries(written).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]): Comparison => ({ operator, key, values: listOf(values).map(String) })),
    ),
  );
}

/** The comparisons of a condition, at any depth. */
export function comparisonsOf(condition: Condition): readonly Comparison[] {
  if ('all' in condition) return condition.all.flatMap(comparisonsOf);
  if ('any' in condition) return condition.any.flatMap(comparisonsOf);
  if ('not' in condition) return comparisonsOf(condition.not);
  return 'resourceLike' in condition ? [] : [condition];
}

/** The condition with each of its leaves replaced. */
export function mapLeaves(
  condition: Condition,
  leaf: (condition: Comparison | { readonly resourceLike: readonly string[] }) => Condition,
): Condition {
  if ('all' in condition) return allOf(condition.all.map((part) => mapLeaves(part, leaf)));
  if ('any' in condition) return anyOf(condition.any.map((part) => mapLeaves(part, leaf)));
  if ('not' in condition) return not(mapLeaves(condition.not, leaf));
  return leaf(condition);
}
