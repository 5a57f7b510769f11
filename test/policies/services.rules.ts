import type { Environment } from '../../lib/config/parameters';
import { entriesOf } from '../../tools/access/template';
import { service } from '../support/questions';
import {
  accessLogBucketArn,
  auditKeyArn,
  filesBucketArn,
  otherAccount,
  type Room,
  topicArns,
  trailBucketArn,
} from '../support/room';
import { type Rule, table } from '../support/rules';
import { fromSource, grants } from './service-questions';

/**
 * AWS services act here only for our own resources: each grant is asked for from the right source, and from the same
 * service on behalf of somebody else (the confused deputy).
 */

const makesTrail = ({ audit }: Environment) => audit.trail.mode === 'create';

function arn({ environment, stacks }: Room, name: string, resource: string, account = environment.account): string {
  return `arn:${stacks[0]?.partition ?? ''}:${name}:${environment.region}:${account}:${resource}`;
}

const accessLogs = grants('takes access logs of each of our buckets, and of no other', (room) => {
  const { account, workloads } = room.environment;
  const sources = [
    ...workloads.filter(({ files }) => files !== undefined).map((workload) => filesBucketArn(room, workload)),
    ...(makesTrail(room.environment) ? [trailBucketArn(room)] : []),
  ];
  const bucket = accessLogBucketArn(room);
  return sources.map((source) => ({
    principal: 'logging.s3.amazonaws.com',
    action: 's3:PutObject',
    resource: `${bucket}/${source}/2031-01-01`,
    // Its own access is not logged into itself.
    ...fromSource(source, account, [bucket, `${source}-2`]),
  }));
});

const trail = (room: Room) => arn(room, 'cloudtrail', `trail/strongroom-${room.environment.name}`);
const otherTrails = (room: Room) => [`${trail(room)}-2`, trail(room).replace(room.environment.region, 'us-west-2')];
const cloudTrail = 'cloudtrail.amazonaws.com';

const trailFiles = grants(
  'takes the records of our trail below our account, and of no other trail',
  (room) => {
    const { account } = room.environment;
    const bucket = trailBucketArn(room);
    const owner = { 's3:x-amz-acl': 'bucket-owner-full-control' };
    return [
      {
        principal: cloudTrail,
        action: 's3:GetBucketAcl',
        resource: bucket,
        ...fromSource(trail(room), account, otherTrails(room)),
      },
      {
        principal: cloudTrail,
        action: 's3:PutObject',
        resource: `${bucket}/AWSLogs/${account}/CloudTrail/record.json.gz`,
        ...fromSource(trail(room), account, otherTrails(room), owner),
      },
    ];
  },
  makesTrail,
);

const trailOnly = table(
  'lets CloudTrail neither read records nor write beside its folder',
  (room) => {
    const bucket = trailBucketArn(room);
    const { account } = room.environment;
    const context = { 'aws:SourceArn': trail(room), 'aws:SourceAccount': account };
    const withOwner = { ...context, 's3:x-amz-acl': 'bucket-owner-full-control' };
    return (
      [
        ['s3:PutObject', `${bucket}/AWSLogs/${otherAccount}/record`, withOwner],
        ['s3:PutObject', `${bucket}/elsewhere`, withOwner],
        ['s3:PutObject', `${bucket}/AWSLogs/${account}/record`, { ...context, 's3:x-amz-acl': 'public-read' }],
        ['s3:GetObject', `${bucket}/AWSLogs/${account}/record`, context],
        ['s3:PutBucketPolicy', bucket, context],
      ] as const
    ).map(([action, resource, request]) => ({
      that: `${action} ${resource}`,
      call: { caller: service(cloudTrail), action, resource, context: request },
      answer: 'refused' as const,
    }));
  },
  makesTrail,
);

const trailKey = grants(
  'lets our trail use the audit key, and no other trail',
  (room) => {
    const { account } = room.environment;
    const key = auditKeyArn(room);
    const context = (source: string) => ({ 'kms:EncryptionContext:aws:cloudtrail:arn': source });
    const foreign = trail(room).replace(account, otherAccount);
    const encrypt = fromSource(trail(room), account, otherTrails(room), context(trail(room)));
    return [
      ...['kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'].map((action) => ({
        principal: cloudTrail,
        action,
        resource: key,
        right: encrypt.right,
        wrong: [...encrypt.wrong, { ...encrypt.right, ...context(foreign) }],
      })),
      ...['kms:Decrypt', 'kms:DescribeKey'].map((action) => ({
        principal: cloudTrail,
        action,
        resource: key,
        ...fromSource(trail(room), account, otherTrails(room)),
      })),
    ];
  },
  makesTrail,
);

const trailLogRole = grants(
  'lets our trail take the role that writes its log group, and no other trail',
  (room) =>
    entriesOf(room.assembly.stacks, 'AWS::CloudTrail::Trail').map(({ resource: { Properties } }) => ({
      principal: cloudTrail,
      action: 'sts:AssumeRole',
      resource: String(Properties?.CloudWatchLogsRoleArn),
      ...fromSource(trail(room), room.environment.account, otherTrails(room)),
    })),
  makesTrail,
);

const logGroups = grants('lets CloudWatch Logs encrypt the log groups of this environment, and no other', (room) => {
  const { name, account, region } = room.environment;
  const group = (path: string, owner = account) => ({
    'kms:EncryptionContext:aws:logs:arn': arn(room, 'logs', `log-group:${path}`, owner),
  });
  return [
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:Encrypt',
    'kms:GenerateDataKey',
    'kms:GenerateDataKeyWithoutPlaintext',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
  ].map((action) => ({
    principal: `logs.${region}.${room.stacks[0]?.urlSuffix ?? ''}`,
    action,
    resource: auditKeyArn(room),
    right: group(`/strongroom/${name}/trail`),
    wrong: [
      group(`/strongroom/${name}/trail`, otherAccount),
      group(`/strongroom/${name}2/trail`),
      group('/aws/lambda/another'),
    ],
  }));
});

const alarmSource = (room: Room) =>
  fromSource(arn(room, 'cloudwatch', 'alarm:some alarm'), room.environment.account, [
    arn(room, 'events', 'rule/some-rule'),
    arn(room, 'cloudwatch', 'alarm:some alarm').replace(room.environment.region, 'us-west-2'),
  ]);

const alarms = grants('lets the alarms of this account speak through the encrypted topic, and no others', (room) => {
  const principal = 'cloudwatch.amazonaws.com';
  return [
    ...topicArns(room).map((resource) => ({ principal, action: 'sns:Publish', resource, ...alarmSource(room) })),
    ...['kms:Decrypt', 'kms:GenerateDataKey'].map((action) => ({
      principal,
      action,
      resource: auditKeyArn(room),
      ...alarmSource(room),
    })),
  ];
});

const events = grants('lets the rules of this account speak through the topics, and no others', (room) =>
  topicArns(room).map((resource) => ({
    principal: 'events.amazonaws.com',
    action: 'sns:Publish',
    resource,
    ...fromSource(arn(room, 'events', 'rule/some-rule'), room.environment.account, [
      arn(room, 'cloudwatch', 'alarm:some alarm'),
    ]),
  })),
);

// EventBridge sends KMS no source: lib/access/key-statements.ts says why the topic is the bound.
const eventsKey = grants('lets EventBridge use the audit key for our topics only', (room) => {
  const topic = (value: string) => ({ 'kms:EncryptionContext:aws:sns:topicArn': value });
  return topicArns(room).flatMap((arnOfTopic) =>
    ['kms:Decrypt', 'kms:GenerateDataKey'].map((action) => ({
      principal: 'events.amazonaws.com',
      action,
      resource: auditKeyArn(room),
      right: topic(arnOfTopic),
      wrong: [
        topic(`${arnOfTopic}-2`),
        topic(arnOfTopic.replace(room.environment.account, otherAccount)),
        { 'kms:EncryptionContext:aws:s3:arn': accessLogBucketArn(room) },
      ],
    })),
  );
});

const noMore = table('gives no service more than its one errand', (room) => {
  const { region } = room.environment;
  const services = [
    'cloudtrail.amazonaws.com',
    'cloudwatch.amazonaws.com',
    'events.amazonaws.com',
    'sns.amazonaws.com',
  ];
  const all = [
    ...services,
    'logging.s3.amazonaws.com',
    `logs.${region}.${room.stacks[0]?.urlSuffix ?? ''}`,
    'config.amazonaws.com',
  ];
  return all.flatMap((principal) =>
    (
      [
        ['kms:PutKeyPolicy', auditKeyArn(room)],
        ['kms:CreateGrant', auditKeyArn(room)],
        ...topicArns(room).map((topic) => ['sns:Subscribe', topic] as const),
        ['s3:GetObject', `${accessLogBucketArn(room)}/any`],
        ['s3:PutBucketPolicy', accessLogBucketArn(room)],
      ] as const
    ).map(([action, resource]) => ({
      that: `${principal} ${action}`,
      call: { caller: service(principal), action, resource },
      answer: 'refused' as const,
    })),
  );
});

export const serviceRules: readonly Rule[] = [
  accessLogs,
  trailFiles,
  trailOnly,
  trailKey,
  trailLogRole,
  logGroups,
  alarms,
  events,
  eventsKey,
  noMore,
];
