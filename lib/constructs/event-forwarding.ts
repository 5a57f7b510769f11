import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import { forwardingBoundary } from '../access/boundaries';
import { forwardingStatements, rulesOf } from '../access/forwarding-statements';
import type { Deployed } from '../config/bootstrap-qualifier';
import { defaultEventBusArn, type Place } from '../config/names';
import type { EventDetection } from '../detection/detection';
import { forwardedEvents } from '../detection/forwarded-events';
import { namePrefix } from '../detection/own-names';
import { ruleName } from '../detection/rule-name';
import { ruleState } from '../detection/rule-parts';
import { LostEvents } from './lost-events';
import { PermissionsBoundary } from './permissions-boundary';

export interface EventForwardingProps {
  /** Where the messages are made of the events. */
  readonly home: Place & Deployed;

  /** The Region in which the events arrive and this construct stands. */
  readonly region: string;

  /** What is recorded there. */
  readonly detections: readonly EventDetection[];
}

/**
 * Hands events of another Region to the default bus of the home Region, each once; there the patterns of the detections
 * find them, and messages are made of them.
 *
 * EventBridge tries for a day, up to 185 times. What it could not hand over then is kept in a queue for two weeks, as
 * evidence; no alarm of this Region could reach a topic of another.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export class EventForwarding extends Construct {
  constructor(scope: Construct, id: string, props: EventForwardingProps) {
    super(scope, id);
    const { home, detections } = props;
    const here = { ...home, region: props.region };
    const role = this.makeRole(home, rulesOf(here));
    const lost = new LostEvents(this, 'NotForwarded', {
      place: here,
      queueName: `${namePrefix(home)}not-forwarded`,
    });
    for (const { id: forwarded, title, pattern, readOnlyCalls } of forwardedEvents(home, detections)) {
      new events.CfnRule(this, forwarded, {
        name: ruleName(home, forwarded, 0),
        description: `${title}: to ${home.region}, where ${home.name} is at home`,
        eventPattern: pattern,
        state: ruleState({ readOnlyCalls }),
        targets: [
          {
            id: 'Home',
            arn: defaultEventBusArn(home),
            roleArn: role.roleArn,
            deadLetterConfig: { arn: lost.queueArn },
          },
        ],
      });
    }
  }

  private makeRole(home: Place & Deployed, ruleArns: string): iam.Role {
    const { policy: boundary } = new PermissionsBoundary(this, 'Boundary', {
      place: home,
      boundary: forwardingBoundary(home),
    });
    const policy = new iam.ManagedPolicy(this, 'Policy', {
      description: `Lets events reach ${home.name}`,
      statements: forwardingStatements(home),
    });
    return new iam.Role(this, 'Role', {
      description: `Hands events to the bus of ${home.name} in ${home.region}`,
      assumedBy: new iam.ServicePrincipal('events.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': home.account },
          ArnLike: { 'aws:SourceArn': ruleArns },
        },
      }),
      managedPolicies: [policy],
      permissionsBoundary: boundary,
    });
  }
}
