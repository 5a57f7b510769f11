import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type AssumeRoleCommandOutput } from '@aws-sdk/client-sts';

import { type Consumer, type CrossAccountConsumer } from '../../../lib/config/consumers';
import { type Aws, awsAs, type Credentials } from '../aws';
import type { Emulator } from '../emulator';
import { SandboxError } from '../errors';
import { sessionName } from '../session-name';
import { answerOf, mustBeRefused } from './answer';
import type { Fact } from './fact';
import { trustedPrincipal } from './trusted-principal';

/** Somebody as whom requests are made. */
export interface Identity {
  readonly arn: string;
  readonly aws: Aws;
  /** The same, over plain HTTP. */
  readonly plainAws: Aws;
}

export interface Became {
  readonly identity: Identity;
  /** Takes back what was made to become it. */
  readonly leave?: () => Promise<void>;
  readonly facts: readonly Fact[];
}

interface Where {
  readonly emulator: Emulator;
  readonly workload: string;
  readonly arn: string;
}

function identityOf(arn: string, credentials: Credentials, emulator: Emulator): Identity {
  return {
    arn,
    aws: awsAs(credentials, emulator.connection),
    plainAws: awsAs(credentials, emulator.plainConnection),
  };
}

function credentialsOf({ Credentials: given }: AssumeRoleCommandOutput): Credentials {
  if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined) {
    throw new SandboxError('AssumeRole gave no credentials', 'Run the sandbox again with --verbose');
  }
  return {
    accessKeyId: given.AccessKeyId,
    secretAccessKey: given.SecretAccessKey,
    ...(given.SessionToken === undefined ? {} : { sessionToken: given.SessionToken }),
  };
}

async function assume(aws: Aws, roleArn: string, externalId?: string): Promise<AssumeRoleCommandOutput> {
  return aws.sts.send(
    new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: sessionName,
      DurationSeconds: 900,
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
    }),
  );
}

/**
 * Opens a session of a role whose trust only AWS itself, or a person with a device, can satisfy: lets the account's
 * administrator in for the moment of the request, and puts the trust back.
 */
async function standIn({ emulator, arn }: Where): Promise<AssumeRoleCommandOutput> {
  const { iam } = emulator.administrator;
  const RoleName = arn.split('/').at(-1);
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const trust = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
  const open = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: arn.split(':')[4] } }],
  };
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(open) }));
  try {
    return await assume(emulator.administrator, arn);
  } finally {
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust }));
  }
}

const services = { 'ec2-role': 'EC2', 'ecs-role': 'ECS', 'lambda-role': 'Lambda' } as const;

type ServiceConsumer = Extract<Consumer, { readonly kind: keyof typeof services }>;

/** On AWS the service opens the session; in the emulator none runs. */
async function asService(consumer: ServiceConsumer, where: Where): Promise<Became> {
  const credentials = credentialsOf(await standIn(where));
  return become(
    consumer,
    where,
    credentials,
    `standing in for ${services[consumer.kind]}, which opens the session on AWS`,
  );
}

/** The partner's own principal is made in its own account, and asks with and without the external id. */
async function asPartner(consumer: CrossAccountConsumer, where: Where): Promise<Became> {
  const [principalArn] = consumer.trustedPrincipalArns;
  const [externalId] = consumer.externalIds;
  const partner = await trustedPrincipal(principalArn ?? '', where);
  const refused = async (what: string, request: Promise<unknown>): Promise<Fact> => ({
    fact: 'refused',
    workload: where.workload,
    who: principalArn ?? '',
    what,
    reason: await mustBeRefused(what, request),
  });
  const facts = [
    await refused(`assume ${consumer.name} without its external id`, assume(partner, where.arn)),
    await refused(`assume ${consumer.name} with another external id`, assume(partner, where.arn, 'not-the-one')),
  ];
  const answer = await answerOf(assume(partner, where.arn, externalId));
  if (!answer.isRefused) {
    const how = `in a session of ${principalArn ?? ''} with the external id`;
    const became = become(consumer, where, credentialsOf(answer.result), how);
    return { ...became, facts: [...facts, ...became.facts] };
  }
  const unmet = unmetOf(consumer);
  if (unmet !== undefined) {
    const what = `assume ${consumer.name} with its external id but ${unmet}`;
    facts.push({ fact: 'refused', workload: where.workload, who: principalArn ?? '', what, reason: answer.reason });
  }
  const why = unmet === undefined ? 'because the emulator does not know a condition in it' : 'to show its access';
  const how = `with its trust opened for a moment, ${why}`;
  const became = become(consumer, where, credentialsOf(await standIn(where)), how);
  return { ...became, facts: [...facts, ...became.facts] };
}

/** Which part of the declared trust nobody on this machine can satisfy. */
function unmetOf(consumer: CrossAccountConsumer): string | undefined {
  if (consumer.requireMfa) return 'without MFA';
  return consumer.sourceAddresses.length > 0 ? 'from an address that is not declared' : undefined;
}

/** Its key comes with its first rotation; here one is made for the run, to hold the user's own policies to a test. */
async function asUser(consumer: Consumer, where: Where): Promise<Became> {
  const UserName = where.arn.split('/').at(-1);
  const { iam } = where.emulator.administrator;
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const credentials = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
  const became = become(
    consumer,
    where,
    credentials,
    'with a key made for this run (on AWS its key comes with rotation)',
  );
  const leave = async () => {
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: AccessKey?.AccessKeyId }));
  };
  return { ...became, leave };
}

function become(consumer: Consumer, where: Where, credentials: Credentials, how: string): Became {
  const fact: Fact = { fact: 'identity', workload: where.workload, consumer: consumer.name, arn: where.arn, how };
  return { identity: identityOf(where.arn, credentials, where.emulator), facts: [fact] };
}

/** Becomes a consumer as nearly as AWS would have it, and tells how. */
export async function becomeConsumer(consumer: Consumer, where: Where): Promise<Became> {
  switch (consumer.kind) {
    case 'cross-account-role':
      return asPartner(consumer, where);
    case 'iam-user':
      return asUser(consumer, where);
    default:
      return asService(consumer, where);
  }
}
