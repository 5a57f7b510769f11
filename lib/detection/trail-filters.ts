import { partitionOf, type Place } from '../config/names';
import type { Environment } from '../config/parameters';
import { watchesAccount } from './account-wide';
import type { MetricFilter } from './detection';
import { bucketNameEnd } from './own-names';

/** Namespace of the metrics that an environment's filters publish. */
export function metricNamespace(place: Pick<Place, 'name'>): string {
  return `Strongroom/${place.name}`;
}

/** Names of the metrics, which alarms and dashboard must spell as the filters do. */
export const trailMetrics = {
  unauthorizedCalls: 'UnauthorizedCalls',
  consoleSignInFailures: 'ConsoleSignInFailures',
  refusedRoles: 'RefusedRoles',
  roleSessions: 'RoleSessions',
  deniedAccess: 'DeniedAccess',
  downloadedBytes: 'DownloadedBytes',
  downloadedObjects: 'DownloadedObjects',
  deletedObjects: 'DeletedObjects',
  bulkDeletions: 'BulkDeletions',
  deletedVersions: 'DeletedVersions',
} as const;

/**
 * Filters of the trail's log group. Their number does not grow with workloads: a log group takes 100.
 *
 * None has a default value, which would publish, and cost, all the time. A dimension is taken only where the event names
 * something that exists: CloudWatch Logs switches a filter off that sees 1,000 values, so a dimension that a stranger
 * may invent would let him blind it.
 *
 * The use of our keys by others is no rate, and could be none: an event tells a key only by an id that is made at
 * deployment, and a filter pattern cannot name the encryption context of S3 (`aws:s3:arn`). It is an event of EventBridge,
 * whose patterns can.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html
 */
export function trailFilters(place: Place & Pick<Environment, 'alarms'>): MetricFilter[] {
  return [...(watchesAccount(place) ? accountFilters : []), ...roleFilters(place), ...fileFilters(place)];
}

const count = { value: '1', unit: 'Count' } as const;

function all(...conditions: string[]): string {
  return `{ ${conditions.map((condition) => `(${condition})`).join(' && ')} }`;
}

/** Of everybody in the account. */
const accountFilters: readonly MetricFilter[] = [
  {
    // CIS AWS Foundations 5.1, with the parentheses that it leaves out: without them the exclusions hold for one branch.
    metricName: trailMetrics.unauthorizedCalls,
    pattern:
      '{ (($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*")) && ($.sourceIPAddress != "delivery.logs.amazonaws.com") && ($.eventName != "HeadBucket") }',
    ...count,
  },
  {
    // CIS AWS Foundations 5.6.
    metricName: trailMetrics.consoleSignInFailures,
    pattern: all('$.eventName = "ConsoleLogin"', '$.errorMessage = "Failed authentication"'),
    ...count,
  },
];

function roleFilters(place: Place): MetricFilter[] {
  const assumesRole = '$.eventName = "AssumeRole"';
  // Roles of consumers are named `<workload>-<environment>-<consumer>`. An asterisk within a text is no wildcard, so
  // account and environment are two conditions. The role's account is told by its ARN alone: in the record of a call from
  // another account the owner's copy lists no resources.
  const named = `"*-${place.name}-*"`;
  const isOurs = [
    `$.requestParameters.roleArn = "arn:${partitionOf(place)}:iam::${place.account}:role/*"`,
    `$.requestParameters.roleArn = ${named}`,
  ];
  return [
    {
      // Without a dimension: who is refused may name any role, a thousand invented ones too. A refusal may come without
      // request parameters; then its message names the role.
      metricName: trailMetrics.refusedRoles,
      pattern: all(
        assumesRole,
        '$.errorCode = "*"',
        `(${isOurs.join(' && ')}) || ($.requestParameters IS NULL && $.errorMessage = ${named})`,
      ),
      ...count,
    },
    {
      // Services take their roles all the time. What is left are the roles for other accounts, as many as are declared.
      metricName: trailMetrics.roleSessions,
      pattern: all(assumesRole, '$.errorCode NOT EXISTS', '$.userIdentity.type != "AWSService"', ...isOurs),
      dimensions: { Role: '$.requestParameters.roleArn' },
      ...count,
    },
  ];
}

function fileFilters(place: Place): MetricFilter[] {
  // All buckets of the environment end so. No list of them: the pattern must not grow with the workloads.
  const inOurBuckets = [
    '$.eventSource = "s3.amazonaws.com"',
    `$.requestParameters.bucketName = "*${bucketNameEnd(place)}"`,
  ];
  const done = [...inOurBuckets, '$.errorCode NOT EXISTS'];
  const read = all(...done, '$.eventName = "GetObject"');
  const dimensions = { Bucket: '$.requestParameters.bucketName' };
  return [
    {
      metricName: trailMetrics.deniedAccess,
      pattern: all(...inOurBuckets, '$.errorCode = "AccessDenied"', '$.eventCategory = "Data"'),
      dimensions,
      ...count,
    },
    {
      metricName: trailMetrics.downloadedBytes,
      pattern: read,
      value: '$.additionalEventData.bytesTransferredOut',
      unit: 'Bytes',
      dimensions,
    },
    { metricName: trailMetrics.downloadedObjects, pattern: read, dimensions, ...count },
    {
      metricName: trailMetrics.deletedObjects,
      pattern: all(...done, '$.eventName = "DeleteObject"', '$.requestParameters.versionId NOT EXISTS'),
      dimensions,
      ...count,
    },
    {
      // The trail tells neither the keys nor whether versions are meant.
      metricName: trailMetrics.bulkDeletions,
      pattern: all(...done, '$.eventName = "DeleteObjects"'),
      dimensions,
      ...count,
    },
    {
      metricName: trailMetrics.deletedVersions,
      pattern: all(...done, '$.eventName = "DeleteObject"', '$.requestParameters.versionId = "*"'),
      dimensions,
      ...count,
    },
  ];
}
