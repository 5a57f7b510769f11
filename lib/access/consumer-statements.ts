import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

import { everything, type FileVerb } from '../config/consumers';
import type { AccessRow } from './declared-access';
import { type Room, secretArnPattern, viaService } from './room';

/**
 * Actions of each verb on objects.
 *
 * `read` covers HEAD, which has no action of its own. `delete` reaches no version: it only adds a delete marker.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export const objectActions: Readonly<Record<Exclude<FileVerb, 'list'>, readonly string[]>> = {
  read: ['s3:GetObject'],
  write: ['s3:PutObject', 's3:AbortMultipartUpload'],
  delete: ['s3:DeleteObject'],
};

/** Writing needs Decrypt too: S3 reads back the parts of a multipart upload. */
export const keyActions = { read: ['kms:Decrypt'], write: ['kms:Decrypt', 'kms:GenerateDataKey'] } as const;

export const secretActions = ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'] as const;

export const settingActions = ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'] as const;

function prefixesOf(rows: readonly AccessRow[], verb: FileVerb): string[] {
  return rows.flatMap((row) => (row.verb === verb ? [row.prefix] : []));
}

/** Objects below the prefixes; `*` stands for the whole vault and makes the others superfluous. */
function objectArns(room: Room, prefixes: readonly string[]): string[] {
  if (prefixes.includes(everything)) return [`${room.filesBucketArn}/*`];
  return prefixes.map((prefix) => `${room.filesBucketArn}/${prefix}*`);
}

function fileStatements(room: Room, rows: readonly AccessRow[]): PolicyStatement[] {
  const statements: PolicyStatement[] = [];
  const listed = prefixesOf(rows, 'list');
  if (listed.length > 0) {
    statements.push(
      new PolicyStatement({
        sid: 'ListFiles',
        actions: ['s3:ListBucket'],
        resources: [room.filesBucketArn],
        // A request without a prefix lists the whole bucket, and is refused because the key is then missing.
        ...(listed.includes(everything)
          ? {}
          : { conditions: { StringLike: { 's3:prefix': listed.map((prefix) => `${prefix}*`) } } }),
      }),
    );
  }
  for (const [verb, sid] of [
    ['read', 'ReadFiles'],
    ['write', 'WriteFiles'],
    ['delete', 'DeleteFiles'],
  ] as const) {
    const prefixes = prefixesOf(rows, verb);
    if (prefixes.length > 0) {
      statements.push(
        new PolicyStatement({ sid, actions: [...objectActions[verb]], resources: objectArns(room, prefixes) }),
      );
    }
  }
  const writes = prefixesOf(rows, 'write').length > 0;
  if (writes || prefixesOf(rows, 'read').length > 0) {
    statements.push(
      new PolicyStatement({
        sid: 'UseKeyForFiles',
        actions: [...keyActions[writes ? 'write' : 'read']],
        resources: [room.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': viaService(room.place, 's3') } },
      }),
    );
  }
  return statements;
}

function secretStatements(room: Room, rows: readonly AccessRow[]): PolicyStatement[] {
  const secrets = rows.flatMap((row) => (row.verb === 'read-secret' ? [row.secret] : []));
  if (secrets.length === 0) return [];
  return [
    new PolicyStatement({
      sid: 'ReadSecrets',
      actions: [...secretActions],
      resources: secrets.includes(everything)
        ? [`${room.secretArnPrefix}*`]
        : secrets.map((secret) => secretArnPattern(room, secret)),
    }),
    new PolicyStatement({
      sid: 'UseKeyForSecrets',
      actions: [...keyActions.read],
      resources: [room.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': viaService(room.place, 'secretsmanager') } },
    }),
  ];
}

/** GetParametersByPath is authorized on the path itself, the other two on the parameters below it. */
export function settingArns(room: Room): string[] {
  return [room.settingArnPrefix.slice(0, -1), `${room.settingArnPrefix}*`];
}

function settingStatements(room: Room, rows: readonly AccessRow[]): PolicyStatement[] {
  if (!rows.some(({ verb }) => verb === 'read-settings')) return [];
  return [new PolicyStatement({ sid: 'ReadSettings', actions: [...settingActions], resources: settingArns(room) })];
}

/**
 * One statement a customer, because each is allowed only with that customer's own external id: a mix-up in the service's
 * own records then fails here, not in somebody else's account.
 */
function assumeStatements(rows: readonly AccessRow[]): PolicyStatement[] {
  return rows.flatMap((row) =>
    row.verb === 'assume-role'
      ? [
          new PolicyStatement({
            sid: `Assume${row.customer.name.replaceAll('-', '')}`,
            actions: ['sts:AssumeRole'],
            resources: [row.customer.roleArn],
            conditions: { StringEquals: { 'sts:ExternalId': row.customer.externalIds } },
          }),
        ]
      : [],
  );
}

/** The identity policy of a consumer: exactly its declared rows. */
export function consumerStatements(room: Room, rows: readonly AccessRow[]): PolicyStatement[] {
  return [
    ...fileStatements(room, rows),
    ...secretStatements(room, rows),
    ...settingStatements(room, rows),
    ...assumeStatements(rows),
  ];
}

/**
 * Refuses a key-carrying user outside its address ranges.
 *
 * Requests that a service makes on the user's behalf come from the service's addresses and are exempt.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-ip.html
 */
export function sourceAddressDeny(sourceAddresses: readonly string[]): PolicyStatement {
  return new PolicyStatement({
    sid: 'DenyOtherAddresses',
    effect: Effect.DENY,
    // Everything: a stolen key must be worthless elsewhere, whatever else the user is granted later.
    actions: ['*'],
    resources: ['*'],
    conditions: {
      NotIpAddress: { 'aws:SourceIp': [...sourceAddresses] },
      BoolIfExists: { 'aws:ViaAWSService': 'false' },
    },
  });
}
