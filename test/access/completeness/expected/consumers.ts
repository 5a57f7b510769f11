import { declaredAccess } from '../../../../lib/access/declared-access';
import { type Consumer, everything } from '../../../../lib/config/consumers';
import { secretPrefix, settingPath } from '../../../../lib/config/names';
import type { Workload } from '../../../../lib/config/parameters';
import type { Access } from '../../../../tools/access/completeness/access';
import type { Condition } from '../../../../tools/access/rows/access-row';
import { arnOf, dataKeyArn, filesBucketArn, type Room } from '../../../support/room';
import { absentOr, all, always, test, through } from './conditions';
import { type Expected, may, whoAmI } from './expected-access';

type Declared = ReturnType<typeof declaredAccess>[number];

/** What each verb of the configuration stands for. */
const verbs = {
  read: ['s3:GetObject'],
  write: ['s3:AbortMultipartUpload', 's3:PutObject'],
  delete: ['s3:DeleteObject'],
} as const;

/** The bucket's name can be taken by another account once the bucket is gone. */
function ownBucketOnly({ environment }: Room): Condition {
  return absentOr('s3:ResourceAccount', test('StringEquals', 's3:ResourceAccount', environment.account));
}

/** A user that is held to addresses acts from them, or through a service that it called from them. */
function fromAddresses(consumer: Consumer): Condition {
  if (consumer.kind !== 'iam-user' || consumer.sourceAddresses.length === 0) return always;
  return {
    any: [
      test('IpAddress', 'aws:SourceIp', ...consumer.sourceAddresses),
      all(test('Null', 'aws:ViaAWSService', 'false'), test('Bool', 'aws:ViaAWSService', 'true')),
    ],
  };
}

function prefixesOf(declared: readonly Declared[], verb: string): string[] {
  return declared.flatMap((row) => ('prefix' in row && row.verb === verb ? [row.prefix] : []));
}

function files(room: Room, workload: Workload, declared: readonly Declared[]): Access[] {
  const bucket = filesBucketArn(room, workload);
  const objects = (Object.keys(verbs) as (keyof typeof verbs)[]).flatMap((verb) => {
    const prefixes = prefixesOf(declared, verb);
    const patterns = prefixes.includes(everything) ? ['*'] : prefixes.map((prefix) => `${prefix}*`);
    return may(
      verbs[verb],
      patterns.map((pattern) => `${bucket}/${pattern}`),
      ownBucketOnly(room),
    );
  });
  const listed = prefixesOf(declared, 'list');
  if (listed.length === 0) return objects;
  const below = listed.includes(everything)
    ? always
    : test('StringLike', 's3:prefix', ...listed.map((prefix) => `${prefix}*`));
  return [...objects, ...may(['s3:ListBucket'], bucket, all(ownBucketOnly(room), below))];
}

function key(room: Room, workload: Workload, declared: readonly Declared[]): Access[] {
  const has = (...wanted: readonly string[]) => declared.some(({ verb }) => wanted.includes(verb));
  const services = [
    ...(has('read', 'write') ? (['s3'] as const) : []),
    ...(has('read-secret') ? (['secretsmanager'] as const) : []),
  ];
  if (services.length === 0) return [];
  const arn = dataKeyArn(room, workload);
  return [
    ...may(['kms:Decrypt'], arn, through(room.environment, ...services)),
    ...(has('write') ? may(['kms:GenerateDataKey'], arn, through(room.environment, 's3')) : []),
  ];
}

/** ARN pattern of a secret, for which Secrets Manager adds a hyphen and six characters; or of all of a workload. */
export function secretPattern({ environment, stacks }: Room, workload: Workload, name: string): string {
  const { account, region } = environment;
  const start = `arn:${stacks[0]?.partition ?? ''}:secretsmanager:${region}:${account}:secret:${secretPrefix(environment, workload.name)}`;
  return name === everything ? `${start}*` : `${start}${name}-??????`;
}

function rest(room: Room, workload: Workload, row: Declared): Access[] {
  const { environment, stacks } = room;
  switch (row.verb) {
    case 'read-secret':
      return may(
        ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
        secretPattern(room, workload, row.secret),
      );
    case 'read-settings': {
      const path = settingPath(environment, workload.name);
      const start = `arn:${stacks[0]?.partition ?? ''}:ssm:${environment.region}:${environment.account}:parameter`;
      return may(
        ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'],
        [`${start}${path.slice(0, -1)}`, `${start}${path}*`],
      );
    }
    case 'assume-role':
      return may(
        ['sts:AssumeRole'],
        row.customer.roleArn,
        test('StringEquals', 'sts:ExternalId', ...row.customer.externalIds),
      );
    default:
      return [];
  }
}

function ofConsumer(room: Room, workload: Workload, consumer: Consumer): Expected {
  const declared = declaredAccess(consumer, workload);
  const access = [
    ...files(room, workload, declared),
    ...key(room, workload, declared),
    ...declared.flatMap((row) => rest(room, workload, row)),
  ];
  const held = fromAddresses(consumer);
  return {
    who: arnOf(room, workload, consumer),
    may: [...whoAmI, ...access.map((one) => ({ ...one, conditions: all(one.conditions, held) }))],
  };
}

/** What the configuration declares for each consumer. */
export function consumerAccess(room: Room): Expected[] {
  return room.environment.workloads.flatMap((workload) =>
    workload.consumers.map((consumer) => ofConsumer(room, workload, consumer)),
  );
}
