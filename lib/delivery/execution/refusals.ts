import { bootstrapQualifierOf } from '../../config/bootstrap-qualifier';
import { bucketArn, consumerName, functionArn } from '../../config/names';
import type { DeliveredEnvironment } from '../delivered';
import { boundaryArnPattern } from '../names';
import type { DeployedTypes } from './deployed-types';
import type { Conditions } from './grant';
import { usingServices } from './grants/keys';
import { aliases, assets, foundationStack, global, here, ownNames, ownRoles } from './places';

/** Written as a grant, refused to everybody whom the boundary bounds. */
export interface Refusal {
  readonly sid: string;
  readonly actions: readonly string[];
  /** @default - all */
  readonly resources?: readonly string[];
  /** All but these. */
  readonly except?: readonly string[];
  /** @default - always */
  readonly conditions?: Conditions;
}

/** Other ways into the account, and to what stands above it. */
const otherWaysIn: Refusal = {
  sid: 'NeverOtherWaysIn',
  actions: [
    'account:*',
    'iam:*Account*',
    'iam:*Group',
    'iam:*GroupPolicy',
    'iam:*OpenID*',
    'iam:*SAML*',
    'iam:CreateAccessKey',
    'iam:CreateLoginProfile',
    'iam:Delete*PermissionsBoundary',
    'iam:PutRolePolicy',
    'iam:PutUserPolicy',
    'iam:SetDefaultPolicyVersion',
    'iam:UpdateAccessKey',
    'iam:UpdateLoginProfile',
    'iam:UpdateUser',
    'organizations:*',
    'sts:*',
  ],
};

/** What is kept in the room, and what would forge, copy or destroy it. */
const contents: Refusal = {
  sid: 'NeverContents',
  actions: [
    'dynamodb:*Backup',
    'dynamodb:*Export*',
    'dynamodb:*Item',
    'dynamodb:EnableKinesis*',
    'dynamodb:DeleteResourcePolicy',
    'dynamodb:PartiQL*',
    'dynamodb:PutResourcePolicy',
    'dynamodb:Query',
    'dynamodb:RestoreTable*',
    'dynamodb:Scan',
    'logs:*Export*',
    'logs:*Quer*',
    'logs:*SubscriptionFilter',
    'logs:DeleteLogStream',
    'logs:FilterLogEvents',
    'logs:GetLog*',
    'logs:PutDestination*',
    'logs:PutLogEvents',
    'logs:StartLiveTail',
    'logs:Unmask',
    's3:*AccessGrant*',
    's3:*AccessPoint*',
    's3:*Account*',
    's3:BypassGovernanceRetention',
    's3:DeleteObject*',
    's3:PutObject*',
    's3:PutReplicationConfiguration',
    's3:Replicate*',
    's3:RestoreObject',
    'secretsmanager:*SecretValue',
    'secretsmanager:ReplicateSecretToRegions',
    'sns:Publish',
    'sqs:*Message*',
    'sqs:PurgeQueue',
  ],
};

/** The trail's record, ways into functions, and the account's buses. */
const watchAndCode: Refusal = {
  sid: 'NeverWatchOrCode',
  actions: [
    'cloudtrail:*EventData*',
    'cloudtrail:*Query*',
    'cloudtrail:DeleteTrail',
    'cloudtrail:LookupEvents',
    'cloudtrail:StopLogging',
    'events:*ApiDestination',
    'events:*Archive',
    'events:*Connection',
    'events:*EventBus',
    'events:*Permission',
    'events:*Replay',
    'events:PutEvents',
    'lambda:*EventSourceMapping',
    'lambda:*FunctionUrl*',
    'lambda:*Layer*',
  ],
};

/** What is asked for a boundary; of the groups among these none is ever allowed. */
const boundedActions = [
  'iam:Attach*Policy',
  'iam:CreateRole',
  'iam:CreateUser',
  'iam:DeleteRole',
  'iam:DeleteUserPolicy',
  'iam:Detach*Policy',
  'iam:Put*PermissionsBoundary',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateRole*',
];

function identities(environment: DeliveredEnvironment): Refusal[] {
  const named = (resource: string) => global(environment, 'iam', resource);
  return [
    {
      sid: 'NeverUnbounded',
      actions: boundedActions,
      conditions: { ArnNotLike: { 'iam:PermissionsBoundary': boundaryArnPattern(environment) } },
    },
    {
      // What a person makes, this boundary among it, and the roles of every bootstrap.
      sid: 'NeverWhoDeploys',
      actions: ['iam:*'],
      resources: [
        named('policy/Strongroom*'),
        named('policy/strongroom_*'),
        named('role/strongroom_*'),
        named(`role/cdk-*-role-${environment.account}-*`),
      ],
    },
    {
      sid: 'NeverPassOthers',
      actions: ['iam:PassRole'],
      except: [ownRoles(environment), named(`role/${consumerName(environment, '*', '*')}`)],
    },
    {
      sid: 'NeverPassElsewhere',
      actions: ['iam:PassRole'],
      conditions: {
        StringNotEquals: {
          'iam:PassedToService': [
            'cloudtrail.amazonaws.com',
            'ec2.amazonaws.com',
            'events.amazonaws.com',
            'lambda.amazonaws.com',
          ],
        },
      },
    },
  ];
}

/** A key that has none of the environment's aliases is somebody else's, unless it is new and has no alias yet. */
function keysOfOthers(environment: DeliveredEnvironment): Refusal[] {
  const noneOfOurs = { 'ForAllValues:StringNotLike': { 'kms:ResourceAliases': aliases(environment) } };
  return [
    { sid: 'NeverOthersKeyPolicies', actions: ['kms:PutKeyPolicy'], conditions: noneOfOurs },
    {
      sid: 'NeverOthersKeys',
      actions: ['kms:CreateAlias', 'kms:EnableKeyRotation', 'kms:ScheduleKeyDeletion', 'kms:TagResource'],
      conditions: { ...noneOfOurs, Null: { 'kms:ResourceAliases': 'false' } },
    },
  ];
}

/** A parameter in whatever Region. */
function anywhere(parameter: string): string {
  return `arn:*:ssm:*:*:${parameter}`;
}

function uses(environment: DeliveredEnvironment): Refusal[] {
  const bootstrapVersions = anywhere(`parameter/cdk-bootstrap/${bootstrapQualifierOf(environment)}/version`);
  return [
    {
      sid: 'NeverUseOfKeys',
      actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      conditions: { StringNotLike: { 'kms:ViaService': usingServices(environment) } },
    },
    {
      sid: 'NeverFiles',
      actions: ['s3:GetObject*'],
      except: [`${assets(environment)}/*`],
    },
    {
      sid: 'NeverBootstrapBuckets',
      actions: ['s3:Create*', 's3:Delete*', 's3:Put*'],
      resources: [bucketArn(environment, 'cdk-*-assets-*')],
    },
    {
      sid: 'NeverOtherParameters',
      actions: ['ssm:*'],
      except: [here(environment, 'ssm', `parameter/*/${environment.name}/*`), bootstrapVersions],
    },
    {
      sid: 'NeverBootstrapVersion',
      actions: ['ssm:AddTags*', 'ssm:Delete*', 'ssm:Put*'],
      resources: [anywhere('parameter/cdk-bootstrap/*')],
    },
    {
      sid: 'NeverOtherFunctions',
      actions: ['lambda:Invoke*'],
      except: [functionArn(environment, ownNames(environment))],
    },
    { sid: 'NeverOtherStacks', actions: ['cloudformation:*'], except: [foundationStack(environment)] },
    {
      sid: 'NeverOtherAccounts',
      actions: ['*'],
      conditions: {
        Null: { 'aws:ResourceAccount': 'false' },
        StringNotEquals: { 'aws:ResourceAccount': environment.account },
      },
    },
  ];
}

/** By type, what deletes data. */
const deletions: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::Table': ['dynamodb:DeleteTable'],
  'AWS::KMS::Key': ['kms:DisableKey', 'kms:ScheduleKeyDeletion'],
  'AWS::Logs::LogGroup': ['logs:DeleteLogGroup'],
  'AWS::S3::Bucket': ['s3:DeleteBucket'],
  'AWS::S3::BucketPolicy': ['s3:DeleteBucketPolicy'],
  'AWS::SecretsManager::ResourcePolicy': ['secretsmanager:DeleteResourcePolicy'],
  'AWS::SecretsManager::Secret': ['secretsmanager:DeleteSecret'],
};

/** Of what a removed stack leaves behind. */
function kept(types: DeployedTypes): Refusal[] {
  const actions = Object.entries(deletions).flatMap(([type, names]) =>
    types.get(type)?.deletes === true ? [] : names,
  );
  return actions.length === 0 ? [] : [{ sid: 'NeverDelete', actions }];
}

/** Everything that CloudFormation's role may never do for an environment. */
export function refusalsFor(environment: DeliveredEnvironment, types: DeployedTypes): Refusal[] {
  return [
    otherWaysIn,
    contents,
    watchAndCode,
    ...identities(environment),
    ...keysOfOthers(environment),
    ...uses(environment),
    ...kept(types),
  ];
}
