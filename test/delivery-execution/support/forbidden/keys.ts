import { call, calls, never, others, type Context, type Forbidden, type Names } from './questions';

/** Keys and what they open. */
export function keys(names: Names): Forbidden[] {
  const { environment, key } = names;
  const via = (service: string, context: Context = names.aliased): Context => ({
    ...context,
    'kms:ViaService': `${service}.${environment.region}.amazonaws.com`,
  });
  const foreign: Context = { 'kms:ResourceAliases': ['alias/another'] };
  const ofSecret = (path: string): Context => ({
    'kms:EncryptionContext:SecretARN': names.arn('secretsmanager', `secret:${path}/any-abcdef`),
  });
  const tagged = { 'aws:ResourceTag/environment': environment.name };
  const tag = { 'aws:RequestTag/environment': environment.name };
  const elsewhere = names.arn('kms', 'key/99999999-8888-7777-6666-555555555555', 'us-west-2');
  return [
    never(
      'the use of keys but through the services that need it for what they make',
      ['Decrypt', 'Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'CreateGrant'].flatMap((name) => [
        call(`kms:${name}`, key, names.aliased),
        call(`kms:${name}`, key, via('backup')),
        call(`kms:${name}`, key),
      ]),
    ),
    others(
      'the use of keys for anything but the environment’s secrets, and of AWS’s own keys for anything but their service',
      ['s3', 'dynamodb', 'lambda'].flatMap((service) => [
        call('kms:Decrypt', key, via(service)),
        call('kms:Decrypt', key, via(service, foreign)),
      ]),
      calls('kms', ['Decrypt', 'GenerateDataKey'], key, via('secretsmanager')),
      calls('kms', ['Decrypt', 'GenerateDataKey'], key, via('secretsmanager', ofSecret('any/another'))),
      calls('kms', ['Decrypt', 'GenerateDataKey'], key, via('lambda', ofSecret(`any/${environment.name}`))),
      calls('kms', ['CreateGrant'], key, via('dynamodb')),
      calls('kms', ['CreateGrant'], key, via('lambda')),
      calls('kms', ['CreateGrant', 'Decrypt'], key, { 'kms:ResourceAliases': ['alias/aws/dynamodb'] }),
      calls('kms', ['CreateGrant', 'Decrypt'], key, { 'kms:ResourceAliases': ['alias/aws/lambda'] }),
      calls('kms', ['Decrypt'], key, { 'kms:ResourceAliases': ['alias/aws/s3'] }),
      calls('kms', ['GenerateDataKey'], key, via('s3', { 'kms:ResourceAliases': ['alias/aws/s3'] })),
    ),
    never(
      'the policy of a key that is not the environment’s, with an alias or without',
      calls('kms', ['PutKeyPolicy'], key, foreign),
      calls('kms', ['PutKeyPolicy'], key),
    ),
    never(
      'anything with a key that has an alias of others',
      calls('kms', ['ScheduleKeyDeletion'], key, { ...foreign, ...tagged }),
      calls('kms', ['CreateAlias', 'EnableKeyRotation'], key, foreign),
      calls('kms', ['TagResource'], key, { ...foreign, ...tag }),
    ),
    others(
      'keys and aliases of others',
      calls('kms', ['UntagResource', 'UpdateKeyDescription', 'DeleteAlias'], key, foreign),
      calls('kms', ['UntagResource', 'UpdateKeyDescription', 'DeleteAlias'], key),
      calls('kms', ['CreateAlias', 'DeleteAlias', 'UpdateAlias'], names.arn('kms', 'alias/another')),
      calls('kms', ['DisableKey', 'ImportKeyMaterial', 'ReplicateKey', 'UpdateAlias'], key, names.aliased),
      calls('kms', ['TagResource'], key),
      calls('kms', ['CreateKey'], '*'),
      calls('kms', ['CreateAlias'], key, names.aliased),
      calls('kms', ['ScheduleKeyDeletion'], key),
      calls('kms', ['ScheduleKeyDeletion'], key, { 'aws:ResourceTag/environment': 'another' }),
    ),
    others(
      'keys of other Regions',
      calls('kms', ['DescribeKey', 'EnableKeyRotation'], elsewhere),
      calls('kms', ['PutKeyPolicy', 'DeleteAlias'], elsewhere, names.aliased),
      calls('kms', ['CreateAlias'], elsewhere),
      calls('kms', ['ScheduleKeyDeletion'], elsewhere, tagged),
      calls('kms', ['TagResource'], elsewhere, tag),
      calls('kms', ['Decrypt'], elsewhere, via('secretsmanager', ofSecret(`any/${environment.name}`))),
      ['dynamodb', 'lambda', 's3'].flatMap((service) =>
        calls('kms', ['Decrypt'], elsewhere, via(service, { 'kms:ResourceAliases': [`alias/aws/${service}`] })),
      ),
    ),
  ];
}
