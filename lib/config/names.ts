import { createHash } from 'node:crypto';

import { RegionInfo } from 'aws-cdk-lib/region-info';

/**
 * Physical names that policies or people must spell before the resource exists. Everything else keeps a generated name.
 *
 * Bucket names carry account and Region, because bucket names are global within a partition.
 */

/** The part of an environment that names are made of. */
export interface Place {
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

/** The partition (`aws`, `aws-cn`, `aws-us-gov`, …) that the Region belongs to. */
export function partitionOf(place: Pick<Place, 'region'>): string {
  const { partition } = RegionInfo.get(place.region);
  if (partition === undefined) {
    throw new Error(`aws-cdk-lib knows no partition of Region ${place.region}; choose a Region that it knows`);
  }
  return partition;
}

function bucket(label: string, place: Place): string {
  return `${label}-${place.name}-${place.account}-${place.region}`;
}

export function filesBucketName(place: Place, workload: string): string {
  return bucket(workload, place);
}

export function accessLogBucketName(place: Place): string {
  return bucket('strongroom-logs', place);
}

export function trailBucketName(place: Place): string {
  return bucket('strongroom-trail', place);
}

export function trailName(place: Place): string {
  return `strongroom-${place.name}`;
}

export function trailLogGroupName(place: Place): string {
  return `/strongroom/${place.name}/trail`;
}

export function bucketArn(place: Place, bucketName: string): string {
  return `arn:${partitionOf(place)}:s3:::${bucketName}`;
}

export function trailArn(place: Place): string {
  return `arn:${partitionOf(place)}:cloudtrail:${place.region}:${place.account}:trail/${trailName(place)}`;
}

export function alertTopicName(place: Pick<Place, 'name'>): string {
  return `strongroom-${place.name}-alerts`;
}

export function alertTopicArn(place: Place): string {
  return `arn:${partitionOf(place)}:sns:${place.region}:${place.account}:${alertTopicName(place)}`;
}

/** Every log group of an environment lies below this path, so that the audit key can be held to it. */
export function logGroupArnPattern(place: Place): string {
  return `arn:${partitionOf(place)}:logs:${place.region}:${place.account}:log-group:/strongroom/${place.name}/*`;
}

export function foundationStackName(place: Place): string {
  return `strongroom-${place.name}-foundation`;
}

/** The stack in the Region in which global events arrive, where that is not the home Region. */
export function globalEventsStackName(place: Pick<Place, 'name'>): string {
  return `strongroom-${place.name}-global-events`;
}

export function workloadStackName(place: Place, workload: string): string {
  return `strongroom-${place.name}-${workload}`;
}

/** Alias of the key of trail, logs and alerts, without the leading `alias/`. */
export function auditKeyAlias(place: Place): string {
  return `strongroom/${place.name}/audit`;
}

/** Alias of a workload's data key, without the leading `alias/`. */
export function dataKeyAlias(place: Place, workload: string): string {
  return `strongroom/${place.name}/${workload}`;
}

/** Name of a consumer's role or user. IAM is global, so the environment's name keeps it unique within the account. */
export function consumerName(place: Pick<Place, 'name'>, workload: string, consumer: string): string {
  return `${workload}-${place.name}-${consumer}`;
}

/** Path of users whose keys rotate: the rotation may act below it and nowhere else. */
export function rotatedUserPath(place: Place, workload: string): string {
  return `/rotated/${place.name}/${workload}/`;
}

/** ARN of the role or user of a consumer. */
export function consumerArn(place: Place, workload: string, consumer: { name: string; kind: string }): string {
  const name = consumerName(place, workload, consumer.name);
  const resource = consumer.kind === 'iam-user' ? `user${rotatedUserPath(place, workload)}${name}` : `role/${name}`;
  return `arn:${partitionOf(place)}:iam::${place.account}:${resource}`;
}

/** Ends in a slash, so that a grant on it never reaches `<workload>/<environment>2/`. */
export function secretPrefix(place: Place, workload: string): string {
  return `${workload}/${place.name}/`;
}

export function settingPath(place: Place, workload: string): string {
  return `/${workload}/${place.name}/`;
}

/** Table in which rotations keep what must survive them. */
export function journalTableName(place: Place): string {
  return `strongroom-${place.name}-journal`;
}

export function journalTableArn(place: Place): string {
  return `arn:${partitionOf(place)}:dynamodb:${place.region}:${place.account}:table/${journalTableName(place)}`;
}

/** Characters of the name of a Lambda function or IAM role. @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const longestFunctionName = 64;

/** A hyphen and eight characters that tell names apart whose beginnings are the same. */
const digestLength = 9;

const longestFunctionNameStart = longestFunctionName - digestLength;

/** The name itself where it fits, else its beginning and a digest of the whole. */
function fitting(name: string): string {
  if (name.length <= longestFunctionName) return name;
  const digest = createHash('sha256')
    .update(name)
    .digest('hex')
    .slice(0, digestLength - 1);
  return `${name.slice(0, longestFunctionNameStart)}-${digest}`;
}

function functionNameStart(place: Place, workload: string): string {
  return `strongroom-${place.name}-${workload}-`;
}

/** Name of the function that rotates one secret, and of its role. At most 64 characters. */
export function rotationFunctionName(place: Place, workload: string, secret: string): string {
  return fitting(`${functionNameStart(place, workload)}rotate-${secret}`);
}

/** Name of the function that looks after the secrets of a workload, and of its role. At most 64 characters. */
export function reconcilerName(place: Place, workload: string): string {
  return fitting(`${functionNameStart(place, workload)}reconcile`);
}

/** Name of the function that tries the access keys of a workload, and of its role. At most 64 characters. */
export function probeName(place: Place, workload: string): string {
  return fitting(`${functionNameStart(place, workload)}probe`);
}

/** Pattern of the names of all functions of a workload; for long names it holds as much as is left of them. */
export function functionNamePattern(place: Place, workload: string): string {
  return `${functionNameStart(place, workload).slice(0, longestFunctionNameStart)}*`;
}

/** @param name a function's name, or the pattern of several */
export function functionArn(place: Place, name: string): string {
  return `arn:${partitionOf(place)}:lambda:${place.region}:${place.account}:function:${name}`;
}

export function functionRoleArn(place: Place, name: string): string {
  return `arn:${partitionOf(place)}:iam::${place.account}:role/${name}`;
}

/** Below the path to which the audit key is held. */
export function functionLogGroupName(place: Place, name: string): string {
  return `/strongroom/${place.name}/${name}`;
}

/** @param name a function's name, or the pattern of several */
export function functionLogStreamArns(place: Place, name: string): string {
  const group = functionLogGroupName(place, name);
  return `arn:${partitionOf(place)}:logs:${place.region}:${place.account}:log-group:${group}:log-stream:*`;
}

export function defaultEventBusArn(place: Place): string {
  return `arn:${partitionOf(place)}:events:${place.region}:${place.account}:event-bus/default`;
}

/** Where events go that the reconciler could not handle. A queue's name may have 80 characters. */
export function reconcilerQueueName(place: Place, workload: string): string {
  return `${reconcilerName(place, workload)}-failed`;
}

export function queueArn(place: Place, queueName: string): string {
  return `arn:${partitionOf(place)}:sqs:${place.region}:${place.account}:${queueName}`;
}
