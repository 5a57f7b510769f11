import type { EventPattern } from './detection';

/** Characters of a rule's pattern. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const longestPattern = 2048;

/** What one pattern must say by itself is longer than EventBridge takes. */
class PatternTooLongError extends Error {
  override readonly name = 'PatternTooLongError';
}

/**
 * Patterns over a list that one pattern may be too short for: each has as many items as fit, in their order.
 *
 * @param build the pattern over some of the items; it must match what any of them matches
 * @throws PatternTooLongError when one item alone fits no pattern
 */
export function fittingPatterns<Item>(
  items: readonly Item[],
  build: (part: readonly Item[]) => EventPattern,
): EventPattern[] {
  const fits = (part: readonly Item[]) => JSON.stringify(build(part)).length <= longestPattern;
  const parts: Item[][] = [];
  for (const item of items) {
    const last = parts.at(-1);
    if (last !== undefined && fits([...last, item])) last.push(item);
    else if (fits([item])) parts.push([item]);
    else {
      throw new PatternTooLongError(
        `a pattern is longer than the ${String(longestPattern)} characters that EventBridge takes: ${JSON.stringify(build([item]))}`,
      );
    }
  }
  return parts.map(build);
}
