import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import { workloadBoundary } from '../access/boundary-statements';
import { PolicyTooLargeError, splitBySize } from '../access/policy-size';
import type { Room } from '../access/room';
import { acknowledgeResourceWildcards } from './acknowledgement';

export interface WorkloadBoundaryProps {
  /** The workload, and what its policies must spell. */
  readonly room: Room;
}

/** The permissions boundary of every principal of a workload. */
export class WorkloadBoundary extends Construct {
  /** To be set as permissions boundary on every principal of the workload. */
  public readonly policy: iam.IManagedPolicy;

  constructor(scope: Construct, id: string, props: WorkloadBoundaryProps) {
    super(scope, id);
    const { room } = props;
    const title = `the boundary of workload ${room.workload.name}`;
    // A principal has one boundary, so it must fit one policy.
    const statements = splitBySize(workloadBoundary(room), title);
    if (statements.length > 1) {
      throw new PolicyTooLargeError(
        `${title} does not fit one managed policy; give its customers' roles one name in lib/config/environments.ts`,
      );
    }
    const policy = new iam.ManagedPolicy(this, 'Policy', {
      description: `Upper bound of every principal of ${room.workload.name} in ${room.place.name}`,
      statements: statements.flat(),
    });
    acknowledgeResourceWildcards(
      policy,
      statements.flat(),
      'A boundary grants nothing. It bounds the principals of this workload to this workload: its bucket, its secrets, its settings, and the declared role names of its customers.',
    );
    this.policy = policy;
  }
}
