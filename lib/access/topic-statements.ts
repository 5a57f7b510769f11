import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';

import { partitionOf, type Place } from '../config/names';

/**
 * Policy of the alert topic.
 *
 * A topic policy replaces the default one, which lets the owner's alarms publish; so both publishers are named.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function alertTopicStatements(place: Place, topicArn: string): PolicyStatement[] {
  const publish = (sid: string, service: string, sourceArn: string) =>
    new PolicyStatement({
      sid,
      principals: [new ServicePrincipal(service)],
      actions: ['sns:Publish'],
      resources: [topicArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': place.account },
        ArnLike: { 'aws:SourceArn': sourceArn },
      },
    });
  const here = `${place.region}:${place.account}`;
  return [
    publish('PublishAlarms', 'cloudwatch.amazonaws.com', `arn:${partitionOf(place)}:cloudwatch:${here}:alarm:*`),
    publish('PublishEvents', 'events.amazonaws.com', `arn:${partitionOf(place)}:events:${here}:rule/*`),
    new PolicyStatement({
      sid: 'DenyInsecureTransport',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['sns:Publish', 'sns:Subscribe'],
      resources: [topicArn],
      conditions: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
  ];
}
