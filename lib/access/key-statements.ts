import { AccountPrincipal, AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';

import { partitionOf, type Place, trailArn } from '../config/names';
import { readsAnySecret, usesFiles } from './declared-access';
import {
  accessKeySecrets,
  needsProbe,
  probeRoleArn,
  reconcilerRoleArn,
  rotatingSecrets,
  rotatorRoleArn,
} from './looked-after';
import { consumerArns, type Room, urlSuffixOf, viaService } from './room';

/**
 * Administration of a key, without its use.
 *
 * No kms:CreateGrant: a grant gives use without changing the policy, and so without the alarm on policy changes.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
const administration = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:RotateKeyOnDemand',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

/** In a key policy the only possible resource is the key itself. */
const thisKey = ['*'];

/** The account's own IAM policies decide who administers the key; whoever does still cannot use it. */
function keyAdministration(place: Place): PolicyStatement {
  return new PolicyStatement({
    sid: 'AdministerKey',
    principals: [new AccountPrincipal(place.account)],
    actions: administration,
    resources: thisKey,
  });
}

function use(room: Room, sid: string, actions: string[], principalArns: string[], service: 's3' | 'secretsmanager') {
  return principalArns.length === 0
    ? []
    : [
        new PolicyStatement({
          sid,
          principals: [new AccountPrincipal(room.place.account)],
          actions,
          resources: thisKey,
          conditions: {
            ArnEquals: { 'aws:PrincipalArn': principalArns },
            StringEquals: { 'kms:ViaService': viaService(room.place, service) },
          },
        }),
      ];
}

/**
 * Holds the use of the key to this workload's own bucket and secrets, told by the encryption context that S3 and Secrets
 * Manager always send. With a bucket key the context is the bucket's ARN, without one the object's.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
function contextDenies(room: Room): PolicyStatement[] {
  const deny = (sid: string, key: string, allowed: string[]) =>
    new PolicyStatement({
      sid,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: thisKey,
      conditions: { Null: { [key]: 'false' }, StringNotLike: { [key]: allowed } },
    });
  return [
    deny('DenyOtherBuckets', 'kms:EncryptionContext:aws:s3:arn', [room.filesBucketArn, `${room.filesBucketArn}/*`]),
    deny('DenyOtherSecrets', 'kms:EncryptionContext:SecretARN', [`${room.secretArnPrefix}*`]),
  ];
}

/**
 * Policy of a workload's data key: administration for the account, use only for the named principals and only through
 * the service that keeps the data. An administrator of the account can read neither file nor secret without changing
 * this policy first.
 *
 * @param deploymentRoleArn the CloudFormation execution role: it creates secrets with generated values, which takes the
 * key, and cannot read them back (the secrets' own policies refuse it)
 * @param operatorArns roles that put the values of secrets that a person fills
 */
export function dataKeyStatements(
  room: Room,
  writers: { readonly deploymentRoleArn: string; readonly operatorArns: readonly string[] },
): PolicyStatement[] {
  const hasSecrets = room.workload.secrets.length > 0;
  const writesFiles = consumerArns(room, ({ access }) => access.files.some(({ verbs }) => verbs.includes('write')));
  return [
    keyAdministration(room.place),
    ...use(room, 'UseForFiles', ['kms:Decrypt'], consumerArns(room, usesFiles), 's3'),
    ...use(room, 'WriteFiles', ['kms:GenerateDataKey'], writesFiles, 's3'),
    ...use(room, 'ReadSecrets', ['kms:Decrypt'], consumerArns(room, readsAnySecret), 'secretsmanager'),
    ...(hasSecrets
      ? use(
          room,
          'WriteSecrets',
          ['kms:Decrypt', 'kms:GenerateDataKey'],
          [writers.deploymentRoleArn, ...writers.operatorArns],
          'secretsmanager',
        )
      : []),
    ...use(
      room,
      'RotateSecrets',
      ['kms:Decrypt', 'kms:GenerateDataKey'],
      rotatingSecrets(room.workload).map(({ name }) => rotatorRoleArn(room, name)),
      'secretsmanager',
    ),
    ...use(
      room,
      'RetireKeys',
      ['kms:Decrypt'],
      accessKeySecrets(room.workload).length > 0 ? [reconcilerRoleArn(room)] : [],
      'secretsmanager',
    ),
    ...use(room, 'TryKeys', ['kms:Decrypt'], needsProbe(room.workload) ? [probeRoleArn(room)] : [], 'secretsmanager'),
    ...contextDenies(room),
  ];
}

/** What the audit key encrypts. */
export interface AuditKeyUse {
  readonly place: Place;
  /** Whether this environment makes its own trail. */
  readonly trail: boolean;
  readonly logGroupArnPattern: string;
  readonly topicArns: readonly string[];
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html */
function trailUse(place: Place): PolicyStatement[] {
  const principals = [new ServicePrincipal('cloudtrail.amazonaws.com')];
  const partition = partitionOf(place);
  const fromTrail = { 'aws:SourceArn': trailArn(place), 'aws:SourceAccount': place.account };
  const context = `arn:${partition}:cloudtrail:*:${place.account}:trail/*`;
  return [
    new PolicyStatement({
      sid: 'EncryptTrail',
      principals,
      actions: ['kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'],
      resources: thisKey,
      conditions: {
        StringEquals: fromTrail,
        StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': context },
      },
    }),
    // Decrypt, because the trail's bucket uses a bucket key.
    new PolicyStatement({
      sid: 'DescribeForTrail',
      principals,
      actions: ['kms:Decrypt', 'kms:DescribeKey'],
      resources: thisKey,
      conditions: { StringEquals: fromTrail },
    }),
  ];
}

/**
 * CloudWatch Logs names the log group in the encryption context, which carries account and Region; it documents no
 * aws:SourceArn for its use of keys.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
function logsUse(place: Place, logGroupArnPattern: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'EncryptLogGroups',
    principals: [new ServicePrincipal(`logs.${place.region}.${urlSuffixOf(place)}`)],
    actions: [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ],
    resources: thisKey,
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroupArnPattern } },
  });
}

/** Alarms and rules publish to the encrypted topics, which takes the key. Without this, they are silent. */
function topicUse(place: Place, topicArns: readonly string[]): PolicyStatement[] {
  const actions = ['kms:Decrypt', 'kms:GenerateDataKey'];
  return [
    new PolicyStatement({
      sid: 'PublishAlarms',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions,
      resources: thisKey,
      conditions: {
        StringEquals: { 'aws:SourceAccount': place.account },
        ArnLike: {
          'aws:SourceArn': `arn:${partitionOf(place)}:cloudwatch:${place.region}:${place.account}:alarm:*`,
        },
      },
    }),
    // EventBridge sends neither aws:SourceArn nor aws:SourceAccount to KMS when its target is an encrypted topic, so a
    // condition on them would silence every rule. The topic in the encryption context is the bound that does hold.
    // See docs/decisions/0004-eventbridge-and-the-encrypted-topic.md.
    new PolicyStatement({
      sid: 'PublishEvents',
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions,
      resources: thisKey,
      conditions: { StringEquals: { 'kms:EncryptionContext:aws:sns:topicArn': [...topicArns] } },
    }),
  ];
}

/** Lets people with rights on the trail's bucket read its files: what was written under a trail's context, nothing else. */
function trailReaders(place: Place): PolicyStatement {
  return new PolicyStatement({
    sid: 'ReadTrail',
    principals: [new AccountPrincipal(place.account)],
    actions: ['kms:Decrypt'],
    resources: thisKey,
    conditions: {
      Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' },
      StringEquals: { 'kms:ViaService': viaService(place, 's3') },
    },
  });
}

/** Policy of the key of trail, log groups and topics. */
export function auditKeyStatements({ place, trail, logGroupArnPattern, topicArns }: AuditKeyUse): PolicyStatement[] {
  return [
    keyAdministration(place),
    ...(trail ? [...trailUse(place), trailReaders(place)] : []),
    logsUse(place, logGroupArnPattern),
    ...topicUse(place, topicArns),
  ];
}
