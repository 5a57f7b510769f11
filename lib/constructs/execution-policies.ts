import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import type { DeliveredEnvironment } from '../delivery/delivered';
import { executionBoundary } from '../delivery/execution/boundary';
import type { DeployedTypes } from '../delivery/execution/deployed-types';
import { executionBoundaryName, executionPolicyName } from '../delivery/names';
import { acknowledge, acknowledgeResourceWildcards } from './acknowledgement';

export interface ExecutionPolicyProps {
  /** For which CloudFormation acts. */
  readonly environment: DeliveredEnvironment;

  /** From 1 on; ends its name. */
  readonly number: number;

  /** They must fit one managed policy. */
  readonly statements: readonly iam.PolicyStatement[];
}

/** A part of all that CloudFormation may do when it acts for an environment. */
export class ExecutionPolicy extends Construct {
  constructor(scope: Construct, id: string, props: ExecutionPolicyProps) {
    super(scope, id);
    const { environment, number, statements } = props;
    const policy = new iam.ManagedPolicy(this, 'Policy', {
      managedPolicyName: executionPolicyName(environment, number),
      description: `What CloudFormation may do for ${environment.name}, part ${String(number)}`,
      statements: [...statements],
    });
    acknowledgeResourceWildcards(
      policy,
      statements,
      'The names of what a deployment makes are known only by how they begin; where a service has no resource to name, or names a resource by an id of its own, conditions hold the statement to this environment, or it only reads.',
    );
  }
}

export interface ExecutionBoundaryProps {
  /** For which CloudFormation acts. */
  readonly environment: DeliveredEnvironment;

  /** The types of the environment's own stacks. */
  readonly needs: DeployedTypes;
}

/** The most that CloudFormation may do when it acts for an environment, whatever is attached to its role later. */
export class ExecutionBoundary extends Construct {
  constructor(scope: Construct, id: string, props: ExecutionBoundaryProps) {
    super(scope, id);
    const { environment, needs } = props;
    const statements = executionBoundary(environment, needs);
    const boundary = new iam.ManagedPolicy(this, 'Policy', {
      managedPolicyName: executionBoundaryName(environment),
      description: `Upper bound of CloudFormation when it acts for ${environment.name}`,
      statements,
    });
    const reason = 'A boundary grants nothing. What it must keep from happening is said by its denials.';
    acknowledgeResourceWildcards(boundary, statements, reason);
    acknowledge(boundary, {
      rules: [
        ...wildcardActions(statements).map((action) => `AwsSolutions-IAM5[Action::${action}]`),
        'HIPAA.Security-IAMPolicyNoStatementsWithFullAccess',
        'NIST.800.53.R5-IAMPolicyNoStatementsWithFullAccess',
      ],
      reason,
    });
  }
}

function wildcardActions(statements: readonly iam.PolicyStatement[]): string[] {
  return statements
    .filter(({ effect }) => effect === iam.Effect.ALLOW)
    .flatMap(({ actions }) => actions)
    .filter((action) => action.includes('*'));
}
