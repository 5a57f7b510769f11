import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';

import type { AgingSecret } from '../access/looked-after';
import type { Room } from '../access/room';
import { alertTopicArn, secretPrefix } from '../config/names';

export interface AgeAlarmProps {
  /** The workload, and what its policies must spell. */
  readonly room: Room;

  /** The secret that a person replaces. */
  readonly secret: AgingSecret;

  /** Greatest age without alarm, in days. */
  readonly maximumDays: number;
}

/** Tells the owner of a secret that nobody has replaced it in time. Its age is told by the workload's reconciler. */
export class AgeAlarm extends Construct {
  constructor(scope: Construct, id: string, props: AgeAlarmProps) {
    super(scope, id);
    const { room, secret, maximumDays } = props;
    const { place, workload } = room;
    const name = `${secretPrefix(place, workload.name)}${secret.name}`;
    const owner = secret.owner ?? workload.owner;
    new cloudwatch.CfnAlarm(this, 'Alarm', {
      alarmDescription: `Secret ${name} is older than ${String(maximumDays)} days. ${owner} has it renewed by whoever issued it, and puts the new value with: aws secretsmanager put-secret-value --secret-id ${name}`,
      namespace: 'Strongroom',
      metricName: 'SecretAgeDays',
      dimensions: [{ name: 'Secret', value: name }],
      statistic: 'Maximum',
      // A day, so that an hour without a measurement does not end the alarm.
      period: Duration.days(1).toSeconds(),
      evaluationPeriods: 1,
      threshold: maximumDays,
      comparisonOperator: 'GreaterThanThreshold',
      // A secret without a value has no age; it is reported as unfilled.
      treatMissingData: 'notBreaching',
      alarmActions: [alertTopicArn(place)],
    });
  }
}
