import { Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

import { failedEventsStatements } from '../access/queue-statements';
import { reconcilerStatements } from '../access/rotation-statements';
import { queueArn, reconcilerName, reconcilerQueueName } from '../config/names';
import { RoomFunction } from './room-function';
import { reconcilerVariables } from './rotation-variables';
import type { FunctionHome } from './secret-rotation';

export type SecretReconcilerProps = FunctionHome;

/** An event older than that is worth nothing: the next one does all that it would have done. */
const maximumEventAge = Duration.hours(1);

/**
 * The hourly function that looks after the secrets of a workload: retires old access keys, has first rotations made, and
 * tells the age of what people replace. It derives what is due from the present state, so a run that fails is made good
 * by the next.
 */
export class SecretReconciler extends Construct {
  private readonly rule: events.CfnRule;
  private readonly queue: sqs.CfnQueue;
  private readonly targets: events.CfnRule.TargetProperty[] = [];

  constructor(scope: Construct, id: string, props: SecretReconcilerProps) {
    super(scope, id);
    const { room } = props;
    const { place, workload } = room;
    const name = reconcilerName(place, workload.name);
    const queueName = reconcilerQueueName(place, workload.name);
    this.queue = new sqs.CfnQueue(this, 'FailedEvents', {
      queueName,
      sqsManagedSseEnabled: true,
      messageRetentionPeriod: Duration.days(14).toSeconds(),
    });
    const { function: reconciler } = new RoomFunction(this, 'Reconciler', {
      place,
      name,
      description: `Looks after the secrets of ${workload.name} in ${place.name} every hour`,
      folder: 'reconcile-secrets',
      environment: reconcilerVariables(room, props.journalDays),
      statements: reconcilerStatements(room),
      boundary: props.boundary,
      logKey: props.logKey,
      removalPolicy: props.removalPolicy,
    });
    this.rule = new events.CfnRule(this, 'Schedule', {
      description: `Looks after the secrets of ${workload.name} in ${place.name}`,
      scheduleExpression: 'rate(1 hour)',
      targets: this.targets,
    });
    this.addTarget('Reconciler', reconciler);
    new lambda.CfnEventInvokeConfig(this, 'Retries', SecretReconciler.retriesOf(reconciler));
    new lambda.CfnPermission(this, 'Permission', this.permissionFor(reconciler));
    new sqs.CfnQueuePolicy(this, 'FailedEventsPolicy', {
      queues: [this.queue.ref],
      policyDocument: new PolicyDocument({
        statements: failedEventsStatements(queueArn(place, queueName), {
          account: place.account,
          ruleArn: this.rule.attrArn,
        }),
      }),
    });
  }

  /**
   * Has a function called at the reconciler's hour, and keeps what failed for good in the reconciler's queue. Its role must
   * be allowed to send there; whoever adds it makes its permission and its retries.
   *
   * @param id of the target, unique within the rule
   */
  public addTarget(id: string, target: lambda.IFunction): void {
    // On the L1: the L2 would add a grant of its own to the role.
    (target.node.defaultChild as lambda.CfnFunction).deadLetterConfig = { targetArn: this.queue.attrArn };
    this.targets.push({
      id,
      arn: target.functionArn,
      deadLetterConfig: { arn: this.queue.attrArn },
      retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: maximumEventAge.toSeconds() },
    });
  }

  /** How often Lambda itself repeats a run that fails: once, because the next hour's does the same work. */
  public static retriesOf(target: lambda.IFunction): lambda.CfnEventInvokeConfigProps {
    return {
      functionName: target.functionName,
      qualifier: '$LATEST',
      maximumEventAgeInSeconds: maximumEventAge.toSeconds(),
      maximumRetryAttempts: 1,
    };
  }

  /** Lets the rule call a function. For the L1: the L2 would leave the account out. */
  public permissionFor(target: lambda.IFunction): lambda.CfnPermissionProps {
    return {
      action: 'lambda:InvokeFunction',
      functionName: target.functionArn,
      principal: 'events.amazonaws.com',
      sourceAccount: Stack.of(this).account,
      sourceArn: this.rule.attrArn,
    };
  }
}
