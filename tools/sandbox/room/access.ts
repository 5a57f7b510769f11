import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';

import { everything, type Consumer, type FileVerb, fileVerbs } from '../../../lib/config/consumers';
import { NotAsDeclared } from '../errors';
import { answerOf } from './answer';
import type { Fact } from './fact';
import type { Actor, WorkloadRoom } from './workload-room';

/** Prefixes that are asked about, besides one that nobody declared: enough to see, few enough to stay quick. */
const asked = 5;
const undeclared = 'undeclared/';

async function request(s3: S3Client, verb: FileVerb, bucket: string, prefix: string, key: string): Promise<unknown> {
  switch (verb) {
    case 'list':
      return s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
    case 'read':
      // Read to its end: a body that nobody takes holds its connection, and so this program.
      return (await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))).Body?.transformToByteArray();
    case 'write':
      return s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'probe' }));
    case 'delete':
      return s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  }
}

function isDeclared({ access }: Consumer, verb: FileVerb, prefix: string): boolean {
  return access.files.some((row) => row.verbs.includes(verb) && (row.prefix === everything || row.prefix === prefix));
}

/** Asks every verb on every prefix, and compares with the declaration. */
async function compare(room: WorkloadRoom, { consumer, identity }: Actor, prefixes: readonly string[]): Promise<Fact> {
  const bucket = room.outputs.FilesBucketName ?? '';
  const answers = await Promise.all(
    prefixes.map(async (prefix) => {
      const key = `${prefix}strongroom-probe-${consumer.name}`;
      await room.emulator.administrator.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'probe' }));
      const went: boolean[] = [];
      // In this order, because a deleted object cannot be read.
      for (const verb of fileVerbs) {
        const { isRefused } = await answerOf(request(identity.aws.s3, verb, bucket, prefix, key));
        const isAllowed = isDeclared(consumer, verb, prefix);
        if (isRefused === isAllowed) {
          throw new NotAsDeclared(
            `${consumer.name} was ${isRefused ? 'refused' : 'allowed'} to ${verb} ${prefix}, which is ${isAllowed ? '' : 'not '}declared`,
            'Compare lib/config/environments.ts with the policies in cdk.out; "npm test" tells which statement is wrong',
          );
        }
        went.push(isAllowed);
      }
      await room.emulator.administrator.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
      return went;
    }),
  );
  const all = answers.flat();
  const allowed = all.filter(Boolean).length;
  return {
    fact: 'access as declared',
    workload: room.workload.name,
    consumer: consumer.name,
    allowed,
    refused: all.length - allowed,
  };
}

/** Every consumer, every verb, every prefix: what is declared goes through, everything else is refused. */
export async function showAccess(room: WorkloadRoom): Promise<Fact[]> {
  const { files } = room.workload;
  if (files === undefined) return [];
  const prefixes = [...files.prefixes.slice(0, asked), undeclared];
  return Promise.all(room.actors.map((actor) => compare(room, actor, prefixes)));
}
