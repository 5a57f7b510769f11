import { bootstrapQualifierOf } from '../../config/bootstrap-qualifier';
import { leftOfStackName } from '../../config/delivery';
import {
  accessLogBucketName,
  bucketArn,
  consumerName,
  filesBucketName,
  foundationStackName,
  partitionOf,
  secretPrefix,
  settingPath,
  trailBucketName,
} from '../../config/names';
import { namePrefix } from '../../detection/own-names';
import type { DeliveredEnvironment } from '../delivered';
import { deployedRegions } from '../regions';

/**
 * The ARNs that an environment's own resources have, or will have: as exact as their names are known before there is
 * anything.
 */

/** An ARN in the home Region. */
export function here(environment: DeliveredEnvironment, service: string, resource: string): string {
  return inRegion(environment, service, environment.region, resource);
}

/** ARNs in every Region in which the environment has stacks. */
export function everywhere(environment: DeliveredEnvironment, service: string, resource: string): string[] {
  return deployedRegions(environment).map((region) => inRegion(environment, service, region, resource));
}

/** ARN of something that belongs to no Region: of IAM, or a dashboard. */
export function global(environment: DeliveredEnvironment, service: string, resource: string): string {
  return inRegion(environment, service, '', resource);
}

function inRegion(environment: DeliveredEnvironment, service: string, region: string, resource: string): string {
  return `arn:${partitionOf(environment)}:${service}:${region}:${environment.account}:${resource}`;
}

/** Pattern of the names that start as the environment's stacks do. */
export function ownNames(environment: DeliveredEnvironment): string {
  return `${namePrefix(environment)}*`;
}

/** Pattern of names that CloudFormation makes of a stack's name where at most 64 characters are allowed. */
export function generatedNames(environment: DeliveredEnvironment): string {
  return `${namePrefix(environment).slice(0, leftOfStackName)}*`;
}

/** Roles of functions, of the trail's delivery and of the forwarding of events. */
export function ownRoles(environment: DeliveredEnvironment): string {
  return global(environment, 'iam', `role/${generatedNames(environment)}`);
}

/** Start of the names of the roles and users of a workload's consumers. */
function consumers(environment: DeliveredEnvironment, workload: string): string {
  return consumerName(environment, workload, '*');
}

type Workload = DeliveredEnvironment['workloads'][number];
type ConsumerKind = Workload['consumers'][number]['kind'];

function workloadsWith(environment: DeliveredEnvironment, wanted: (kind: ConsumerKind) => boolean): Workload[] {
  return environment.workloads.filter((workload) => workload.consumers.some(({ kind }) => wanted(kind)));
}

/** Patterns of the roles of all consumers. */
export function consumerRoles(environment: DeliveredEnvironment): string[] {
  return workloadsWith(environment, (kind) => kind !== 'iam-user').map(({ name }) =>
    global(environment, 'iam', `role/${consumers(environment, name)}`),
  );
}

/** Patterns of the roles, or the instance profiles, of workloads with consumers on EC2. */
export function instances(environment: DeliveredEnvironment, kind: 'instance-profile' | 'role'): string[] {
  return workloadsWith(environment, (consumer) => consumer === 'ec2-role').map(({ name }) =>
    global(environment, 'iam', `${kind}/${consumers(environment, name)}`),
  );
}

/** Every bucket by its whole name: others of the account may end alike. */
export function buckets(environment: DeliveredEnvironment): string[] {
  const names = [
    accessLogBucketName(environment),
    ...(environment.audit.trail.mode === 'create' ? [trailBucketName(environment)] : []),
    ...environment.workloads.flatMap(({ name, files }) =>
      files === undefined ? [] : [filesBucketName(environment, name)],
    ),
  ];
  return names.map((name) => bucketArn(environment, name));
}

/** Where the CDK puts the code of functions, and where their roles' bootstrap reads it. */
export function assets(environment: DeliveredEnvironment): string {
  const { account, region } = environment;
  return bucketArn(environment, `cdk-${bootstrapQualifierOf(environment)}-assets-${account}-${region}`);
}

export function secrets(environment: DeliveredEnvironment): string[] {
  return environment.workloads
    .filter((workload) => workload.secrets.length > 0)
    .map(({ name }) => here(environment, 'secretsmanager', `secret:${secretPrefix(environment, name)}*`));
}

export function settings(environment: DeliveredEnvironment): string[] {
  return environment.workloads
    .filter((workload) => Object.keys(workload.settings).length > 0)
    .map(({ name }) => here(environment, 'ssm', `parameter${settingPath(environment, name)}*`));
}

/** By which CloudFormation knows the version of the bootstrap. */
export function bootstrapVersions(environment: DeliveredEnvironment): string[] {
  return everywhere(environment, 'ssm', `parameter/cdk-bootstrap/${bootstrapQualifierOf(environment)}/version`);
}

/** The one stack whose outputs others read. */
export function foundationStack(environment: DeliveredEnvironment): string {
  return here(environment, 'cloudformation', `stack/${foundationStackName(environment)}/*`);
}

/** Every key of the account in the home Region: which are the environment's own is said by their aliases. */
export function keys(environment: DeliveredEnvironment): string {
  return here(environment, 'kms', 'key/*');
}

/** Pattern of the names of the environment's aliases, with `alias/`. */
export function aliases(environment: DeliveredEnvironment): string {
  return `alias/strongroom/${environment.name}/*`;
}
