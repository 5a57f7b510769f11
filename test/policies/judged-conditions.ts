import { consumerArn, partitionOf, secretPrefix } from '../../lib/config/names';
import type { Environment } from '../../lib/config/parameters';
import { listOf, type Statement } from '../../tools/access/template';
import { filesBucketArn, type Room } from '../support/room';
import { subjectsOf } from './consumer-questions';

/** What conditions may ask, of which key and for which values. */

/** How a condition may ask about a key, and which values it may ask for. */
interface Judged {
  readonly operators: string;
  readonly values: (value: string, room: Room) => boolean;
}

const is =
  (...expected: readonly string[]) =>
  (value: string) =>
    expected.includes(value);

const ownAccount = (value: string, { environment }: Room) => value === environment.account;

/** ARNs of the account, and of its buckets, which have no account in theirs. */
function isOwn(value: string, room: Room): boolean {
  const [, partition, service, , account] = value.split(':');
  if (partition !== partitionOf(room.environment)) return false;
  if (service !== 's3') return account === room.environment.account;
  return room.assembly.resources.some(({ arn }) => value === arn || value === `${arn}/*`);
}

function services({ environment, stacks }: Room): string[] {
  return ['s3', 'secretsmanager'].flatMap((name) => [
    `${name}.${environment.region}.amazonaws.com`,
    `${name}.${environment.region}.${stacks[0]?.urlSuffix ?? ''}`,
  ]);
}

/** Those whom the environment makes, and those of its account whom its configuration names. */
function isNamed(value: string, { environment, assembly }: Room): boolean {
  const { account, breakGlassRoleArn, secretOperatorArns, workloads } = environment;
  const declared = [
    ...(breakGlassRoleArn === undefined ? [] : [breakGlassRoleArn]),
    ...secretOperatorArns,
    ...workloads.flatMap((workload) =>
      workload.consumers.map((consumer) => consumerArn(environment, workload.name, consumer)),
    ),
  ];
  const isDeployment = new RegExp(`:iam::${account}:role/cdk-\\w+-cfn-exec-role-${account}-${environment.region}$`);
  return declared.includes(value) || isDeployment.test(value) || assembly.principals.some(({ arn }) => arn === value);
}

function externalIds({ workloads }: Environment): string[] {
  return workloads.flatMap(({ customers, consumers }) => [
    ...customers.flatMap((customer) => customer.externalIds),
    ...consumers.flatMap((consumer) => (consumer.kind === 'cross-account-role' ? consumer.externalIds : [])),
  ]);
}

function addresses(room: Room): string[] {
  return subjectsOf(room).flatMap(({ consumer }) => ('sourceAddresses' in consumer ? consumer.sourceAddresses : []));
}

function prefixes({ workloads }: Environment): string[] {
  return workloads.flatMap(({ files }) => (files?.prefixes ?? []).map((prefix) => `${prefix}*`));
}

function isRow(value: string, { environment }: Room): boolean {
  return environment.workloads.some(({ name }) => {
    const prefix = secretPrefix(environment, name);
    return value.startsWith(prefix) && value.length > prefix.length;
  });
}

function isTrail(value: string, { environment }: Room): boolean {
  return value === `arn:${partitionOf(environment)}:cloudtrail:*:${environment.account}:trail/*`;
}

function isSecretContext(value: string, room: Room): boolean {
  const arn = `arn:${partitionOf(room.environment)}:secretsmanager:${room.environment.region}:${room.environment.account}:secret:`;
  return value.startsWith(arn) && isRow(value.slice(arn.length), room);
}

function isSoundAge(value: string, { environment }: Room): boolean {
  return environment.workloads.some(({ files }) => value === String((files?.presignedUrlMinutes ?? 0) * 60_000));
}

/** Subject of a job of the declared repository that stands in this environment, or only looks at it. */
function isOwnJob(value: string, { environment: { name, delivery } }: Room): boolean {
  if (delivery === undefined) return false;
  const { owner, ownerId, name: repository, repositoryId, subjects } = delivery.repository;
  const repositories = [
    `${owner}@${ownerId}/${repository}@${repositoryId}`,
    ...(subjects === 'immutable' ? [] : [`${owner}/${repository}`]),
  ];
  return repositories.some((own) =>
    [name, `${name}-read-only`].some((at) => value === `repo:${own}:environment:${at}`),
  );
}

const flags = is('true', 'false');

const judgedConditions: Readonly<Record<string, Judged>> = {
  'aws:MultiFactorAuthPresent': { operators: 'Bool', values: is('true') },
  'aws:PrincipalAccount': { operators: 'StringNotEquals', values: ownAccount },
  'aws:PrincipalArn': { operators: 'ArnEquals ArnNotEquals', values: isNamed },
  'aws:PrincipalIsAWSService': { operators: 'BoolIfExists', values: is('false') },
  'aws:SecureTransport': { operators: 'Bool', values: is('false') },
  'aws:SourceAccount': { operators: 'StringEquals', values: ownAccount },
  'aws:SourceArn': { operators: 'ArnEquals ArnLike StringEquals', values: isOwn },
  'aws:SourceIp': { operators: 'IpAddress NotIpAddress', values: (value, room) => addresses(room).includes(value) },
  'aws:ViaAWSService': { operators: 'BoolIfExists', values: is('false') },
  'dynamodb:LeadingKeys': { operators: 'ForAllValues:StringEquals ForAllValues:StringLike', values: isRow },
  'events:source': { operators: 'ForAllValues:StringEquals', values: is('strongroom') },
  'iam:PermissionsBoundary': {
    operators: 'StringEquals',
    values: (value, { assembly }) =>
      assembly.principals.some(({ entry }) => entry.resource.Properties?.PermissionsBoundary === value),
  },
  'kms:EncryptionContext:SecretARN': { operators: 'StringNotLike', values: isSecretContext },
  'kms:EncryptionContext:aws:cloudtrail:arn': { operators: 'StringLike', values: isTrail },
  'kms:EncryptionContext:aws:logs:arn': { operators: 'ArnLike', values: isOwn },
  'kms:EncryptionContext:aws:s3:arn': { operators: 'StringNotLike', values: isOwnOrDeclared },
  'kms:EncryptionContext:aws:sns:topicArn': { operators: 'StringEquals', values: isOwn },
  'kms:ViaService': { operators: 'StringEquals', values: (value, room) => services(room).includes(value) },
  's3:ResourceAccount': { operators: 'StringNotEquals', values: ownAccount },
  's3:TlsVersion': { operators: 'NumericLessThan', values: is('1.2') },
  's3:prefix': { operators: 'StringLike', values: (value, { environment }) => prefixes(environment).includes(value) },
  's3:signatureAge': { operators: 'NumericGreaterThan', values: isSoundAge },
  's3:x-amz-acl': { operators: 'StringEquals', values: is('bucket-owner-full-control') },
  's3:x-amz-server-side-encryption': { operators: 'StringEquals StringNotEquals', values: is('aws:kms') },
  's3:x-amz-server-side-encryption-aws-kms-key-id': { operators: 'StringNotEquals', values: isOwn },
  's3:x-amz-server-side-encryption-customer-algorithm': { operators: '', values: is() },
  'token.actions.githubusercontent.com:aud': { operators: 'StringEquals', values: is('sts.amazonaws.com') },
  'token.actions.githubusercontent.com:sub': { operators: 'StringEquals', values: isOwnJob },
  'sts:ExternalId': {
    operators: 'StringEquals',
    values: (value, { environment }) => externalIds(environment).includes(value),
  },
};

/** A key's policy names the bucket of its workload whether that has files or not. */
function isOwnOrDeclared(value: string, room: Room): boolean {
  return room.environment.workloads.some((workload) => {
    const bucket = filesBucketArn(room, workload);
    return value === bucket || value === `${bucket}/*`;
  });
}

/** The parts of a statement's condition that nobody has judged. Whether a key is sent at all may be asked of each that is known. */
export function strangeConditions(room: Room, { Condition = {} }: Statement): string[] {
  return Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).flatMap(([key, written]) => {
      const known = judgedConditions[key];
      const values = listOf(written).map(String);
      const isSound =
        operator === 'Null'
          ? known !== undefined && values.length === 1 && values.every(flags)
          : known?.operators.split(' ').includes(operator) === true &&
            values.every((value) => known.values(value, room));
      return isSound ? [] : [`${operator} ${key} ${values.join(', ')}`];
    }),
  );
}
