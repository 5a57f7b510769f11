import { type Consumer, everything, type FileVerb, fileVerbs } from '../../lib/config/consumers';
import type { Workload } from '../../lib/config/parameters';
import { readFile, writeFile, writeFileInParts } from '../support/calls';
import type { Question } from '../support/questions';
import { arnOf, filesBucketArn, type Room } from '../support/room';

/** A consumer of some workload, with what its questions are about. */
export interface Subject {
  readonly workload: Workload;
  readonly consumer: Consumer;
  readonly arn: string;
  /** Where it calls from: inside its addresses, if it is held to some. */
  readonly context: Readonly<Record<string, string>>;
}

/** Every consumer of every workload. */
export function subjectsOf(room: Room): Subject[] {
  return room.environment.workloads.flatMap((workload) =>
    workload.consumers.map((consumer) => ({
      workload,
      consumer,
      arn: arnOf(room, workload, consumer),
      context: allowedAddress(consumer),
    })),
  );
}

function allowedAddress(consumer: Consumer): Readonly<Record<string, string>> {
  const range = consumer.kind === 'iam-user' ? consumer.sourceAddresses[0] : undefined;
  return range === undefined ? {} : { 'aws:SourceIp': range.split('/')[0] ?? '' };
}

/** Whether the configuration lets the consumer do this below a prefix. */
export function declares({ consumer }: Subject, verb: FileVerb, prefix: string): boolean {
  return consumer.access.files.some(
    (file) => (file.prefix === everything || file.prefix === prefix) && file.verbs.includes(verb),
  );
}

export function declaresSecret({ consumer }: Subject, secret: string): boolean {
  const { secrets } = consumer.access;
  return secrets === everything || (secrets ?? []).includes(secret);
}

export interface VerbCall {
  readonly verb: FileVerb;
  readonly prefix: string;
  readonly call: readonly Question[];
}

/** Every call that a verb stands for, on a file below a prefix of the vault. */
export function verbCalls(room: Room, subject: Subject, prefix: string): VerbCall[] {
  const bucket = filesBucketArn(room, subject.workload);
  const object = `${bucket}/${prefix}2031/a file.pdf`;
  const { arn, context } = subject;
  const one = (action: string, resource: string, more: Record<string, string> = {}): Question[] => [
    { caller: arn, action, resource, context: { ...context, ...more } },
  ];
  const calls: Readonly<Record<FileVerb, readonly (readonly Question[])[]>> = {
    list: [
      one('s3:ListBucket', bucket, { 's3:prefix': prefix }),
      one('s3:ListBucket', bucket, { 's3:prefix': `${prefix}2031/` }),
    ],
    read: [readFile(room.assembly, arn, object, context)],
    write: [
      writeFile(room.assembly, arn, object, context),
      writeFileInParts(room.assembly, arn, object, context),
      one('s3:AbortMultipartUpload', object),
    ],
    delete: [one('s3:DeleteObject', object)],
  };
  return fileVerbs.flatMap((verb) => calls[verb].map((call) => ({ verb, prefix, call })));
}

/** A file that the consumer may write, as ARN; undefined when it may write none. */
export function writableFile(room: Room, subject: Subject): string | undefined {
  return someFile(room, subject, 'write');
}

/** A file that the consumer may read, as ARN; undefined when it may read none. */
export function readableFile(room: Room, subject: Subject): string | undefined {
  return someFile(room, subject, 'read');
}

function someFile(room: Room, subject: Subject, verb: FileVerb): string | undefined {
  const prefix = subject.workload.files?.prefixes.find((candidate) => declares(subject, verb, candidate));
  return prefix === undefined ? undefined : `${filesBucketArn(room, subject.workload)}/${prefix}a file.pdf`;
}
