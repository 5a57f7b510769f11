import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

import { alertTopicStatements } from '../access/topic-statements';
import type { Place } from '../config/names';
import type { Urgency } from '../detection/detection';
import { topicArn, topicName } from '../detection/topics';

export interface AlertTopicProps {
  /** Environment, account and Region. */
  readonly place: Place;

  /** Whether its messages wake somebody or are read by day. */
  readonly urgency: Urgency;

  /** Its policy must let CloudWatch and EventBridge use it for this topic. */
  readonly key: kms.IKey;

  /** E-mail addresses; each gets a message once and must confirm it before alerts arrive. */
  readonly recipients: string[];
}

/** Where alarms and rules of one urgency speak to people. Only alarms and rules of this account may publish. */
export class AlertTopic extends Construct {
  /** What alarms and rules publish to. */
  public readonly topic: sns.ITopic;

  constructor(scope: Construct, id: string, props: AlertTopicProps) {
    super(scope, id);
    const topic = new sns.Topic(this, 'Topic', {
      topicName: topicName(props.place, props.urgency),
      masterKey: props.key,
    });
    for (const recipient of props.recipients) topic.addSubscription(new EmailSubscription(recipient));
    // The L1: the L2 would add statements of its own for every target that it meets.
    new sns.CfnTopicPolicy(this, 'Policy', {
      topics: [topic.topicArn],
      policyDocument: new PolicyDocument({
        statements: alertTopicStatements(props.place, topicArn(props.place, props.urgency)),
      }),
    });
    this.topic = topic;
  }
}
