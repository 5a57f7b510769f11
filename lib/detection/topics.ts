import { alertTopicName, partitionOf, type Place } from '../config/names';
import type { Urgency } from './detection';
import { namePrefix } from './own-names';

/** Name of the topic of what is read by day. */
export function informationTopicName(place: Pick<Place, 'name'>): string {
  return `${namePrefix(place)}information`;
}

/** Name of the topic that detections of an urgency speak to. */
export function topicName(place: Pick<Place, 'name'>, urgency: Urgency): string {
  return urgency === 'page' ? alertTopicName(place) : informationTopicName(place);
}

/** ARN of the topic that a detection speaks to. */
export function topicArn(place: Place, urgency: Urgency): string {
  return `arn:${partitionOf(place)}:sns:${place.region}:${place.account}:${topicName(place, urgency)}`;
}

/** Name of the queue for events that a rule could not bring to its topic: one for all rules, however many there are. */
export function lostAlertsQueueName(place: Pick<Place, 'name'>): string {
  return `${namePrefix(place)}lost-alerts`;
}
