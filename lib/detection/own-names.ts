import {
  alertTopicArn,
  functionRoleArn,
  partitionOf,
  type Place,
  rotatedUserPath,
  secretPrefix,
} from '../config/names';

/**
 * How the names of an environment's resources begin or end. Patterns are held to them, so that neither their length nor
 * their number grows with the workloads.
 */

/** Rules, alarms, functions, topics, tables, and whatever CloudFormation names after its stack. */
export function namePrefix(place: Pick<Place, 'name'>): string {
  return `strongroom-${place.name}-`;
}

/** End of the names of all buckets of an environment: those of its workloads, of its trail and of its access logs. */
export function bucketNameEnd(place: Place): string {
  return `-${place.name}-${place.account}-${place.region}`;
}

export function topicArnPrefix(place: Place): string {
  return alertTopicArn(place).slice(0, -'alerts'.length);
}

export function logGroupPrefix(place: Pick<Place, 'name'>): string {
  return `/strongroom/${place.name}/`;
}

/** Pattern of a secret's name, and of its ARN: its second part is the environment. */
export function secretPattern(place: Pick<Place, 'name'>): string {
  return `*/${place.name}/*`;
}

/** Roles of the functions of an environment. */
export function functionRolePrefix(place: Place): string {
  return functionRoleArn(place, namePrefix(place));
}

/** Roles of the consumers of a workload. */
export function consumerRolePrefix(place: Place, workload: string): string {
  return `arn:${partitionOf(place)}:iam::${place.account}:role/${workload}-${place.name}-`;
}

/** Users of the consumers of all workloads of an environment. */
export function rotatedUserPrefix(place: Place): string {
  const path = rotatedUserPath(place, '').slice(0, -1);
  return `arn:${partitionOf(place)}:iam::${place.account}:user${path}`;
}

/** Beginning of the ARNs of a workload's secrets. */
export function secretArnPrefix(place: Place, workload: string): string {
  return `arn:${partitionOf(place)}:secretsmanager:${place.region}:${place.account}:secret:${secretPrefix(place, workload)}`;
}

/** Managed policies of an environment, the boundaries among them: CloudFormation names them after their stacks. */
export function policyArnPrefix(place: Place): string {
  return `arn:${partitionOf(place)}:iam::${place.account}:policy/${namePrefix(place)}`;
}

/** Pattern of the names of roles, users and groups of an environment's workloads, and of the roles of its functions. */
export function principalPattern(place: Pick<Place, 'name'>): string {
  return `*-${place.name}-*`;
}

/** What matches them. */
export function ownPrincipalNames(place: Pick<Place, 'name'>): unknown[] {
  return [{ wildcard: principalPattern(place) }];
}
