import { assemblyOf } from '../../tools/access/assembly';
import { refuseOverlooked } from '../../tools/access/resource-policies';
import type { Resource } from '../../tools/access/template';
import { account, environmentWith, policy, role, rowsOf } from './rows/support/told';

const region = 'eu-central-1';
const reader = `arn:aws:iam::${account}:role/reader`;
const allow = (Action: string) => policy({ Principal: { AWS: reader }, Action, Resource: '*' });

describe('the policy of every kind of resource is read', () => {
  const inTwo = (
    type: string,
    properties: Record<string, unknown>,
    policyType: string,
    of: Record<string, unknown>,
  ) => ({
    Thing: { Type: type, Properties: properties },
    Policy: { Type: policyType, Properties: of },
  });
  it.each<[string, Record<string, Resource>]>([
    [
      `backup:DescribeBackupVault arn:aws:backup:${region}:${account}:backup-vault:vault`,
      {
        Thing: {
          Type: 'AWS::Backup::BackupVault',
          Properties: { BackupVaultName: 'vault', AccessPolicy: allow('backup:DescribeBackupVault') },
        },
      },
    ],
    [
      `dynamodb:DescribeTable arn:aws:dynamodb:${region}:${account}:table/items`,
      {
        Thing: {
          Type: 'AWS::DynamoDB::Table',
          Properties: { TableName: 'items', ResourcePolicy: { PolicyDocument: allow('dynamodb:DescribeTable') } },
        },
      },
    ],
    [
      `ecr:BatchGetImage arn:aws:ecr:${region}:${account}:repository/images`,
      {
        Thing: {
          Type: 'AWS::ECR::Repository',
          Properties: { RepositoryName: 'images', RepositoryPolicyText: JSON.stringify(allow('ecr:BatchGetImage')) },
        },
      },
    ],
    [
      `events:PutEvents arn:aws:events:${region}:${account}:event-bus/orders`,
      inTwo('AWS::Events::EventBus', { Name: 'orders' }, 'AWS::Events::EventBusPolicy', {
        EventBusName: { Ref: 'Thing' },
        StatementId: 'a',
        Statement: { Effect: 'Allow', Principal: { AWS: reader }, Action: 'events:PutEvents', Resource: '*' },
      }),
    ],
    [
      `events:PutEvents arn:aws:events:${region}:${account}:event-bus/default`,
      {
        Policy: {
          Type: 'AWS::Events::EventBusPolicy',
          Properties: { StatementId: 'a', Action: 'events:PutEvents', Principal: reader },
        },
      },
    ],
    [
      `kinesis:GetRecords arn:aws:kinesis:${region}:${account}:stream/events`,
      inTwo('AWS::Kinesis::Stream', { Name: 'events' }, 'AWS::Kinesis::ResourcePolicy', {
        ResourceArn: { 'Fn::GetAtt': ['Thing', 'Arn'] },
        ResourcePolicy: allow('kinesis:GetRecords'),
      }),
    ],
    [
      `lambda:InvokeFunction arn:aws:lambda:${region}:${account}:function:work`,
      inTwo('AWS::Lambda::Function', { FunctionName: 'work' }, 'AWS::Lambda::Permission', {
        FunctionName: { Ref: 'Thing' },
        Action: 'lambda:InvokeFunction',
        Principal: reader,
      }),
    ],
    [
      `logs:PutLogEvents arn:aws:logs:${region}:${account}:log-group:*:log-stream:*`,
      {
        Thing: {
          Type: 'AWS::Logs::ResourcePolicy',
          Properties: {
            PolicyName: 'p',
            PolicyDocument: JSON.stringify(
              policy({
                Principal: { AWS: reader },
                Action: 'logs:PutLogEvents',
                Resource: `arn:aws:logs:${region}:${account}:log-group:*:log-stream:*`,
              }),
            ),
          },
        },
      },
    ],
    [
      `secretsmanager:GetSecretValue arn:aws:secretsmanager:${region}:${account}:secret:first-??????`,
      inTwo('AWS::SecretsManager::Secret', { Name: 'first' }, 'AWS::SecretsManager::ResourcePolicy', {
        SecretId: { Ref: 'Thing' },
        ResourcePolicy: allow('secretsmanager:GetSecretValue'),
      }),
    ],
    [
      `sns:Publish arn:aws:sns:${region}:${account}:news`,
      inTwo('AWS::SNS::Topic', { TopicName: 'news' }, 'AWS::SNS::TopicInlinePolicy', {
        TopicArn: { Ref: 'Thing' },
        PolicyDocument: allow('sns:Publish'),
      }),
    ],
    [
      `sqs:SendMessage arn:aws:sqs:${region}:${account}:work`,
      inTwo('AWS::SQS::Queue', { QueueName: 'work' }, 'AWS::SQS::QueueInlinePolicy', {
        Queue: { Ref: 'Thing' },
        PolicyDocument: allow('sqs:SendMessage'),
      }),
    ],
  ])('%s', async (what, resources) => {
    const [action, arn] = what.split(' ');
    expect(await rowsOf(resources)).toEqual([`foreign reader ${action ?? ''} ${arn ?? ''}`]);
  });
});

describe('a permission of a function', () => {
  const permitted = (properties: Record<string, unknown>, more: Record<string, Resource> = {}) =>
    rowsOf({
      Function: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'work' } },
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          FunctionName: { 'Fn::GetAtt': ['Function', 'Arn'] },
          Action: 'lambda:InvokeFunction',
          ...properties,
        },
      },
      ...more,
    });
  const work = `arn:aws:lambda:${region}:${account}:function:work`;

  it('has the conditions that Lambda makes of its properties', async () => {
    expect(
      await permitted({
        Principal: 'events.amazonaws.com',
        SourceArn: 'arn:aws:events:*:*:rule/a',
        SourceAccount: account,
      }),
    ).toEqual([
      `service events.amazonaws.com lambda:InvokeFunction ${work} when ArnLike aws:SourceArn arn:aws:events:*:*:rule/a and StringEquals aws:SourceAccount ${account}`,
    ]);
    expect(await permitted({ Principal: '999988887777' })).toEqual([
      `account 999988887777 lambda:InvokeFunction ${work} with identity policy`,
    ]);
  });

  it('can be for an alias alone', async () => {
    expect(await permitted({ Principal: 'sns.amazonaws.com', FunctionName: `${work}:live` })).toEqual([
      `service sns.amazonaws.com lambda:InvokeFunction ${work}:live`,
    ]);
  });

  it('opens an address without a signature to everybody', async () => {
    const url: Resource = {
      Type: 'AWS::Lambda::Url',
      Properties: { AuthType: 'NONE', TargetFunctionArn: { 'Fn::GetAtt': ['Function', 'Arn'] } },
    };
    const properties = { Principal: '*', Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' };
    expect(await permitted(properties, { Url: url })).toEqual([
      `anyone lambda:InvokeFunctionUrl ${work} when StringEquals lambda:FunctionUrlAuthType NONE`,
    ]);
  });

  it('adds to others of the same function', async () => {
    const other: Resource = {
      Type: 'AWS::Lambda::Permission',
      Properties: { FunctionName: 'work', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' },
    };
    const rows = await permitted({ Principal: 'sns.amazonaws.com' }, { Other: other });
    expect(rows.map((row) => row.split(' ')[1])).toEqual(['s3.amazonaws.com', 'sns.amazonaws.com']);
  });

  it('is an error when it has a property that is unknown', async () => {
    await expect(permitted({ Principal: 'sns.amazonaws.com', Moon: 'full' })).rejects.toThrow('Moon');
  });
});

describe('a policy that nobody reads is an error that names it', () => {
  const refused = (resources: Record<string, Resource>) => {
    const { stacks } = assemblyOf(environmentWith(resources).stacks);
    return () => refuseOverlooked(stacks);
  };

  it.each<[string, Record<string, Resource>]>([
    [
      'Permissions of Strange (AWS::New::Thing)',
      { Strange: { Type: 'AWS::New::Thing', Properties: { Permissions: { Inner: [allow('s3:GetObject')] } } } },
    ],
    [
      'Text of Strange (AWS::New::Thing)',
      { Strange: { Type: 'AWS::New::Thing', Properties: { Text: JSON.stringify(allow('s3:GetObject')) } } },
    ],
    [
      'Other of Strange (AWS::S3::BucketPolicy)',
      { Strange: { Type: 'AWS::S3::BucketPolicy', Properties: { Other: allow('s3:GetObject') } } },
    ],
    [
      'Strange (AWS::S3::BucketPolicy) is a policy of a resource that no stack has',
      {
        Strange: {
          Type: 'AWS::S3::BucketPolicy',
          Properties: { Bucket: 'elsewhere', PolicyDocument: allow('s3:GetObject') },
        },
      },
    ],
    [
      'Strange (AWS::Lambda::Permission) is a policy of a resource that no stack has',
      {
        Strange: {
          Type: 'AWS::Lambda::Permission',
          Properties: { FunctionName: 'elsewhere', Action: 'lambda:InvokeFunction', Principal: '*' },
        },
      },
    ],
  ])('%s', (named, resources) => {
    expect(refused(resources)).toThrow(named);
  });

  it('but not what only looks like one', () => {
    const pattern = { Statement: [{ effect: 'none' }], Words: 'a "Statement" of facts' };
    expect(
      refused({
        Web: role('web'),
        Rule: { Type: 'AWS::Events::Rule', Properties: { Name: 'rule', EventPattern: pattern } },
      }),
    ).not.toThrow();
  });
});

it('refuses a property that should hold a policy and holds something else', async () => {
  const key: Resource = { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: 'all of it' } };
  await expect(rowsOf({ Key: key })).rejects.toThrow('KeyPolicy of Key is no policy document');
});
