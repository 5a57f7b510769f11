import { type Assembly, resourceAt } from '../../tools/access/assembly';
import { contextOfKeyUse } from '../../tools/access/request-context';
import type { ProtectedResource } from '../../tools/access/resource-policies';
import type { Caller, Context, Question } from './questions';

/**
 * Calls to AWS that need more than one permission, each as its questions: S3 and Secrets Manager use the key with the
 * rights of whoever calls them, and tell KMS in the encryption context what for.
 */

function existing(assembly: Assembly, arn: string): ProtectedResource {
  const resource = resourceAt(assembly, arn);
  if (resource === undefined) throw new Error(`no stack has ${arn}`);
  return resource;
}

interface BucketEncryption {
  readonly ServerSideEncryptionConfiguration: readonly {
    readonly BucketKeyEnabled?: boolean;
    readonly ServerSideEncryptionByDefault: { readonly SSEAlgorithm: string; readonly KMSMasterKeyID?: string };
  }[];
}

function defaultEncryption(bucket: ProtectedResource): {
  readonly keyArn: string | undefined;
  readonly bucketKey: boolean;
} {
  const encryption = bucket.properties.BucketEncryption as BucketEncryption | undefined;
  const rule = encryption?.ServerSideEncryptionConfiguration[0];
  return { keyArn: rule?.ServerSideEncryptionByDefault.KMSMasterKeyID, bucketKey: rule?.BucketKeyEnabled ?? false };
}

function throughS3(
  bucket: ProtectedResource,
  caller: Caller,
  action: string,
  keyArn: string,
  object: string,
): Question {
  const { bucketKey } = defaultEncryption(bucket);
  return {
    caller,
    action,
    resource: keyArn,
    context: contextOfKeyUse(`s3.${bucket.region}.amazonaws.com`, { 'aws:s3:arn': bucketKey ? bucket.arn : object }),
  };
}

export const encryptionHeader = 's3:x-amz-server-side-encryption';
export const keyHeader = 's3:x-amz-server-side-encryption-aws-kms-key-id';
export const customerKeyHeader = 's3:x-amz-server-side-encryption-customer-algorithm';

/** GetObject on a file that is encrypted as the bucket says. */
export function readFile(assembly: Assembly, caller: Caller, object: string, context: Context = {}): Question[] {
  const bucket = existing(assembly, object);
  const { keyArn } = defaultEncryption(bucket);
  return [
    { caller, action: 's3:GetObject', resource: object, context },
    ...(keyArn === undefined ? [] : [throughS3(bucket, caller, 'kms:Decrypt', keyArn, object)]),
  ];
}

/** PutObject under the key that its headers name, or else under the bucket's. */
export function writeFile(assembly: Assembly, caller: Caller, object: string, context: Context = {}): Question[] {
  const bucket = existing(assembly, object);
  const keyArn = context[keyHeader] ?? defaultEncryption(bucket).keyArn;
  const usesKey = keyArn !== undefined && context[encryptionHeader] !== 'AES256' && !(customerKeyHeader in context);
  return [
    { caller, action: 's3:PutObject', resource: object, context },
    ...(usesKey ? [throughS3(bucket, caller, 'kms:GenerateDataKey', keyArn, object)] : []),
  ];
}

/** An upload in parts: S3 reads the parts back when it puts them together. */
export function writeFileInParts(
  assembly: Assembly,
  caller: Caller,
  object: string,
  context: Context = {},
): Question[] {
  const bucket = existing(assembly, object);
  const { keyArn } = defaultEncryption(bucket);
  return [
    ...writeFile(assembly, caller, object, context),
    ...(keyArn === undefined ? [] : [throughS3(bucket, caller, 'kms:Decrypt', keyArn, object)]),
  ];
}

function throughSecretsManager(secret: ProtectedResource, caller: Caller, action: string): Question {
  return {
    caller,
    action,
    resource: String(secret.properties.KmsKeyId),
    context: contextOfKeyUse(`secretsmanager.${secret.region}.amazonaws.com`, { SecretARN: secret.arn }),
  };
}

export function readSecret(assembly: Assembly, caller: Caller, secretArn: string, context: Context = {}): Question[] {
  return [
    { caller, action: 'secretsmanager:GetSecretValue', resource: secretArn, context },
    throughSecretsManager(existing(assembly, secretArn), caller, 'kms:Decrypt'),
  ];
}

/** @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html */
export function putSecret(assembly: Assembly, caller: Caller, secretArn: string): Question[] {
  const secret = existing(assembly, secretArn);
  return [
    { caller, action: 'secretsmanager:PutSecretValue', resource: secretArn },
    throughSecretsManager(secret, caller, 'kms:GenerateDataKey'),
    throughSecretsManager(secret, caller, 'kms:Decrypt'),
  ];
}

/** CloudFormation makes a secret with a generated value. */
export function createSecret(assembly: Assembly, caller: Caller, secretArn: string): Question[] {
  const secret = existing(assembly, secretArn);
  return [
    { caller, action: 'secretsmanager:CreateSecret', resource: secretArn },
    throughSecretsManager(secret, caller, 'kms:GenerateDataKey'),
    throughSecretsManager(secret, caller, 'kms:Decrypt'),
  ];
}
