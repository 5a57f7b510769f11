import { consumerArn, filesBucketName } from '../config/names';
import type { Environment, Workload } from '../config/parameters';
import { failedAuthenticationMetric } from './access-log-filters';
import { trailLogGroup } from './account-rates';
import type { IncidentDetection, RateDetection } from './detection';
import { functionRates } from './function-rates';
import { type Counted, inWords, sumReaches } from './rate';
import { type SecretRateSources, secretRates } from './secret-rates';
import type { Limit, WorkloadAlarmSettings } from '../config/alarms';
import { metricNamespace, trailMetrics } from './trail-filters';

type Surroundings = Pick<Environment, 'name' | 'account' | 'region' | 'audit'>;

export interface WorkloadRateSources extends SecretRateSources {
  /** Whether the buckets deliver their server access logs to CloudWatch Logs. */
  readonly accessLogsInCloudWatch: boolean;
}

/** Rates of one workload: its files, roles, functions and secrets. */
export function workloadRates(
  environment: Surroundings,
  workload: Workload,
  settings: WorkloadAlarmSettings,
  sources: WorkloadRateSources,
): RateDetection[] {
  const hasTrail = trailLogGroup(environment) !== undefined;
  const hasFiles = workload.files !== undefined;
  return [
    ...(hasTrail && hasFiles ? fileRates(environment, workload, settings) : []),
    ...(sources.accessLogsInCloudWatch && hasFiles ? authenticationRates(environment, workload, settings) : []),
    ...(hasTrail ? roleRates(environment, workload, settings) : []),
    ...functionRates(environment, workload, settings),
    ...secretRates(environment, workload, settings, sources),
  ];
}

/** The incidents that speak for several of a workload's rates. One with a single cause left is none: the cause speaks. */
export function workloadIncidents(
  environment: Surroundings,
  workload: Workload,
  rates: readonly RateDetection[],
): IncidentDetection[] {
  const anyOf = rates.filter(({ partOf }) => partOf === bulkDownload);
  if (anyOf.length === 0) return [];
  return [
    {
      kind: 'incident',
      id: bulkDownload,
      subject: workload.name,
      title: 'Bulk download',
      explanation: `Files of ${workload.name} in ${environment.name} were read in great number or volume.`,
      urgency: 'page',
      anyOf,
    },
  ];
}

const bulkDownload = 'bulk-download';

/** Reads are recorded unless the trail that we make leaves them out. Then no alarm on them could ever ring, and none is made. */
function recordsReads({ audit: { trail } }: Surroundings): boolean {
  return trail.mode !== 'create' || trail.dataEvents === 'all';
}

function fileRates(environment: Surroundings, { name }: Workload, settings: WorkloadAlarmSettings): RateDetection[] {
  const files = `files of ${name} in ${environment.name}`;
  const rate = (
    id: string,
    title: string,
    metricName: string,
    limit: Limit,
    what: Counted,
  ): RateDetection & { readonly on: boolean } => ({
    kind: 'rate',
    on: limit.on,
    id,
    subject: name,
    title,
    explanation: `The trail shows ${inWords(limit, what)}, ${files}.`,
    urgency: 'page',
    metric: {
      namespace: metricNamespace(environment),
      name: metricName,
      dimensions: { Bucket: filesBucketName(environment, name) },
    },
    ...sumReaches(limit),
  });
  const reads = [
    rate('bulk-download-bytes', 'Bulk download bytes', trailMetrics.downloadedBytes, settings.downloadedBytes, {
      one: 'byte read',
      several: 'bytes read',
    }),
    rate('bulk-download-objects', 'Bulk download objects', trailMetrics.downloadedObjects, settings.downloadedObjects, {
      one: 'object read',
      several: 'objects read',
    }),
  ].filter(({ on }) => on);
  const speakTogether = reads.length > 1;
  return [
    rate('denied-access', 'Denied access', trailMetrics.deniedAccess, settings.deniedAccess, {
      one: 'refused request',
      several: 'refused requests',
    }),
    ...(recordsReads(environment) ? reads.map((one) => (speakTogether ? { ...one, partOf: bulkDownload } : one)) : []),
    rate('deleted-objects', 'Deleted objects', trailMetrics.deletedObjects, settings.deletedObjects, {
      one: 'deleted object',
      several: 'deleted objects',
    }),
    rate('bulk-deletions', 'Bulk deletions', trailMetrics.bulkDeletions, settings.bulkDeletions, {
      one: 'call of DeleteObjects',
      several: 'calls of DeleteObjects',
    }),
    rate('deleted-versions', 'Deleted versions', trailMetrics.deletedVersions, settings.deletedVersions, {
      one: 'deleted version',
      several: 'deleted versions',
    }),
  ]
    .filter(({ on }) => on)
    .map(({ on: _, ...one }) => one);
}

const failedRequests: Counted = {
  one: 'request with an unknown key id or a wrong signature',
  several: 'requests with an unknown key id or a wrong signature',
};

function authenticationRates(
  environment: Surroundings,
  { name }: Workload,
  { failedAuthentication: limit }: WorkloadAlarmSettings,
): RateDetection[] {
  if (!limit.on) return [];
  return [
    {
      kind: 'rate',
      id: 'failed-authentication',
      subject: name,
      title: 'Failed authentication',
      explanation: `The access logs show ${inWords(limit, failedRequests)} to files of ${name} in ${environment.name}.`,
      urgency: 'page',
      metric: {
        namespace: metricNamespace(environment),
        name: failedAuthenticationMetric,
        dimensions: { Bucket: filesBucketName(environment, name) },
      },
      ...sumReaches(limit),
    },
  ];
}

function roleRates(
  environment: Surroundings,
  { name, consumers }: Workload,
  { roleSessions: limit }: WorkloadAlarmSettings,
): RateDetection[] {
  if (!limit.on) return [];
  return consumers
    .filter(({ kind }) => kind === 'cross-account-role')
    .map((consumer) => ({
      kind: 'rate',
      id: 'role-sessions',
      subject: `${name}/${consumer.name}`,
      title: 'Role sessions',
      explanation: `STS gave ${inWords(limit, { one: 'session', several: 'sessions' })} of role ${consumer.name} of ${name} in ${environment.name}.`,
      urgency: 'information',
      metric: {
        namespace: metricNamespace(environment),
        name: trailMetrics.roleSessions,
        dimensions: { Role: consumerArn(environment, name, consumer) },
      },
      ...sumReaches(limit),
    }));
}
