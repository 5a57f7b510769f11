import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import { acknowledgeResourceWildcards } from './acknowledgement';

export interface PermissionsBoundaryProps {
  /** Whom it bounds; ends the sentence "Upper bound of …". */
  readonly bounded: string;

  /** All that they can ever be allowed. They must fit one managed policy, because a principal has one boundary. */
  readonly statements: readonly iam.PolicyStatement[];

  /** What its wildcards stay within, in a sentence that an auditor accepts. */
  readonly extent: string;
}

/** The most that some principals can be allowed, whatever is attached to them later. */
export class PermissionsBoundary extends Construct {
  /** To be set as permissions boundary on every one of the principals. */
  public readonly policy: iam.IManagedPolicy;

  constructor(scope: Construct, id: string, props: PermissionsBoundaryProps) {
    super(scope, id);
    const policy = new iam.ManagedPolicy(this, 'Policy', {
      description: `Upper bound of ${props.bounded}`,
      statements: [...props.statements],
    });
    acknowledgeResourceWildcards(policy, props.statements, `A boundary grants nothing. ${props.extent}`);
    this.policy = policy;
  }
}
