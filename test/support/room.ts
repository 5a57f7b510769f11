import { bootstrapQualifierOf } from '../../lib/config/bootstrap-qualifier';
import type { Consumer } from '../../lib/config/consumers';
import {
  accessLogBucketName,
  alertTopicArn,
  bucketArn,
  consumerArn,
  filesBucketName,
  secretPrefix,
  trailBucketName,
} from '../../lib/config/names';
import type { Environment, Workload } from '../../lib/config/parameters';
import { isDeployedByHand } from '../../lib/delivery/names';
import { type Assembly, assemblyOf } from '../../tools/access/assembly';
import type { ProtectedResource } from '../../tools/access/resource-policies';
import type { Stack } from '../../tools/access/template';
import { synth } from './templates';

/** An environment as it was declared, beside the stacks that were made of it: what the rules hold against each other. */
export interface Room {
  readonly environment: Environment;
  readonly stacks: readonly Stack[];
  readonly assembly: Assembly;
}

const rooms = new WeakMap<readonly Stack[], Room>();

/** @param stacks other than the ones that are synthesized: mutated ones */
export function roomOf(environment: Environment, stacks: readonly Stack[] = synth(environment)): Room {
  const room = rooms.get(stacks) ?? { environment, stacks, assembly: assemblyOf(stacks) };
  rooms.set(stacks, room);
  return room;
}

/** Whether a stack is deployed with the environment, and not by a person before it. */
export function isDeployed({ name }: Stack): boolean {
  return !isDeployedByHand(name);
}

/**
 * The stacks without the policies of CloudFormation, which must be about everything that may be deployed. What they allow
 * is judged by test/delivery-execution.
 */
export function besideExecution(stacks: readonly Stack[]): readonly Stack[] {
  return stacks.filter(({ name }) => !name.startsWith('StrongroomExecution-'));
}

/** The role with which CloudFormation acts for the environment, as `cdk bootstrap` names it. */
export function cloudFormationRoleArn(room: Room): string {
  const { account, region } = room.environment;
  return roleArn(room, `cdk-${bootstrapQualifierOf(room.environment)}-cfn-exec-role-${account}-${region}`);
}

function only(found: readonly ProtectedResource[], what: string): ProtectedResource {
  const [first, ...more] = found;
  if (first === undefined || more.length > 0) throw new Error(`expected one ${what}, found ${String(found.length)}`);
  return first;
}

function ofType(room: Room, type: string): ProtectedResource[] {
  return room.assembly.resources.filter((resource) => resource.type === type);
}

export function filesBucketArn({ environment }: Room, workload: Workload): string {
  return bucketArn(environment, filesBucketName(environment, workload.name));
}

export function accessLogBucketArn({ environment }: Room): string {
  return bucketArn(environment, accessLogBucketName(environment));
}

export function trailBucketArn({ environment }: Room): string {
  return bucketArn(environment, trailBucketName(environment));
}

/** ARN of a secret as it was made, with the characters that Secrets Manager appends. */
export function secretArn(room: Room, workload: Workload, name: string): string {
  const full = `${secretPrefix(room.environment, workload.name)}${name}`;
  const secrets = ofType(room, 'AWS::SecretsManager::Secret').filter(({ properties }) => properties.Name === full);
  return only(secrets, `secret ${full}`).arn;
}

function keyArn(room: Room, description: RegExp): string {
  const keys = ofType(room, 'AWS::KMS::Key').filter(({ properties }) =>
    description.test(String(properties.Description)),
  );
  return only(keys, `key with the description ${description.source}`).arn;
}

export function dataKeyArn(room: Room, workload: Workload): string {
  return keyArn(room, new RegExp(`^Files and secrets of ${workload.name} in `));
}

export function auditKeyArn(room: Room): string {
  return keyArn(room, /^Trail, logs and alerts of /);
}

export function topicArn({ environment }: Room): string {
  return alertTopicArn(environment);
}

/** Of what is read by day. */
export function informationTopicArn(room: Room): string {
  return topicArn(room).replace(/alerts$/, 'information');
}

/** Both topics: what wakes somebody, and what is read by day. */
export function topicArns(room: Room): string[] {
  return [topicArn(room), informationTopicArn(room)];
}

export function arnOf({ environment }: Room, workload: Workload, consumer: Consumer): string {
  return consumerArn(environment, workload.name, consumer);
}

/** ARN of some role of the environment's own account. */
export function roleArn({ environment, stacks }: Room, name: string, account = environment.account): string {
  return `arn:${stacks[0]?.partition ?? ''}:iam::${account}:role/${name}`;
}

/** No environment of the tests lives there. */
export const otherAccount = '999900009999';
