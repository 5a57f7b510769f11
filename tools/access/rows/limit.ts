import type { Condition } from './access-row';
import { type Comparison, comparisonOf, oppositeOf } from './comparison';

/** A condition without negations of whole groups: those have moved inwards, to what is compared. */
export type Limit =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Limit[] }
  | { readonly kind: 'comparison'; readonly comparison: Comparison }
  | { readonly kind: 'resource'; readonly patterns: readonly string[]; readonly holds: boolean }
  /** A condition that is told as it is written. */
  | {
      readonly kind: 'literal';
      readonly operator: string;
      readonly key: string;
      readonly values: readonly string[];
      readonly holds: boolean;
    };

export function limitOf(condition: Condition, holds = true): Limit {
  if ('not' in condition) return limitOf(condition.not, !holds);
  if ('all' in condition) return group(holds ? 'all' : 'any', condition.all, holds);
  if ('any' in condition) return group(holds ? 'any' : 'all', condition.any, holds);
  if ('resourceLike' in condition) return { kind: 'resource', patterns: condition.resourceLike, holds };

  const comparison = comparisonOf(condition);
  if (comparison === undefined) {
    const { operator, key, values } = condition;
    return { kind: 'literal', operator, key, values, holds };
  }
  return { kind: 'comparison', comparison: holds ? comparison : oppositeOf(comparison) };
}

/** By de Morgan, the opposite of a group is the other group of the opposites. */
function group(kind: 'all' | 'any', conditions: readonly Condition[], holds: boolean): Limit {
  const parts = conditions
    .map((part) => limitOf(part, holds))
    .flatMap((part) => (part.kind === kind ? part.parts : [part]));
  const absorbing = kind === 'all' ? 'any' : 'all';
  if (parts.some((part) => part.kind === absorbing && part.parts.length === 0)) return { kind: absorbing, parts: [] };

  const merged = kind === 'all' ? withTlsVersion(withPresence(parts)) : withAbsence(parts);
  const [only, ...others] = unique(merged);
  return only !== undefined && others.length === 0 ? only : { kind, parts: unique(merged) };
}

function unique(parts: readonly Limit[]): Limit[] {
  return [...new Map(parts.map((part) => [JSON.stringify(part), part])).values()];
}

function presenceKey(part: Limit, isSent: boolean): string | undefined {
  if (part.kind !== 'comparison') return undefined;
  const { relation, holds, key } = part.comparison;
  return relation === 'sent' && holds === isSent ? key.toLowerCase() : undefined;
}

function comparesValueOf(part: Limit, keys: ReadonlySet<string | undefined>): boolean {
  return (
    part.kind === 'comparison' && part.comparison.relation !== 'sent' && keys.has(part.comparison.key.toLowerCase())
  );
}

/** Merges what is said of a request without the key into what is said of the key's value. */
function mergePresence(parts: readonly Limit[], isSent: boolean): Limit[] {
  const keys = new Set(parts.map((part) => presenceKey(part, isSent)));
  const compared = parts.filter((part) => comparesValueOf(part, keys));
  const merged = new Set(
    compared.map((part) => (part.kind === 'comparison' ? part.comparison.key.toLowerCase() : undefined)),
  );
  return parts
    .filter((part) => {
      const key = presenceKey(part, isSent);
      return key === undefined || !merged.has(key);
    })
    .map((part) =>
      part.kind === 'comparison' && comparesValueOf(part, merged)
        ? { ...part, comparison: { ...part.comparison, whenAbsent: !isSent } }
        : part,
    );
}

function withPresence(parts: readonly Limit[]): Limit[] {
  return mergePresence(parts, true);
}

function withAbsence(parts: readonly Limit[]): Limit[] {
  return mergePresence(parts, false);
}

/** S3 tells the version of every request that comes over TLS, so what comes over TLS and is not too old is new enough. */
function withTlsVersion(parts: readonly Limit[]): Limit[] {
  const isTls = (part: Limit) =>
    part.kind === 'comparison' && part.comparison.key.toLowerCase() === 'aws:securetransport' && part.comparison.holds;
  const isVersion = (part: Limit) =>
    part.kind === 'comparison' &&
    part.comparison.key.toLowerCase() === 's3:tlsversion' &&
    part.comparison.relation === '<' &&
    !part.comparison.holds;
  if (!parts.some(isTls) || !parts.some(isVersion)) return [...parts];
  return parts
    .filter((part) => !isTls(part))
    .map((part) =>
      part.kind === 'comparison' && isVersion(part)
        ? { ...part, comparison: { ...part.comparison, whenAbsent: false } }
        : part,
    );
}
