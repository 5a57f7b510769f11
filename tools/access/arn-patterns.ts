import { commonPatterns, containsPattern, intersectsPattern, matchesPattern } from './patterns';

/** Sets of resources, as policies write them: ARNs with wildcards, compared part by part, or `*` for all. */

/** The six parts of an ARN; the colons of the last one belong to it. */
export function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

const divided = new Map<string, readonly string[]>();

/** `*`, or a pattern so short that AWS takes the missing parts for `*`: `arn:*:s3*`. */
function wholeParts(pattern: string): readonly string[] {
  const known = divided.get(pattern);
  if (known !== undefined) return known;
  const parts = partsOf(pattern);
  const whole = parts.length === 6 ? parts : [...parts, ...Array<string>(6 - parts.length).fill('*')];
  divided.set(pattern, whole);
  return whole;
}

function everyPart(one: string, other: string, holds: (one: string, other: string) => boolean): boolean {
  const others = wholeParts(other);
  return wholeParts(one).every((part, index) => holds(part, others[index] ?? ''));
}

export function matchesArn(arn: string, pattern: string): boolean {
  return pattern === '*' || everyPart(arn, pattern, matchesPattern);
}

/** Whether every resource of `inner` is also one of `outer`. */
export function containsArn(outer: string, inner: string): boolean {
  if (outer === '*' || outer === inner) return true;
  return inner !== '*' && everyPart(outer, inner, containsPattern);
}

/** Whether some resource is in both. */
export function intersectsArn(one: string, other: string): boolean {
  return one === '*' || other === '*' || everyPart(one, other, intersectsPattern);
}

/**
 * The resources that are in both, as patterns; none when there are no such resources.
 *
 * @returns undefined when they are too many patterns
 */
export function commonArns(one: string, other: string): readonly string[] | undefined {
  if (containsArn(one, other)) return [other];
  if (containsArn(other, one)) return [one];
  if (!intersectsArn(one, other)) return [];
  const others = wholeParts(other);
  let arns: string[] | undefined;
  for (const [index, part] of wholeParts(one).entries()) {
    const common = commonPatterns(part, others[index] ?? '');
    if (common === undefined) return undefined;
    arns = (arns ?? ['']).flatMap((arn) => common.map((next) => (index === 0 ? next : `${arn}:${next}`)));
  }
  return arns;
}
