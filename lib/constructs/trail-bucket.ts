import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

import { lockDeny, trailDelivery } from '../access/bucket-statements';
import { accessLogBucketName, bucketArn, type Place, trailArn, trailBucketName } from '../config/names';
import type { CreatedTrail } from '../config/parameters';
import { acknowledge, noReplication } from './acknowledgement';
import { PrivateBucket } from './private-bucket';

export interface TrailBucketProps {
  /** Environment, account and Region. */
  readonly place: Place;

  /** Retention and lock of the trail. */
  readonly trail: CreatedTrail;

  /** The audit key; its policy must let CloudTrail use it. */
  readonly key: kms.IKey;

  /** The one role that may go round a lock. @default - nobody may */
  readonly breakGlassRoleArn?: string;

  /** Whether the records outlive their stack. */
  readonly removalPolicy: RemovalPolicy;
}

/** Where one trail, and nobody else, writes its files. */
export class TrailBucket extends Construct {
  /** The bucket that receives the trail's files. */
  public readonly bucket: s3.IBucket;

  constructor(scope: Construct, id: string, props: TrailBucketProps) {
    super(scope, id);
    const { place, trail } = props;
    const bucketName = trailBucketName(place);
    const arn = bucketArn(place, bucketName);
    const files = new PrivateBucket(this, 'Files', {
      bucketName,
      accessLogBucketName: accessLogBucketName(place),
      encryptionKey: props.key,
      ...(trail.objectLock === undefined ? {} : { lock: trail.objectLock }),
      lifecycleRules: [
        {
          id: 'RemoveOldRecords',
          expiration: Duration.days(trail.retentionDays),
          noncurrentVersionExpiration: Duration.days(1),
        },
      ],
      incompleteUploadAge: Duration.days(1),
      statements: [
        ...trailDelivery(arn, { account: place.account, trailArn: trailArn(place) }),
        lockDeny(arn, props.breakGlassRoleArn),
      ],
      removalPolicy: props.removalPolicy,
    });
    acknowledge(files, noReplication);
    this.bucket = files.bucket;
  }
}
