import type { Environment } from '../config/parameters';
import { deploymentRoleArns } from './deployment-exclusion';
import { consumerRolePrefix, functionRolePrefix, rotatedUserPrefix } from './own-names';

/**
 * Who is neither a consumer nor a function of some workloads: a part of a pattern's `userIdentity`.
 *
 * A principal of another account has no ARN in the records of this one, only its account. AWS services have neither, and
 * are not meant.
 *
 * @param task whoever reads secrets needs no more than its declaration; a key is also used by those who write secrets
 */
export function unexpectedPrincipal(
  environment: Environment,
  workloads: readonly string[],
  task: 'reads secrets' | 'uses keys',
): { readonly $or: readonly unknown[] } {
  const writers = task === 'uses keys' ? [...deploymentRoleArns(environment), ...environment.secretOperatorArns] : [];
  const roles = [
    functionRolePrefix(environment),
    ...workloads.map((name) => consumerRolePrefix(environment, name)),
    ...writers,
  ];
  return {
    $or: [
      { sessionContext: { sessionIssuer: { arn: [{ 'anything-but': { prefix: roles } }] } } },
      {
        sessionContext: { sessionIssuer: { arn: [{ exists: false }] } },
        arn: [{ 'anything-but': { prefix: rotatedUserPrefix(environment) } }],
      },
      { accountId: [{ 'anything-but': [environment.account] }] },
    ],
  };
}
