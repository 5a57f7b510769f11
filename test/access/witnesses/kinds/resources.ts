import { objectActions } from '../../../../lib/access/consumer-statements';
import { everything, type FileVerb } from '../../../../lib/config/consumers';
import { secretPrefix } from '../../../../lib/config/names';
import { declaresSecret } from '../../../policies/consumer-questions';
import { everyFunctionOf } from '../../../policies/rotation-questions';
import { administrator } from '../../../support/questions';
import { filesBucketArn, otherAccount, secretArn } from '../../../support/room';
import { filledIn } from '../meeting';
import {
  about,
  askedBy,
  consumerAt,
  isDeclared,
  type Neighbour,
  type NeighbourKind,
  ownCaller,
  sending,
  serviceOf,
  targetOf,
} from '../neighbour';
import type { Witness } from '../witness';
import { keyUses } from './key-uses';

/** The same request about something next to what it may be about. */

/** The pattern with the name that it begins with made longer, so that nothing it means is meant. */
function nextName(pattern: string): string {
  const [, beforeStream, stream] = /^(.*)(:log-stream:.*)$/.exec(pattern) ?? [];
  if (beforeStream !== undefined && !/[*?]/.test(beforeStream)) return filledIn(`${beforeStream}2${stream ?? ''}`);
  const end = pattern.search(/[*?]/);
  const fixed = end < 0 ? pattern : pattern.slice(0, end);
  const name = fixed.replace(/[-/:]+$/, '');
  return filledIn(`${name}2${pattern.slice(name.length)}`);
}

function others(witness: Witness, rows: Parameters<NeighbourKind['of']>[1], resources: readonly string[]): Neighbour[] {
  const own = ownCaller(witness);
  if (own === undefined) return [];
  return resources
    .filter((resource) => !isDeclared(rows, own, witness.row.action, resource))
    .map((resource) => ({ that: resource, question: about(witness, resource) }));
}

const nextTo: NeighbourKind = {
  name: 'about the name next to it',
  of: (witness, rows) => (witness.row.resource === '*' ? [] : others(witness, rows, [nextName(witness.row.resource)])),
};

const otherRegion: NeighbourKind = {
  name: 'about the same name in another Region',
  of: (witness, rows) => {
    const { resource } = witness.question;
    const elsewhere = resource.replace(`:${witness.room.environment.region}:`, ':us-west-2:');
    return elsewhere === resource ? [] : others(witness, rows, [elsewhere]);
  },
};

const pathOf = (object: string) => object.slice(object.split('/')[0]?.length ?? 0);

function bucketsBeside({ room }: Witness): string[] {
  const partition = room.stacks[0]?.partition ?? '';
  return [
    ...room.assembly.resources.filter(({ type }) => type === 'AWS::S3::Bucket').map(({ arn }) => arn),
    `arn:${partition}:s3:::witness-another-bucket`,
  ];
}

/** The calls of S3 of a consumer. */
function filesOf(witness: Witness) {
  const subject = consumerAt(witness, ownCaller(witness));
  return serviceOf(witness) === 's3' ? subject : undefined;
}

const otherBucket: NeighbourKind = {
  name: 'in another bucket',
  of: (witness) => {
    const subject = filesOf(witness);
    if (subject === undefined) return [];
    const { resource } = witness.question;
    const own = filesBucketArn(witness.room, subject.workload);
    return bucketsBeside(witness)
      .filter((bucket) => bucket !== own)
      .flatMap((bucket) => {
        const question = about(witness, `${bucket}${pathOf(resource)}`);
        const wide = askedBy({ ...witness, question }, administrator(subject.arn));
        return [
          { that: bucket, question },
          // Whatever is attached to a consumer later, its boundary holds it to its workload's bucket.
          { that: `${bucket}, by the boundary`, question: wide },
        ];
      });
  },
};

const takenBucket: NeighbourKind = {
  name: 'in a bucket of that name that another account has taken',
  of: (witness) => {
    const subject = filesOf(witness);
    if (subject === undefined) return [];
    const question = about(witness, witness.question.resource, otherAccount);
    const wide = askedBy({ ...witness, question }, administrator(subject.arn));
    // Nothing but a denial of ours would refuse: whom that bucket lets in, the other account says.
    return [question, wide].map((asked) => ({ that: otherAccount, question: asked, answer: 'ExplicitlyDenied' }));
  },
};

const verbs: readonly FileVerb[] = ['read', 'write', 'delete'];

function verbOf(action: string): FileVerb | undefined {
  if (action === 's3:ListBucket') return 'list';
  return verbs.find((verb) => verb !== 'list' && objectActions[verb].includes(action));
}

/** Below a prefix of the vault for which the consumer is not declared to do this, and a list also below none. */
const otherPrefix: NeighbourKind = {
  name: 'below another prefix',
  of: (witness) => {
    const subject = filesOf(witness);
    const { action, resource } = witness.question;
    const verb = verbOf(action);
    if (subject === undefined || verb === undefined) return [];
    const declared = subject.consumer.access.files.flatMap((file) => (file.verbs.includes(verb) ? [file.prefix] : []));
    if (declared.includes(everything)) return [];
    const others = ['witness-elsewhere/', ...declared.map((prefix) => `${prefix.slice(0, -1)}2/`)].concat(
      (subject.workload.files?.prefixes ?? []).filter((prefix) => !declared.includes(prefix)),
    );
    if (verb === 'list') {
      return [undefined, ...others].map((prefix) => ({
        that: prefix ?? 'no prefix',
        question: sending(witness, { 's3:prefix': prefix }),
      }));
    }
    const [bucket = ''] = resource.split('/');
    return others.map((prefix) => ({ that: prefix, question: about(witness, `${bucket}/${prefix}witness`) }));
  },
};

const otherKey: NeighbourKind = {
  name: 'under another key',
  of: (witness, rows) => {
    const { row } = witness;
    const target = targetOf(witness);
    if (target?.type !== 'AWS::KMS::Key' || !keyUses.includes(row.action)) return [];
    // Which role of the account it is, conditions say: another may be meant by the other key.
    if (row.principal.kind === 'account') return [];
    const keys = witness.room.assembly.resources.filter(({ type }) => type === 'AWS::KMS::Key').map(({ arn }) => arn);
    return keys
      .filter((arn) => arn !== target.arn && !isDeclared(rows, row.principal.id, row.action, arn))
      .map((arn) => ({ that: arn, question: about(witness, arn) }));
  },
};

/** The secrets that a consumer is not declared to read, and those that a function does not rotate or look after. */
const otherSecret: NeighbourKind = {
  name: 'about another secret',
  of: (witness) => {
    const { room } = witness;
    const own = ownCaller(witness);
    if (serviceOf(witness) !== 'secretsmanager' || own === undefined) return [];
    const subject = consumerAt(witness, own);
    const cared = everyFunctionOf(room).find(({ role }) => role === own)?.fullNames ?? [];
    return room.environment.workloads.flatMap((workload) =>
      workload.secrets.flatMap(({ name }): Neighbour[] => {
        const isOwn =
          (subject?.workload === workload && declaresSecret(subject, name)) ||
          cared.includes(`${secretPrefix(room.environment, workload.name)}${name}`);
        const arn = secretArn(room, workload, name);
        return isOwn ? [] : [{ that: name, question: about(witness, arn) }];
      }),
    );
  },
};

export const resourceKinds: readonly NeighbourKind[] = [
  nextTo,
  otherRegion,
  otherPrefix,
  otherBucket,
  takenBucket,
  otherKey,
  otherSecret,
];
