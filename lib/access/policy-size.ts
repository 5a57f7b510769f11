import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * Characters that fit one managed policy: AWS's 6,144 less a margin, because the ARN of a key is a short token while
 * the template is made and becomes some 60 characters longer when it is deployed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const longestPolicy = 5_900;

/** Managed policies that IAM lets one principal have without a raised quota. */
const mostPolicies = 10;

/** A principal was declared more access than IAM's quotas let its policies say. */
export class PolicyTooLargeError extends Error {
  override readonly name = 'PolicyTooLargeError';
}

function size(statement: PolicyStatement): number {
  return JSON.stringify(statement.toStatementJson()).length + 1;
}

/**
 * Spreads statements over as few managed policies as hold them, in their order.
 *
 * @param principal named in the error
 * @throws PolicyTooLargeError when a statement fits no policy or there are more policies than a principal may have
 */
export function splitBySize(statements: readonly PolicyStatement[], principal: string): PolicyStatement[][] {
  const policies: PolicyStatement[][] = [];
  let room = 0;
  for (const statement of statements) {
    const needed = size(statement);
    if (needed > longestPolicy) {
      throw new PolicyTooLargeError(
        `statement '${statement.sid ?? ''}' of ${principal} has ${String(needed)} characters, more than the ${String(longestPolicy)} that fit a managed policy; grant '*' or fewer prefixes or secrets in lib/config/environments.ts`,
      );
    }
    const current = policies.at(-1);
    if (current === undefined || needed > room) {
      policies.push([statement]);
      room = longestPolicy - needed;
    } else {
      current.push(statement);
      room -= needed;
    }
  }
  if (policies.length > mostPolicies) {
    throw new PolicyTooLargeError(
      `${principal} needs ${String(policies.length)} managed policies, more than the ${String(mostPolicies)} that IAM allows; give some of its access to a second consumer in lib/config/environments.ts`,
    );
  }
  return policies;
}
