import {
  type AccessKeyMetadata,
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  GetUserPolicyCommand,
  type IAMClient,
  ListAccessKeysCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { answered, called } from '../../rotation/aws/call';
import { wasRefused } from '../../rotation/errors';
import type { Redactor } from '../../rotation/redact';
import type { AccessKeyDescription, AccessKeys, CreatedAccessKey, LastUse } from '../ports';
import { deniedSince, denySessions, sessionsPolicyName } from './sessions-policy';

/** The clients of one region: the second one makes every call once, on a connection of its own. */
export interface IamClients {
  readonly ordinary: IAMClient;
  readonly onceOnly: IAMClient;
}

/** The access keys of one IAM user. */
export class IamAccessKeys implements AccessKeys {
  public constructor(
    private readonly clients: IamClients,
    private readonly userName: string,
    private readonly redactor: Redactor,
  ) {}

  public async list(): Promise<readonly AccessKeyDescription[]> {
    const call = 'iam:ListAccessKeys';
    const keys: AccessKeyMetadata[] = [];
    let marker: string | undefined;
    do {
      const command = new ListAccessKeysCommand({ UserName: this.userName, Marker: marker });
      const page = await called(call, this.clients.ordinary.send(command));
      keys.push(...(page.AccessKeyMetadata ?? []));
      marker = page.IsTruncated === true ? page.Marker : undefined;
    } while (marker !== undefined);
    return keys.map(({ AccessKeyId: id, Status: status, CreateDate: createdAt }) => ({
      id: answered(call, 'AccessKeyId', id),
      status: answered(call, 'Status', status),
      createdAt: answered(call, 'CreateDate', createdAt),
    }));
  }

  public async create(): Promise<CreatedAccessKey> {
    const call = 'iam:CreateAccessKey';
    const command = new CreateAccessKeyCommand({ UserName: this.userName });
    const { AccessKey: key } = await called(call, this.clients.onceOnly.send(command));
    return {
      secret: this.redactor.register(answered(call, 'SecretAccessKey', key?.SecretAccessKey)),
      id: answered(call, 'AccessKeyId', key?.AccessKeyId),
    };
  }

  public async setStatus(id: string, status: 'Active' | 'Inactive'): Promise<void> {
    const command = new UpdateAccessKeyCommand({ UserName: this.userName, AccessKeyId: id, Status: status });
    await called('iam:UpdateAccessKey', this.clients.ordinary.send(command));
  }

  public async delete(id: string): Promise<void> {
    const command = new DeleteAccessKeyCommand({ UserName: this.userName, AccessKeyId: id });
    await called('iam:DeleteAccessKey', this.clients.ordinary.send(command));
  }

  public async lastUse(id: string): Promise<LastUse> {
    const call = 'iam:GetAccessKeyLastUsed';
    const command = new GetAccessKeyLastUsedCommand({ AccessKeyId: id });
    const { AccessKeyLastUsed: use } = await called(call, this.clients.ordinary.send(command));
    const { LastUsedDate: at, ServiceName: service, Region: region } = answered(call, 'AccessKeyLastUsed', use);
    return {
      ...(at === undefined ? {} : { at }),
      ...(isKnown(service) ? { service } : {}),
      ...(isKnown(region) ? { region } : {}),
    };
  }

  public async denySessionsBefore(instant: Date): Promise<void> {
    const command = new PutUserPolicyCommand({
      UserName: this.userName,
      PolicyName: sessionsPolicyName,
      PolicyDocument: denySessions(instant),
    });
    await called('iam:PutUserPolicy', this.clients.ordinary.send(command));
  }

  public async sessionsDeniedBefore(): Promise<Date | undefined> {
    const command = new GetUserPolicyCommand({ UserName: this.userName, PolicyName: sessionsPolicyName });
    try {
      const { PolicyDocument: document } = await called('iam:GetUserPolicy', this.clients.ordinary.send(command));
      return deniedSince(document ?? '');
    } catch (error) {
      if (wasRefused(error, 'not-found')) return undefined;
      throw error;
    }
  }
}

/** IAM has a word for what it does not know. */
function isKnown(value: string | undefined): value is string {
  return value !== undefined && value !== 'N/A';
}
