import { type IAMClient, ListAccessKeysCommand, ListUsersCommand } from '@aws-sdk/client-iam';

import type { UserKey, UserKeys } from './signers';

interface KnownUser {
  readonly UserName: string;
  readonly Arn: string;
}

/** The access keys of all users of an emulator, read with its administrator's credentials past the gate. */
export class LiveKeys implements UserKeys {
  /** By key id: a key belongs to one user for as long as it exists, while its status changes. */
  private readonly owners = new Map<string, KnownUser>();

  public constructor(private readonly iam: IAMClient) {}

  public async find(accessKeyId: string): Promise<UserKey | undefined> {
    const owner = this.owners.get(accessKeyId);
    // The user may be gone meanwhile, or the emulator may be another than it was.
    const known = owner && (await this.keyOf(owner, accessKeyId).catch(() => undefined));
    return known ?? this.searched(accessKeyId);
  }

  private async searched(accessKeyId: string): Promise<UserKey | undefined> {
    const { Users = [] } = await this.iam.send(new ListUsersCommand({}));
    for (const { UserName, Arn } of Users) {
      if (UserName === undefined || Arn === undefined) continue;
      const found = await this.keyOf({ UserName, Arn }, accessKeyId);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private async keyOf(user: KnownUser, accessKeyId: string): Promise<UserKey | undefined> {
    const { AccessKeyMetadata = [] } = await this.iam.send(new ListAccessKeysCommand({ UserName: user.UserName }));
    const key = AccessKeyMetadata.find((candidate) => candidate.AccessKeyId === accessKeyId);
    if (key === undefined) return undefined;
    this.owners.set(accessKeyId, user);
    return { userArn: user.Arn, status: key.Status ?? 'Expired' };
  }
}
