import { Duration } from 'aws-cdk-lib';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

import { lostEventsStatements, rulesOf } from '../access/forwarding-statements';
import { type Place, queueArn } from '../config/names';
import { acknowledge } from './acknowledgement';

export interface LostEventsProps {
  /** Environment and account, and the Region of queue and rules. */
  readonly place: Place;

  /** An alarm and a person who looks must spell it. */
  readonly queueName: string;
}

/**
 * Keeps for two weeks what the rules of an environment could not bring to their targets.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export class LostEvents extends Construct {
  /** What the rules' targets name. */
  public readonly queueArn: string;

  constructor(scope: Construct, id: string, props: LostEventsProps) {
    super(scope, id);
    const { place, queueName } = props;
    const queue = new sqs.CfnQueue(this, 'Queue', {
      queueName,
      sqsManagedSseEnabled: true,
      messageRetentionPeriod: Duration.days(14).toSeconds(),
    });
    acknowledge(queue, {
      rules: ['AwsSolutions-SQS3'],
      reason:
        'It is itself the dead-letter queue of the rules of this environment; nothing receives from it but a person who looks what was lost.',
    });
    new sqs.CfnQueuePolicy(this, 'Policy', {
      queues: [queue.ref],
      policyDocument: new PolicyDocument({
        statements: lostEventsStatements(place, queueArn(place, queueName), rulesOf(place)),
      }),
    });
    this.queueArn = queue.attrArn;
  }
}
