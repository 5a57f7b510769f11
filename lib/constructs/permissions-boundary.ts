import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import type { Boundary } from '../access/boundaries';
import type { Deployed } from '../config/bootstrap-qualifier';
import type { Place } from '../config/names';
import { boundaryArn, boundaryName } from '../delivery/names';
import { acknowledgeResourceWildcards } from './acknowledgement';

export interface PermissionsBoundaryProps {
  /** Where the principals stand. */
  readonly place: Place & Deployed;

  /** All that they can ever be allowed. It must fit one managed policy, because a principal has one boundary. */
  readonly boundary: Boundary;
}

/**
 * The most that some principals can be allowed, whatever is attached to them later. Where a person makes the boundaries,
 * only the name of theirs: who deploys templates can then neither make nor change one.
 */
export class PermissionsBoundary extends Construct {
  /** To be set as permissions boundary on every one of the principals. */
  public readonly policy: iam.IManagedPolicy;

  constructor(scope: Construct, id: string, props: PermissionsBoundaryProps) {
    super(scope, id);
    const { place, boundary } = props;
    this.policy =
      place.delivery === undefined
        ? boundaryPolicy(this, boundary)
        : iam.ManagedPolicy.fromManagedPolicyArn(this, 'Policy', boundaryArn(place, boundary.bounded));
  }
}

/** The same of a boundary that others name. */
export type FixedBoundaryProps = PermissionsBoundaryProps;

/** A boundary that a person makes, under the name by which the environment's stacks find it. */
export class FixedBoundary extends Construct {
  constructor(scope: Construct, id: string, props: FixedBoundaryProps) {
    super(scope, id);
    const { place, boundary } = props;
    boundaryPolicy(this, boundary, boundaryName(place, boundary.bounded));
  }
}

/** @param managedPolicyName @default - CloudFormation names it after the stack */
function boundaryPolicy(
  within: Construct,
  { of, statements, extent }: Boundary,
  managedPolicyName?: string,
): iam.ManagedPolicy {
  const policy = new iam.ManagedPolicy(within, 'Policy', {
    description: `Upper bound of ${of}`,
    statements: [...statements],
    ...(managedPolicyName === undefined ? {} : { managedPolicyName }),
  });
  acknowledgeResourceWildcards(policy, statements, `A boundary grants nothing. ${extent}`);
  return policy;
}
