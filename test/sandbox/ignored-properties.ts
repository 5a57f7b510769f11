import { CreateStackCommand, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
} from '@aws-sdk/client-s3';

import type { Aws } from '../../tools/sandbox/aws';

interface Probe {
  /** A value that cannot be the default. */
  readonly value: unknown;
  /** What the service says about it; undefined or an error when it knows nothing. */
  readonly read: (aws: Aws, name: string) => Promise<unknown>;
}

const probes: Readonly<Record<string, Probe>> = {
  'AWS::S3::Bucket.BucketEncryption': {
    value: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] },
    read: async ({ s3 }, Bucket) => {
      const { ServerSideEncryptionConfiguration: found } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
      const algorithm = found?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
      return algorithm === 'aws:kms' ? algorithm : undefined;
    },
  },
  'AWS::S3::Bucket.ObjectLockConfiguration': {
    value: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } } },
    read: async ({ s3 }, Bucket) => {
      const { ObjectLockConfiguration } = await s3.send(new GetObjectLockConfigurationCommand({ Bucket }));
      return ObjectLockConfiguration;
    },
  },
  'AWS::S3::Bucket.LifecycleConfiguration': {
    value: { Rules: [{ Id: 'probe', Status: 'Enabled', ExpirationInDays: 1 }] },
    read: async ({ s3 }, Bucket) => (await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules,
  },
  'AWS::S3::Bucket.LoggingConfiguration': {
    value: { DestinationBucketName: 'elsewhere' },
    read: async ({ s3 }, Bucket) => (await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled,
  },
  'AWS::S3::Bucket.OwnershipControls': {
    value: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
    read: async ({ s3 }, Bucket) => {
      const { OwnershipControls } = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
      return OwnershipControls?.Rules?.find(({ ObjectOwnership }) => ObjectOwnership === 'ObjectWriter');
    },
  },
  'AWS::S3::Bucket.VersioningConfiguration': {
    value: { Status: 'Enabled' },
    read: async ({ s3 }, Bucket) => (await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status,
  },
  'AWS::IAM::Role.PermissionsBoundary': {
    value: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    read: async ({ iam }, RoleName) => (await iam.send(new GetRoleCommand({ RoleName }))).Role?.PermissionsBoundary,
  },
};

const required: Readonly<Record<string, (name: string) => object>> = {
  'AWS::S3::Bucket': (BucketName) => ({ BucketName }),
  'AWS::IAM::Role': (RoleName) => ({
    RoleName,
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } }],
    },
  }),
};

/** Deploys a resource with one property through CloudFormation, and asks the service whether it has arrived. */
export async function ignoredProperty(aws: Aws, typeAndProperty: string): Promise<'ignored' | 'applied'> {
  const [type = '', property = ''] = typeAndProperty.split('.');
  const probe = probes[typeAndProperty];
  const base = required[type];
  if (probe === undefined || base === undefined) {
    throw new Error(`test/sandbox/ignored-properties.ts does not know how to probe ${typeAndProperty}`);
  }
  const name = `probe-${property.toLowerCase()}`;
  const Properties = { ...base(name), [property]: probe.value };
  await aws.cloudFormation.send(
    new CreateStackCommand({
      StackName: name,
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      TemplateBody: JSON.stringify({ Resources: { Probe: { Type: type, Properties } } }),
    }),
  );
  await waitUntilStackCreateComplete(
    { client: aws.cloudFormation, maxWaitTime: 20, minDelay: 1, maxDelay: 1 },
    { StackName: name },
  );
  const found = await probe.read(aws, name).catch(() => undefined);
  return found === undefined ? 'ignored' : 'applied';
}
