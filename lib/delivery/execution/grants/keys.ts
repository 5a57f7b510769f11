import { secretPattern } from '../../../detection/own-names';
import type { DeliveredEnvironment } from '../../delivered';
import { actionsOf, type Conditions, type Grant, type Grants } from '../grant';
import { aliases, here, keys } from '../places';

/**
 * A key of the environment, told by its alias. A deployment gives its alias only to a key that has none: a key of others
 * that has one stays theirs.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-resource-aliases
 */
function ownKey(environment: DeliveredEnvironment): Conditions {
  return { 'ForAnyValue:StringLike': { 'kms:ResourceAliases': aliases(environment) } };
}

/** A key as it is right after it was made: the alias comes later. */
const withoutAlias: Conditions = { Null: { 'kms:ResourceAliases': 'true' } };

/**
 * KMS wants the right to tag a key that is made for all keys of the Region; the tag holds it to the environment. A key is
 * made with its policy, which is put only when it changes.
 *
 * @see https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-kms key/…/CreateHandler.java
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/tag-permissions.html
 */
export const keysThemselves: Grants = (environment, { deletes }) => {
  const resources = [keys(environment)];
  const tagged = { 'aws:RequestTag/environment': environment.name };
  return [
    { sid: 'NewKeys', actions: ['kms:CreateKey'], resources: ['*'], conditions: { StringEquals: tagged } },
    {
      sid: 'NewKeysTags',
      actions: ['kms:TagResource'],
      resources,
      conditions: { ...withoutAlias, StringEquals: tagged },
    },
    { sid: 'NewKeysRotation', actions: ['kms:EnableKeyRotation'], resources, conditions: withoutAlias },
    {
      sid: 'Keys',
      actions: actionsOf(
        'kms',
        'EnableKeyRotation',
        'PutKeyPolicy',
        'TagResource',
        'UntagResource',
        'UpdateKeyDescription',
      ),
      resources,
      conditions: ownKey(environment),
    },
    {
      sid: 'ReadKeys',
      actions: actionsOf('kms', 'DescribeKey', 'GetKeyPolicy', 'GetKeyRotationStatus', 'ListResourceTags'),
      resources,
    },
    ...(deletes
      ? [
          {
            sid: 'DeleteKeys',
            actions: ['kms:ScheduleKeyDeletion'],
            resources,
            // Its alias is deleted first, and KMS may take five minutes to heed that.
            conditions: {
              'ForAllValues:StringLike': { 'kms:ResourceAliases': aliases(environment) },
              StringEquals: { 'aws:ResourceTag/environment': environment.name },
            },
          },
        ]
      : []),
  ];
};

/**
 * Both the alias and its key are asked.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html
 */
export const keyAliases: Grants = (environment) => [
  {
    sid: 'Aliases',
    actions: actionsOf('kms', 'CreateAlias', 'DeleteAlias'),
    resources: [here(environment, 'kms', aliases(environment))],
  },
  {
    sid: 'AliasesOfNewKeys',
    actions: ['kms:CreateAlias'],
    resources: [keys(environment)],
    conditions: withoutAlias,
  },
  {
    sid: 'AliasesOfKeys',
    actions: ['kms:DeleteAlias'],
    resources: [keys(environment)],
    conditions: ownKey(environment),
  },
  { sid: 'ListAliases', actions: ['kms:ListAliases'], resources: ['*'] },
];

/** Values of `kms:ViaService` of a service. In the China Regions the name ends in `.cn`. */
function through(environment: DeliveredEnvironment, service: string): string {
  return `${service}.${environment.region}.amazonaws.com*`;
}

/** The services that may use a key with the rights of who makes something of theirs. */
export function usingServices(environment: DeliveredEnvironment): string[] {
  return ['dynamodb', 'lambda', 's3', 'secretsmanager'].map((service) => through(environment, service));
}

/**
 * Secrets Manager encrypts what it generates with the caller's rights on the key, and says for which secret. Not by the
 * key's alias: it may be made later than the first secret, and KMS may take five minutes to heed it.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
export function useThroughSecrets(environment: DeliveredEnvironment): Grant {
  return {
    sid: 'EncryptSecrets',
    actions: actionsOf('kms', 'Decrypt', 'GenerateDataKey'),
    resources: [keys(environment)],
    conditions: {
      StringLike: {
        'kms:EncryptionContext:SecretARN': here(environment, 'secretsmanager', `secret:${secretPattern(environment)}`),
        'kms:ViaService': through(environment, 'secretsmanager'),
      },
    },
  };
}

/** What making something of a service takes of its key. The bucket of the bootstrap is only read. */
const usesOfServiceKeys = {
  dynamodb: ['CreateGrant', 'Decrypt', 'Encrypt'],
  lambda: ['CreateGrant', 'Decrypt', 'Encrypt', 'GenerateDataKey'],
  s3: ['Decrypt'],
} as const;

/**
 * The key that AWS keeps in the account for a service, used by that service with the caller's rights.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
 */
export function useOfServiceKey(
  environment: DeliveredEnvironment,
  sid: string,
  service: keyof typeof usesOfServiceKeys,
): Grant {
  return {
    sid,
    actions: actionsOf('kms', ...usesOfServiceKeys[service]),
    resources: [keys(environment)],
    conditions: {
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': `alias/aws/${service}` },
      StringLike: { 'kms:ViaService': through(environment, service) },
    },
  };
}
