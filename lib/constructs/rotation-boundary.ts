import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import type { Room } from '../access/room';
import { rotationBoundary } from '../access/rotation-boundary';
import { acknowledgeResourceWildcards } from './acknowledgement';

export interface RotationBoundaryProps {
  /** The workload, and what its policies must spell. */
  readonly room: Room;
}

/** The permissions boundary of every function that rotates or looks after secrets of a workload. */
export class RotationBoundary extends Construct {
  /** To be set as permissions boundary on every role of such a function. */
  public readonly policy: iam.IManagedPolicy;

  constructor(scope: Construct, id: string, props: RotationBoundaryProps) {
    super(scope, id);
    const { room } = props;
    const statements = rotationBoundary(room);
    const policy = new iam.ManagedPolicy(this, 'Policy', {
      description: `Upper bound of the functions that rotate secrets of ${room.workload.name} in ${room.place.name}`,
      statements,
    });
    acknowledgeResourceWildcards(
      policy,
      statements,
      'A boundary grants nothing. It bounds the functions of this workload to its secrets, the users below its own path, its functions and their log groups.',
    );
    this.policy = policy;
  }
}
