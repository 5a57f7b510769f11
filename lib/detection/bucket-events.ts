import type { Environment } from '../config/parameters';
import { watchesAccount } from './account-wide';
import { callDetection } from './call-detection';
import { callPattern } from './call-pattern';
import { assetsBucketNames } from './delivery-names';
import { byDeployment, exceptDeployment } from './deployment-exclusion';
import type { EventDetection } from './detection';
import { bucketNameEnd } from './own-names';

/**
 * CIS AWS Foundations 5.8 with encryption, versioning, logging, ownership, lock and public access.
 *
 * PutBucketLifecycleConfiguration is recorded as PutBucketLifecycle.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
const made = [
  ...[
    'Acl',
    'Cors',
    'Encryption',
    'Lifecycle',
    'Logging',
    'OwnershipControls',
    'Policy',
    'Replication',
    'Versioning',
  ].map((name) => `PutBucket${name}`),
  'PutBucketPublicAccessBlock',
  { suffix: 'ObjectLockConfiguration' },
];
const unmade = [
  'DeleteBucket',
  ...['Cors', 'Encryption', 'Lifecycle', 'OwnershipControls', 'Policy', 'PublicAccessBlock', 'Replication'].map(
    (name) => `DeleteBucket${name}`,
  ),
];

const bucket = { bucket: '$.detail.requestParameters.bucketName' };

export function bucketEvents(environment: Environment): EventDetection[] {
  const ours = { suffix: bucketNameEnd(environment) };
  const assets = assetsBucketNames(environment);
  return [
    ...callDetection(environment, {
      title: 'Bucket protection changed',
      patterns: [
        callPattern(environment, 's3', {
          requestParameters: { bucketName: [ours, ...assets] },
          ...exceptDeployment(environment, { expected: made, always: unmade }),
        }),
        // What is deployed lies in this one, and no deployment changes it.
        ...(assets.length === 0
          ? []
          : [
              callPattern(environment, 's3', {
                requestParameters: { bucketName: assets },
                eventName: made,
                ...byDeployment(environment),
              }),
            ]),
      ],
      resource: bucket,
    }),
    ...(watchesAccount(environment) ? ofOthers(environment) : []),
  ];
}

function ofOthers(environment: Environment): EventDetection[] {
  const assets = assetsBucketNames(environment);
  const end = bucketNameEnd(environment);
  const ours = { suffix: assets.length === 0 ? end : [end, ...assets] };
  return [
    ...callDetection(environment, {
      title: 'Other bucket changed',
      urgency: 'information',
      patterns: [
        callPattern(environment, 's3', {
          requestParameters: { bucketName: [{ 'anything-but': ours }] },
          ...exceptDeployment(environment, { expected: [...made, ...unmade] }),
        }),
      ],
      resource: bucket,
    }),
    ...callDetection(environment, {
      title: 'Public access block of the account changed',
      patterns: [callPattern(environment, 's3', { eventName: [{ suffix: 'AccountPublicAccessBlock' }] })],
      resource: {},
    }),
  ];
}
