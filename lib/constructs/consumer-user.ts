import { Annotations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import type { Room } from '../access/room';
import type { UserConsumer } from '../config/consumers';
import { consumerName, rotatedUserPath } from '../config/names';
import { acknowledge } from './acknowledgement';
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
    const managedPolicyArns = policies.map(({ managedPolicyArn }) => managedPolicyArn);
    const common = { userName: name, path, permissionsBoundary: boundary.managedPolicyArn };
    const user =
      room.place.delivery === undefined
        ? this.makeMember(common, managedPolicyArns)
        : this.makeWithoutGroup(common, managedPolicyArns);
    Annotations.of(this).addInfo(
      `${consumer.name} uses long-lived keys (${consumer.reason}) Better, in this order: a role of EC2, ECS or Lambda; IAM Roles Anywhere; a cross-account role with short sessions.`,
    );
    this.arn = user.attrArn;
  }

  /** Rights through a group of one: no user carries a policy of its own (CIS AWS Foundations, IAM). */
  private makeMember(user: iam.CfnUserProps & { readonly userName: string }, managedPolicyArns: string[]): iam.CfnUser {
    const { userName, path } = user;
    const group = new iam.CfnGroup(this, 'Group', { groupName: userName, path, managedPolicyArns });
    const member = new iam.CfnUser(this, 'User', { ...user, groups: [userName] });
    member.addResourceDependency(group);
    return member;
  }

  /** Where deployments may do only what they must: adding users to a group is asked of the group alone, for any user. */
  private makeWithoutGroup(user: iam.CfnUserProps, managedPolicyArns: string[]): iam.CfnUser {
    const alone = new iam.CfnUser(this, 'User', { ...user, managedPolicyArns });
    acknowledge(alone, {
      rules: ['IAMUserGroupMembership', 'IAMUserNoPolicies'].flatMap((rule) => [
        `HIPAA.Security-${rule}`,
        `NIST.800.53.R5-${rule}`,
      ]),
      reason:
        'IAM lets a policy say into which group users may be put, but not which users: whoever deploys could put any user of the account into the group, without a boundary. Policies can be attached to this user only while it has its boundary.',
    });
    return alone;
  }
}
