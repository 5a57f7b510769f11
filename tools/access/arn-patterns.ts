import { commonPatterns, containsPattern, intersectsPattern, isPattern, matchesPattern } from './patterns';

/** Sets of resources, as policies write them: ARNs with wildcards, compared part by part, or `*` for all. */

/** The six parts of an ARN; the colons of the last one belong to it. */
export function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

interface Part {
  readonly text: string;
  readonly isPattern: boolean;
}

const divided = new Map<string, readonly Part[]>();
const everything: Part = { text: '*', isPattern: true };

/** `*`, or a pattern so short that AWS takes the missing parts for `*`: `arn:*:s3*`. */
function wholeParts(pattern: string): readonly Part[] {
  const known = divided.get(pattern);
  if (known !== undefined) return known;
  const parts = partsOf(pattern).map((text) => ({ text, isPattern: isPattern(text) }));
  const whole = parts.length === 6 ? parts : [...parts, ...Array<Part>(6 - parts.length).fill(everything)];
  divided.set(pattern, whole);
  return whole;
}

function everyPart(one: string, other: string, holds: (one: string, other: string) => boolean): boolean {
  const others = wholeParts(other);
  return wholeParts(one).every((part, index) => {
    const beside = others[index] ?? everything;
    // Most parts stand for themselves alone: then nothing needs to be worked out, and remembered.
    return part.isPattern || beside.isPattern ? holds(part.text, beside.text) : part.text === beside.text;
  });
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
    const common = commonPatterns(part.text, others[index]?.text ?? '');
    if (common === undefined) return undefined;
    arns = (arns ?? ['']).flatMap((arn) => common.map((next) => (index === 0 ? next : `${arn}:${next}`)));
  }
  return arns;
}
