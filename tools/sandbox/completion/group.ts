import { AttachGroupPolicyCommand, CreateGroupCommand } from '@aws-sdk/client-iam';

import type { Aws } from '../aws';
import type { Completion } from './types';

interface GroupProperties {
  readonly GroupName?: string;
  readonly Path?: string;
  readonly ManagedPolicyArns?: readonly string[];
}

/** Makes a group before the deployment, because a user of the template names it. */
export async function makeGroup(aws: Aws, properties: GroupProperties): Promise<void> {
  await aws.iam.send(new CreateGroupCommand({ GroupName: properties.GroupName, Path: properties.Path }));
}

/** Gives a group its policies, which the deployment has made. */
export const groupPolicies: Completion = async ({ aws, properties }) => {
  const { GroupName, ManagedPolicyArns = [] } = properties as GroupProperties;
  for (const PolicyArn of ManagedPolicyArns) {
    await aws.iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn }));
  }
};
