import {
  type ObjectLockConfiguration,
  PutBucketEncryptionCommand,
  PutObjectLockConfigurationCommand,
  type ServerSideEncryptionByDefault,
} from '@aws-sdk/client-s3';

import type { Completion } from './types';

interface BucketEncryption {
  readonly ServerSideEncryptionConfiguration: readonly {
    readonly BucketKeyEnabled?: boolean;
    readonly ServerSideEncryptionByDefault?: ServerSideEncryptionByDefault;
  }[];
}

/** Default encryption; CloudFormation and S3 name its parts differently. */
export const bucketEncryption: Completion = async ({ aws, stack, logicalId, properties }) => {
  const { ServerSideEncryptionConfiguration: rules } = properties.BucketEncryption as BucketEncryption;
  await aws.s3.send(
    new PutBucketEncryptionCommand({
      Bucket: stack.physicalId(logicalId),
      ServerSideEncryptionConfiguration: {
        Rules: rules.map(({ BucketKeyEnabled, ServerSideEncryptionByDefault }) => ({
          BucketKeyEnabled,
          ApplyServerSideEncryptionByDefault: ServerSideEncryptionByDefault,
        })),
      },
    }),
  );
};

/** Default retention of new versions. */
export const bucketLock: Completion = async ({ aws, stack, logicalId, properties }) => {
  await aws.s3.send(
    new PutObjectLockConfigurationCommand({
      Bucket: stack.physicalId(logicalId),
      ObjectLockConfiguration: properties.ObjectLockConfiguration as ObjectLockConfiguration,
    }),
  );
};
