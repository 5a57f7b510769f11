import type { Place } from '../config/names';
import type { MetricFilter } from './detection';
import { bucketNameEnd, logGroupPrefix, namePrefix } from './own-names';

/** Below the path to which the audit key is held. */
export function accessLogGroupName(place: Pick<Place, 'name'>): string {
  return `${logGroupPrefix(place)}access-logs`;
}

/** Name of the delivery destination and of the policy that opens the log group to it. */
export function accessLogDestinationName(place: Pick<Place, 'name'>): string {
  return `${namePrefix(place)}access-logs`;
}

export const failedAuthenticationMetric = 'FailedAuthentication';

/**
 * Filters of the log group that all buckets of an environment deliver their server access logs to, where they do. Only
 * these logs know of a request whose key id or signature is wrong: CloudTrail does not record it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/sal-cw-log-format.html
 */
export function accessLogFilters(place: Place): MetricFilter[] {
  return [
    {
      metricName: failedAuthenticationMetric,
      pattern: `{ ($.bucket_name = "*${bucketNameEnd(place)}") && (($.error_code = "InvalidAccessKeyId") || ($.error_code = "SignatureDoesNotMatch")) }`,
      value: '1',
      unit: 'Count',
      dimensions: { Bucket: '$.bucket_name' },
    },
  ];
}
