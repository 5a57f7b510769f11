import { Lazy } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';

import { type Place, trailName } from '../config/names';
import type { Environment, Workload } from '../config/parameters';
import { type Bounded, boundaryArn } from '../delivery/names';
import { watchesAccount } from '../detection/account-wide';
import { needsGlobalEvents } from '../detection/global-region';
import { workloadBoundary } from './boundary-statements';
import { forwardingStatements } from './forwarding-statements';
import { needsReconciler } from './looked-after';
import { type Room, roomOf } from './room';
import { rotationBoundary } from './rotation-boundary';
import { trailDeliveryStatements } from './trail-delivery-statements';

/** The most that some principals can be allowed, and how it is told to people. */
export interface Boundary {
  readonly bounded: Bounded;
  /** Ends the sentence "Upper bound of …". */
  readonly of: string;
  readonly statements: readonly PolicyStatement[];
  /** What its wildcards stay within, in a sentence that an auditor accepts. */
  readonly extent: string;
}

export function consumersBoundary(room: Room): Boundary {
  const { place, workload } = room;
  return {
    bounded: { kind: 'consumers', workload: workload.name },
    of: `every principal of ${workload.name} in ${place.name}`,
    statements: workloadBoundary(room),
    extent:
      'It bounds the principals of this workload to this workload: its bucket, its secrets, its settings, and the declared role names of its customers.',
  };
}

export function functionsBoundary(room: Room): Boundary {
  const { place, workload } = room;
  return {
    bounded: { kind: 'rotation', workload: workload.name },
    of: `the functions that rotate secrets of ${workload.name} in ${place.name}`,
    statements: rotationBoundary(room),
    extent:
      'It bounds the functions of this workload to its secrets, the users below its own path, its functions and their log groups.',
  };
}

export function trailBoundary(place: Place): Boundary {
  return {
    bounded: { kind: 'trail' },
    of: `the role with which trail ${trailName(place)} writes its log group`,
    statements: trailDeliveryStatements(place),
    extent:
      'CloudTrail appends a suffix of its own to the name of its log stream; the pattern is the one that its user guide prescribes and stays within this one log group.',
  };
}

export function forwardingBoundary(home: Place): Boundary {
  return {
    bounded: { kind: 'forwarding' },
    of: `the role with which events reach ${home.name}`,
    statements: forwardingStatements(home),
    extent: 'It has no wildcard: one bus takes the events.',
  };
}

/** @throws Error by the CDK when a policy spells the key: it is made after the boundaries, which name it by its alias */
function roomBeforeItsKey(environment: Environment, workload: Workload): Room {
  const keyArn = Lazy.string({
    produce: () => {
      throw new Error(`the boundary of ${workload.name} spells the data key, which does not exist yet`);
    },
  });
  const bounded = { kind: 'consumers', workload: workload.name } as const;
  return roomOf(environment, workload, { keyArn, boundaryArn: boundaryArn(environment, bounded) });
}

/** All boundaries that an environment's stacks put on their roles and users, for the one who makes them beforehand. */
export function boundariesOf(environment: Environment): Boundary[] {
  return [
    ...(environment.audit.trail.mode === 'create' ? [trailBoundary(environment)] : []),
    ...(needsGlobalEvents(environment) && watchesAccount(environment) ? [forwardingBoundary(environment)] : []),
    ...environment.workloads.flatMap((workload) => {
      const room = roomBeforeItsKey(environment, workload);
      return [
        ...(workload.consumers.length > 0 ? [consumersBoundary(room)] : []),
        ...(needsReconciler(workload) ? [functionsBoundary(room)] : []),
      ];
    }),
  ];
}
