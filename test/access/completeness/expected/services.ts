import { accessKeySecrets, needsProbe, needsReconciler, rotatingSecrets } from '../../../../lib/access/looked-after';
import {
  consumerArn,
  functionArn,
  functionRoleArn,
  probeName,
  queueArn,
  reconcilerName,
  reconcilerQueueName,
  rotationFunctionName,
  trailLogGroupName,
} from '../../../../lib/config/names';
import type { Environment, Workload } from '../../../../lib/config/parameters';
import { watchesAccount } from '../../../../lib/detection/account-wide';
import { globalRegionOf } from '../../../../lib/detection/global-region';
import type { Access } from '../../../../tools/access/completeness/access';
import { identityOfResolved } from '../../../../tools/access/physical-ids';
import type { Condition } from '../../../../tools/access/rows/access-row';
import { entriesOf } from '../../../../tools/access/template';
import {
  accessLogBucketArn,
  auditKeyArn,
  filesBucketArn,
  type Room,
  secretArn,
  topicArns,
  trailBucketArn,
} from '../../../support/room';
import { all, always, from, test } from './conditions';
import { type Expected, may, whoAmI } from './expected-access';

/** What AWS services need of each room, each for our own resources alone. */

const overTls = test('Bool', 'aws:SecureTransport', 'true');
const overNewTls = all(overTls, test('NumericGreaterThanEquals', 's3:TlsVersion', '1.2'));

const makesTrail = ({ audit }: Environment) => audit.trail.mode === 'create';

function arn({ environment, stacks }: Room, service: string, resource: string, region = environment.region): string {
  return `arn:${stacks[0]?.partition ?? ''}:${service}:${region}:${environment.account}:${resource}`;
}

/** ARN of the one resource of a type with that description. Its name is made by CloudFormation. */
function described({ assembly }: Room, type: string, description: string): string {
  const found = entriesOf(assembly.stacks, type).filter(
    ({ resource }) => resource.Properties?.Description === description,
  );
  const [entry, ...more] = found;
  if (entry === undefined || more.length > 0) throw new Error(`${String(found.length)} ${type}: ${description}`);
  const { ref, attributes } = identityOfResolved(entry);
  return attributes.Arn ?? ref;
}

function deliveryRole(room: Room): string {
  return described(room, 'AWS::IAM::Role', `Lets trail strongroom-${room.environment.name} write its log group`);
}

function forwardingRole(room: Room): string {
  const { name, region } = room.environment;
  return described(room, 'AWS::IAM::Role', `Hands events to the bus of ${name} in ${region}`);
}

/** Of environments that share an account, one watches over it, and has what happens in the other Region handed over. */
const forwards = (environment: Environment) =>
  watchesAccount(environment) && environment.region !== globalRegionOf(environment);

/** The roles by which the trail writes its log group, and events reach the home Region. */
export function deliveryAccess(room: Room): Expected[] {
  const { environment } = room;
  const streams = `log-group:${trailLogGroupName(environment)}:log-stream:${environment.account}_CloudTrail_${environment.region}*`;
  return [
    ...(makesTrail(environment)
      ? [
          {
            who: deliveryRole(room),
            may: [...whoAmI, ...may(['logs:CreateLogStream', 'logs:PutLogEvents'], arn(room, 'logs', streams))],
          },
        ]
      : []),
    ...(forwards(environment)
      ? [
          {
            who: forwardingRole(room),
            may: [...whoAmI, ...may(['events:PutEvents'], arn(room, 'events', 'event-bus/default'))],
          },
        ]
      : []),
  ];
}

function cloudTrail(room: Room): Access[] {
  if (!makesTrail(room.environment)) return [];
  const { account, name } = room.environment;
  const ourTrail = from(
    account,
    test('StringEquals', 'aws:SourceArn', arn(room, 'cloudtrail', `trail/strongroom-${name}`)),
  );
  const anyRegion = arn(room, 'cloudtrail', 'trail/*', '*');
  const bucket = trailBucketArn(room);
  const key = auditKeyArn(room);
  return [
    ...may(['s3:GetBucketAcl'], bucket, all(ourTrail, overNewTls)),
    ...may(
      ['s3:PutObject'],
      `${bucket}/AWSLogs/${account}/*`,
      all(ourTrail, overNewTls, test('StringEquals', 's3:x-amz-acl', 'bucket-owner-full-control')),
    ),
    ...may(['kms:Decrypt', 'kms:DescribeKey'], key, ourTrail),
    ...may(
      ['kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'],
      key,
      all(ourTrail, test('StringLike', 'kms:EncryptionContext:aws:cloudtrail:arn', anyRegion)),
    ),
    ...may(['sts:AssumeRole'], deliveryRole(room), ourTrail),
  ];
}

function accessLogs(room: Room): Access[] {
  const { account, workloads } = room.environment;
  const buckets = [
    ...workloads.filter(({ files }) => files !== undefined).map((workload) => filesBucketArn(room, workload)),
    ...(makesTrail(room.environment) ? [trailBucketArn(room)] : []),
  ];
  if (buckets.length === 0) return [];
  const ours = from(account, test('ArnEquals', 'aws:SourceArn', ...buckets));
  return may(['s3:PutObject'], `${accessLogBucketArn(room)}/*`, all(ours, overNewTls));
}

function logEncryption(room: Room): Access[] {
  const actions = ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext'];
  const groups = arn(room, 'logs', `log-group:/strongroom/${room.environment.name}/*`);
  return may(
    [...actions, 'ReEncryptFrom', 'ReEncryptTo'].map((action) => `kms:${action}`),
    auditKeyArn(room),
    test('ArnLike', 'kms:EncryptionContext:aws:logs:arn', groups),
  );
}

function alarms(room: Room): Access[] {
  const ours = from(room.environment.account, test('ArnLike', 'aws:SourceArn', arn(room, 'cloudwatch', 'alarm:*')));
  return [
    ...may(['sns:Publish'], topicArns(room), all(ours, overTls)),
    ...may(['kms:Decrypt', 'kms:GenerateDataKey'], auditKeyArn(room), ours),
  ];
}

function schedule(room: Room, workload: Workload): string {
  const description = `Looks after the secrets of ${workload.name} in ${room.environment.name}`;
  return described(room, 'AWS::Events::Rule', description);
}

/** The hour of a workload's secrets, by one rule. */
function hour(room: Room, workload: Workload): Access[] {
  if (!needsReconciler(workload)) return [];
  const { environment } = room;
  const rule = schedule(room, workload);
  const names = [
    reconcilerName(environment, workload.name),
    ...(needsProbe(workload) ? [probeName(environment, workload.name)] : []),
  ];
  const byRule = (operator: string) => from(environment.account, test(operator, 'aws:SourceArn', rule));
  return [
    ...may(
      ['sqs:SendMessage'],
      queueArn(environment, reconcilerQueueName(environment, workload.name)),
      all(byRule('ArnEquals'), overTls),
    ),
    ...may(
      ['lambda:InvokeFunction'],
      names.map((name) => functionArn(environment, name)),
      byRule('ArnLike'),
    ),
  ];
}

function events(room: Room): Access[] {
  const { environment } = room;
  const { account, name } = environment;
  const rules = (pattern: string, operator: string, region = environment.region) =>
    from(account, test(operator, 'aws:SourceArn', arn(room, 'events', `rule/${pattern}`, region)));
  const lost = (queue: string, region: string) =>
    may(
      ['sqs:SendMessage'],
      arn(room, 'sqs', `strongroom-${name}-${queue}`, region),
      all(rules(`strongroom-${name}-*`, 'ArnEquals', region), overTls),
    );
  const global = globalRegionOf(environment);
  return [
    ...may(['sns:Publish'], topicArns(room), all(rules('*', 'ArnLike'), overTls)),
    ...may(
      ['kms:Decrypt', 'kms:GenerateDataKey'],
      auditKeyArn(room),
      test('StringEquals', 'kms:EncryptionContext:aws:sns:topicArn', ...topicArns(room)),
    ),
    ...lost('lost-alerts', environment.region),
    ...(forwards(environment)
      ? [
          ...lost('not-forwarded', global),
          ...may(['sts:AssumeRole'], forwardingRole(room), rules(`strongroom-${name}-*`, 'ArnLike', global)),
        ]
      : []),
    ...environment.workloads.flatMap((workload) => hour(room, workload)),
  ];
}

function secretsManager(room: Room): Access[] {
  const { environment } = room;
  return environment.workloads.flatMap((workload) =>
    rotatingSecrets(workload).flatMap(({ name }) =>
      may(
        ['lambda:InvokeFunction'],
        functionArn(environment, rotationFunctionName(environment, workload.name, name)),
        from(environment.account, test('ArnLike', 'aws:SourceArn', secretArn(room, workload, name))),
      ),
    ),
  );
}

/** The roles that a kind of consumer, or the functions of a workload, are run with. */
function trusts(room: Room, kind: string, conditions: Condition = always): Access[] {
  const { environment } = room;
  const roles = environment.workloads.flatMap((workload) =>
    workload.consumers
      .filter((consumer) => consumer.kind === kind)
      .map((consumer) => consumerArn(environment, workload.name, consumer)),
  );
  return may(['sts:AssumeRole'], roles, conditions);
}

function functionRoles({ environment }: Room): Access[] {
  const names = environment.workloads.flatMap((workload) => [
    ...rotatingSecrets(workload).map(({ name }) => rotationFunctionName(environment, workload.name, name)),
    ...(needsReconciler(workload) ? [reconcilerName(environment, workload.name)] : []),
    ...(workload.accessProbe && accessKeySecrets(workload).length > 0 ? [probeName(environment, workload.name)] : []),
  ]);
  return may(
    ['sts:AssumeRole'],
    names.map((name) => functionRoleArn(environment, name)),
  );
}

/** Where S3 delivers access logs within seconds, if it is to. */
function accessLogStreams(room: Room): Access[] {
  const { account, audit, name } = room.environment;
  if (audit.accessLogsInCloudWatch === undefined) return [];
  return may(
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    arn(room, 'logs', `log-group:/strongroom/${name}/access-logs:log-stream:*`),
    from(account, test('ArnLike', 'aws:SourceArn', arn(room, 'logs', '*'))),
  );
}

/** What each AWS service may do. */
export function serviceAccess(room: Room): Expected[] {
  const { account, region } = room.environment;
  const tasks = from(account, test('ArnLike', 'aws:SourceArn', arn(room, 'ecs', '*')));
  return [
    { who: 'cloudtrail.amazonaws.com', may: cloudTrail(room) },
    { who: 'logging.s3.amazonaws.com', may: accessLogs(room) },
    { who: `logs.${region}.amazonaws.com`, may: logEncryption(room) },
    { who: 'cloudwatch.amazonaws.com', may: alarms(room) },
    { who: 'delivery.logs.amazonaws.com', may: accessLogStreams(room) },
    { who: 'events.amazonaws.com', may: events(room) },
    { who: 'secretsmanager.amazonaws.com', may: secretsManager(room) },
    { who: 'ec2.amazonaws.com', may: trusts(room, 'ec2-role') },
    { who: 'ecs-tasks.amazonaws.com', may: trusts(room, 'ecs-role', tasks) },
    { who: 'lambda.amazonaws.com', may: [...trusts(room, 'lambda-role'), ...functionRoles(room)] },
  ];
}
