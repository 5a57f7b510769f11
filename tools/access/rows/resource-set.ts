import { commonArns, containsArn, intersectsArn } from '../arn-patterns';
import { fittingTypes, type KnownAction } from '../actions';
import { listOf, type Statement } from '../template';
import type { Condition } from './access-row';
import { always, isNever, mapLeaves, never, not } from './condition-tree';
import { AccessError } from './errors';

/** Some resources: those of a pattern that also meet the conditions, which ask about the resource alone. */
export interface ResourceSet {
  readonly pattern: string;
  readonly conditions: readonly Condition[];
}

function withoutVariables(patterns: readonly string[]): readonly string[] {
  const found = patterns.find((pattern) => pattern.includes('${'));
  if (found === undefined) return patterns;
  throw new AccessError(`policy variables in resources are not understood: ${found}`);
}

/** The resources that a statement is about, as far as the action can be done to them. */
export function resourcesOf(statement: Statement, action: KnownAction): ResourceSet[] {
  const written = withoutVariables(listOf(statement.Resource));
  const excepted = withoutVariables(listOf(statement.NotResource));
  // An action without resources is allowed only by `*`, and by an exception of something else.
  if (action.resourceTypes.length === 0) {
    const meant =
      statement.NotResource === undefined
        ? statement.Resource === undefined || written.includes('*')
        : !excepted.includes('*');
    return meant ? [{ pattern: '*', conditions: [] }] : [];
  }
  if (statement.NotResource !== undefined) {
    return excepted.includes('*') ? [] : [{ pattern: '*', conditions: [not({ resourceLike: excepted })] }];
  }
  return (statement.Resource === undefined ? ['*'] : written).map((pattern) => ({ pattern, conditions: [] }));
}

/** The resources of a set that also match a pattern; none when there are none. */
export function within(set: ResourceSet, pattern: string): ResourceSet[] {
  const common = commonArns(set.pattern, pattern);
  if (common !== undefined) return common.map((one) => ({ ...set, pattern: one }));
  return [{ ...set, conditions: [...set.conditions, { resourceLike: [pattern] }] }];
}

/** The resources that are in both sets. */
export function common(one: ResourceSet, other: ResourceSet): ResourceSet[] {
  return within(one, other.pattern).map((both) => ({ ...both, conditions: [...both.conditions, ...other.conditions] }));
}

/** The resources of a set that match none of the patterns; undefined when one of them covers it. */
export function outside(set: ResourceSet, patterns: readonly string[]): ResourceSet | undefined {
  const reaching = patterns.filter((pattern) => intersectsArn(set.pattern, pattern));
  if (reaching.length === 0) return set;
  if (reaching.some((pattern) => containsArn(pattern, set.pattern))) return undefined;
  return { ...set, conditions: [...set.conditions, not({ resourceLike: reaching })] };
}

/** The condition with what is the same for all resources of a pattern decided. */
export function decideResources(condition: Condition, pattern: string): Condition {
  return mapLeaves(condition, (leaf) => {
    if (!('resourceLike' in leaf)) return leaf;
    if (leaf.resourceLike.some((like) => containsArn(like, pattern))) return always;
    const reaching = leaf.resourceLike.filter((like) => intersectsArn(like, pattern));
    return reaching.length === 0 ? never : { resourceLike: reaching };
  });
}

/**
 * Whether there is no resource in a set to which the action can be done, or a condition excludes every one.
 *
 * @param partition in which whoever acts is: nobody reaches into another
 */
export function excludesAll(condition: Condition, set: ResourceSet, action: KnownAction, partition: string): boolean {
  if (action.resourceTypes.length === 0) return false;
  return fittingTypes(action, set.pattern).every(({ arn }) => {
    const here = ['arn', partition, ...arn.split(':').slice(2)].join(':');
    const patterns = commonArns(set.pattern, here) ?? [set.pattern];
    return patterns.every((pattern) => isNever(decideResources(condition, pattern)));
  });
}

/** When a statement is about a resource of a pattern. */
export function concernsResources(statement: Statement, action: KnownAction, pattern: string): Condition {
  if (action.resourceTypes.length === 0) return resourcesOf(statement, action).length > 0 ? always : never;
  const condition: Condition =
    statement.NotResource === undefined
      ? { resourceLike: statement.Resource === undefined ? ['*'] : withoutVariables(listOf(statement.Resource)) }
      : not({ resourceLike: withoutVariables(listOf(statement.NotResource)) });
  return decideResources(condition, pattern);
}
