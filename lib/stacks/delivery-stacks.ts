import type { Construct } from 'constructs';

import { boundariesOf } from '../access/boundaries';
import type { DeliveredEnvironment } from '../delivery/delivered';
import { executionPolicies } from '../delivery/execution/policies';
import type { AdministratorStack } from './administrator-stack';
import { BoundariesStack } from './boundaries-stack';
import { DeliveryStack } from './delivery-stack';
import { deployedTypesOf } from './deployed-types';
import { ExecutionStack, mostPoliciesInStack } from './execution-stack';

function executionStacks(scope: Construct, environment: DeliveredEnvironment): ExecutionStack[] {
  const needs = deployedTypesOf(environment);
  const policies = executionPolicies(environment, needs).map((statements, index) => [index + 1, statements] as const);
  return Array.from({ length: Math.ceil(policies.length / mostPoliciesInStack) }, (_, index) => {
    const number = index + 1;
    return new ExecutionStack(scope, `Execution${String(number)}`, {
      environment,
      needs,
      number,
      policies: policies.slice(index * mostPoliciesInStack, number * mostPoliciesInStack),
    });
  });
}

/** Everything that a person deploys before an environment can be, none of which depends on another. */
export function deliveryStacks(scope: Construct, environment: DeliveredEnvironment): AdministratorStack[] {
  const boundaries = boundariesOf(environment);
  return [
    new DeliveryStack(scope, 'Delivery', environment),
    ...executionStacks(scope, environment),
    ...environment.workloads.flatMap(({ name: workload }) => {
      const own = boundaries.filter(({ bounded }) => 'workload' in bounded && bounded.workload === workload);
      if (own.length === 0) return [];
      return [new BoundariesStack(scope, `Boundaries-${workload}`, { environment, workload, boundaries: own })];
    }),
  ];
}
