import type { Workload } from '../../lib/config/parameters';
import { customerKeyHeader, encryptionHeader, keyHeader, readFile, writeFile } from '../support/calls';
import { administrator, anybody, type Caller, type Question, service } from '../support/questions';
import { dataKeyArn, filesBucketArn, otherAccount, roleArn, type Room } from '../support/room';
import { type Row, type Rule, table } from '../support/rules';
import { readableFile, type Subject, subjectsOf, writableFile } from './consumer-questions';

/** What the file vault refuses, whatever the identity policies of the caller say. */

interface Writer {
  readonly subject: Subject;
  readonly file: string;
}

/** Consumers that may write, each with a file that it may write: so that only the vault can be what refuses. */
function writersOf(room: Room): Writer[] {
  return subjectsOf(room).flatMap((subject) => {
    const file = writableFile(room, subject);
    return file === undefined ? [] : [{ subject, file }];
  });
}

type Headers = Readonly<Record<string, string>>;

function uploads(
  it: string,
  cases: (room: Room, writer: Writer) => readonly (readonly [string, Headers, Row['answer']])[],
): Rule {
  return table(it, (room) =>
    writersOf(room).flatMap((writer) =>
      cases(room, writer).map(([that, headers, answer]) => ({
        that: `${writer.subject.consumer.name}: ${that}`,
        call: writeFile(room.assembly, writer.subject.arn, writer.file, { ...writer.subject.context, ...headers }),
        answer,
      })),
    ),
  );
}

const ownKey = (room: Room, { subject }: Writer) => dataKeyArn(room, subject.workload);

const encryption = [
  uploads('takes an upload with no encryption header, and stores it under our key', () => [
    ['no header', {}, 'Allowed'],
  ]),
  uploads('takes an upload under our key, named by its ARN', (room, writer) => [
    ['our key', { [encryptionHeader]: 'aws:kms', [keyHeader]: ownKey(room, writer) }, 'Allowed'],
    ['our key without the method', { [keyHeader]: ownKey(room, writer) }, 'Allowed'],
  ]),
  uploads('refuses an upload under another key', (room, writer) => {
    const stranger = ownKey(room, writer).replace(/[^/]+$/, '00000000-0000-0000-0000-000000000000');
    const alias = ownKey(room, writer).replace(/key\/[^/]+$/, 'alias/aws/s3');
    return [stranger, stranger.replace(room.environment.account, otherAccount), alias].flatMap((key) => [
      [key, { [encryptionHeader]: 'aws:kms', [keyHeader]: key }, 'ExplicitlyDenied'] as const,
      [`${key} without the method`, { [keyHeader]: key }, 'ExplicitlyDenied'] as const,
    ]);
  }),
  uploads('refuses an upload that asks for KMS without naming a key', () => [
    ['no key id', { [encryptionHeader]: 'aws:kms' }, 'ExplicitlyDenied'],
  ]),
  uploads('refuses an upload under another kind of encryption', (room, writer) => [
    ['SSE-S3', { [encryptionHeader]: 'AES256' }, 'ExplicitlyDenied'],
    [
      'double encryption',
      { [encryptionHeader]: 'aws:kms:dsse', [keyHeader]: ownKey(room, writer) },
      'ExplicitlyDenied',
    ],
  ]),
  uploads('refuses an upload under a key of the customer (SSE-C)', () => [
    ['SSE-C', { [customerKeyHeader]: 'AES256' }, 'ExplicitlyDenied'],
  ]),
];

/** Calls of a consumer that are allowed as long as their transport and signature are sound. */
function soundCalls(room: Room, more: Headers): { that: string; call: readonly Question[] }[] {
  return subjectsOf(room).flatMap((subject) => {
    const context = { ...subject.context, ...more };
    const [written, read] = [writableFile(room, subject), readableFile(room, subject)];
    return [
      ...(written === undefined
        ? []
        : [{ that: 'writes', call: writeFile(room.assembly, subject.arn, written, context) }]),
      ...(read === undefined ? [] : [{ that: 'reads', call: readFile(room.assembly, subject.arn, read, context) }]),
    ].map(({ that, call }) => ({ that: `${subject.consumer.name} ${that}`, call }));
  });
}

const presignedUrls = table(
  'refuses a presigned URL that is older than the vault allows, however long it was made to live',
  (room) =>
    room.environment.workloads.flatMap(({ files }) => {
      if (files === undefined) return [];
      const limit = files.presignedUrlMinutes * 60_000;
      return [
        ...soundCalls(room, { 's3:signatureAge': String(limit) }).map((row): Row => ({ ...row, answer: 'Allowed' })),
        ...soundCalls(room, { 's3:signatureAge': String(limit + 1) }).map((row): Row => ({
          ...row,
          answer: 'ExplicitlyDenied',
        })),
      ];
    }),
);

/** An administrator's call on the bucket itself, which only its transport can be the reason to refuse. */
function bucketCall(room: Room, workload: Workload, context: Headers): Question {
  const resource = filesBucketArn(room, workload);
  return { caller: administrator(roleArn(room, 'administrator')), action: 's3:ListBucket', resource, context };
}

function transport(it: string, context: Headers, answer: Row['answer']): Rule {
  return table(it, (room) => [
    ...soundCalls(room, context).map((row) => ({ ...row, answer })),
    ...room.environment.workloads
      .filter(({ files }) => files !== undefined)
      .map((workload) => ({ that: `lists ${workload.name}`, call: bucketCall(room, workload, context), answer })),
  ]);
}

const transports = [
  transport('refuses plain HTTP', { 'aws:SecureTransport': 'false' }, 'ExplicitlyDenied'),
  transport('refuses TLS 1.1', { 's3:TlsVersion': '1.1' }, 'ExplicitlyDenied'),
  transport('takes TLS 1.2', { 's3:TlsVersion': '1.2' }, 'Allowed'),
];

const objectActions = [
  's3:GetObject',
  's3:GetObjectVersion',
  's3:PutObject',
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:PutObjectAcl',
];
const bucketActions = ['s3:ListBucket', 's3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucket'];

function everyAction(bucket: string, caller: Caller): Question[] {
  return [
    ...objectActions.map((action) => ({ caller, action, resource: `${bucket}/some/file` })),
    ...bucketActions.map((action) => ({ caller, action, resource: bucket })),
  ];
}

function strangers(it: string, caller: (room: Room) => Caller): Rule {
  return table(it, (room) =>
    room.environment.workloads.flatMap((workload) =>
      workload.files === undefined
        ? []
        : everyAction(filesBucketArn(room, workload), caller(room)).map((call): Row => ({
            that: `${call.action} ${call.resource}`,
            call,
            answer: 'ExplicitlyDenied',
          })),
    ),
  );
}

/** Log delivery, replication or scanning that is granted later must not fail for a reason that nobody looks for. */
const awsServices = table(
  'leaves AWS services to what is granted to them: no denial of other accounts meets them',
  (room) =>
    room.environment.workloads.flatMap((workload) =>
      workload.files === undefined
        ? []
        : everyAction(filesBucketArn(room, workload), service('delivery.logs.amazonaws.com')).map((call): Row => ({
            that: call.action,
            call,
            answer: 'ImplicitlyDenied',
          })),
    ),
);

const lockActions = ['s3:BypassGovernanceRetention', 's3:PutObjectRetention', 's3:PutObjectLegalHold'];

/** What goes round a lock, or changes it. */
function lockCalls(bucket: string, caller: Caller): Question[] {
  return [
    ...lockActions.map((action) => ({ caller, action, resource: `${bucket}/some/file` })),
    { caller, action: 's3:PutBucketObjectLockConfiguration', resource: bucket },
  ];
}

function locks(it: string, caller: (room: Room) => Caller, answer: Row['answer'], when?: Rule['when']): Rule {
  return table(
    it,
    (room) =>
      room.environment.workloads
        .filter(({ files }) => files !== undefined)
        .flatMap((workload) => lockCalls(filesBucketArn(room, workload), caller(room)))
        .map((call): Row => ({ that: `${call.action} ${call.resource}`, call, answer })),
    when,
  );
}

const hasBreakGlass: Rule['when'] = ({ breakGlassRoleArn }) => breakGlassRoleArn !== undefined;

export const fileRules: readonly Rule[] = [
  ...encryption,
  presignedUrls,
  ...transports,
  strangers('refuses an administrator of another account', (room) =>
    administrator(roleArn(room, 'administrator', otherAccount)),
  ),
  strangers('refuses whoever does not sign', () => anybody),
  awsServices,
  locks(
    'refuses an administrator who goes round a lock or changes it',
    (room) => administrator(roleArn(room, 'administrator')),
    'ExplicitlyDenied',
  ),
  locks(
    'lets the break-glass role go round a lock',
    ({ environment }) => administrator(environment.breakGlassRoleArn ?? ''),
    'Allowed',
    hasBreakGlass,
  ),
  locks(
    'knows no break-glass role where none is declared',
    (room) => administrator(roleArn(room, 'break-glass')),
    'ExplicitlyDenied',
    ({ breakGlassRoleArn }) => breakGlassRoleArn === undefined,
  ),
];
