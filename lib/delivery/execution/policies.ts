import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

import { PolicyTooLargeError } from '../../access/policy-size';
import type { DeliveredEnvironment } from '../delivered';
import type { DeployedTypes } from './deployed-types';
import type { Grant } from './grant';
import { grantsFor } from './grants-of-types';

/** Grants of the same resources under the same conditions as one, so that fewer policies hold them. */
function merged(grants: readonly Grant[]): Grant[] {
  const found = new Map<string, Grant>();
  for (const grant of grants) {
    const key = JSON.stringify([grant.resources, grant.conditions ?? {}]);
    const known = found.get(key);
    const actions = [...new Set([...(known?.actions ?? []), ...grant.actions])].sort();
    found.set(key, { ...grant, ...known, actions });
  }
  return [...found.values()];
}

/**
 * Characters of the statements of one policy: AWS's 6,144 less what stands around them. No name in them is made at
 * deployment.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const longestPolicy = 6_100;

/** Managed policies that IAM lets one role have without a raised quota. */
const mostPolicies = 10;

/** With the comma after it. */
function sizeOf(statement: PolicyStatement): number {
  return JSON.stringify(statement.toStatementJson()).length + 1;
}

function statement({ sid, actions, conditions }: Grant, resources: readonly string[], number: number): PolicyStatement {
  return new PolicyStatement({
    sid: number === 1 ? sid : `${sid}${String(number)}`,
    actions: [...actions],
    resources: [...resources],
    ...(conditions === undefined ? {} : { conditions }),
  });
}

/** A grant as few statements, each of which fits a policy. */
function statementsOf(grant: Grant): PolicyStatement[] {
  // As long as the name of the last of them may be.
  const around = sizeOf(statement(grant, [''], 999));
  const parts: string[][] = [];
  let room = 0;
  for (const resource of grant.resources) {
    const needed = resource.length + '"",'.length;
    const current = parts.at(-1);
    if (current === undefined || needed > room) {
      parts.push([resource]);
      room = longestPolicy - around - needed;
    } else {
      current.push(resource);
      room -= needed;
    }
  }
  return parts.map((resources, index) => statement(grant, resources, index + 1));
}

/** Into as few policies as hold them: the longest first, each into the first that has room for it. */
function packed(statements: readonly PolicyStatement[]): PolicyStatement[][] {
  const policies: { readonly statements: PolicyStatement[]; room: number }[] = [];
  const sized = statements.map((one) => ({ one, size: sizeOf(one) }));
  for (const { one, size } of sized.toSorted((a, b) => b.size - a.size)) {
    const policy = policies.find(({ room }) => size <= room);
    if (policy === undefined) policies.push({ statements: [one], room: longestPolicy - size });
    else {
      policy.statements.push(one);
      policy.room -= size;
    }
  }
  return policies.map((policy) => policy.statements);
}

/**
 * The policies of CloudFormation's role when it acts for an environment, each as its statements: what the types of the
 * environment's own stacks need, and nothing else.
 *
 * @throws UngrantedTypeError
 * @throws PolicyTooLargeError when the environment has more workloads than ten policies can name
 */
export function executionPolicies(environment: DeliveredEnvironment, types: DeployedTypes): PolicyStatement[][] {
  const policies = packed(merged(grantsFor(environment, types)).flatMap(statementsOf));
  if (policies.length > mostPolicies) {
    throw new PolicyTooLargeError(
      `what CloudFormation may do for environment ${environment.name} with its ${String(environment.workloads.length)} workloads takes ${String(policies.length)} managed policies, more than the ${String(mostPolicies)} that IAM allows; give its workloads shorter names, or divide them among environments in lib/config/environments.ts`,
    );
  }
  return policies;
}
