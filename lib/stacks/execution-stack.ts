import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

import { ExecutionBoundary, ExecutionPolicy } from '../constructs/execution-policies';
import type { DeliveredEnvironment } from '../delivery/delivered';
import type { DeployedTypes } from '../delivery/execution/deployed-types';
import { executionStackName } from '../delivery/names';
import { AdministratorStack } from './administrator-stack';

/** So many policies, and their upper bound, fit a template that no bucket takes. */
export const mostPoliciesInStack = 4;

export interface ExecutionStackProps {
  /** For which CloudFormation acts. */
  readonly environment: DeliveredEnvironment;

  /** The types of the environment's own stacks. */
  readonly needs: DeployedTypes;

  /** From 1 on. The first holds the upper bound. */
  readonly number: number;

  /** Of each policy its number and its statements. */
  readonly policies: readonly (readonly [number: number, statements: readonly PolicyStatement[]])[];
}

/** What CloudFormation may do when it acts for an environment: what the bootstrap gives to its role. */
export class ExecutionStack extends AdministratorStack {
  constructor(scope: Construct, id: string, { environment, needs, number, policies }: ExecutionStackProps) {
    super(scope, id, {
      environment,
      stackName: executionStackName(environment, number),
      description: `Strongroom ${environment.name}: what its deployments may do, part ${String(number)}`,
    });
    for (const [policy, statements] of policies) {
      new ExecutionPolicy(this, `Policy${String(policy)}`, { environment, number: policy, statements });
    }
    if (number === 1) new ExecutionBoundary(this, 'Boundary', { environment, needs });
  }
}
