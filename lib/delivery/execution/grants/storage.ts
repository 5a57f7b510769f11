import { journalTableArn } from '../../../config/names';
import { actionsOf, type Grants } from '../grant';
import { buckets } from '../places';
import { useOfServiceKey } from './keys';

/** Buckets with the properties that the environment's have. No action on an object is among these. */
export const bucketsThemselves: Grants = (environment, { deletes }) => [
  {
    sid: 'Buckets',
    actions: actionsOf(
      's3',
      'CreateBucket',
      'GetAccelerateConfiguration',
      'GetAnalyticsConfiguration',
      'GetBucketAcl',
      'GetBucketCORS',
      'GetBucketLogging',
      'GetBucketMetadataTableConfiguration',
      'GetBucketNotification',
      'GetBucketObjectLockConfiguration',
      'GetBucketOwnershipControls',
      'GetBucketPublicAccessBlock',
      'GetBucketTagging',
      'GetBucketVersioning',
      'GetBucketWebsite',
      'GetEncryptionConfiguration',
      'GetIntelligentTieringConfiguration',
      'GetInventoryConfiguration',
      'GetLifecycleConfiguration',
      'GetMetricsConfiguration',
      'GetReplicationConfiguration',
      'ListBucket',
      'PutBucketLogging',
      'PutBucketObjectLockConfiguration',
      'PutBucketOwnershipControls',
      'PutBucketPublicAccessBlock',
      'PutBucketTagging',
      'PutBucketVersioning',
      'PutEncryptionConfiguration',
      'PutLifecycleConfiguration',
      ...(deletes ? ['DeleteBucket'] : []),
    ),
    resources: buckets(environment),
  },
];

export const bucketPolicies: Grants = (environment, { deletes }) => [
  {
    sid: 'BucketPolicies',
    actions: actionsOf('s3', 'GetBucketPolicy', 'PutBucketPolicy', ...(deletes ? ['DeleteBucketPolicy'] : [])),
    resources: buckets(environment),
  },
];

/** The journal, under the key that AWS keeps for DynamoDB. */
export const tables: Grants = (environment, { deletes }) => [
  {
    sid: 'Journal',
    actions: actionsOf(
      'dynamodb',
      'CreateTable',
      'DescribeContinuousBackups',
      'DescribeContributorInsights',
      'DescribeKinesisStreamingDestination',
      'DescribeTable',
      'DescribeTimeToLive',
      'GetResourcePolicy',
      'ListTagsOfResource',
      'TagResource',
      'UntagResource',
      'UpdateContinuousBackups',
      'UpdateTable',
      'UpdateTimeToLive',
      ...(deletes ? ['DeleteTable'] : []),
    ),
    resources: [journalTableArn(environment)],
  },
  useOfServiceKey(environment, 'JournalKey', 'dynamodb'),
];
