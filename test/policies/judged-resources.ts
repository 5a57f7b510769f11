import {
  defaultEventBusArn,
  functionLogStreamArns,
  functionNamePattern,
  partitionOf,
  rotatedUserPath,
  secretPrefix,
  settingPath,
} from '../../lib/config/names';
import { isDelivered } from '../../lib/delivery/delivered';
import { bootstrapRoleArn } from '../../lib/delivery/names';
import { deployedRegions } from '../../lib/delivery/regions';
import { accessLogGroupName } from '../../lib/detection/access-log-filters';
import { identityOfResolved } from '../../tools/access/physical-ids';
import { listOf } from '../../tools/access/template';
import { dataKeyArn, filesBucketArn, type Room } from '../support/room';
import type { PlacedStatement } from '../support/templates';
import { workloadsWithKey } from './key-questions';

/** What the policies of an environment may be about. */

/** What a name begins with, and what must then come: nothing, or something below it. */
type Beginning = readonly [beginning: string, below: boolean];

/** The bootstrap roles that jobs take. */
function ofDelivery({ environment }: Room): Beginning[] {
  if (!isDelivered(environment)) return [];
  return deployedRegions(environment).flatMap((region) =>
    (['deploy', 'file-publishing', 'lookup'] as const).map((role): Beginning => [
      bootstrapRoleArn(environment, role, region),
      false,
    ]),
  );
}

/** Everything that the identity policies of an environment may be about. */
export function ownResources(room: Room): Beginning[] {
  const { environment } = room;
  const arn = (service: string, rest: string, { region = environment.region } = {}) =>
    `arn:${partitionOf(environment)}:${service}:${region}:${environment.account}:${rest}`;
  const ofWorkloads = environment.workloads.flatMap((workload): Beginning[] => {
    const { name, customers } = workload;
    return [
      [filesBucketArn(room, workload), false],
      [`${filesBucketArn(room, workload)}/`, true],
      [arn('secretsmanager', `secret:${secretPrefix(environment, name)}`), true],
      [arn('ssm', `parameter${settingPath(environment, name)}`.replace(/\/$/, '')), false],
      [arn('ssm', `parameter${settingPath(environment, name)}`), true],
      [arn('iam', `user${rotatedUserPath(environment, name)}`, { region: '' }), true],
      [arn('lambda', `function:${functionNamePattern(environment, name)}`.replace(/\*$/, '')), true],
      [functionLogStreamArns(environment, functionNamePattern(environment, name)).replace(/\*.*$/, ''), true],
      [arn('sqs', functionNamePattern(environment, name).replace(/\*$/, '')), true],
      ...customers.flatMap(({ roleArn }): Beginning[] => [
        [roleArn, false],
        [roleArn.replace(/:\d{12}:/, ':*:'), false],
      ]),
    ];
  });
  return [
    ...ofDelivery(room),
    ...ofWorkloads,
    ...workloadsWithKey(room).map((workload): Beginning => [dataKeyArn(room, workload), false]),
    [arn('dynamodb', `table/strongroom-${environment.name}-journal`), false],
    [defaultEventBusArn(environment), false],
    [
      arn('logs', `log-group:/strongroom/${environment.name}/trail:log-stream:${environment.account}_CloudTrail_`),
      true,
    ],
  ];
}

/** Whether somebody has judged that a policy may be about that. */
export function isAmong(beginnings: readonly Beginning[], resource: string): boolean {
  // A stream, and not its group: that could be deleted.
  if (resource.includes(':log-group:') && !resource.includes(':log-stream:')) return false;
  return beginnings.some(([beginning, below]) =>
    below ? resource.startsWith(beginning) && resource.length > beginning.length : resource === beginning,
  );
}

const withPolicies = ['AWS::S3::Bucket', 'AWS::SNS::Topic', 'AWS::SQS::Queue'];

/** What a policy that stands on resources is about: those, and what lies in them. */
export function heldResources(room: Room, { resource: { Properties = {}, Type } }: PlacedStatement): Beginning[] {
  if (Type === 'AWS::Logs::ResourcePolicy') {
    const { account, region } = room.environment;
    const group = accessLogGroupName(room.environment);
    return [[`arn:${partitionOf(room.environment)}:logs:${region}:${account}:log-group:${group}:log-stream:`, true]];
  }
  const names = ['Bucket', 'Topics', 'Queues'].flatMap((name) => listOf(Properties[name] as string | string[]));
  return room.assembly.resources
    .filter(({ type, entry }) => withPolicies.includes(type) && names.includes(identityOfResolved(entry).ref))
    .flatMap(({ arn }): Beginning[] => [
      [arn, false],
      [`${arn}/`, true],
    ]);
}
