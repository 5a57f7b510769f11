import { type Assembly, assemblyOf } from '../../../tools/access/assembly';
import type { Resource, Stack, Statement } from '../../../tools/access/template';

export const region = 'eu-central-1';
const account = '111122223333';
export const table = 'journal';
export const secret = 'app/key';
export const bucket = 'app-files-111122223333';
export const user = 'app-key';
export const roleArn = `arn:aws:iam::${account}:role/rotation`;
export const userArn = `arn:aws:iam::${account}:user/rotated/${user}`;

const tableArn = `arn:aws:dynamodb:${region}:${account}:table/${table}`;
const functionArn = `arn:aws:lambda:${region}:${account}:function:rotation`;
const keyArn = { 'Fn::GetAtt': ['Key', 'Arn'] };

const document = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });
const allow = (Action: string | string[], Resource: unknown, Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition && { Condition }),
});

/** Whatever the role is allowed here, by name, so that a test can take one away. */
const allowances: Readonly<Record<string, object>> = {
  read: allow('secretsmanager:GetSecretValue', { Ref: 'Secret' }),
  describe: allow('secretsmanager:DescribeSecret', { Ref: 'Secret' }),
  put: allow('secretsmanager:PutSecretValue', { Ref: 'Secret' }),
  moveCurrent: allow(
    'secretsmanager:UpdateSecretVersionStage',
    { Ref: 'Secret' },
    { StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } },
  ),
  rotate: allow('secretsmanager:RotateSecret', { Ref: 'Secret' }),
  invoke: allow('lambda:InvokeFunction', functionArn),
  useKey: allow(['kms:Decrypt', 'kms:GenerateDataKey'], keyArn, {
    StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` },
  }),
  keys: allow(['iam:CreateAccessKey', 'iam:ListAccessKeys', 'iam:GetAccessKeyLastUsed'], userArn),
  denySessions: allow('iam:PutUserPolicy', userArn, {
    StringEquals: { 'iam:PermissionsBoundary': { Ref: 'Boundary' } },
  }),
  rows: allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], tableArn, {
    'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': secret },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  }),
  tell: allow('events:PutEvents', `arn:aws:events:${region}:${account}:event-bus/default`, {
    'ForAllValues:StringEquals': { 'events:source': 'strongroom' },
    Null: { 'events:source': 'false' },
  }),
};

/** A small room, written by hand, so that what the gate answers is a matter of this file and the gate alone. */
export function handMadeRoom({ without }: { readonly without?: string } = {}): Assembly {
  const statements = Object.entries(allowances).flatMap(([name, statement]) => (name === without ? [] : [statement]));
  const resources: Record<string, Resource> = {
    Key: {
      Type: 'AWS::KMS::Key',
      Properties: {
        KeyPolicy: document({
          ...allow('kms:*', '*'),
          Principal: { AWS: `arn:aws:iam::${account}:root` },
        }),
      },
    },
    Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: secret, KmsKeyId: keyArn } },
    Schedule: {
      Type: 'AWS::SecretsManager::RotationSchedule',
      Properties: { SecretId: { Ref: 'Secret' }, RotationLambdaARN: functionArn },
    },
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: bucket } },
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: table,
        KeySchema: [
          { AttributeName: 'secret', KeyType: 'HASH' },
          { AttributeName: 'record', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'secret', AttributeType: 'S' },
          { AttributeName: 'record', AttributeType: 'S' },
        ],
      },
    },
    Boundary: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { ManagedPolicyName: 'boundary', Path: '/app/', PolicyDocument: document(allow('s3:*', '*')) },
    },
    Group: {
      Type: 'AWS::IAM::Group',
      Properties: {
        GroupName: 'app-consumers',
        Policies: [
          { PolicyName: 'files', PolicyDocument: document(allow(['s3:ListBucket', 'iam:ListAccessKeys'], '*')) },
        ],
      },
    },
    User: {
      Type: 'AWS::IAM::User',
      Properties: {
        UserName: user,
        Path: '/rotated/',
        Groups: [{ Ref: 'Group' }],
        PermissionsBoundary: { Ref: 'Boundary' },
      },
    },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'rotation',
        AssumeRolePolicyDocument: document({
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'lambda.amazonaws.com' },
        } satisfies Statement),
        Policies: [{ PolicyName: 'rotation', PolicyDocument: document(...statements) }],
      },
    },
  };
  const stack: Stack = {
    name: 'hand-made',
    account,
    region,
    partition: 'aws',
    urlSuffix: 'amazonaws.com',
    terminationProtection: false,
    template: { Resources: resources },
  };
  return assemblyOf([stack]);
}
