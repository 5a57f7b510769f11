import { DeleteTableCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteOpenIDConnectProviderCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  SetDefaultPolicyVersionCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { CreateSecretCommand, DeleteSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';

import { account, region } from '../delivered-account';
import {
  roleName,
  filesBucket,
  boundaryOfConsumers,
  foreignBoundary,
  iamArn,
  arnHere,
  everything,
  AssumeRolePolicyDocument,
  type Deployer,
  widened,
} from './deployer';

/** One call, and what it shows. */
type Case = readonly [string, (deployer: Deployer) => Promise<unknown>];

const trail = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101';

/** What nothing that a template holds may bring about, whatever the policies of CloudFormation's role say: its boundary refuses. */
export const refusedCalls: readonly Case[] = [
  [
    'makes a role without a boundary',
    ({ aws }) => aws.iam.send(new CreateRoleCommand({ RoleName: 'portal-prod-mine', AssumeRolePolicyDocument })),
  ],
  [
    'makes a role under a boundary of somebody else',
    ({ aws }) =>
      aws.iam.send(
        new CreateRoleCommand({
          RoleName: 'portal-prod-mine',
          AssumeRolePolicyDocument,
          PermissionsBoundary: foreignBoundary,
        }),
      ),
  ],
  [
    'makes a user without a boundary',
    ({ aws }) => aws.iam.send(new CreateUserCommand({ UserName: 'portal-prod-mine', Path: '/rotated/prod/portal/' })),
  ],
  [
    'takes a boundary away',
    ({ aws }) => aws.iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: 'portal-prod-server' })),
  ],
  [
    'puts another boundary in its place',
    ({ aws }) =>
      aws.iam.send(
        new PutRolePermissionsBoundaryCommand({
          RoleName: 'portal-prod-server',
          PermissionsBoundary: foreignBoundary,
        }),
      ),
  ],
  [
    'gives a role a policy of somebody else',
    ({ aws }) =>
      aws.iam.send(
        new AttachRolePolicyCommand({
          RoleName: 'portal-prod-server',
          PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
        }),
      ),
  ],
  [
    'writes a policy into a role',
    ({ aws }) =>
      aws.iam.send(
        new PutRolePolicyCommand({ RoleName: 'portal-prod-server', PolicyName: 'mine', PolicyDocument: everything }),
      ),
  ],
  ...['boundary_consumers_portal', 'boundary_trail', 'execution_1', 'execution_boundary'].flatMap((name): Case[] => [
    [
      `changes policy strongroom_prod_${name}`,
      ({ aws }) =>
        aws.iam.send(
          new CreatePolicyVersionCommand({
            PolicyArn: iamArn(`policy/strongroom_prod_${name}`),
            PolicyDocument: everything,
            SetAsDefault: true,
          }),
        ),
    ],
    [
      `deletes policy strongroom_prod_${name}`,
      ({ aws }) => aws.iam.send(new DeletePolicyCommand({ PolicyArn: iamArn(`policy/strongroom_prod_${name}`) })),
    ],
  ]),
  [
    'goes back to an older boundary',
    ({ aws }) => aws.iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn: boundaryOfConsumers, VersionId: 'v1' })),
  ],
  [
    'makes a policy with a name of a person',
    ({ aws }) =>
      aws.iam.send(
        new CreatePolicyCommand({ PolicyName: 'strongroom_prod_boundary_mine', PolicyDocument: everything }),
      ),
  ],
  [
    'lets others take the deploy role',
    ({ aws }) =>
      aws.iam.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: 'strongroom_prod_deploy',
          PolicyDocument: AssumeRolePolicyDocument,
        }),
      ),
  ],
  [
    'widens its own role',
    ({ aws }) =>
      aws.iam.send(
        new AttachRolePolicyCommand({
          RoleName: roleName,
          PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
        }),
      ),
  ],
  [
    'frees its own role of its boundary',
    ({ aws }) => aws.iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: roleName })),
  ],
  [
    'deletes a role of the bootstrap',
    ({ aws }) => aws.iam.send(new DeleteRoleCommand({ RoleName: `cdk-portalprod-deploy-role-${account}-${region}` })),
  ],
  [
    'deletes the identity provider',
    ({ aws }) =>
      aws.iam.send(
        new DeleteOpenIDConnectProviderCommand({
          OpenIDConnectProviderArn: iamArn('oidc-provider/token.actions.githubusercontent.com'),
        }),
      ),
  ],
  ['makes an access key', ({ aws }) => aws.iam.send(new CreateAccessKeyCommand({ UserName: 'somebody' }))],
  [
    'makes a password',
    ({ aws }) => aws.iam.send(new CreateLoginProfileCommand({ UserName: 'somebody', Password: 'x'.repeat(20) })),
  ],
  [
    'takes another role',
    ({ aws }) => aws.sts.send(new AssumeRoleCommand({ RoleArn: iamArn(`role/${widened}`), RoleSessionName: 'mine' })),
  ],
  ['stops the trail', ({ json }) => json('cloudtrail', trail, 'StopLogging', { Name: 'strongroom-prod' })],
  ['deletes the trail', ({ json }) => json('cloudtrail', trail, 'DeleteTrail', { Name: 'strongroom-prod' })],
  ['reads a file', ({ aws }) => aws.s3.send(new GetObjectCommand({ Bucket: filesBucket, Key: 'files/letter.txt' }))],
  [
    'writes a file',
    ({ aws }) => aws.s3.send(new PutObjectCommand({ Bucket: filesBucket, Key: 'files/letter.txt', Body: 'x' })),
  ],
  [
    'deletes a file',
    ({ aws }) => aws.s3.send(new DeleteObjectCommand({ Bucket: filesBucket, Key: 'files/letter.txt' })),
  ],
  ['deletes a bucket', ({ aws }) => aws.s3.send(new DeleteBucketCommand({ Bucket: filesBucket }))],
  [
    'opens the bucket of the bootstrap',
    ({ aws }) =>
      aws.s3.send(
        new PutBucketPolicyCommand({ Bucket: `cdk-portalprod-assets-${account}-${region}`, Policy: everything }),
      ),
  ],
  ['reads a secret', ({ aws }) => aws.secrets.send(new GetSecretValueCommand({ SecretId: 'portal/prod/database' }))],
  ['deletes a secret', ({ aws }) => aws.secrets.send(new DeleteSecretCommand({ SecretId: 'portal/prod/database' }))],
  [
    'reads the journal',
    ({ aws }) =>
      aws.tables.send(
        new GetItemCommand({
          TableName: 'strongroom-prod-journal',
          Key: { secret: { S: 'x' }, record: { S: 'state' } },
        }),
      ),
  ],
  [
    'deletes the journal',
    ({ aws }) => aws.tables.send(new DeleteTableCommand({ TableName: 'strongroom-prod-journal' })),
  ],
  [
    'deletes the key of the files',
    ({ json, dataKey }) => json('kms', 'TrentService', 'ScheduleKeyDeletion', { KeyId: dataKey }),
  ],
  [
    'speaks in the name of an alarm',
    ({ query }) =>
      query('sns', '2010-03-31', 'Publish', { TopicArn: arnHere('sns', 'strongroom-prod-alerts'), Message: 'x' }),
  ],
  [
    'changes the version of the bootstrap',
    ({ json }) =>
      json('ssm', 'AmazonSSM', 'PutParameter', {
        Name: '/cdk-bootstrap/portalprod/version',
        Value: '1',
        Type: 'String',
        Overwrite: true,
      }),
  ],
];

/** What the boundary leaves to the policies: things of others, which it names no more exactly than by their kind. */
export const callsElsewhere: readonly Case[] = [
  [
    'makes a role with a name of somebody else',
    ({ aws }) =>
      aws.iam.send(
        new CreateRoleCommand({
          RoleName: 'mine',
          AssumeRolePolicyDocument,
          PermissionsBoundary: boundaryOfConsumers,
        }),
      ),
  ],
  [
    'makes a secret of somebody else',
    ({ aws }) => aws.secrets.send(new CreateSecretCommand({ Name: 'mine/prod/x', SecretString: 'x' })),
  ],
  [
    'has alerts sent elsewhere',
    ({ query }) =>
      query('sns', '2010-03-31', 'Subscribe', {
        TopicArn: arnHere('sns', 'strongroom-prod-alerts'),
        Protocol: 'https',
        Endpoint: 'https://example.com',
      }),
  ],
  ['makes a bucket of somebody else', ({ aws }) => aws.s3.send(new CreateBucketCommand({ Bucket: `mine-${account}` }))],
];
