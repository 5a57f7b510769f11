import type { RemovalPolicy } from 'aws-cdk-lib';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

import { trailBoundary } from '../access/boundaries';
import { trailDeliveryStatements } from '../access/trail-delivery-statements';
import type { Deployed } from '../config/bootstrap-qualifier';
import { type Place, trailArn, trailLogGroupName, trailName } from '../config/names';
import type { CreatedTrail } from '../config/parameters';
import { acknowledgeResourceWildcards } from './acknowledgement';
import { PermissionsBoundary } from './permissions-boundary';
import { TrailBucket } from './trail-bucket';

export interface AuditTrailProps {
  /** Environment, account and Region. */
  readonly place: Place & Deployed;

  /** The parameters of the trail. */
  readonly trail: CreatedTrail;

  /** The audit key; its policy must let CloudTrail and CloudWatch Logs use it. */
  readonly key: kms.IKey;

  /** Buckets whose object-level events are recorded. Never a bucket that receives logs: that would feed on itself. */
  readonly dataBucketArns: string[];

  /** The one role that may go round a lock. @default - nobody may */
  readonly breakGlassRoleArn?: string;

  /** Whether the records outlive their stack. */
  readonly removalPolicy: RemovalPolicy;
}

/**
 * Who did what, when, to which object and from where: all management events of all Regions and the data events of the
 * workloads' buckets, validated, encrypted, in a bucket and in a log group.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html
 */
export class AuditTrail extends Construct {
  /** Where the trail's files are kept. */
  public readonly bucket: s3.IBucket;

  /** Where the trail's events arrive within minutes, for filters and alarms. */
  public readonly logGroup: logs.ILogGroup;

  constructor(scope: Construct, id: string, props: AuditTrailProps) {
    super(scope, id);
    const { place, trail, key } = props;
    this.bucket = new TrailBucket(this, 'Bucket', {
      place,
      trail,
      key,
      removalPolicy: props.removalPolicy,
      ...(props.breakGlassRoleArn === undefined ? {} : { breakGlassRoleArn: props.breakGlassRoleArn }),
    }).bucket;
    this.logGroup = new logs.LogGroup(this, 'LogGroup', {
      logGroupName: trailLogGroupName(place),
      // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the schema allows just the enumeration's values
      retention: trail.logRetentionDays,
      encryptionKey: key,
      removalPolicy: props.removalPolicy,
    });
    const role = this.makeDeliveryRole(place);
    // The L1, because the L2 has no advanced selectors and adds grants without a source.
    const resource = new cloudtrail.CfnTrail(this, 'Trail', {
      trailName: trailName(place),
      isLogging: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      s3BucketName: this.bucket.bucketName,
      kmsKeyId: key.keyArn,
      cloudWatchLogsLogGroupArn: this.logGroup.logGroupArn,
      cloudWatchLogsRoleArn: role.roleArn,
      advancedEventSelectors: selectors(trail.dataEvents, props.dataBucketArns),
    });
    // CloudTrail tries bucket, key and role when the trail is made, so their policies must stand before it.
    resource.node.addDependency(this.bucket, role);
  }

  private makeDeliveryRole(place: Place & Deployed): iam.Role {
    const boundary = trailBoundary(place);
    const statements = trailDeliveryStatements(place);
    const policy = new iam.ManagedPolicy(this, 'DeliveryPolicy', {
      description: `What trail ${trailName(place)} may do in its log group`,
      statements,
    });
    acknowledgeResourceWildcards(policy, statements, boundary.extent);
    return new iam.Role(this, 'DeliveryRole', {
      description: `Lets trail ${trailName(place)} write its log group`,
      assumedBy: new iam.ServicePrincipal('cloudtrail.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceArn': trailArn(place), 'aws:SourceAccount': place.account },
        },
      }),
      managedPolicies: [policy],
      permissionsBoundary: new PermissionsBoundary(this, 'DeliveryBoundary', { place, boundary }).policy,
    });
  }
}

function selectors(
  dataEvents: CreatedTrail['dataEvents'],
  bucketArns: readonly string[],
): cloudtrail.CfnTrail.AdvancedEventSelectorProperty[] {
  const management = {
    name: 'Management events',
    fieldSelectors: [{ field: 'eventCategory', equalTo: ['Management'] }],
  };
  if (bucketArns.length === 0) return [management];
  return [
    management,
    {
      name: 'Objects of the workloads',
      fieldSelectors: [
        { field: 'eventCategory', equalTo: ['Data'] },
        { field: 'resources.type', equalTo: ['AWS::S3::Object'] },
        // The slash ends the bucket's name: without it, a bucket whose name goes on would be recorded too.
        { field: 'resources.ARN', startsWith: bucketArns.map((arn) => `${arn}/`) },
        ...(dataEvents === 'writes' ? [{ field: 'readOnly', equalTo: ['false'] }] : []),
      ],
    },
  ];
}
