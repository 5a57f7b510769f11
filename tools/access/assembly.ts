import { matchesArn } from './arn-patterns';
import { withKeysOfAliases } from './key-aliases';
import { withoutLoneAsterisks } from './lone-asterisks';
import { isPattern } from './patterns';
import { type Principal, principalsOf } from './principals';
import { resolveStack } from './resolve';
import { type ProtectedResource, protectedResourcesOf } from './resource-policies';
import type { Stack } from './template';

/** The stacks of one environment, resolved, with everybody who may act in them and every policy that may refuse it. */
export interface Assembly {
  readonly stacks: readonly Stack[];
  readonly principals: readonly Principal[];
  readonly resources: readonly ProtectedResource[];
}

export function assemblyOf(synthesized: readonly Stack[]): Assembly {
  const stacks = withKeysOfAliases(synthesized.map((stack) => withoutLoneAsterisks(resolveStack(stack, synthesized))));
  return { stacks, principals: principalsOf(stacks), resources: protectedResourcesOf(stacks) };
}

/** The resource with that ARN, the bucket that holds the object with that ARN, or what has one policy for all of its kind: log groups. */
export function resourceAt(assembly: Assembly, arn: string): ProtectedResource | undefined {
  const owner = arn.split(':')[2] === 's3' ? arn.split('/')[0] : arn;
  return (
    assembly.resources.find((resource) => resource.arn === owner) ??
    assembly.resources.find(({ arn: all, policy }) => policy !== undefined && isPattern(all) && matchesArn(arn, all))
  );
}
