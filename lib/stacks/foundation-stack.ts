import type { RemovalPolicy } from 'aws-cdk-lib';
import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

import { auditKeyStatements } from '../access/key-statements';
import { DEVIATION_METADATA } from '../config/deviation-metadata';
import { auditKeyAlias, bucketArn, filesBucketName, logGroupArnPattern, trailBucketName } from '../config/names';
import type { Environment } from '../config/parameters';
import { AccessLogBucket } from '../constructs/access-log-bucket';
import { AccessLogGroup } from '../constructs/access-log-group';
import { AlertTopic } from '../constructs/alert-topic';
import { AuditTrail } from '../constructs/audit-trail';
import { Detection } from '../constructs/detection';
import { EncryptionKey } from '../constructs/encryption-key';
import { JournalTable } from '../constructs/journal-table';
import { NoticeRule } from '../constructs/notice-rule';
import { Watch } from '../constructs/watch';
import { topicArn } from '../detection/topics';

export interface FoundationStackProps extends StackProps {
  /** All its parameters: a foundation knows every workload's name. */
  readonly environment: Environment;

  /** What happens to the audit records when the stack is removed. */
  readonly removalPolicy: RemovalPolicy;
}

/** What an environment has once, however many workloads it has: audit key, topics, journal, access logs, trail, detection. */
export class FoundationStack extends Stack {
  /** Encrypts every log group of the environment. By interface, so that no caller adds to its policy. */
  public readonly auditKey: kms.IKey;

  constructor(scope: Construct, id: string, props: FoundationStackProps) {
    super(scope, id, props);
    const { environment, removalPolicy } = props;
    const { audit } = environment;
    const key = this.makeAuditKey(props);
    this.auditKey = key;
    for (const deviation of environment.deviations) this.node.addMetadata(DEVIATION_METADATA, deviation);
    const alerts = new AlertTopic(this, 'Alerts', {
      place: environment,
      urgency: 'page',
      key,
      recipients: environment.alertRecipients,
    });
    const information = new AlertTopic(this, 'Information', {
      place: environment,
      urgency: 'information',
      key,
      recipients: environment.informationRecipients ?? environment.alertRecipients,
    });
    new NoticeRule(this, 'Notices', { place: environment });
    new JournalTable(this, 'Journal', { place: environment, removalPolicy });
    this.makeRecords(props);
    if (audit.accessLogsInCloudWatch !== undefined) {
      new AccessLogGroup(this, 'AccessLogGroup', {
        place: environment,
        key,
        retentionDays: audit.accessLogsInCloudWatch.retentionDays,
        removalPolicy,
      });
    }
    new Detection(this, 'Detection', {
      guardDuty: audit.guardDuty === 'on',
      accessAnalyzer: audit.accessAnalyzer === 'on',
      environmentName: environment.name,
    });
    new CfnOutput(this, 'AlertTopicArn', { value: alerts.topic.topicArn });
    new CfnOutput(this, 'InformationTopicArn', { value: information.topic.topicArn });
    new CfnOutput(this, 'AuditKeyArn', { value: key.keyArn });
  }

  private makeAuditKey({ environment, removalPolicy }: FoundationStackProps): kms.IKey {
    return new EncryptionKey(this, 'AuditKey', {
      description: `Trail, logs and alerts of ${environment.name}`,
      aliasName: auditKeyAlias(environment),
      statements: auditKeyStatements({
        place: environment,
        trail: environment.audit.trail.mode === 'create',
        logGroupArnPattern: logGroupArnPattern(environment),
        topicArns: [topicArn(environment, 'page'), topicArn(environment, 'information')],
      }),
      removalPolicy,
    }).key;
  }

  /** Access logs and trail, and what looks for something in them. */
  private makeRecords({ environment, removalPolicy }: FoundationStackProps): void {
    const { audit, workloads } = environment;
    const dataBucketArns = workloads.flatMap(({ name, files }) =>
      files === undefined ? [] : [bucketArn(environment, filesBucketName(environment, name))],
    );
    const createdTrail = audit.trail.mode === 'create' ? audit.trail : undefined;
    const accessLogs = new AccessLogBucket(this, 'AccessLogs', {
      place: environment,
      sourceBucketArns: [
        ...dataBucketArns,
        ...(createdTrail === undefined ? [] : [bucketArn(environment, trailBucketName(environment))]),
      ],
      retention: Duration.days(audit.accessLogRetentionDays),
      removalPolicy,
    });
    new CfnOutput(this, 'AccessLogBucketName', { value: accessLogs.bucket.bucketName });
    const watch = new Watch(this, 'Watch', { environment });
    if (createdTrail === undefined) return;
    const trail = new AuditTrail(this, 'Audit', {
      place: environment,
      trail: createdTrail,
      key: this.auditKey,
      dataBucketArns,
      removalPolicy,
      ...(environment.breakGlassRoleArn === undefined ? {} : { breakGlassRoleArn: environment.breakGlassRoleArn }),
    });
    // S3 checks the target of access logs when the bucket is made.
    trail.node.addDependency(accessLogs);
    // Filters name their log group in text.
    watch.filters?.node.addDependency(trail.logGroup);
    new CfnOutput(this, 'TrailBucketName', { value: trail.bucket.bucketName });
  }
}
