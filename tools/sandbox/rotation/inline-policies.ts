import { GetUserPolicyCommand, type IAMClient, ListUserPoliciesCommand } from '@aws-sdk/client-iam';

import type { NamedPolicy } from '../../access/principals';
import type { PolicyDocument } from '../../access/template';

/** Inline policies of a user, which no template gives to one: rotations put them on. None for whoever is no user. */
export async function inlinePolicies(iam: IAMClient, principalArn: string): Promise<readonly NamedPolicy[]> {
  if (!principalArn.includes(':user/')) return [];
  const UserName = principalArn.split('/').at(-1);
  const { PolicyNames = [] } = await iam.send(new ListUserPoliciesCommand({ UserName }));
  return Promise.all(
    PolicyNames.map(async (name) => {
      const { PolicyDocument: document = '' } = await iam.send(
        new GetUserPolicyCommand({ UserName, PolicyName: name }),
      );
      return { name, document: JSON.parse(decodeURIComponent(document)) as PolicyDocument };
    }),
  );
}
