import {
  everywhereOnly,
  aliasOf,
  arn,
  arnOf,
  type CallsOfType,
  list,
  only,
  serviceKey,
  tagOf,
  text,
} from './calls-of-types';
import type { Entry } from '../../../tools/access/template';
import type { Call } from './world';

const environmentTag = (entry: Entry): Record<string, string> => ({
  'aws:RequestTag/environment': tagOf(entry, 'environment'),
});

export const callsOfData: Readonly<Record<string, CallsOfType>> = {
  'AWS::S3::Bucket': {
    on: (entry) => [arnOf(entry)],
    others: {
      // Its policy comes later, and then lets nobody change the lock but who breaks the glass.
      's3:PutBucketObjectLockConfiguration': (entry) => [
        { action: 's3:PutBucketObjectLockConfiguration', resource: arnOf(entry), isNew: true },
      ],
    },
  },
  'AWS::S3::BucketPolicy': { on: (entry) => [arn(entry, 's3', text(entry, 'Bucket'), '').replace(/:\d{12}:/, '::')] },
  'AWS::DynamoDB::Table': {
    on: (entry) => [arnOf(entry)],
    others: Object.fromEntries(
      ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt'].map((action) => [
        action,
        (entry) => serviceKey(entry, action, 'dynamodb'),
      ]),
    ),
  },
  'AWS::KMS::Key': {
    on: (entry) => [arnOf(entry)],
    context: (entry, world) => ({ 'kms:ResourceAliases': [aliasOf(entry, world)] }),
    others: {
      'kms:CreateKey': (entry) => only('kms:CreateKey', '*', environmentTag(entry)),
      'kms:TagResource': (entry, world): Call[] => [
        { action: 'kms:TagResource', resource: arnOf(entry), context: environmentTag(entry) },
        ...only('kms:TagResource', arnOf(entry), {
          'aws:RequestTag/owner': 'another',
          'kms:ResourceAliases': [aliasOf(entry, world)],
        }),
      ],
      // Before it has its alias, and after it was changed.
      'kms:EnableKeyRotation': (entry, world) => [
        ...only('kms:EnableKeyRotation', arnOf(entry)),
        ...only('kms:EnableKeyRotation', arnOf(entry), { 'kms:ResourceAliases': [aliasOf(entry, world)] }),
      ],
      // Its alias is deleted first, and KMS may take minutes to heed that.
      'kms:ScheduleKeyDeletion': (entry, world) => {
        const tag = { 'aws:ResourceTag/environment': tagOf(entry, 'environment') };
        return [
          ...only('kms:ScheduleKeyDeletion', arnOf(entry), tag),
          ...only('kms:ScheduleKeyDeletion', arnOf(entry), { ...tag, 'kms:ResourceAliases': [aliasOf(entry, world)] }),
        ];
      },
    },
  },
  'AWS::KMS::Alias': {
    on: (entry) => [arn(entry, 'kms', text(entry, 'AliasName'))],
    others: {
      ...everywhereOnly('kms:ListAliases'),
      'kms:CreateAlias': (entry) => [
        ...only('kms:CreateAlias', arn(entry, 'kms', text(entry, 'AliasName'))),
        ...only('kms:CreateAlias', text(entry, 'TargetKeyId')),
      ],
      'kms:DeleteAlias': (entry) => [
        ...only('kms:DeleteAlias', arn(entry, 'kms', text(entry, 'AliasName'))),
        ...only('kms:DeleteAlias', text(entry, 'TargetKeyId'), { 'kms:ResourceAliases': [text(entry, 'AliasName')] }),
      ],
    },
  },
  'AWS::SecretsManager::Secret': {
    on: (entry) => [arnOf(entry)],
    others: everywhereOnly('secretsmanager:GetRandomPassword'),
  },
  'AWS::SecretsManager::ResourcePolicy': {
    on: (entry) => [text(entry, 'SecretId')],
    others: {
      'secretsmanager:PutResourcePolicy': (entry) =>
        only('secretsmanager:PutResourcePolicy', text(entry, 'SecretId'), {
          'secretsmanager:BlockPublicPolicy': String(entry.resource.Properties?.BlockPublicPolicy),
        }),
    },
  },
  'AWS::SecretsManager::RotationSchedule': {
    on: (entry) => [text(entry, 'SecretId')],
    others: {
      'secretsmanager:RotateSecret': (entry) =>
        only('secretsmanager:RotateSecret', text(entry, 'SecretId'), {
          'secretsmanager:RotationLambdaARN': text(entry, 'RotationLambdaARN'),
        }),
      'lambda:InvokeFunction': (entry) => only('lambda:InvokeFunction', text(entry, 'RotationLambdaARN')),
    },
  },
  'AWS::SSM::Parameter': { on: (entry) => [arn(entry, 'ssm', `parameter${text(entry, 'Name')}`)] },
  'AWS::SQS::Queue': { on: (entry) => [arnOf(entry)] },
  'AWS::SQS::QueuePolicy': {
    on: (entry) => list(entry, 'Queues').map((url) => arn(entry, 'sqs', url.split('/').at(-1) ?? '')),
  },
};
