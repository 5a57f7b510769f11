import { Duration } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';

import type { Place } from '../config/names';
import { alarmDescription, alarmName } from '../detection/alarm-text';
import type { RateDetection } from '../detection/detection';
import { topicArn } from '../detection/topics';
import { acknowledge } from './acknowledgement';

export interface RateAlarmProps {
  /** Environment, account and Region. */
  readonly place: Place;

  /** What rings when. */
  readonly detection: RateDetection;

  /** Where the runbook stands; the alarm's own heading is added. */
  readonly runbookUrl: string;
}

/**
 * Rings when a number is too great, or when it stays away. The part of an incident is silent: the incident speaks for it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export class RateAlarm extends Construct {
  /** The alarm itself; what refers to it by name must stand after it. */
  public readonly alarm: CfnAlarm;

  constructor(scope: Construct, id: string, props: RateAlarmProps) {
    super(scope, id);
    const { place, detection, runbookUrl } = props;
    const { metric } = detection;
    this.alarm = new CfnAlarm(this, 'Alarm', {
      alarmName: alarmName(place, detection),
      alarmDescription: alarmDescription(detection, runbookUrl),
      namespace: metric.namespace,
      metricName: metric.name,
      dimensions: Object.entries(metric.dimensions ?? {}).map(([name, value]) => ({ name, value })),
      statistic: detection.statistic,
      period: Duration.minutes(detection.periodMinutes).toSeconds(),
      evaluationPeriods: detection.evaluationPeriods,
      datapointsToAlarm: detection.datapointsToAlarm,
      threshold: detection.threshold,
      comparisonOperator: detection.comparison,
      treatMissingData: detection.missingData,
      ...(detection.partOf === undefined ? { alarmActions: [topicArn(place, detection.urgency)] } : {}),
    });
    if (detection.partOf !== undefined) {
      acknowledge(this.alarm, {
        rules: ['HIPAA.Security-CloudWatchAlarmAction', 'NIST.800.53.R5-CloudWatchAlarmAction'],
        reason:
          'It is one of several signs of the same incident. The composite alarm that it is part of sends the one message for all of them.',
      });
    }
  }
}
