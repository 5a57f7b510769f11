import { customerKeyHeader, encryptionHeader, keyHeader } from '../../../support/calls';
import type { Context } from '../../../support/questions';
import { dataKeyArn, filesBucketArn } from '../../../support/room';
import { type NeighbourKind, sending, serviceOf, targetOf } from '../neighbour';
import type { Witness } from '../witness';

/** The same request over another transport, with another signature or with other headers. */

/** What refuses plain HTTP by its own policy. The others have no plain HTTP. */
const overTls: Readonly<Record<string, readonly string[] | undefined>> = {
  'AWS::S3::Bucket': undefined,
  'AWS::SQS::Queue': undefined,
  'AWS::SNS::Topic': ['sns:Publish', 'sns:Subscribe'],
};

const withoutTls: NeighbourKind = {
  name: 'without TLS',
  of: (witness) => {
    const type = targetOf(witness)?.type ?? '';
    if (!(type in overTls) || overTls[type]?.includes(witness.row.action) === false) return [];
    return [{ that: 'http', question: sending(witness, { 'aws:SecureTransport': 'false' }) }];
  },
};

const oldTls: NeighbourKind = {
  name: 'over an old TLS',
  of: (witness) =>
    targetOf(witness)?.type === 'AWS::S3::Bucket'
      ? ['1.0', '1.1'].map((version) => ({ that: version, question: sending(witness, { 's3:TlsVersion': version }) }))
      : [],
};

function vaultOf({ room, question }: Witness) {
  return room.environment.workloads.find(
    (workload) => workload.files !== undefined && filesBucketArn(room, workload) === question.resource.split('/')[0],
  );
}

const oldSignature: NeighbourKind = {
  name: 'with a presigned URL that is too old',
  of: (witness) => {
    const files = vaultOf(witness)?.files;
    if (files === undefined || serviceOf(witness) !== 's3' || !witness.question.resource.includes('/')) return [];
    const age = String(files.presignedUrlMinutes * 60_000 + 1);
    return [{ that: `${age} ms`, question: sending(witness, { 's3:signatureAge': age }) }];
  },
};

function uploads(name: string, headers: (ownKey: string) => readonly Context[]): NeighbourKind {
  return {
    name,
    of: (witness) => {
      const workload = vaultOf(witness);
      if (workload === undefined || witness.row.action !== 's3:PutObject') return [];
      return headers(dataKeyArn(witness.room, workload)).map((context) => ({
        that: JSON.stringify(context),
        question: sending(witness, context),
      }));
    },
  };
}

const strangerTo = (key: string) => key.replace(/[^/]+$/, '00000000-0000-0000-0000-000000000000');
const awsManaged = (key: string) => key.replace(/key\/[^/]+$/, 'alias/aws/s3');

/** Without any header an upload is stored under our key: the bucket's own default. */
const encryption: readonly NeighbourKind[] = [
  uploads('as an upload under another kind of encryption', (key) => [
    { [encryptionHeader]: 'AES256' },
    { [encryptionHeader]: 'aws:kms:dsse', [keyHeader]: key },
  ]),
  uploads('as an upload that asks for KMS without the header that names the key', () => [
    { [encryptionHeader]: 'aws:kms' },
  ]),
  uploads('as an upload under another key', (key) =>
    [strangerTo(key), awsManaged(key)].flatMap((other) => [
      { [encryptionHeader]: 'aws:kms', [keyHeader]: other },
      { [keyHeader]: other },
    ]),
  ),
  uploads('as an upload under a key of the caller (SSE-C)', () => [{ [customerKeyHeader]: 'AES256' }]),
];

/** Rows that a function may keep, by the secret that they are about. */
const otherRows: NeighbourKind = {
  name: 'about other rows of the journal, or all of them',
  of: (witness) =>
    serviceOf(witness) === 'dynamodb'
      ? ['another/environment/secret', undefined].map((row) => ({
          that: row ?? 'all',
          question: sending(witness, { 'dynamodb:LeadingKeys': row }),
        }))
      : [],
};

const otherNotices: NeighbourKind = {
  name: 'as an event in the name of another source',
  of: (witness) =>
    // The role that hands events on hands on those of AWS.
    witness.row.action === 'events:PutEvents' && witness.row.principal.id.includes(':role/') && isNotifier(witness)
      ? ['aws.health', undefined].map((source) => ({
          that: source ?? 'no source',
          question: sending(witness, { 'events:source': source }),
        }))
      : [],
};

function isNotifier({ row, room }: Witness): boolean {
  return room.assembly.stacks.some(({ template }) =>
    Object.values(template.Resources).some(
      ({ Type, Properties }) => Type === 'AWS::Lambda::Function' && Properties?.Role === row.principal.id,
    ),
  );
}

const withoutBoundary: NeighbourKind = {
  name: 'on a user without its boundary',
  of: (witness) =>
    witness.row.action === 'iam:PutUserPolicy'
      ? [undefined, 'arn:witness:iam::aws:policy/AdministratorAccess'].map((boundary) => ({
          that: boundary ?? 'none',
          question: sending(witness, { 'iam:PermissionsBoundary': boundary }),
        }))
      : [],
};

export const requestKinds: readonly NeighbourKind[] = [
  withoutTls,
  oldTls,
  oldSignature,
  ...encryption,
  otherRows,
  otherNotices,
  withoutBoundary,
];
