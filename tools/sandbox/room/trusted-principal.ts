import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  EntityAlreadyExistsException,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';

import { type Aws, awsAs } from '../aws';
import { administrator } from '../child-environment';
import type { Emulator } from '../emulator';
import { sessionName } from '../session-name';

const arnOfPrincipal = /^arn:[^:]+:iam::(\d{12}):(?:(role|user)\/(?:.*\/)?([^/]+)|root)$/;

function allow(action: string, resource?: string, principal?: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: action,
        ...(resource === undefined ? {} : { Resource: resource }),
        ...(principal === undefined ? {} : { Principal: { AWS: principal } }),
      },
    ],
  });
}

/** Several roles may trust one principal, which is made once. */
async function unlessThere(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!(error instanceof EntityAlreadyExistsException)) throw error;
  }
}

/**
 * Makes the principal that a cross-account role trusts, in its own account of the emulator, with the right to assume
 * that role.
 *
 * @returns clients that act as it
 */
export async function trustedPrincipal(
  principalArn: string,
  { emulator, arn }: { readonly emulator: Emulator; readonly arn: string },
): Promise<Aws> {
  const [, account = '', type, name] = arnOfPrincipal.exec(principalArn) ?? [];
  // The emulator takes an account id as the access key of that account's administrator.
  const owner = awsAs({ ...administrator, accessKeyId: account }, emulator.connection);
  if (type === undefined) return owner;
  const policy = { PolicyName: `assume-${arn.split('/').at(-1) ?? ''}`, PolicyDocument: allow('sts:AssumeRole', arn) };
  if (type === 'user') {
    await unlessThere(owner.iam.send(new CreateUserCommand({ UserName: name })));
    await owner.iam.send(new PutUserPolicyCommand({ UserName: name, ...policy }));
    const { AccessKey } = await owner.iam.send(new CreateAccessKeyCommand({ UserName: name }));
    return awsAs(
      { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' },
      emulator.connection,
    );
  }
  await unlessThere(
    owner.iam.send(
      new CreateRoleCommand({
        RoleName: name,
        AssumeRolePolicyDocument: allow('sts:AssumeRole', undefined, account),
      }),
    ),
  );
  await owner.iam.send(new PutRolePolicyCommand({ RoleName: name, ...policy }));
  const { Credentials } = await owner.sts.send(
    new AssumeRoleCommand({
      RoleArn: `${principalArn.split(':role/')[0] ?? ''}:role/${name ?? ''}`,
      RoleSessionName: sessionName,
    }),
  );
  return awsAs(
    {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
    emulator.connection,
  );
}
