import { everything } from '../../lib/config/consumers';
import { readSecret } from '../support/calls';
import { filesBucketArn, otherAccount, type Room, secretArn } from '../support/room';
import { type Row, type Rule, table } from '../support/rules';
import { declares, declaresSecret, type Subject, subjectsOf, verbCalls } from './consumer-questions';

/** What a consumer may do is what is declared for it, and the nearest thing beside it is refused. */

function eachSubject(rows: (room: Room, subject: Subject) => readonly Row[]) {
  return (room: Room) => subjectsOf(room).flatMap((subject) => rows(room, subject));
}

const declaredVerbs = table(
  'may do each declared verb below its prefix, and no other verb there',
  eachSubject((room, subject) =>
    (subject.workload.files?.prefixes ?? []).flatMap((prefix) =>
      verbCalls(room, subject, prefix).map(({ verb, call }): Row => ({
        that: `${subject.consumer.name} may ${verb} ${prefix} by ${call[0]?.action ?? ''}`,
        call,
        answer: declares(subject, verb, prefix) ? 'Allowed' : 'refused',
      })),
    ),
  ),
);

const outsidePrefixes = table(
  'reaches nothing beside the prefixes it has',
  eachSubject((room, subject) => {
    const wholeVault = subject.consumer.access.files.some(({ prefix }) => prefix === everything);
    if (wholeVault || subject.workload.files === undefined) return [];
    const spellings = [
      'elsewhere/',
      '',
      ...subject.workload.files.prefixes.map((prefix) => `${prefix.slice(0, -1)}2/`),
    ];
    return spellings.flatMap((prefix) =>
      verbCalls(room, subject, prefix).map(({ verb, call }): Row => ({
        that: `${subject.consumer.name} ${verb} '${prefix}'`,
        call,
        answer: 'refused',
      })),
    );
  }),
);

const wholeBucketList = table(
  'cannot list the whole vault by leaving out the prefix',
  eachSubject((room, { workload, consumer, arn, context }) =>
    workload.files === undefined || consumer.access.files.some(({ prefix }) => prefix === everything)
      ? []
      : [
          {
            that: `${consumer.name} lists everything`,
            call: { caller: arn, action: 's3:ListBucket', resource: filesBucketArn(room, workload), context },
            answer: 'refused',
          },
        ],
  ),
);

/** Each is one step beyond a verb: older versions, locks, the bucket itself. */
const beyondVerbs = {
  object: [
    's3:BypassGovernanceRetention',
    's3:DeleteObjectVersion',
    's3:GetObjectAcl',
    's3:GetObjectVersion',
    's3:PutObjectAcl',
    's3:PutObjectLegalHold',
    's3:PutObjectRetention',
    's3:RestoreObject',
  ],
  bucket: [
    's3:DeleteBucket',
    's3:DeleteBucketPolicy',
    's3:GetBucketPolicy',
    's3:ListBucketVersions',
    's3:PutBucketObjectLockConfiguration',
    's3:PutBucketPolicy',
    's3:PutBucketPublicAccessBlock',
    's3:PutBucketVersioning',
    's3:PutEncryptionConfiguration',
    's3:PutLifecycleConfiguration',
  ],
} as const;

const noMoreThanVerbs = table(
  'can neither touch versions and locks nor change the bucket',
  eachSubject((room, { workload, consumer, arn, context }) => {
    const bucket = filesBucketArn(room, workload);
    return (workload.files?.prefixes ?? []).flatMap((prefix) =>
      [
        ...beyondVerbs.object.map((action) => ({ action, resource: `${bucket}/${prefix}a` })),
        ...beyondVerbs.bucket.map((action) => ({ action, resource: bucket })),
      ].map(({ action, resource }): Row => ({
        that: `${consumer.name} ${action} ${resource}`,
        call: { caller: arn, action, resource, context },
        answer: 'refused',
      })),
    );
  }),
);

const declaredSecrets = table(
  'may read each declared secret, and no other of its workload',
  eachSubject((room, subject) =>
    subject.workload.secrets.flatMap(({ name }): Row[] => {
      const arn = secretArn(room, subject.workload, name);
      const { arn: caller, context } = subject;
      const answer = declaresSecret(subject, name) ? 'Allowed' : 'refused';
      return [
        {
          that: `${subject.consumer.name} reads ${name}`,
          call: readSecret(room.assembly, caller, arn, context),
          answer,
        },
        {
          that: `${subject.consumer.name} describes ${name}`,
          call: { caller, action: 'secretsmanager:DescribeSecret', resource: arn, context },
          answer,
        },
      ];
    }),
  ),
  ({ workloads }) => workloads.some(({ secrets }) => secrets.length > 0),
);

const otherSecrets = table(
  'reads no secret of another name, environment or account, and changes none',
  eachSubject((room, { workload, consumer, arn, context }) => {
    const { name, account, region } = room.environment;
    const partition = room.stacks[0]?.partition ?? '';
    const secret = (prefix: string, owner = account) =>
      `arn:${partition}:secretsmanager:${region}:${owner}:secret:${prefix}-AbCdEf`;
    const own = workload.secrets.map((declared) => secretArn(room, workload, declared.name));
    const declared = workload.secrets[0]?.name ?? 'any';
    const get = 'secretsmanager:GetSecretValue';
    return [
      { action: get, resource: secret(`${workload.name}/${name}2/${declared}`) },
      { action: get, resource: secret(`${workload.name}2/${name}/${declared}`) },
      { action: get, resource: secret(`${workload.name}/${name}/${declared}`, otherAccount) },
      ...(consumer.access.secrets === everything
        ? []
        : [{ action: get, resource: secret(`${workload.name}/${name}/${declared}-old`) }]),
      { action: 'secretsmanager:ListSecrets', resource: '*', resourceAccount: account },
      ...own.flatMap((resource) =>
        [
          'DeleteResourcePolicy',
          'DeleteSecret',
          'PutResourcePolicy',
          'PutSecretValue',
          'RotateSecret',
          'UpdateSecret',
        ].map((action) => ({ action: `secretsmanager:${action}`, resource })),
      ),
    ].map((question): Row => ({
      that: `${consumer.name} ${question.action} ${question.resource}`,
      call: { caller: arn, context, ...question },
      answer: 'refused',
    }));
  }),
);

const settings = table(
  'may read the settings of its workload where declared, and change none',
  eachSubject((room, { workload, consumer, arn, context }) => {
    const { name, account, region } = room.environment;
    const root = `arn:${room.stacks[0]?.partition ?? ''}:ssm:${region}:${account}:parameter`;
    const may = consumer.access.settings ? 'Allowed' : 'refused';
    const some = `${root}/${workload.name}/${name}/${Object.keys(workload.settings)[0] ?? 'any'}`;
    return (
      [
        ['ssm:GetParameter', some, may],
        ['ssm:GetParameters', some, may],
        // Its resource is the path.
        ['ssm:GetParametersByPath', `${root}/${workload.name}/${name}`, may],
        ['ssm:GetParameter', `${root}/${workload.name}/${name}2/any`, 'refused'],
        ['ssm:GetParameter', `${root}/${workload.name}2/${name}/any`, 'refused'],
        ['ssm:GetParametersByPath', `${root}/${workload.name}`, 'refused'],
        ['ssm:GetParameterHistory', some, 'refused'],
        ['ssm:PutParameter', some, 'refused'],
        ['ssm:DeleteParameter', some, 'refused'],
      ] as const
    ).map(([action, resource, answer]) => ({
      that: `${consumer.name} ${action} ${resource}`,
      call: { caller: arn, action, resource, context },
      answer,
    }));
  }),
  ({ workloads }) => workloads.some(({ settings: declared }) => Object.keys(declared).length > 0),
);

export const consumerRules: readonly Rule[] = [
  declaredVerbs,
  outsidePrefixes,
  wholeBucketList,
  noMoreThanVerbs,
  declaredSecrets,
  otherSecrets,
  settings,
];
