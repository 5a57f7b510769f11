import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateInstanceProfileCommand, CreatePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, GetBucketPolicyCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';

import { account, region } from '../delivered-account';
import {
  filesBucket,
  boundaryOfConsumers,
  arnHere,
  everything,
  AssumeRolePolicyDocument,
  type Deployer,
} from './deployer';

const tags = [{ Key: 'environment', Value: 'prod' }];

/** The first call for a resource of each type that the emulator has, under another name of the same kind. */
export const firstCalls: Readonly<Record<string, (deployer: Deployer) => Promise<unknown>>> = {
  'AWS::IAM::Role': ({ aws }) =>
    aws.iam.send(
      new CreateRoleCommand({
        RoleName: 'portal-prod-another',
        AssumeRolePolicyDocument,
        PermissionsBoundary: boundaryOfConsumers,
      }),
    ),
  'AWS::IAM::ManagedPolicy': ({ aws }) =>
    aws.iam.send(new CreatePolicyCommand({ PolicyName: 'strongroom-prod-portal-another', PolicyDocument: everything })),
  'AWS::IAM::InstanceProfile': ({ aws }) =>
    aws.iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'portal-prod-another' })),
  'AWS::S3::Bucket': ({ aws }) =>
    // Owned already, which only somebody is told who may make it.
    aws.s3.send(new CreateBucketCommand({ Bucket: filesBucket })).catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'BucketAlreadyOwnedByYou') throw error;
    }),
  'AWS::SecretsManager::Secret': ({ aws }) =>
    aws.secrets.send(new CreateSecretCommand({ Name: 'portal/prod/another', SecretString: 'x' })),
  'AWS::KMS::Key': ({ json }) =>
    json('kms', 'TrentService', 'CreateKey', { Tags: [{ TagKey: 'environment', TagValue: 'prod' }] }),
  'AWS::KMS::Alias': ({ json, dataKey }) =>
    json('kms', 'TrentService', 'CreateAlias', { AliasName: 'alias/strongroom/prod/another', TargetKeyId: dataKey }),
  'AWS::S3::BucketPolicy': async ({ aws }) => {
    const { Policy } = await aws.s3.send(new GetBucketPolicyCommand({ Bucket: filesBucket }));
    await aws.s3.send(new PutBucketPolicyCommand({ Bucket: filesBucket, Policy }));
  },
  'AWS::DynamoDB::Table': ({ aws }) =>
    aws.tables
      .send(
        new CreateTableCommand({
          TableName: 'strongroom-prod-journal',
          AttributeDefinitions: [{ AttributeName: 'secret', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'secret', KeyType: 'HASH' }],
          BillingMode: 'PAY_PER_REQUEST',
        }),
      )
      .catch((error: unknown) => {
        if (!(error instanceof Error) || error.name !== 'ResourceInUseException') throw error;
      }),
  'AWS::SNS::Topic': ({ query }) => query('sns', '2010-03-31', 'CreateTopic', { Name: 'strongroom-prod-another' }),
  'AWS::SNS::Subscription': ({ query }) =>
    query('sns', '2010-03-31', 'Subscribe', {
      TopicArn: arnHere('sns', 'strongroom-prod-alerts'),
      Protocol: 'email',
      Endpoint: 'another@example.com',
    }),
  'AWS::SQS::Queue': ({ query }) => query('sqs', '2012-11-05', 'CreateQueue', { QueueName: 'strongroom-prod-another' }),
  'AWS::SNS::TopicPolicy': ({ query }) =>
    query('sns', '2010-03-31', 'SetTopicAttributes', {
      TopicArn: arnHere('sns', 'strongroom-prod-alerts'),
      AttributeName: 'DisplayName',
      AttributeValue: 'Alerts',
    }),
  'AWS::SQS::QueuePolicy': async ({ query }) => {
    await query('sqs', '2012-11-05', 'CreateQueue', { QueueName: 'strongroom-prod-policy' });
    await query('sqs', '2012-11-05', 'SetQueueAttributes', {
      QueueUrl: `https://sqs.${region}.amazonaws.com/${account}/strongroom-prod-policy`,
      'Attribute.1.Name': 'VisibilityTimeout',
      'Attribute.1.Value': '30',
    });
  },
  'AWS::Logs::LogGroup': ({ json }) =>
    json('logs', 'Logs_20140328', 'CreateLogGroup', { logGroupName: '/strongroom/prod/another' }),
  'AWS::Logs::MetricFilter': ({ json }) =>
    json('logs', 'Logs_20140328', 'PutMetricFilter', {
      logGroupName: '/strongroom/prod/trail',
      filterName: 'another',
      filterPattern: '{ $.a = 1 }',
      metricTransformations: [{ metricName: 'Another', metricNamespace: 'Strongroom', metricValue: '1' }],
    }),
  'AWS::CloudWatch::Alarm': ({ json }) =>
    json('monitoring', 'GraniteServiceVersion20100801', 'PutMetricAlarm', {
      AlarmName: 'strongroom-prod-another',
      MetricName: 'Another',
      Namespace: 'Strongroom',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  'AWS::CloudWatch::Dashboard': ({ json }) =>
    json('monitoring', 'GraniteServiceVersion20100801', 'PutDashboard', {
      DashboardName: 'strongroom-prod-another',
      DashboardBody: '{"widgets":[]}',
    }),
  'AWS::Events::Rule': ({ json }) =>
    json('events', 'AWSEvents', 'PutRule', {
      Name: 'strongroom-prod-another',
      EventPattern: '{"source":["aws.s3"]}',
      Tags: tags,
    }),
};
