import { isDeepStrictEqual } from 'node:util';

import { type Condition, parseFilterPattern } from '../../detection/filter-grammar';

function implies(one: Condition, other: Condition): boolean {
  if (isDeepStrictEqual(one, other)) return true;
  if (one.kind === 'or') return one.parts.every((part) => implies(part, other));
  if (other.kind === 'and') return other.parts.every((part) => implies(one, part));
  if (other.kind === 'or' && other.parts.some((part) => implies(one, part))) return true;
  return one.kind === 'and' && one.parts.some((part) => implies(part, other));
}

/** Whether a filter counts whatever another one counts, as far as their form shows; no for patterns that are not understood. */
export function filterCovers(pattern: unknown, other: unknown): boolean {
  if (pattern === other) return true;
  if (typeof pattern !== 'string' || typeof other !== 'string') return false;
  // An empty pattern counts everything.
  if (pattern.trim() === '') return true;
  try {
    return implies(parseFilterPattern(other), parseFilterPattern(pattern));
  } catch {
    return false;
  }
}
