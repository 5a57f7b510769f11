import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

import { partitionOf, type Place, trailLogGroupName } from '../config/names';

/**
 * What the role of the trail may do: write the streams that CloudTrail makes in the trail's log group.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
 */
export function trailDeliveryStatements(place: Place): PolicyStatement[] {
  const group = `arn:${partitionOf(place)}:logs:${place.region}:${place.account}:log-group:${trailLogGroupName(place)}`;
  return [
    new PolicyStatement({
      sid: 'DeliverTrail',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [`${group}:log-stream:${place.account}_CloudTrail_${place.region}*`],
    }),
  ];
}
