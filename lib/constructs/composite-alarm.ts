import { CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';

import type { Place } from '../config/names';
import { alarmDescription, alarmName } from '../detection/alarm-text';
import type { IncidentDetection } from '../detection/detection';
import { topicArn } from '../detection/topics';
import { RateAlarm } from './rate-alarm';

export interface CompositeAlarmProps {
  /** Environment, account and Region. */
  readonly place: Place;

  /** The incident and its parts. */
  readonly detection: IncidentDetection;

  /** Where the runbook stands; the alarm's own heading is added. */
  readonly runbookUrl: string;
}

/** An incident with its silent parts: one message, whichever of them rings. */
export class CompositeAlarm extends Construct {
  constructor(scope: Construct, id: string, props: CompositeAlarmProps) {
    super(scope, id);
    const { place, detection, runbookUrl } = props;
    const parts = detection.anyOf.map(
      (part) => new RateAlarm(this, part.id, { place, detection: part, runbookUrl }).alarm,
    );
    const composite = new CfnCompositeAlarm(this, 'Alarm', {
      alarmName: alarmName(place, detection),
      alarmDescription: alarmDescription(detection, runbookUrl),
      alarmRule: detection.anyOf.map((part) => `ALARM("${alarmName(place, part)}")`).join(' OR '),
      alarmActions: [topicArn(place, detection.urgency)],
    });
    // The rule names them in text, so nothing else tells CloudFormation that they come first.
    for (const part of parts) composite.addResourceDependency(part);
  }
}
