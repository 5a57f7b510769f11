import { createHash } from 'node:crypto';

import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  ServerSideEncryption,
} from '@aws-sdk/client-s3';

import { everything, type FileVerb, fileVerbs } from '../../../lib/config/consumers';
import { NotAsDeclared } from '../errors';
import { mustBeRefused } from './answer';
import type { Fact } from './fact';
import type { Actor, LocalFile, WorkloadRoom } from './workload-room';

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function mayOn(actor: Actor, verb: FileVerb, prefix: string): boolean {
  return actor.consumer.access.files.some(
    (row) => row.verbs.includes(verb) && (row.prefix === everything || row.prefix === prefix),
  );
}

/** Who stores, and where: the first consumer that may write, preferably one that may read and list there as well. */
function writerOf({ actors, workload }: WorkloadRoom): { readonly writer: Actor; readonly prefix: string } | undefined {
  const places = actors.flatMap((writer) =>
    (workload.files?.prefixes ?? [])
      .filter((prefix) => mayOn(writer, 'write', prefix))
      .map((prefix) => ({ writer, prefix })),
  );
  const score = ({ writer, prefix }: (typeof places)[number]): number =>
    fileVerbs.filter((verb) => mayOn(writer, verb, prefix)).length;
  return places.sort((a, b) => score(b) - score(a))[0];
}

/** The one who does it: the preferred consumer if it may, else another that may. */
function able(room: WorkloadRoom, verb: FileVerb, prefix: string, preferred: Actor): Actor | undefined {
  return [preferred, ...room.actors].find((actor) => mayOn(actor, verb, prefix));
}

async function contentOf(s3: S3Client, bucket: string, key: string, version?: string): Promise<Uint8Array> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: version }));
  return (await Body?.transformToByteArray()) ?? new Uint8Array();
}

function mustBe(expected: string, found: string, what: string): void {
  if (found === expected) return;
  throw new NotAsDeclared(`${what} is ${found} instead of ${expected}`, 'Run the sandbox again with --keep and look');
}

/** Stores, lists and reads back one file, and shows under which key and lock it lies. */
async function keep(
  room: WorkloadRoom,
  { writer, prefix }: { readonly writer: Actor; readonly prefix: string },
  { name, content }: LocalFile,
): Promise<{ readonly facts: Fact[]; readonly key: string; readonly version: string; readonly digest: string }> {
  const workload = room.workload.name;
  const bucket = room.outputs.FilesBucketName ?? '';
  const key = `${prefix}${name}`;
  const digest = sha256(content);
  const put = await writer.identity.aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: content }));
  const head = await room.emulator.administrator.s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
  mustBe(room.outputs.DataKeyArn ?? '', head.SSEKMSKeyId ?? '(none)', `the key of ${key}`);
  mustBe(room.workload.files?.objectLock?.mode ?? '(none)', head.ObjectLockMode ?? '(none)', `the lock of ${key}`);
  const facts: Fact[] = [
    {
      fact: 'stored',
      workload,
      consumer: writer.consumer.name,
      key,
      bytes: content.length,
      sha256: digest,
      encryption: head.ServerSideEncryption ?? '(none)',
      keyArn: head.SSEKMSKeyId ?? '',
      ...(head.ObjectLockMode === undefined
        ? {}
        : { lock: { mode: head.ObjectLockMode, until: head.ObjectLockRetainUntilDate?.toISOString() ?? '' } }),
    },
  ];
  const lister = able(room, 'list', prefix, writer);
  if (lister !== undefined) {
    const list = await lister.identity.aws.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
    if (!list.Contents?.some(({ Key }) => Key === key)) {
      throw new NotAsDeclared(`${key} is missing in the list of ${prefix}`, 'Run the sandbox with --keep and look');
    }
    facts.push({ fact: 'listed', workload, consumer: lister.consumer.name, key });
  }
  const reader = able(room, 'read', prefix, writer);
  if (reader !== undefined) {
    mustBe(digest, sha256(await contentOf(reader.identity.aws.s3, bucket, key)), `the SHA-256 of ${key}`);
    facts.push({ fact: 'read back', workload, consumer: reader.consumer.name, key, sha256: digest });
  }
  return { facts, key, version: put.VersionId ?? '', digest };
}

/** What the room refuses a consumer that may write: any other way to write, and to remove a version. */
async function refuse(room: WorkloadRoom, { writer }: { readonly writer: Actor }, key: string, version: string) {
  const bucket = room.outputs.FilesBucketName ?? '';
  const { aws, plainAws } = writer.identity;
  const upload = { Bucket: bucket, Key: key, Body: 'refused' };
  const requests: [who: string, what: string, request: Promise<unknown>][] = [
    [writer.consumer.name, `write ${key} over plain HTTP`, plainAws.s3.send(new PutObjectCommand(upload))],
    [
      writer.consumer.name,
      `write ${key} with encryption AES256`,
      aws.s3.send(new PutObjectCommand({ ...upload, ServerSideEncryption: ServerSideEncryption.AES256 })),
    ],
    [
      writer.consumer.name,
      `delete a version of ${key}`,
      aws.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: version })),
    ],
  ];
  if (room.workload.files?.objectLock !== undefined) {
    requests.push([
      "the account's administrator",
      `delete the locked version of ${key}`,
      room.emulator.administrator.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: version })),
    ]);
  }
  return Promise.all(
    requests.map(async ([who, what, request]): Promise<Fact> => ({
      fact: 'refused',
      workload: room.workload.name,
      who,
      what,
      reason: await mustBeRefused(`${who}: ${what}`, request),
    })),
  );
}

/** Deletes as far as one can, shows that the version survived, and takes the marker away again. */
async function markAsDeleted(
  room: WorkloadRoom,
  { writer, prefix }: { readonly writer: Actor; readonly prefix: string },
  { key, version, digest }: { readonly key: string; readonly version: string; readonly digest: string },
): Promise<Fact> {
  const bucket = room.outputs.FilesBucketName ?? '';
  const { s3 } = room.emulator.administrator;
  const deleter = able(room, 'delete', prefix, writer);
  const marker = await (deleter?.identity.aws.s3 ?? s3).send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  if (marker.DeleteMarker !== true) {
    throw new NotAsDeclared(`deleting ${key} left no delete marker`, 'The bucket must be versioned');
  }
  mustBe(digest, sha256(await contentOf(s3, bucket, key, version)), `the SHA-256 of the deleted ${key}`);
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: marker.VersionId }));
  mustBe(digest, sha256(await contentOf(s3, bucket, key)), `the SHA-256 of the restored ${key}`);
  return {
    fact: 'only marked as deleted',
    workload: room.workload.name,
    who: deleter?.consumer.name ?? "the account's administrator",
    key,
    sha256: digest,
  };
}

/** Files in the room: stored, found, read back, and safe. */
export async function showFiles(room: WorkloadRoom, files: readonly LocalFile[]): Promise<Fact[]> {
  if (room.workload.files === undefined) return [];
  const place = writerOf(room);
  if (place === undefined) {
    const why = 'no consumer that may write can act from this machine';
    return [{ fact: 'not shown', workload: room.workload.name, what: 'storing a file', why }];
  }
  const facts: Fact[] = [];
  for (const file of files) {
    const kept = await keep(room, place, file);
    facts.push(...kept.facts);
    facts.push(...(await refuse(room, place, kept.key, kept.version)));
    facts.push(await markAsDeleted(room, place, kept));
  }
  return facts;
}
