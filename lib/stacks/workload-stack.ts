import { Arn, ArnFormat, CfnOutput, Lazy, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

import { consumersBoundary } from '../access/boundaries';
import { dataKeyStatements } from '../access/key-statements';
import { needsReconciler } from '../access/looked-after';
import { type Room, roomOf } from '../access/room';
import { bootstrapQualifierOf } from '../config/bootstrap-qualifier';
import { dataKeyAlias, filesBucketName, secretPrefix, settingPath } from '../config/names';
import type { Environment, Workload } from '../config/parameters';
import { AccessLogDelivery } from '../constructs/access-log-delivery';
import { ConsumerRole } from '../constructs/consumer-role';
import { ConsumerUser } from '../constructs/consumer-user';
import { EncryptionKey } from '../constructs/encryption-key';
import { FileVault } from '../constructs/file-vault';
import { PermissionsBoundary } from '../constructs/permissions-boundary';
import { PlainSettings } from '../constructs/plain-settings';
import { SecretCare } from '../constructs/secret-care';
import { SecretCatalogue } from '../constructs/secret-catalogue';
import { WorkloadAlarms } from '../constructs/workload-alarms';

export interface WorkloadStackProps extends StackProps {
  /** The environment in which the workload stands. */
  readonly environment: Environment;

  /** The one workload of this stack. */
  readonly workload: Workload;

  /** The key of the environment's log groups. */
  readonly auditKey: kms.IKey;

  /** What happens to secrets, and to a key that nothing else needs, when the stack is removed. */
  readonly removalPolicy: RemovalPolicy;
}

/** One application: its key, files, secrets with what keeps them young, settings, consumers and alarms. Removing the stack removes the application. */
export class WorkloadStack extends Stack {
  private readonly room: Room;

  constructor(scope: Construct, id: string, props: WorkloadStackProps) {
    super(scope, id, props);
    const { environment, workload, removalPolicy } = props;
    const { files, secrets, settings } = workload;
    const needsKey = files !== undefined || secrets.length > 0;
    this.room = roomOf(environment, workload, {
      // The room is described before these exist, because their policies are made from the description.
      keyArn: Lazy.string({ produce: () => (needsKey ? key?.keyArn : undefined) }),
      boundaryArn: Lazy.string({ produce: () => boundary?.managedPolicyArn }),
    });

    const key = needsKey ? this.makeKey(props) : undefined;
    const boundary =
      workload.consumers.length > 0
        ? new PermissionsBoundary(this, 'Boundary', { place: environment, boundary: consumersBoundary(this.room) })
            .policy
        : undefined;
    if (key !== undefined && files !== undefined) {
      const vault = new FileVault(this, 'Files', {
        place: environment,
        workloadName: workload.name,
        files,
        key,
        ...(environment.breakGlassRoleArn === undefined ? {} : { breakGlassRoleArn: environment.breakGlassRoleArn }),
      });
      this.output('FilesBucketName', vault.bucket.bucketName);
      if (environment.audit.accessLogsInCloudWatch !== undefined) {
        const delivery = new AccessLogDelivery(this, 'AccessLogDelivery', {
          place: environment,
          bucketName: filesBucketName(environment, workload.name),
        });
        // It names the bucket in text.
        delivery.node.addDependency(vault);
      }
    }
    if (key !== undefined && secrets.length > 0) {
      const catalogue = new SecretCatalogue(this, 'Secrets', { room: this.room, key, removalPolicy });
      this.output('SecretPrefix', secretPrefix(environment, workload.name));
      this.output('UnfilledSecrets', catalogue.unfilled.join('; ') || 'none');
      this.output('SecretsAwaitingRotation', catalogue.awaitingRotation.join('; ') || 'none');
      if (needsReconciler(workload)) this.makeCare(props, catalogue);
    }
    if (Object.keys(settings).length > 0) {
      new PlainSettings(this, 'Settings', { place: environment, workloadName: workload.name, settings });
      this.output('SettingPath', settingPath(environment, workload.name));
    }
    if (key !== undefined) this.output('DataKeyArn', key.keyArn);
    if (boundary !== undefined) this.makeConsumers(workload, boundary);
    new WorkloadAlarms(this, 'Alarms', { environment, workload });
  }

  private makeKey({ environment, workload, removalPolicy }: WorkloadStackProps) {
    return new EncryptionKey(this, 'DataKey', {
      description: `Files and secrets of ${workload.name} in ${environment.name}`,
      aliasName: dataKeyAlias(environment, workload.name),
      statements: dataKeyStatements(this.room, {
        deploymentRoleArn: this.deploymentRoleArn(environment),
        operatorArns: environment.secretOperatorArns,
      }),
      // Files that are kept are worthless without their key.
      removalPolicy: workload.files?.onRemoval === 'retain' ? RemovalPolicy.RETAIN : removalPolicy,
    }).key;
  }

  private makeCare(props: WorkloadStackProps, catalogue: SecretCatalogue): void {
    const { environment, auditKey, removalPolicy } = props;
    new SecretCare(this, 'SecretCare', {
      room: this.room,
      secretArns: catalogue.arns,
      journalDays: environment.audit.journalRetentionDays,
      logKey: auditKey,
      removalPolicy,
    });
  }

  private makeConsumers(workload: Workload, boundary: IManagedPolicy): void {
    for (const consumer of workload.consumers) {
      const { arn } =
        consumer.kind === 'iam-user'
          ? new ConsumerUser(this, consumer.name, { room: this.room, consumer, boundary })
          : new ConsumerRole(this, consumer.name, { room: this.room, consumer, boundary });
      this.output(`Consumer${pascalCase(consumer.name)}Arn`, arn);
    }
  }

  /** The role with which CloudFormation acts for `cdk deploy`, as `cdk bootstrap` names it. */
  private deploymentRoleArn(environment: Environment): string {
    return Arn.format(
      {
        service: 'iam',
        region: '',
        resource: 'role',
        resourceName: `cdk-${bootstrapQualifierOf(environment)}-cfn-exec-role-${this.account}-${this.region}`,
        arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      },
      this,
    );
  }

  private output(id: string, value: string): void {
    new CfnOutput(this, id, { value });
  }
}

function pascalCase(name: string): string {
  return name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
