import type { Resource, Stack } from '../../../tools/access/template';

function trusting(...services: readonly string[]) {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: services } }],
  };
}

function keyPolicy({ account, partition }: Stack) {
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:${partition}:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
    ],
  };
}

/** Another application of the account: roles that any service may take, and one of each thing. What they may do is all the same. */
export function anotherApplication(like: Stack): Stack {
  const services = ['lambda', 'ec2', 'events', 'cloudtrail', 'cloudformation'].map((name) => `${name}.amazonaws.com`);
  const role = (RoleName: string, trusted: readonly string[]): Resource => ({
    Type: 'AWS::IAM::Role',
    Properties: { RoleName, AssumeRolePolicyDocument: trusting(...trusted) },
  });
  const resources: Record<string, Resource> = {
    Administrator: role('other-administrator', services),
    OtherDeployment: role(`cdk-hnb659fds-cfn-exec-role-${like.account}-${like.region}`, [
      'cloudformation.amazonaws.com',
    ]),
    User: { Type: 'AWS::IAM::User', Properties: { UserName: 'other-user' } },
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'other-bucket' } },
    Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: keyPolicy(like) } },
    Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/other', TargetKeyId: { Ref: 'Key' } } },
    Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'other/secret' } },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'other-function',
        Role: { 'Fn::GetAtt': ['Administrator', 'Arn'] },
        Code: { S3Bucket: `cdk-hnb659fds-assets-${like.account}-${like.region}`, S3Key: 'a.zip' },
      },
    },
    Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/other/parameter' } },
    Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'other-table' } },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'other-topic' } },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'other-queue' } },
    LogGroup: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/other/group' } },
  };
  return { ...like, name: 'other-application', origins: {}, template: { Resources: resources } };
}
