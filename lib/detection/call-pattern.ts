import type { Place } from '../config/names';
import type { EventPattern } from './detection';

const calls = 'AWS API Call via CloudTrail';

/** AWS alone can send events of such a source, so nobody can imitate them. */
export const fromAws = [{ prefix: 'aws.' }];

/**
 * An event of CloudTrail in an account, from whichever Region.
 *
 * @param detailTypes calls of an API unless said otherwise
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function recordedPattern(
  place: Pick<Place, 'account'>,
  detail: EventPattern,
  detailTypes: readonly string[] = [calls],
): EventPattern {
  return { source: fromAws, 'detail-type': detailTypes, account: [place.account], detail };
}

/** @param service as in `eventSource`, without `.amazonaws.com` */
export function callPattern(place: Pick<Place, 'account'>, service: string, detail: EventPattern): EventPattern {
  return recordedPattern(place, { eventSource: [`${service}.amazonaws.com`], ...detail });
}
