import { Validations } from 'aws-cdk-lib';
import { Effect, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** A finding of a rule pack that is accepted, with a reason that an auditor can judge. */
export interface Acknowledgement {
  /** Ids of the rules as the packs name them; several packs have the same rule under different names. */
  readonly rules: readonly string[];
  readonly reason: string;
}

/** Accepts findings on one construct and what is below it: give the narrowest construct that has them. */
export function acknowledge(scope: IConstruct, ...acknowledgements: readonly Acknowledgement[]): void {
  Validations.of(scope).acknowledge(
    ...acknowledgements.flatMap(({ rules, reason }) => rules.map((id) => ({ id, reason }))),
  );
}

/**
 * Accepts the wildcards in the resources of a policy's statements, each by itself: a wildcard that is added later to
 * another resource is a finding again.
 */
export function acknowledgeResourceWildcards(
  scope: IConstruct,
  statements: readonly PolicyStatement[],
  reason: string,
): void {
  const wildcards = statements
    .filter(({ effect }) => effect === Effect.ALLOW)
    .flatMap(({ resources }) => resources)
    .filter((resource) => resource.includes('*'));
  acknowledge(scope, {
    rules: [...new Set(wildcards)].map((resource) => `AwsSolutions-IAM5[Resource::${resource}]`),
    reason,
  });
}

export const noReplication: Acknowledgement = {
  rules: ['HIPAA.Security-S3BucketReplicationEnabled', 'NIST.800.53.R5-S3BucketReplicationEnabled'],
  reason:
    'Files stay in one Region by decision: versions and Object Lock protect against deletion, and a copy elsewhere would double the places that hold the data. S3 itself keeps them in at least three Availability Zones.',
};
