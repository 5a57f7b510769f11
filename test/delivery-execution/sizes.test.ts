import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { stringify } from 'yaml';

import { PolicyTooLargeError } from '../../lib/access/policy-size';
import type { DeliveredEnvironment } from '../../lib/delivery/delivered';
import { executionBoundary } from '../../lib/delivery/execution/boundary';
import { executionPolicies } from '../../lib/delivery/execution/policies';
import { deployedTypesOf } from '../../lib/stacks/deployed-types';
import { deliveredEnvironment, deliveryStacksOf } from '../support/delivered';
import { everyConfiguration } from './support/world';

jest.setTimeout(300_000);

/** Characters that IAM counts: all but white space, which there is none of. */
function size(statements: readonly PolicyStatement[]): number {
  const Statement = statements.map((statement) => statement.toStatementJson() as object);
  return JSON.stringify({ Version: '2012-10-17', Statement }).length;
}

/** With workloads like the baseline's, whose names are as long as those of real ones. */
function withWorkloads(count: number): DeliveredEnvironment {
  const environment = deliveredEnvironment();
  const workloads = environment.workloads.flatMap((workload) =>
    Array.from({ length: count }, (_, index) => ({
      ...workload,
      name: `application-${String(index + 1).padStart(3, '0')}`,
    })),
  );
  return { ...environment, workloads };
}

const types = deployedTypesOf(withWorkloads(1));

it.each([
  [1, 3],
  [20, 4],
  [100, 9],
])('for %d workloads are %d policies, each short enough', (workloads, expected) => {
  const policies = executionPolicies(withWorkloads(workloads), types);
  expect(policies.map(size).every((characters) => characters <= 6_144)).toBe(true);
  expect(policies).toHaveLength(expected);
});

it('holds some 130 workloads, and names the environment that has more than ten policies can', () => {
  expect(executionPolicies(withWorkloads(130), types)).toHaveLength(10);
  expect(() => executionPolicies(withWorkloads(140), types)).toThrow(PolicyTooLargeError);
  expect(() => executionPolicies(withWorkloads(140), types)).toThrow('environment prod with its 140 workloads');
});

it.each(everyConfiguration.map((environment) => [environment.name, environment] as const))(
  'the boundary of %s is one policy',
  (_name, environment) => {
    expect(size(executionBoundary(environment, deployedTypesOf(environment)))).toBeLessThanOrEqual(6_144);
  },
);

it('the boundary is one policy where all names are as long as they may be', () => {
  const longest = { ...withWorkloads(1), name: 'production-in-oregon', region: 'us-gov-west-1' };
  expect(size(executionBoundary(longest, types))).toBeLessThanOrEqual(6_144);
});

it('the boundary does not grow with the workloads', () => {
  expect(size(executionBoundary(withWorkloads(100), types))).toBe(size(executionBoundary(withWorkloads(2), types)));
});

it.each([1, 100])(
  'with %d workloads every template that a person deploys is sent as it is, through no bucket',
  (workloads) => {
    const stacks = deliveryStacksOf(withWorkloads(workloads));
    // The CDK sends it as YAML.
    const sizes = stacks.map(({ name, template }) => [name, Buffer.byteLength(stringify(template))] as const);
    expect(sizes.filter(([, bytes]) => bytes > 51_200)).toEqual([]);
    expect(sizes.length).toBeGreaterThan(workloads);
  },
);

it('tells statements of one policy apart by their names', () => {
  for (const policy of executionPolicies(withWorkloads(100), types)) {
    const sids = policy.map(({ sid }) => sid);
    expect(new Set(sids).size).toBe(sids.length);
    for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/);
  }
});
