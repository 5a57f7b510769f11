import type { SynthesizedEnvironment } from '../../../tools/assembly/cloud-assembly';
import type { Resource, Stack, Template } from '../../../tools/access/template';

/** A world with one of everything that a policy or a guard can be about, for changes of single statements and settings. */

export type Resources = Readonly<Record<string, Resource>>;

export function stackWith(Resources: Resources, more: Partial<Stack> = {}, template: Partial<Template> = {}): Stack {
  return {
    name: 'world',
    account: '111122223333',
    region: 'eu-central-1',
    partition: 'aws',
    urlSuffix: 'amazonaws.com',
    terminationProtection: true,
    template: { Resources, ...template },
    ...more,
  };
}

export function environmentOf(...stacks: readonly Stack[]): SynthesizedEnvironment {
  return { name: 'test', account: '111122223333', region: 'eu-central-1', stacks };
}

const account = 'arn:aws:iam::111122223333';

function policy(...Statement: readonly unknown[]) {
  return { Version: '2012-10-17', Statement };
}

export const bucketArn = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
export const files = (path: string) => ({ 'Fn::Join': ['', [bucketArn, `/${path}`]] });

function trustedBy(Principal: unknown, Condition?: unknown) {
  const allowed = { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' };
  return policy(Condition === undefined ? allowed : { ...allowed, Condition });
}

const tls = {
  Sid: 'OnlyOverTls',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [bucketArn, files('*')],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};

const noDeletion = {
  Sid: 'NoDeletion',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:DeleteObject*',
  Resource: files('*'),
};

/** Roles and their policies. */
const people: Resources = {
  Actor: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'actor',
      AssumeRolePolicyDocument: trustedBy({ Service: 'ecs-tasks.amazonaws.com' }),
      PermissionsBoundary: { Ref: 'Boundary' },
      ManagedPolicyArns: [{ Ref: 'Shared' }],
    },
  },
  Other: {
    Type: 'AWS::IAM::Role',
    Properties: { RoleName: 'other', AssumeRolePolicyDocument: trustedBy({ Service: 'ecs-tasks.amazonaws.com' }) },
  },
  Partner: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'partner',
      AssumeRolePolicyDocument: trustedBy(
        { AWS: 'arn:aws:iam::444455556666:role/collector' },
        { StringEquals: { 'sts:ExternalId': '7e1d8f4c-93b2-4c86-8f0d-2b1c5a7e9f63' } },
      ),
    },
  },
  Boundary: {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: {
      ManagedPolicyName: 'boundary',
      PolicyDocument: policy({ Effect: 'Allow', Action: ['s3:Get*', 's3:PutObject', 's3:List*'], Resource: '*' }),
    },
  },
  Shared: {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: {
      ManagedPolicyName: 'shared',
      PolicyDocument: policy({ Effect: 'Allow', Action: 's3:ListBucket', Resource: bucketArn }),
    },
  },
  ActorPolicy: {
    Type: 'AWS::IAM::Policy',
    Properties: {
      PolicyName: 'files',
      Roles: [{ Ref: 'Actor' }],
      PolicyDocument: policy(
        { Sid: 'Read', Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: files('in/*') },
        { Sid: 'NotTheSecrets', Effect: 'Deny', Action: 's3:GetObject*', Resource: files('in/secret/*') },
      ),
    },
  },
};

/** What they act on. */
const things: Resources = {
  Bucket: {
    Type: 'AWS::S3::Bucket',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      BucketName: 'world-files',
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 365 } },
      },
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LifecycleConfiguration: {
        Rules: [{ Id: 'old', Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 90 } }],
      },
    },
  },
  BucketPolicy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: policy(tls, noDeletion) },
  },
  Key: {
    Type: 'AWS::KMS::Key',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      EnableKeyRotation: true,
      PendingWindowInDays: 30,
      KeyPolicy: policy(
        { Effect: 'Allow', Principal: { AWS: `${account}:root` }, Action: 'kms:DescribeKey', Resource: '*' },
        { Effect: 'Allow', Principal: { AWS: `${account}:role/actor` }, Action: 'kms:Decrypt', Resource: '*' },
      ),
    },
  },
  Secret: {
    Type: 'AWS::SecretsManager::Secret',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: { Name: 'world/secret', KmsKeyId: { Ref: 'Key' } },
  },
  SecretPolicy: {
    Type: 'AWS::SecretsManager::ResourcePolicy',
    Properties: {
      SecretId: { Ref: 'Secret' },
      BlockPublicPolicy: true,
      ResourcePolicy: policy({
        Effect: 'Allow',
        Principal: { AWS: `${account}:role/other` },
        Action: 'secretsmanager:GetSecretValue',
        Resource: '*',
      }),
    },
  },
  Rotation: {
    Type: 'AWS::SecretsManager::RotationSchedule',
    Properties: {
      SecretId: { Ref: 'Secret' },
      RotationLambdaARN: { 'Fn::GetAtt': ['Rotator', 'Arn'] },
      RotationRules: { ScheduleExpression: 'rate(7 days)' },
    },
  },
  Rotator: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'rotator',
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Timeout: 120,
      Role: { 'Fn::GetAtt': ['Other', 'Arn'] },
      Code: { S3Bucket: 'assets', S3Key: `${'0'.repeat(64)}.zip` },
      DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
    },
  },
  Invocation: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      FunctionName: { 'Fn::GetAtt': ['Rotator', 'Arn'] },
      Action: 'lambda:InvokeFunction',
      Principal: 'secretsmanager.amazonaws.com',
      SourceAccount: '111122223333',
      SourceArn: { Ref: 'Secret' },
    },
  },
  Queue: {
    Type: 'AWS::SQS::Queue',
    Properties: { QueueName: 'lost', SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 },
  },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      TableName: 'journal',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
    },
  },
};

/** What records and rings. */
const watches: Resources = {
  Trail: {
    Type: 'AWS::CloudTrail::Trail',
    Properties: {
      TrailName: 'trail',
      S3BucketName: { Ref: 'Bucket' },
      IsLogging: true,
      EnableLogFileValidation: true,
      IsMultiRegionTrail: true,
      AdvancedEventSelectors: [
        { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
        {
          FieldSelectors: [
            { Field: 'eventCategory', Equals: ['Data'] },
            { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
          ],
        },
      ],
    },
  },
  Logs: {
    Type: 'AWS::Logs::LogGroup',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: { LogGroupName: 'records', RetentionInDays: 365, KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } },
  },
  Filter: {
    Type: 'AWS::Logs::MetricFilter',
    Properties: {
      LogGroupName: { Ref: 'Logs' },
      FilterPattern: '{ ($.eventName = "DeleteTrail") || ($.eventName = "StopLogging") }',
      MetricTransformations: [{ MetricName: 'TrailChanged', MetricNamespace: 'World', MetricValue: '1' }],
    },
  },
  Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'alerts', KmsMasterKeyId: { Ref: 'Key' } } },
  Recipient: {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'email', Endpoint: 'security@example.com' },
  },
  Alarm: {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: 'trail-changed',
      Namespace: 'World',
      MetricName: 'TrailChanged',
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [{ Ref: 'Topic' }],
    },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      Name: 'key-deletion',
      State: 'ENABLED',
      EventPattern: {
        source: ['aws.kms'],
        detail: { eventName: ['ScheduleKeyDeletion', 'DisableKey'], errorCode: [{ exists: false }] },
      },
      Targets: [{ Id: 'Topic', Arn: { Ref: 'Topic' } }],
    },
  },
};

export const world: Resources = { ...people, ...things, ...watches };
