import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import type { Room } from '../access/room';
import { consumerTrust, maximumSessionSeconds } from '../access/trust';
import type { Consumer } from '../config/consumers';
import { consumerName } from '../config/names';
import { ConsumerPolicies } from './consumer-policies';

export interface ConsumerRoleProps {
  /** The workload, and what its policies must spell. */
  readonly room: Room;

  /** Its kind decides who may assume the role. */
  readonly consumer: Exclude<Consumer, { kind: 'iam-user' }>;

  /** Upper bound of the role, whatever is attached to it later. */
  readonly boundary: iam.IManagedPolicy;
}

/** A consumer without keys: a role for EC2 (with its instance profile), ECS, Lambda, or a principal of another account. */
export class ConsumerRole extends Construct {
  /** ARN of the role, for the one who has to use it. */
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: ConsumerRoleProps) {
    super(scope, id);
    const { room, consumer, boundary } = props;
    const { policies } = new ConsumerPolicies(this, 'Access', { room, consumer });
    const roleName = consumerName(room.place, room.workload.name, consumer.name);
    // The L1, because the L2 composes trust from principals and cannot take the statement as it is written.
    const role = new iam.CfnRole(this, 'Role', {
      roleName,
      description: `Consumer ${consumer.name} of ${room.workload.name} in ${room.place.name}`,
      assumeRolePolicyDocument: new iam.PolicyDocument({ statements: [consumerTrust(room.place, consumer)] }),
      maxSessionDuration: maximumSessionSeconds(consumer),
      managedPolicyArns: policies.map(({ managedPolicyArn }) => managedPolicyArn),
      permissionsBoundary: boundary.managedPolicyArn,
    });
    if (consumer.kind === 'ec2-role') {
      new iam.CfnInstanceProfile(this, 'InstanceProfile', { instanceProfileName: roleName, roles: [role.ref] });
    }
    this.arn = role.attrArn;
  }
}
