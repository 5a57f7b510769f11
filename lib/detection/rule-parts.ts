import type { EventDetection, EventPattern } from './detection';

/** Each becomes a rule. */
export function patternsOf({ pattern, morePatterns = [] }: EventDetection): EventPattern[] {
  return [pattern, ...morePatterns];
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html */
export function ruleState({ readOnlyCalls = false }: Pick<EventDetection, 'readOnlyCalls'>): string {
  return readOnlyCalls ? 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' : 'ENABLED';
}
