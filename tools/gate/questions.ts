import { contextOfKeyUse } from '../access/request-context';
import type { Operation } from './operation';
import { UnknownRequest } from './operation';
import type { Room } from './room';
import { recordOf, textOf } from './parameters';
import { tableQuestions } from './table-questions';

/** One thing that must be allowed for a call to go through. */
export interface Question {
  /** As in a policy, such as `s3:ListBucket`. */
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** What the owner of a key is, which requests about the key leave out. */
export type OwnerOfKey = (accessKeyId: string) => Promise<string | undefined>;

/**
 * Everything that AWS judges about one call: nothing for a call that needs no right, several things for one that acts
 * several times or uses an encryption key.
 *
 * @param signer ARN of whoever calls
 * @throws UnknownRequest for an operation that the gate has not been taught
 */
export async function questionsOf(
  operation: Operation,
  signer: string,
  room: Room,
  ownerOfKey: OwnerOfKey,
): Promise<readonly Question[]> {
  switch (operation.service) {
    case 'sts':
      // AWS answers these to every user, whatever the policies say.
      if (operation.name === 'GetCallerIdentity' || operation.name === 'GetSessionToken') return [];
      break;
    case 'iam':
      return [await userQuestion(operation, signer, room, ownerOfKey)];
    case 'secretsmanager':
      return secretQuestions(operation, room);
    case 'kms':
      return [keyQuestion(operation, room)];
    case 'dynamodb':
      return tableQuestions(operation, room);
    case 'events':
      return eventQuestions(operation, room);
    case 's3':
      return [objectQuestion(operation, room)];
  }
  throw unknown(operation);
}

function unknown({ service, name }: Operation): UnknownRequest {
  return new UnknownRequest(`${service}:${name} is unknown; add it to tools/gate/questions.ts`);
}

const userCalls = [
  ...['CreateAccessKey', 'ListAccessKeys', 'UpdateAccessKey', 'DeleteAccessKey', 'GetUser'],
  ...['PutUserPolicy', 'GetUserPolicy', 'DeleteUserPolicy', 'ListUserPolicies'],
];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
async function userQuestion(
  { name, parameters, ...operation }: Operation,
  signer: string,
  room: Room,
  ownerOfKey: OwnerOfKey,
): Promise<Question> {
  const action = `iam:${name}`;
  if (name === 'GetAccessKeyLastUsed') {
    const owner = await ownerOfKey(textOf(parameters.AccessKeyId));
    return { action, resource: owner ?? room.arn('iam', 'user/unknown'), context: {} };
  }
  if (!userCalls.includes(name)) throw unknown({ name, parameters, ...operation });
  const resource = parameters.UserName === undefined ? signer : room.userArn(textOf(parameters.UserName));
  const boundary = name === 'PutUserPolicy' || name === 'DeleteUserPolicy' ? room.boundaryOf(resource) : undefined;
  return { action, resource, context: boundary === undefined ? {} : { 'iam:PermissionsBoundary': boundary } };
}

const secretCalls = [
  ...['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'],
  ...['RotateSecret', 'CancelRotateSecret', 'ListSecretVersionIds'],
];

/**
 * A secret and, with its value, the key that encrypts it.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
function secretQuestions(operation: Operation, room: Room): Question[] {
  const { name, parameters, region } = operation;
  if (!secretCalls.includes(name)) throw unknown(operation);
  const resource = room.secretArn(textOf(parameters.SecretId));
  const context = {
    'secretsmanager:SecretId': textOf(parameters.SecretId),
    ...(name === 'GetSecretValue' && parameters.VersionId !== undefined
      ? { 'secretsmanager:VersionId': textOf(parameters.VersionId) }
      : {}),
    ...((name === 'GetSecretValue' || name === 'UpdateSecretVersionStage') && parameters.VersionStage !== undefined
      ? { 'secretsmanager:VersionStage': textOf(parameters.VersionStage) }
      : {}),
    ...(name === 'RotateSecret'
      ? {
          'secretsmanager:RotateImmediately': String(parameters.RotateImmediately !== false),
          'secretsmanager:ModifyRotationRules': String(parameters.RotationRules !== undefined),
          ...(parameters.RotationLambdaARN === undefined
            ? {}
            : { 'secretsmanager:RotationLambdaARN': textOf(parameters.RotationLambdaARN) }),
        }
      : {}),
  };
  const own = { action: `secretsmanager:${name}`, resource, context };
  if (name === 'RotateSecret') return [own, ...invocationQuestions(resource, room)];
  const key = room.keyOfSecret(resource);
  const uses = keyUses[name];
  if (key === undefined || uses === undefined) return [own];
  const version = textOf(parameters.VersionId ?? parameters.ClientRequestToken ?? '');
  // The name of the service ends otherwise only in China.
  const ending = room.region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const use = contextOfKeyUse(`secretsmanager.${region}.${ending}`, { SecretARN: resource, SecretVersionId: version });
  return [own, ...uses.map((action) => ({ action, resource: key, context: use }))];
}

/**
 * Whoever starts a rotation needs the right to invoke its function.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot_rotation.html
 */
function invocationQuestions(secretArn: string, room: Room): Question[] {
  const rotation = room.rotationFunctionOf(secretArn);
  return rotation === undefined ? [] : [{ action: 'lambda:InvokeFunction', resource: rotation, context: {} }];
}

const keyUses: Readonly<Record<string, readonly string[]>> = {
  GetSecretValue: ['kms:Decrypt'],
  PutSecretValue: ['kms:GenerateDataKey', 'kms:Decrypt'],
};

function keyQuestion(operation: Operation, room: Room): Question {
  if (operation.name !== 'DescribeKey') throw unknown(operation);
  return { action: 'kms:DescribeKey', resource: room.keyArn(textOf(operation.parameters.KeyId)), context: {} };
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html */
function eventQuestions(operation: Operation, room: Room): Question[] {
  if (operation.name !== 'PutEvents') throw unknown(operation);
  return (operation.parameters.Entries as unknown[]).map(recordOf).map((entry) => ({
    action: 'events:PutEvents',
    resource: room.eventBusArn(textOf(entry.EventBusName ?? 'default')),
    context: { 'events:source': [textOf(entry.Source)], 'events:detail-type': [textOf(entry.DetailType)] },
  }));
}

/** By which right S3 judges a call, where it is not named like the call. */
const objectActions: Readonly<Record<string, string>> = {
  HeadObject: 'GetObject',
  HeadBucket: 'ListBucket',
  ListObjectsV2: 'ListBucket',
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
function objectQuestion({ name, parameters }: Operation, room: Room): Question {
  const action = `s3:${objectActions[name] ?? name}`;
  const bucket = room.bucketArn(textOf(parameters.Bucket));
  if (parameters.Key !== undefined) return { action, resource: `${bucket}/${textOf(parameters.Key)}`, context: {} };
  const isListing = name === 'ListObjectsV2';
  return { action, resource: bucket, context: isListing ? { 's3:prefix': textOf(parameters.Prefix) } : {} };
}
