import type { Resource } from '../../../tools/access/template';
import {
  arnOf,
  within,
  inPartition,
  root,
  document,
  allow,
  role,
  policy,
  bucket,
  bucketPolicy,
  refusedWithoutTls,
  handler,
  called,
  key,
  type Statement,
} from './published-resources';
import type { Kind, ReviewCase } from './review-case';
import { environmentOf, type Resources, stackWith } from './small-world';

/**
 * Pairs of versions that others published of their templates, one commit apart: what each says, in our own words and
 * names, and of the template no more than the change needs. Where each comes from stands in README.md beside this file.
 */

const api: Resource = { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } };
const lambda = role('lambda.amazonaws.com');
const xray = allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*');
const network = ['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DeleteNetworkInterface'];

/** As CloudFormation's default policy of a topic has it: with an action that AWS does not document. */
const topicOwner = (more: Statement = {}) =>
  allow(
    ['SNS:Publish', 'SNS:Subscribe', 'SNS:Receive', 'SNS:GetTopicAttributes'],
    { Ref: 'Topic' },
    {
      Principal: { AWS: root },
      Condition: { StringEquals: { 'AWS:SourceOwner': { Ref: 'AWS::AccountId' } } },
      ...more,
    },
  );
const topic = (KmsMasterKeyId: unknown): Resource => ({ Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId } });
const topicPolicy = (...statements: readonly Statement[]): Resource => ({
  Type: 'AWS::SNS::TopicPolicy',
  Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument: document(...statements) },
});

const search = ['kendra:Query', 'kendra:Retrieve', 'kendra:Get*'];
const index: Resource = { Type: 'AWS::Kendra::Index', Properties: { Name: 'index', Edition: 'DEVELOPER_EDITION' } };

/** One of CloudFront, whom a bucket's policy can name by an id that AWS gives alone. */
const identity: Resource = { Type: 'AWS::CloudFront::CloudFrontOriginAccessIdentity', Properties: {} };
const readBy = (id: string) =>
  allow('s3:GetObject', within('Files'), { Principal: { CanonicalUser: { 'Fn::GetAtt': [id, 'S3CanonicalUserId'] } } });

const container = (Policy: unknown): Resource => ({
  Type: 'AWS::MediaStore::Container',
  DeletionPolicy: 'Retain',
  Properties: { ContainerName: 'media', Policy },
});
const anybody = JSON.stringify(document(allow('mediastore:*', '*', { Principal: '*' })));

const logBuckets = inPartition(':iam::777788889999:root');
const logPaths = { 'Fn::Join': ['', [arnOf('Logs'), '/AWSLogs/', { Ref: 'AWS::AccountId' }, '/*']] };
const putLogs = (Action: unknown) => allow(Action, logPaths, { Principal: { AWS: logBuckets } });
const furtherPuts = ['s3:PutObject', 's3:PutObjectLegalHold', 's3:PutObjectRetention', 's3:Abort*'];
const deliveredLogs = allow('s3:GetBucketAcl', arnOf('Logs'), {
  Principal: { Service: 'delivery.logs.amazonaws.com' },
});

const deadLetters = (id: string): Resources => ({
  [id]: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: 'alias/aws/sqs' } },
  Queue: {
    Type: 'AWS::SQS::Queue',
    Properties: { RedrivePolicy: { deadLetterTargetArn: arnOf(id), maxReceiveCount: 15 } },
  },
});

const deletesObjects: Resources = {
  DeleterRole: role('lambda.amazonaws.com', {
    ManagedPolicyArns: [
      { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole' },
    ],
  }),
  FilesPolicy: bucketPolicy('Files', refusedWithoutTls('Files', 's3:*'), {
    Effect: 'Allow',
    Action: ['s3:GetBucket*', 's3:List*', 's3:DeleteObject*'],
    Principal: { AWS: arnOf('DeleterRole') },
    Resource: [arnOf('Files'), within('Files')],
  }),
};

const onUse = allow(['kms:Decrypt', 'kms:GenerateDataKey*'], '*', { Principal: { Service: 's3.amazonaws.com' } });
const everything = allow('kms:*', '*', { Principal: { AWS: root } });
const administration = [
  'kms:Create*',
  'kms:Describe*',
  'kms:Enable*',
  'kms:List*',
  'kms:Put*',
  'kms:ScheduleKeyDeletion',
];
const ownAlias = { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/aws/sns' } };
const keysHere = { 'Fn::Join': ['', ['arn:aws:kms:eu-central-1:', { Ref: 'AWS::AccountId' }, ':key/*']] };

const trail = (): Resources => ({
  Trail: {
    Type: 'AWS::CloudTrail::Trail',
    Properties: {
      IsLogging: true,
      S3BucketName: { Ref: 'Files' },
      EnableLogFileValidation: true,
      IsMultiRegionTrail: true,
    },
  },
});

const codeIn = (parameter: string) => ({
  template: { Parameters: { [parameter]: { Type: 'String', Description: 'bucket of the code' } } },
  Handler: {
    ...handler('nodejs20.x'),
    Properties: { ...handler('nodejs20.x').Properties, Code: { S3Bucket: { Ref: parameter }, S3Key: 'code.zip' } },
  },
});

/** A stack that a macro makes more of, and one that takes values that nobody knows before its deployment. */
function pair(
  name: string,
  needs: readonly Kind[],
  before: Resources,
  after: Resources,
  template: object = {},
): ReviewCase {
  return {
    name: `published: ${name}`,
    needs,
    sides: () => ({
      base: [environmentOf(stackWith(before, {}, template))],
      head: [environmentOf(stackWith(after, {}, template))],
    }),
  };
}

const kept = { Role: lambda };

export const publishedCases: readonly ReviewCase[] = [
  pair('a task uses the key of AWS for topics', ['access'], kept, {
    ...kept,
    Policy: policy('Role', allow(['kms:Decrypt', 'kms:GenerateDataKey*'], keysHere, { Condition: ownAlias })),
  }),
  pair(
    'an interface calls a function by more of its paths',
    ['access'],
    { ...kept, Api: api, Handler: handler('nodejs22.x'), Call: called('/*/*/*') },
    { ...kept, Api: api, Handler: handler('nodejs22.x'), Call: called('/*/*') },
  ),
  pair(
    'a provider looks at its function',
    ['access'],
    { ...kept, Handler: handler('nodejs22.x') },
    {
      ...kept,
      Handler: handler('nodejs22.x'),
      Policy: policy('Role', allow('lambda:GetFunction', arnOf('Handler'))),
    },
  ),
  pair(
    'another runtime and other code',
    [],
    { ...kept, Handler: handler('nodejs20.x') },
    { ...kept, Handler: handler('nodejs22.x') },
  ),
  pair(
    'a bucket refuses what a bucket can be asked, instead of everything',
    [],
    { Files: bucket(), FilesPolicy: bucketPolicy('Files', refusedWithoutTls('Files', '*')) },
    { Files: bucket(), FilesPolicy: bucketPolicy('Files', refusedWithoutTls('Files', 's3:*')) },
  ),
  pair(
    'a load balancer and another service write logs',
    ['access'],
    { Logs: bucket(), LogsPolicy: bucketPolicy('Logs', putLogs(['s3:PutObject', 's3:Abort*'])) },
    { Logs: bucket(), LogsPolicy: bucketPolicy('Logs', putLogs(furtherPuts), deliveredLogs) },
  ),
  pair(
    'a load balancer writes logs, and nothing more',
    [],
    { Logs: bucket(), LogsPolicy: bucketPolicy('Logs', putLogs(furtherPuts)) },
    { Logs: bucket(), LogsPolicy: bucketPolicy('Logs', putLogs('s3:PutObject')) },
  ),
  pair(
    'everything with a key for its account',
    ['access'],
    { Key: key(allow(administration, '*', { Principal: { AWS: root } })) },
    { Key: key(everything) },
  ),
  pair(
    'an action that a pattern beside it has',
    [],
    { Key: key(everything, onUse) },
    { Key: key(everything, { ...onUse, Action: ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKey*'] }) },
  ),
  pair(
    'encryption that S3 has without being asked',
    [],
    { Files: bucket() },
    {
      Files: bucket({
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
      }),
    },
  ),
  pair(
    'the key of AWS for topics by its ARN',
    [],
    { Topic: topic('alias/aws/sns') },
    { Topic: topic(inPartition(':kms:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':alias/aws/sns')) },
  ),
  pair('a bucket goes with its stack', ['guard'], { Files: bucket() }, { Files: bucket({}, 'Delete') }),
  pair(
    'no versions any more',
    ['guard'],
    { Files: bucket({ VersioningConfiguration: { Status: 'Enabled' } }) },
    { Files: bucket() },
  ),
  pair(
    'whoever writes an object owns it',
    ['guard'],
    { Files: bucket() },
    { Files: bucket({ OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } }) },
  ),
  pair(
    'a function deletes the objects of a bucket',
    ['access'],
    { Files: bucket() },
    { Files: bucket(), ...deletesObjects },
  ),
  pair('no trail any more', ['data', 'guard'], { Files: bucket(), ...trail() }, { Files: bucket() }),
  pair(
    'messages that cannot be worked on go to another queue',
    ['data', 'guard'],
    deadLetters('Lost'),
    deadLetters('DeadLetters'),
  ),
  pair('traces', ['access'], kept, { ...kept, Policy: policy('Role', xray) }),
  pair(
    'one statement as two',
    [],
    { ...kept, Policy: policy('Role', allow([...network, ...(xray.Action as string[])], '*')) },
    { ...kept, Policy: policy('Role', allow(network, '*'), xray) },
  ),
  pair(
    'one policy as three, about something whose ARN nobody knows before',
    [],
    {
      ...kept,
      Index: index,
      Policy: policy('Role', xray, allow([...search, 'kendra:SubmitFeedback'], arnOf('Index'))),
    },
    {
      ...kept,
      Index: index,
      One: policy('Role', xray),
      Two: policy('Role', allow(search, arnOf('Index'))),
      Three: policy('Role', allow('kendra:SubmitFeedback', arnOf('Index'))),
    },
  ),
  pair(
    'one action more on something whose ARN nobody knows before',
    ['access'],
    { ...kept, Index: index, Policy: policy('Role', allow(search, arnOf('Index'))) },
    { ...kept, Index: index, Policy: policy('Role', allow([...search, 'kendra:SubmitFeedback'], arnOf('Index'))) },
  ),
  pair(
    'notifications of one bucket instead of all',
    [],
    { ...kept, Files: bucket(), Policy: policy('Role', allow('s3:PutBucketNotification', '*')) },
    { ...kept, Files: bucket(), Policy: policy('Role', allow('s3:PutBucketNotification', arnOf('Files'))) },
  ),
  pair(
    'the partition instead of its name',
    [],
    {
      ...kept,
      Policy: policy(
        'Role',
        allow('iot:UpdateThingShadow', { 'Fn::Sub': 'arn:aws:iot:${AWS::Region}:${AWS::AccountId}:thing/*' }),
      ),
    },
    {
      ...kept,
      Policy: policy(
        'Role',
        allow('iot:UpdateThingShadow', {
          'Fn::Sub': 'arn:${AWS::Partition}:iot:${AWS::Region}:${AWS::AccountId}:thing/*',
        }),
      ),
    },
  ),
  pair(
    'somebody else reads, whom only AWS can name',
    ['access'],
    { Files: bucket(), Origin: identity, FilesPolicy: bucketPolicy('Files', readBy('Origin')) },
    { Files: bucket(), Other: identity, FilesPolicy: bucketPolicy('Files', readBy('Other')) },
  ),
  pair(
    'an action that AWS does not document stays',
    [],
    { Topic: topic('alias/aws/sns'), TopicPolicy: topicPolicy(topicOwner({ Sid: 'Owner' })) },
    { Topic: topic('alias/aws/sns'), TopicPolicy: topicPolicy(topicOwner()) },
  ),
  pair(
    'a container of media with another policy',
    ['access'],
    { Media: container(undefined) },
    { Media: container(anybody) },
  ),
  pair(
    'a function’s code in a bucket that a parameter names',
    [],
    { ...kept, Handler: codeIn('Bucket').Handler },
    { ...kept, Handler: codeIn('Bucket').Handler, Files: bucket() },
    codeIn('Bucket').template,
  ),
];
