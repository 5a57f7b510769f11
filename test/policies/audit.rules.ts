import type { Environment } from '../../lib/config/parameters';
import { contextOfKeyUse } from '../../tools/access/request-context';
import { administrator, anybody, type Caller, type Question } from '../support/questions';
import {
  accessLogBucketArn,
  auditKeyArn,
  otherAccount,
  roleArn,
  type Room,
  topicArn,
  topicArns,
  trailBucketArn,
} from '../support/room';
import { type Row, type Rule, table } from '../support/rules';
import { subjectsOf } from './consumer-questions';

/** The records of what happened: readable by the account's own auditors, writable by nobody but AWS. */

const makesTrail = ({ audit }: Environment) => audit.trail.mode === 'create';

const ownAdministrator = (room: Room) => administrator(roleArn(room, 'administrator'));

function auditBuckets(room: Room): string[] {
  return [accessLogBucketArn(room), ...(makesTrail(room.environment) ? [trailBucketArn(room)] : [])];
}

const transport = table('refuses plain HTTP and TLS 1.1 to trail and log bucket, and takes TLS 1.2', (room) =>
  auditBuckets(room).flatMap((bucket) =>
    (
      [
        [{ 'aws:SecureTransport': 'false' }, 'ExplicitlyDenied'],
        [{ 's3:TlsVersion': '1.1' }, 'ExplicitlyDenied'],
        [{ 's3:TlsVersion': '1.2' }, 'Allowed'],
      ] as const
    ).flatMap(([context, answer]) =>
      (
        [
          ['s3:GetObject', `${bucket}/any`],
          ['s3:ListBucket', bucket],
        ] as const
      ).map(([action, resource]): Row => ({
        that: `${action} ${resource} with ${JSON.stringify(context)}`,
        call: { caller: ownAdministrator(room), action, resource, context },
        answer,
      })),
    ),
  ),
);

const strangers = table('refuses trail and log bucket to other accounts and to whoever does not sign', (room) =>
  auditBuckets(room).flatMap((bucket) =>
    [administrator(roleArn(room, 'administrator', otherAccount)), anybody].flatMap((caller) =>
      (
        [
          ['s3:GetObject', `${bucket}/any`],
          ['s3:PutObject', `${bucket}/any`],
          ['s3:ListBucket', bucket],
          ['s3:PutBucketPolicy', bucket],
        ] as const
      ).map(([action, resource]): Row => ({
        that: `${JSON.stringify(caller)} ${action} ${resource}`,
        call: { caller, action, resource },
        answer: 'refused',
      })),
    ),
  ),
);

const consumers = table('keeps trail and log bucket from every consumer', (room) =>
  subjectsOf(room).flatMap(({ arn, context }) =>
    auditBuckets(room).flatMap((bucket) =>
      ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'].map((action): Row => ({
        that: `${arn} ${action}`,
        call: { caller: arn, action, resource: `${bucket}/any`, context },
        answer: 'refused',
      })),
    ),
  ),
);

function lockCalls(bucket: string, caller: Caller): Question[] {
  return [
    ...['s3:BypassGovernanceRetention', 's3:PutObjectRetention', 's3:PutObjectLegalHold'].map((action) => ({
      caller,
      action,
      resource: `${bucket}/any`,
    })),
    { caller, action: 's3:PutBucketObjectLockConfiguration', resource: bucket },
  ];
}

function lock(
  it: string,
  caller: (room: Room) => Caller,
  answer: Row['answer'],
  when: (environment: Environment) => boolean,
): Rule {
  return table(
    it,
    (room) => lockCalls(trailBucketArn(room), caller(room)).map((call): Row => ({ that: call.action, call, answer })),
    (environment) => makesTrail(environment) && when(environment),
  );
}

/** Reads of the trail's files, by those who may read its bucket. */
function decryptTrail(
  room: Room,
  service: string,
  context: Readonly<Record<string, string>>,
  caller = ownAdministrator(room),
) {
  const via = `${service}.${room.environment.region}.amazonaws.com`;
  return { caller, action: 'kms:Decrypt', resource: auditKeyArn(room), context: contextOfKeyUse(via, context) };
}

const reading = table(
  'lets auditors of the account read the trail through S3, and nothing else under that key',
  (room) => {
    const trail = `arn:${room.stacks[0]?.partition ?? ''}:cloudtrail:${room.environment.region}:${room.environment.account}:trail/strongroom-${room.environment.name}`;
    const written = { 'aws:cloudtrail:arn': trail };
    const stranger = administrator(roleArn(room, 'administrator', otherAccount));
    return [
      { that: 'a trail file', call: decryptTrail(room, 's3', written), answer: 'Allowed' },
      { that: 'past S3', call: decryptTrail(room, 'dynamodb', written), answer: 'refused' },
      { that: 'an alert', call: decryptTrail(room, 's3', { 'aws:sns:topicArn': topicArn(room) }), answer: 'refused' },
      { that: 'another account', call: decryptTrail(room, 's3', written, stranger), answer: 'refused' },
    ];
  },
  makesTrail,
);

const topic = table('takes alerts only over TLS, and from this account only', (room) => {
  const stranger = administrator(roleArn(room, 'administrator', otherAccount));
  const calls = topicArns(room).flatMap((resource) =>
    ['sns:Publish', 'sns:Subscribe'].map((action) => ({ action, resource })),
  );
  return calls.flatMap(({ action, resource }): Row[] => {
    const call = (caller: Caller, context: Readonly<Record<string, string>> = {}) => ({
      caller,
      action,
      resource,
      context,
    });
    return [
      { that: `${action} over TLS`, call: call(ownAdministrator(room)), answer: 'Allowed' },
      {
        that: `${action} over HTTP`,
        call: call(ownAdministrator(room), { 'aws:SecureTransport': 'false' }),
        answer: 'ExplicitlyDenied',
      },
      { that: `${action} by another account`, call: call(stranger), answer: 'refused' },
      { that: `${action} by anybody`, call: call(anybody), answer: 'refused' },
    ];
  });
});

/** The role with which the trail writes its log group. */
const delivery = table(
  'lets the trail write its own log streams and nothing else',
  (room) => {
    const { account, region, name } = room.environment;
    const group = `arn:${room.stacks[0]?.partition ?? ''}:logs:${region}:${account}:log-group:/strongroom/${name}/trail`;
    const caller =
      room.assembly.principals.find((principal) =>
        principal.identityPolicies.some(({ document }) => JSON.stringify(document).includes('logs:PutLogEvents')),
      )?.arn ?? '';
    const stream = `${group}:log-stream:${account}_CloudTrail_${region}_2`;
    const wide = administrator(caller);
    return (
      [
        [caller, 'logs:CreateLogStream', stream, 'Allowed'],
        [caller, 'logs:PutLogEvents', stream, 'Allowed'],
        [caller, 'logs:PutLogEvents', `${group}:log-stream:another`, 'refused'],
        [wide, 'logs:PutLogEvents', `${group}:log-stream:another`, 'refused'],
        [wide, 'logs:DeleteLogStream', stream, 'refused'],
        [wide, 'logs:DeleteLogGroup', group, 'refused'],
        [wide, 'logs:GetLogEvents', stream, 'refused'],
        [wide, 's3:GetObject', `${trailBucketArn(room)}/any`, 'refused'],
        [wide, 'iam:CreateUser', roleArn(room, 'any').replace(':role/', ':user/'), 'refused'],
      ] as const
    ).map(([asking, action, resource, answer]) => ({
      that: `${action} ${resource}`,
      call: { caller: asking, action, resource },
      answer,
    }));
  },
  makesTrail,
);

export const auditRules: readonly Rule[] = [
  transport,
  strangers,
  consumers,
  lock(
    'refuses an administrator who goes round the lock of the trail’s records',
    ownAdministrator,
    'ExplicitlyDenied',
    () => true,
  ),
  lock(
    'lets the break-glass role go round it',
    ({ environment }) => administrator(environment.breakGlassRoleArn ?? ''),
    'Allowed',
    ({ breakGlassRoleArn }) => breakGlassRoleArn !== undefined,
  ),
  reading,
  topic,
  delivery,
];
