import * as events from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';

import type { Place } from '../config/names';
import type { EventDetection } from '../detection/detection';
import { runbookLine } from '../detection/message';
import { ruleName } from '../detection/rule-name';
import { patternsOf, ruleState } from '../detection/rule-parts';

export interface EventAlertProps {
  /** Environment, account and Region. */
  readonly place: Place;

  /** What to look for and what to say of it. */
  readonly detection: EventDetection;

  /** The topic of its urgency; its policy must let the rules of this account publish. */
  readonly topicArn: string;

  /** Queue of what could not be brought to the topic; its policy must let the rules of this environment send. */
  readonly lostEventsArn: string;

  /** Address of the runbook, without the anchor. */
  readonly runbookUrl: string;
}

/** Brings a single event to people as a message that says who did what. */
export class EventAlert extends Construct {
  constructor(scope: Construct, id: string, props: EventAlertProps) {
    super(scope, id);
    const { place, detection, topicArn, lostEventsArn, runbookUrl } = props;
    const lines = [...detection.lines, runbookLine(runbookUrl, detection.id)];
    patternsOf(detection).forEach((eventPattern, part) => {
      // The L1: the L2 would add a statement of its own to the topic's policy.
      new events.CfnRule(this, `Rule${part === 0 ? '' : String(part + 1)}`, {
        name: ruleName(place, detection.id, part),
        description: `${detection.title} in ${place.name}`,
        eventPattern,
        state: ruleState(detection),
        targets: [
          {
            id: 'Topic',
            arn: topicArn,
            deadLetterConfig: { arn: lostEventsArn },
            inputTransformer: {
              inputPathsMap: { ...detection.paths },
              inputTemplate: lines.map((line) => JSON.stringify(line)).join('\n'),
            },
          },
        ],
      });
    });
  }
}
