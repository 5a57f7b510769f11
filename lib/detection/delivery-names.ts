import { bootstrapQualifierOf } from '../config/bootstrap-qualifier';
import { functionRoleArn, partitionOf } from '../config/names';
import type { Environment } from '../config/parameters';
import { deliveryStackName, deployRoleName } from '../delivery/names';

/**
 * How the names begin of what a person makes once for an environment with a `delivery`, and no deployment touches. Lists,
 * which are empty for every other environment: its patterns have nothing of it.
 */

/** Roles of jobs, and policies: boundaries, and what CloudFormation may do. */
function ofPerson(environment: Environment): string {
  return deployRoleName(environment).slice(0, -'deploy'.length);
}

/** Everything that `cdk bootstrap` makes under the qualifier of the environment. */
function ofBootstrap(environment: Environment): string {
  return `cdk-${bootstrapQualifierOf(environment)}-`;
}

/** Names of the roles of jobs and of the bootstrap. */
export function deliveryRolePrefixes(environment: Environment): string[] {
  return environment.delivery === undefined ? [] : [ofPerson(environment), ofBootstrap(environment)];
}

/** The same as ARNs. */
export function deliveryRoleArnPrefixes(environment: Environment): string[] {
  return deliveryRolePrefixes(environment).map((prefix) => functionRoleArn(environment, prefix));
}

/** Names of boundaries and execution policies, and of what CloudFormation names after the delivery stack: the policies of the jobs. */
export function deliveryPolicyPrefixes(environment: Environment): string[] {
  return environment.delivery === undefined ? [] : [ofPerson(environment), `${deliveryStackName(environment)}-`];
}

/** The same as ARNs. */
export function deliveryPolicyArnPrefixes(environment: Environment): string[] {
  return deliveryPolicyPrefixes(environment).map(
    (prefix) => `arn:${partitionOf(environment)}:iam::${environment.account}:policy/${prefix}`,
  );
}

/**
 * ARNs of roles of the bootstrap of any Region.
 *
 * @param role as in their names: `deploy`, `cfn-exec`, …
 */
export function bootstrapRoleArnPrefix(environment: Environment, role: string): string {
  return functionRoleArn(environment, `${ofBootstrap(environment)}${role}-role-`);
}

/** Names of the bucket in which templates and code wait to be deployed, in the home Region. */
export function assetsBucketNames(environment: Environment): string[] {
  const { account, delivery, region } = environment;
  return delivery === undefined ? [] : [`${ofBootstrap(environment)}assets-${account}-${region}`];
}
