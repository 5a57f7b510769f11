import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

import { defaultEventBusArn, partitionOf, type Place } from '../config/names';
import { failedEventsStatements } from './queue-statements';

/** The role that hands events to the home Region's bus may do that alone. */
export function forwardingStatements(home: Place): PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'HandEventsOver',
      actions: ['events:PutEvents'],
      resources: [defaultEventBusArn(home)],
    }),
  ];
}

/** Pattern of the ARNs of an environment's rules in one Region. */
export function rulesOf(place: Place): string {
  return `arn:${partitionOf(place)}:events:${place.region}:${place.account}:rule/strongroom-${place.name}-*`;
}

/** Policy of the queue of events that could not be handed over: the rules of its environment may send. */
export function lostEventsStatements(
  place: Pick<Place, 'account'>,
  queueArn: string,
  ruleArns: string,
): PolicyStatement[] {
  return failedEventsStatements(queueArn, { account: place.account, ruleArn: ruleArns });
}
