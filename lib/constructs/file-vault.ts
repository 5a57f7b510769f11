import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

import { encryptionDenies, lockDeny, otherAccountsDeny, signatureAgeDeny } from '../access/bucket-statements';
import { everything } from '../config/consumers';
import { accessLogBucketName, bucketArn, filesBucketName, type Place } from '../config/names';
import type { Files } from '../config/parameters';
import { acknowledge, noReplication } from './acknowledgement';
import { PrivateBucket } from './private-bucket';

export interface FileVaultProps {
  /** Environment, account and Region. */
  readonly place: Place;

  /** First part of the bucket's name. */
  readonly workloadName: string;

  /** The parameters of the vault. */
  readonly files: Files;

  /** The workload's data key; its policy must let the consumers use it through S3. */
  readonly key: kms.IKey;

  /** The one role that may go round a lock. @default - nobody may */
  readonly breakGlassRoleArn?: string;
}

/** Where an application keeps its files: encrypted under its own key, versioned, locked, logged, and closed to everybody else. */
export class FileVault extends Construct {
  /** The bucket of the vault. */
  public readonly bucket: s3.IBucket;

  constructor(scope: Construct, id: string, props: FileVaultProps) {
    super(scope, id);
    const { place, files } = props;
    const bucketName = filesBucketName(place, props.workloadName);
    const arn = bucketArn(place, bucketName);
    const vault = new PrivateBucket(this, 'Vault', {
      bucketName,
      accessLogBucketName: accessLogBucketName(place),
      encryptionKey: props.key,
      ...(files.objectLock === undefined ? {} : { lock: files.objectLock }),
      lifecycleRules: lifecycleRules(files),
      incompleteUploadAge: Duration.days(files.incompleteUploadDays),
      statements: [
        ...encryptionDenies(arn, props.key.keyArn),
        signatureAgeDeny(arn, files.presignedUrlMinutes),
        lockDeny(arn, props.breakGlassRoleArn),
        otherAccountsDeny(arn, place.account),
      ],
      removalPolicy: files.onRemoval === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.bucket = vault.bucket;
    acknowledge(vault, noReplication);
  }
}

function lifecycleRules({ noncurrentVersions, lifecycle }: Files): s3.LifecycleRule[] {
  return [
    {
      id: 'RemoveOldVersions',
      noncurrentVersionExpiration: Duration.days(noncurrentVersions.days),
      noncurrentVersionsToRetain: noncurrentVersions.keep,
      expiredObjectDeleteMarker: true,
    },
    ...lifecycle.map((rule, index): s3.LifecycleRule => {
      const transitions = [
        ...(rule.infrequentAccessAfterDays === undefined
          ? []
          : [
              {
                storageClass: s3.StorageClass.INFREQUENT_ACCESS,
                transitionAfter: Duration.days(rule.infrequentAccessAfterDays),
              },
            ]),
        ...(rule.glacierAfterDays === undefined
          ? []
          : [{ storageClass: s3.StorageClass.GLACIER, transitionAfter: Duration.days(rule.glacierAfterDays) }]),
      ];
      return {
        id: `Prefix${String(index + 1)}`,
        ...(rule.prefix === everything ? {} : { prefix: rule.prefix }),
        ...(transitions.length > 0 ? { transitions } : {}),
        ...(rule.expireAfterDays === undefined ? {} : { expiration: Duration.days(rule.expireAfterDays) }),
      };
    }),
  ];
}
