import { RegionInfo } from 'aws-cdk-lib/region-info';

import type { Deployed } from '../config/bootstrap-qualifier';
import {
  bucketArn,
  consumerArn,
  dataKeyAlias,
  filesBucketName,
  partitionOf,
  type Place,
  secretPrefix,
  settingPath,
} from '../config/names';
import type { Workload } from '../config/parameters';

/** Resources and condition of a statement that means one key. */
interface BoundedKey {
  readonly resources: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/**
 * By its ARN where one stack makes key and boundaries; by its alias where a person makes the boundaries beforehand. A key
 * that is none of the environment's could only be given the alias by who may change that key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-resource-aliases
 */
function boundedKey(place: Place & Deployed, workload: string, keyArn: string): BoundedKey {
  if (place.delivery === undefined) return { resources: [keyArn], conditions: {} };
  return {
    resources: [`arn:${partitionOf(place)}:kms:${place.region}:${place.account}:key/*`],
    conditions: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': [`alias/${dataKeyAlias(place, workload)}`] } },
  };
}

/** Everything that a workload's policies must spell. All but the ARNs of key and boundary is known before anything is deployed. */
export interface Room {
  readonly place: Place & Deployed;
  readonly partition: string;
  readonly workload: Workload;
  readonly filesBucketArn: string;
  /** ARN of the workload's data key; a token while the template is made. */
  readonly keyArn: string;
  /** How the boundaries spell the data key. */
  readonly boundedKey: BoundedKey;
  /** ARN of the boundary of the workload's consumers; a token while the template is made. */
  readonly boundaryArn: string;
  readonly secretArnPrefix: string;
  readonly settingArnPrefix: string;
}

export function roomOf(
  place: Place & Deployed,
  workload: Workload,
  made: { readonly keyArn: string; readonly boundaryArn: string },
): Room {
  const partition = partitionOf(place);
  const here = `${place.region}:${place.account}`;
  return {
    place,
    partition,
    workload,
    filesBucketArn: bucketArn(place, filesBucketName(place, workload.name)),
    ...made,
    boundedKey: boundedKey(place, workload.name, made.keyArn),
    secretArnPrefix: `arn:${partition}:secretsmanager:${here}:secret:${secretPrefix(place, workload.name)}`,
    settingArnPrefix: `arn:${partition}:ssm:${here}:parameter${settingPath(place, workload.name)}`,
  };
}

/** ARN pattern of one secret: Secrets Manager appends a hyphen and six random characters to the name. */
export function secretArnPattern(room: Room, secret: string): string {
  return `${room.secretArnPrefix}${secret}-??????`;
}

/** ARNs of the consumers of a workload for which a question has the answer yes, in declared order. */
export function consumerArns(room: Room, wanted: (consumer: Workload['consumers'][number]) => boolean): string[] {
  return room.workload.consumers
    .filter(wanted)
    .map((consumer) => consumerArn(room.place, room.workload.name, consumer));
}

/**
 * Values of `kms:ViaService` for a service.
 *
 * In the China Regions both spellings are listed, because AWS's pages print the key's value without the `.cn` ending
 * and the service's endpoint with it; nobody but AWS can make either.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function viaService(place: Place, service: 's3' | 'secretsmanager'): string[] {
  const plain = `${service}.${place.region}.amazonaws.com`;
  const local = `${service}.${place.region}.${urlSuffixOf(place)}`;
  return plain === local ? [plain] : [plain, local];
}

/** DNS suffix of the Region's partition, such as `amazonaws.com.cn`. */
export function urlSuffixOf(place: Place): string {
  return RegionInfo.get(place.region).domainSuffix ?? 'amazonaws.com';
}
