import { Duration } from 'aws-cdk-lib';
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
  constructor(scope: Construct, id: string, props: SecretReconcilerProps) {
    super(scope, id);
    const { room } = props;
    const { place, workload } = room;
    const name = reconcilerName(place, workload.name);
    const queueName = reconcilerQueueName(place, workload.name);
    const queue = new sqs.CfnQueue(this, 'FailedEvents', {
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
    // On the L1: the L2 would add a grant of its own to the role.
    (reconciler.node.defaultChild as lambda.CfnFunction).deadLetterConfig = { targetArn: queue.attrArn };
    new lambda.CfnEventInvokeConfig(this, 'Retries', {
      functionName: reconciler.functionName,
      qualifier: '$LATEST',
      maximumEventAgeInSeconds: maximumEventAge.toSeconds(),
      maximumRetryAttempts: 1,
    });
    const rule = this.makeRule(props, reconciler, queue);
    new sqs.CfnQueuePolicy(this, 'FailedEventsPolicy', {
      queues: [queue.ref],
      policyDocument: new PolicyDocument({
        statements: failedEventsStatements(queueArn(place, queueName), {
          account: place.account,
          ruleArn: rule.attrArn,
        }),
      }),
    });
  }

  private makeRule({ room }: SecretReconcilerProps, reconciler: lambda.IFunction, queue: sqs.CfnQueue): events.CfnRule {
    const { place, workload } = room;
    // The L1s: the L2 would leave the account out of the permission.
    const rule = new events.CfnRule(this, 'Schedule', {
      description: `Looks after the secrets of ${workload.name} in ${place.name}`,
      scheduleExpression: 'rate(1 hour)',
      targets: [
        {
          id: 'Reconciler',
          arn: reconciler.functionArn,
          deadLetterConfig: { arn: queue.attrArn },
          retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: maximumEventAge.toSeconds() },
        },
      ],
    });
    new lambda.CfnPermission(this, 'Permission', {
      action: 'lambda:InvokeFunction',
      functionName: reconciler.functionArn,
      principal: 'events.amazonaws.com',
      sourceAccount: place.account,
      sourceArn: rule.attrArn,
    });
    return rule;
  }
}
