import { Annotations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import type { Room } from '../access/room';
import type { UserConsumer } from '../config/consumers';
import { consumerName, rotatedUserPath } from '../config/names';
import { ConsumerPolicies } from './consumer-policies';

export interface ConsumerUserProps {
  /** The workload, and what its policies must spell. */
  readonly room: Room;

  /** With the reason why no role can be used. */
  readonly consumer: UserConsumer;

  /** Upper bound of the user, whatever is attached to it later. */
  readonly boundary: iam.IManagedPolicy;
}

/**
 * The declared fallback: an IAM user for a place without roles. It has no password and no key; its key is made by the
 * first rotation and never stands in a template.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
 */
export class ConsumerUser extends Construct {
  /** ARN of the user, for the one who has to use it. */
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: ConsumerUserProps) {
    super(scope, id);
    const { room, consumer, boundary } = props;
    const { policies } = new ConsumerPolicies(this, 'Access', { room, consumer });
    const name = consumerName(room.place, room.workload.name, consumer.name);
    const path = rotatedUserPath(room.place, room.workload.name);
    // Rights through a group of one: no user carries a policy of its own (CIS AWS Foundations, IAM).
    const group = new iam.CfnGroup(this, 'Group', {
      groupName: name,
      path,
      managedPolicyArns: policies.map(({ managedPolicyArn }) => managedPolicyArn),
    });
    const user = new iam.CfnUser(this, 'User', {
      userName: name,
      path,
      groups: [name],
      permissionsBoundary: boundary.managedPolicyArn,
    });
    user.addResourceDependency(group);
    Annotations.of(this).addInfo(
      `${consumer.name} uses long-lived keys (${consumer.reason}) Better, in this order: a role of EC2, ECS or Lambda; IAM Roles Anywhere; a cross-account role with short sessions.`,
    );
    this.arn = user.attrArn;
  }
}
