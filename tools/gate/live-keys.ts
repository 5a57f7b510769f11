import { type IAMClient, ListAccessKeysCommand, ListUsersCommand } from '@aws-sdk/client-iam';

import type { UserKey, UserKeys } from './signers';

/** The access keys of all users of an emulator, read with its administrator's credentials past the gate. */
export class LiveKeys implements UserKeys {
  public constructor(private readonly iam: IAMClient) {}

  public async find(accessKeyId: string): Promise<UserKey | undefined> {
    const { Users = [] } = await this.iam.send(new ListUsersCommand({}));
    for (const { UserName, Arn } of Users) {
      const { AccessKeyMetadata = [] } = await this.iam.send(new ListAccessKeysCommand({ UserName }));
      const key = AccessKeyMetadata.find((candidate) => candidate.AccessKeyId === accessKeyId);
      if (key !== undefined && Arn !== undefined) return { userArn: Arn, status: key.Status ?? 'Expired' };
    }
    return undefined;
  }
}
