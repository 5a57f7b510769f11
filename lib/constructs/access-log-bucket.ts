import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

import { accessLogDelivery } from '../access/bucket-statements';
import { accessLogBucketName, bucketArn, type Place } from '../config/names';
import { acknowledge, noReplication } from './acknowledgement';
import { PrivateBucket } from './private-bucket';

export interface AccessLogBucketProps {
  /** Environment, account and Region. */
  readonly place: Place;

  /** ARNs of the buckets whose access is logged here, and of no other. */
  readonly sourceBucketArns: string[];

  /** Age at which a log is removed. */
  readonly retention: Duration;

  /** Whether the logs outlive their stack. */
  readonly removalPolicy: RemovalPolicy;
}

/**
 * Where S3 delivers the server access logs of every other bucket of the environment.
 *
 * SSE-S3 and no Object Lock, because S3 delivers to no other kind of bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export class AccessLogBucket extends Construct {
  /** The bucket that receives the logs. */
  public readonly bucket: s3.IBucket;

  constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    super(scope, id);
    const bucketName = accessLogBucketName(props.place);
    const logs = new PrivateBucket(this, 'Logs', {
      bucketName,
      lifecycleRules: [
        {
          id: 'RemoveOldLogs',
          expiration: props.retention,
          noncurrentVersionExpiration: Duration.days(1),
        },
      ],
      incompleteUploadAge: Duration.days(1),
      statements: [
        accessLogDelivery(bucketArn(props.place, bucketName), {
          account: props.place.account,
          bucketArns: props.sourceBucketArns,
        }),
      ],
      removalPolicy: props.removalPolicy,
    });
    this.bucket = logs.bucket;
    acknowledge(
      logs,
      noReplication,
      {
        rules: ['AwsSolutions-S1', 'HIPAA.Security-S3BucketLoggingEnabled', 'NIST.800.53.R5-S3BucketLoggingEnabled'],
        reason:
          'This bucket receives the access logs of all others. Logging its own access into itself would never end; changes to the bucket are recorded by the trail as management events.',
      },
      {
        rules: ['HIPAA.Security-S3DefaultEncryptionKMS', 'NIST.800.53.R5-S3DefaultEncryptionKMS'],
        reason:
          'Server access logs can only be delivered to a bucket with SSE-S3 (Amazon S3 User Guide, enabling server access logging). The logs hold no content of files.',
      },
    );
  }
}
