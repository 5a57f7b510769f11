import { type CloudFormationClient, DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation';
import {
  DeleteAccessKeyCommand,
  DeleteUserPolicyCommand,
  ListAccessKeysCommand,
  ListUserPoliciesCommand,
} from '@aws-sdk/client-iam';
import { DeleteObjectsCommand, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';

import type { Tier } from '../../lib/config/parameters';
import type { AssembledStack } from './assembly';
import type { Aws } from './aws';
import { type Cdk, lastLines } from './cdk';
import type { ChildPlace } from './child-environment';
import { CommandFailed, NotAsDeclared } from './errors';
import type { LiveStack } from './live-stack';
import type { Removal } from './result';

interface Deployed {
  readonly cdk: Cdk;
  readonly tier: Tier;
  readonly place: ChildPlace;
  readonly aws: Aws;
  readonly cloudFormationIn: (region: string) => CloudFormationClient;
  readonly stacks: readonly AssembledStack[];
  readonly live: ReadonlyMap<string, LiveStack>;
}

const protection = 'Production stacks must have termination protection: see lib/stacks/environment-stage.ts';

/** What CloudFormation kept when it deleted a stack. */
async function retainedOf(client: CloudFormationClient, stackId: string): Promise<string[]> {
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: stackId }));
  return StackEvents.filter(({ ResourceStatus }) => ResourceStatus === 'DELETE_SKIPPED').map(
    ({ ResourceType, PhysicalResourceId }) => `${ResourceType ?? ''} ${PhysicalResourceId ?? ''}`,
  );
}

async function emptyBucket(s3: S3Client, bucket: string): Promise<void> {
  for (;;) {
    const list = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
    const all = [...(list.Versions ?? []), ...(list.DeleteMarkers ?? [])];
    if (all.length === 0) return;
    const objects = all.map(({ Key, VersionId }) => ({ Key, VersionId }));
    await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects } }));
  }
}

/** AWS deletes only empty buckets. The emulator would delete a full one, and so hide what a person has to do. */
async function emptyBuckets({ aws, live }: Deployed, stacks: readonly AssembledStack[]): Promise<void> {
  for (const { stackName, resources } of stacks) {
    for (const [logicalId, { Type, DeletionPolicy }] of Object.entries(resources)) {
      const bucket = live.get(stackName)?.physicalId(logicalId);
      if (Type === 'AWS::S3::Bucket' && DeletionPolicy === 'Delete' && bucket !== undefined) {
        await emptyBucket(aws.s3, bucket);
      }
    }
  }
}

/** What rotations have made on a user, which stands in no template: neither AWS nor the emulator deletes a user with keys. */
async function stripUsers({ aws: { iam }, live }: Deployed, stacks: readonly AssembledStack[]): Promise<void> {
  for (const { stackName, resources } of stacks) {
    for (const [logicalId, { Type }] of Object.entries(resources)) {
      if (Type !== 'AWS::IAM::User') continue;
      const UserName = live.get(stackName)?.physicalId(logicalId);
      const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
      for (const { AccessKeyId } of AccessKeyMetadata) {
        await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
      }
      const { PolicyNames = [] } = await iam.send(new ListUserPoliciesCommand({ UserName }));
      for (const PolicyName of PolicyNames) await iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName }));
    }
  }
}

function mustAllBe(kept: readonly AssembledStack[], stacks: readonly AssembledStack[]): void {
  const open = stacks.filter((stack) => !kept.includes(stack)).map(({ path }) => path);
  if (open.length === 0) return;
  throw new NotAsDeclared(`nothing protects ${open.join(', ')} from its removal`, protection);
}

/** Asks for the destruction of protected stacks, which must fail. */
async function mustRefuse({ cdk, place }: Deployed, stacks: readonly AssembledStack[]): Promise<void> {
  const paths = stacks.map(({ path }) => path);
  const { code, output } = await cdk.destroy('cdk destroy (protected)', paths, place);
  if (code !== 0 && output.includes('TerminationProtection')) return;
  throw new NotAsDeclared(
    `cdk destroy of protected stacks ended with exit code ${code} instead of a refusal:\n${lastLines(output)}`,
    protection,
  );
}

/** @returns what stays although its stack is gone */
async function destroy(deployed: Deployed, stacks: readonly AssembledStack[]): Promise<string[]> {
  const { cdk, place, live } = deployed;
  await emptyBuckets(deployed, stacks);
  await stripUsers(deployed, stacks);
  const paths = stacks.map(({ path }) => path);
  const { code, output } = await cdk.destroy('cdk destroy', paths, place);
  if (code !== 0)
    throw new CommandFailed(`cdk destroy failed:\n${lastLines(output)}`, 'Run it again with --keep and look');
  const retained: string[] = [];
  for (const { stackName, region } of stacks) {
    // A deleted stack is known by its id only.
    retained.push(...(await retainedOf(deployed.cloudFormationIn(region), live.get(stackName)?.id ?? '')));
  }
  return retained;
}

/**
 * Destroys what may be destroyed, in one `cdk destroy`, and makes sure that what is protected cannot be.
 *
 * @param onlyCheck leaves every stack standing
 */
export async function removeStacks(deployed: Deployed, onlyCheck: boolean): Promise<Removal> {
  const isProtected = ({ stackName }: AssembledStack): boolean => deployed.live.get(stackName)?.isProtected ?? false;
  const kept = deployed.stacks.filter(isProtected);
  if (deployed.tier === 'production') mustAllBe(kept, deployed.stacks);
  const going = onlyCheck ? [] : deployed.stacks.filter((stack) => !isProtected(stack));
  if (kept.length > 0) await mustRefuse(deployed, kept);
  const retained = going.length > 0 ? await destroy(deployed, going) : [];
  return {
    refused: kept.map(({ stackName }) => stackName),
    destroyed: going.map(({ stackName }) => stackName),
    retained,
  };
}
