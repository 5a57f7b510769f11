import { administrator, type Question } from '../support/questions';
import { filesBucketArn, otherAccount, roleArn, type Room } from '../support/room';
import { type Row, type Rule, table } from '../support/rules';
import { type Subject, subjectsOf } from './consumer-questions';

/** What a consumer cannot do even when somebody attaches AdministratorAccess to it. */

function overWide(
  it: string,
  calls: (room: Room, subject: Subject) => readonly Partial<Question>[],
  answer: Row['answer'] = 'refused',
): Rule {
  return table(it, (room) =>
    subjectsOf(room).flatMap((subject) =>
      calls(room, subject).map((call): Row => {
        const asked: Question = {
          caller: administrator(subject.arn),
          action: '',
          resource: '*',
          resourceAccount: room.environment.account,
          context: subject.context,
          ...call,
        };
        return { that: `${subject.consumer.name} ${asked.action} ${asked.resource}`, call: asked, answer };
      }),
    ),
  );
}

const iam = overWide('reaches nothing of IAM', (room, { arn }) => [
  { action: 'iam:ListUsers' },
  { action: 'iam:CreateUser', resource: roleArn(room, 'any').replace(':role/', ':user/') },
  { action: 'iam:CreateAccessKey', resource: arn.replace(':role/', ':user/') },
  { action: 'iam:AttachRolePolicy', resource: roleArn(room, 'any') },
  { action: 'iam:PassRole', resource: roleArn(room, 'any') },
  { action: 'iam:DeleteRolePermissionsBoundary', resource: roleArn(room, 'any') },
  { action: 'iam:UpdateAssumeRolePolicy', resource: roleArn(room, 'any') },
]);

const otherBuckets = overWide('reaches no bucket but its workload’s', (room) =>
  room.assembly.resources
    .filter(
      ({ type, arn }) =>
        type === 'AWS::S3::Bucket' &&
        !room.environment.workloads.some((workload) => filesBucketArn(room, workload) === arn),
    )
    .map(({ arn }) => arn)
    .concat(`arn:${room.stacks[0]?.partition ?? ''}:s3:::another-bucket`)
    .flatMap((bucket) => [
      { action: 's3:GetObject', resource: `${bucket}/any` },
      { action: 's3:PutObject', resource: `${bucket}/any` },
      { action: 's3:ListBucket', resource: bucket },
    ]),
);

const takenBucket = overWide(
  'sends nothing to a bucket of its workload’s name that another account has taken',
  (room, { workload }) => {
    if (workload.files === undefined) return [];
    const bucket = filesBucketArn(room, workload);
    return [
      { action: 's3:ListBucket', resource: bucket, resourceAccount: otherAccount },
      ...['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'].map((action) => ({
        action,
        resource: `${bucket}/any`,
        resourceAccount: otherAccount,
      })),
    ];
  },
  'ExplicitlyDenied',
);

const files = overWide('neither removes versions nor changes its vault', (room, { workload }) => {
  if (workload.files === undefined) return [];
  const bucket = filesBucketArn(room, workload);
  return [
    ...['s3:DeleteObjectVersion', 's3:GetObjectVersion', 's3:PutObjectAcl'].map((action) => ({
      action,
      resource: `${bucket}/any`,
    })),
    ...['s3:DeleteBucket', 's3:ListBucketVersions', 's3:PutBucketPolicy', 's3:PutLifecycleConfiguration'].map(
      (action) => ({ action, resource: bucket }),
    ),
  ];
});

const otherServices = overWide('reaches no other secret, setting, role, key or service', (room, { workload }) => {
  const { name, region, account } = room.environment;
  const arn = (service: string, resource: string) =>
    `arn:${room.stacks[0]?.partition ?? ''}:${service}:${region}:${account}:${resource}`;
  return [
    {
      action: 'secretsmanager:GetSecretValue',
      resource: arn('secretsmanager', `secret:${workload.name}/${name}2/a-AbCdEf`),
    },
    {
      action: 'secretsmanager:PutSecretValue',
      resource: arn('secretsmanager', `secret:${workload.name}/${name}/a-AbCdEf`),
    },
    { action: 'ssm:GetParameter', resource: arn('ssm', `parameter/another/${name}/a`) },
    { action: 'ssm:PutParameter', resource: arn('ssm', `parameter/${workload.name}/${name}/a`) },
    { action: 'sts:AssumeRole', resource: roleArn(room, 'any') },
    { action: 'sts:AssumeRole', resource: roleArn(room, 'any', otherAccount), resourceAccount: otherAccount },
    { action: 'lambda:InvokeFunction', resource: arn('lambda', 'function:any') },
    { action: 'dynamodb:GetItem', resource: arn('dynamodb', 'table/any') },
    { action: 'cloudtrail:StopLogging', resource: arn('cloudtrail', `trail/strongroom-${name}`) },
    { action: 'ec2:RunInstances', resource: arn('ec2', 'instance/*') },
  ].filter(({ resource }) => !resource.endsWith('*'));
});

/** Within the boundary, a later policy does take effect: it is a bound, not a denial. */
const withinBoundary = table('still leaves room below its bound for what is attached later', (room) =>
  subjectsOf(room).flatMap(({ arn, workload, consumer, context }): Row[] =>
    workload.files === undefined
      ? []
      : ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'].map((action) => ({
          that: `${consumer.name} ${action}`,
          call: {
            caller: administrator(arn),
            action,
            resource: `${filesBucketArn(room, workload)}/elsewhere/a`,
            context,
          },
          answer: 'Allowed',
        })),
  ),
);

/** Not every request to S3 carries the owner of the bucket; one without it is left to the other policies. */
const withoutOwner = table('does not refuse a request to S3 that does not say whose the bucket is', (room) =>
  subjectsOf(room).flatMap(({ arn, workload, consumer, context }): Row[] =>
    workload.files === undefined
      ? []
      : [
          {
            that: consumer.name,
            call: {
              caller: administrator(arn),
              action: 's3:GetObject',
              resource: `${filesBucketArn(room, workload)}/elsewhere/a`,
              context: { ...context, 's3:ResourceAccount': undefined },
            },
            answer: 'Allowed',
          },
        ],
  ),
);

export const boundaryRules: readonly Rule[] = [
  withoutOwner,
  iam,
  otherBuckets,
  takenBucket,
  files,
  otherServices,
  withinBoundary,
];
