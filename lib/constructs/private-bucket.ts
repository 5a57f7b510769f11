import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

import { transportDenies } from '../access/bucket-statements';

export interface PrivateBucketProps {
  /** Physical name: policies spell it before the bucket exists. */
  readonly bucketName: string;

  /** Name of the bucket that gets the server access logs. @default - none: only the log bucket itself has none */
  readonly accessLogBucketName?: string;

  /** @default - SSE-S3, the only kind that S3 supports for a bucket that receives access logs */
  readonly encryptionKey?: kms.IKey;

  /** Default retention of new versions. @default - no Object Lock */
  readonly lock?: { readonly mode: 'GOVERNANCE' | 'COMPLIANCE'; readonly days: number };

  /** Rules besides the one that ends incomplete uploads. */
  readonly lifecycleRules: s3.LifecycleRule[];

  /** Age at which an incomplete multipart upload is ended. */
  readonly incompleteUploadAge: Duration;

  /** Statements of the bucket policy besides those on transport. */
  readonly statements: PolicyStatement[];

  /** Whether bucket and policy outlive their stack. */
  readonly removalPolicy: RemovalPolicy;
}

/**
 * What every bucket here has in common: no public access, no ACLs, versions, TLS 1.2, and a policy made of denials.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export class PrivateBucket extends Construct {
  /** By interface, so that no caller grants access to it. */
  public readonly bucket: s3.IBucket;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const bucket = new s3.Bucket(this, 'Bucket', {
      bucketName: props.bucketName,
      ...(props.encryptionKey === undefined
        ? { encryption: s3.BucketEncryption.S3_MANAGED }
        : { encryption: s3.BucketEncryption.KMS, encryptionKey: props.encryptionKey, bucketKeyEnabled: true }),
      // New accounts block SSE-C already; an older account may not, and anybody who may set the encryption could undo it.
      blockedEncryptionTypes: [s3.BlockedEncryptionType.SSE_C],
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      ...(props.lock === undefined ? {} : { objectLockDefaultRetention: retention(props.lock) }),
      lifecycleRules: [
        { id: 'EndIncompleteUploads', abortIncompleteMultipartUploadAfter: props.incompleteUploadAge },
        ...props.lifecycleRules,
      ],
      removalPolicy: props.removalPolicy,
    });
    if (props.accessLogBucketName !== undefined) {
      // Set on the L1: given a bucket of another stack, the L2 would write that bucket's policy or warn that it can't.
      (bucket.node.defaultChild as s3.CfnBucket).loggingConfiguration = {
        destinationBucketName: props.accessLogBucketName,
        logFilePrefix: `${props.bucketName}/`,
      };
    }
    for (const statement of [...transportDenies(bucket.bucketArn), ...props.statements]) {
      bucket.addToResourcePolicy(statement);
    }
    bucket.policy?.applyRemovalPolicy(props.removalPolicy);
    this.bucket = bucket;
  }
}

function retention({ mode, days }: { mode: 'GOVERNANCE' | 'COMPLIANCE'; days: number }): s3.ObjectLockRetention {
  return mode === 'GOVERNANCE'
    ? s3.ObjectLockRetention.governance(Duration.days(days))
    : s3.ObjectLockRetention.compliance(Duration.days(days));
}
