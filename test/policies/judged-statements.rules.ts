import { partitionOf } from '../../lib/config/names';
import { isDelivered } from '../../lib/delivery/delivered';
import { identityProviderArn } from '../../lib/delivery/names';
import { listOf } from '../../tools/access/template';
import { besideExecution, type Room } from '../support/room';
import type { Rule } from '../support/rules';
import { type PlacedStatement, statementsOf } from '../support/templates';
import { subjectsOf } from './consumer-questions';
import { strangeConditions } from './judged-conditions';
import { heldResources, isAmong, ownResources } from './judged-resources';

/** Of every statement: whom it names, what it allows, on what and when, each among what somebody has judged. */

/** What the policies of a type allow at all. */
const judgedActions: Readonly<Record<string, string>> = {
  'AWS::IAM::ManagedPolicy': `
    dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem
    events:PutEvents
    iam:CreateAccessKey iam:DeleteAccessKey iam:GetAccessKeyLastUsed iam:GetUserPolicy iam:ListAccessKeys
    iam:PutUserPolicy iam:UpdateAccessKey
    kms:Decrypt kms:DescribeKey kms:GenerateDataKey
    lambda:InvokeFunction
    logs:CreateLogStream logs:PutLogEvents
    s3:AbortMultipartUpload s3:DeleteObject s3:GetObject s3:ListBucket s3:PutObject
    secretsmanager:DescribeSecret secretsmanager:GetSecretValue secretsmanager:ListSecretVersionIds
    secretsmanager:PutSecretValue secretsmanager:RotateSecret secretsmanager:UpdateSecretVersionStage
    sqs:SendMessage
    ssm:GetParameter ssm:GetParameters ssm:GetParametersByPath
    sts:AssumeRole`,
  'AWS::IAM::Role': 'sts:AssumeRole sts:AssumeRoleWithWebIdentity',
  'AWS::KMS::Key': `
    kms:CancelKeyDeletion kms:CreateAlias kms:Decrypt kms:DeleteAlias kms:DescribeKey kms:DisableKey
    kms:DisableKeyRotation kms:EnableKey kms:EnableKeyRotation kms:Encrypt kms:GenerateDataKey
    kms:GenerateDataKeyWithoutPlaintext kms:GetKeyPolicy kms:GetKeyRotationStatus kms:ListGrants kms:ListKeyPolicies
    kms:ListKeyRotations kms:ListResourceTags kms:PutKeyPolicy kms:ReEncryptFrom kms:ReEncryptTo kms:RevokeGrant
    kms:RotateKeyOnDemand kms:ScheduleKeyDeletion kms:TagResource kms:UntagResource kms:UpdateAlias
    kms:UpdateKeyDescription`,
  'AWS::Logs::ResourcePolicy': 'logs:CreateLogStream logs:PutLogEvents',
  'AWS::S3::BucketPolicy': 's3:GetBucketAcl s3:PutObject',
  'AWS::SNS::TopicPolicy': 'sns:Publish',
  'AWS::SQS::QueuePolicy': 'sqs:SendMessage',
};

const actions = new Map(
  Object.entries(judgedActions).map(([type, names]) => [type, new Set(names.split(/\s+/))] as const),
);

/** The services that policies of a type let in. */
function judgedServices({ environment, stacks }: Room): Readonly<Record<string, readonly string[]>> {
  const logs = `logs.${environment.region}.${stacks[0]?.urlSuffix ?? ''}`;
  return {
    'AWS::IAM::Role': ['cloudtrail', 'ec2', 'ecs-tasks', 'events', 'lambda'].map((name) => `${name}.amazonaws.com`),
    'AWS::KMS::Key': [...['cloudtrail', 'cloudwatch', 'events'].map((name) => `${name}.amazonaws.com`), logs],
    'AWS::Logs::ResourcePolicy': ['delivery.logs.amazonaws.com'],
    'AWS::S3::BucketPolicy': ['cloudtrail.amazonaws.com', 'logging.s3.amazonaws.com'],
    'AWS::SNS::TopicPolicy': ['cloudwatch.amazonaws.com', 'events.amazonaws.com'],
    'AWS::SQS::QueuePolicy': ['events.amazonaws.com'],
  };
}

/** The roles, users and accounts that policies of a type let in, but for those of services. */
function judgedNames({ environment }: Room, type: string): readonly string[] {
  if (type === 'AWS::KMS::Key') return [`arn:${partitionOf(environment)}:iam::${environment.account}:root`];
  if (type !== 'AWS::IAM::Role') return [];
  return environment.workloads.flatMap(({ consumers }) =>
    consumers.flatMap((consumer) => (consumer.kind === 'cross-account-role' ? consumer.trustedPrincipalArns : [])),
  );
}

/** Whether a statement lets in one kind of principal, and each that it names is reckoned with: one service, or some names. */
function namesJudged(room: Room, { resource: { Type }, statement: { Principal } }: PlacedStatement): boolean {
  if (Principal === undefined) return Type === 'AWS::IAM::ManagedPolicy';
  if (typeof Principal === 'string') return false;
  const [[kind, written] = ['', []], ...more] = Object.entries(Principal);
  const names = listOf(written);
  if (more.length > 0) return false;
  if (kind === 'Service') return names.length === 1 && judgedServices(room)[Type]?.includes(names[0] ?? '') === true;
  if (kind === 'Federated') {
    return isDelivered(room.environment) && names.every((name) => name === identityProviderArn(room.environment));
  }
  return kind === 'AWS' && names.every((name) => judgedNames(room, Type).includes(name));
}

function eachStatement(it: string, wrongIn: (room: Room, placed: PlacedStatement) => readonly string[]): Rule {
  return {
    it,
    check: (room) => {
      const statements = statementsOf(besideExecution(room.assembly.stacks));
      const wrong = statements.flatMap((placed) =>
        wrongIn(room, placed).map((what) => `${placed.logicalId} ${placed.statement.Sid ?? ''}: ${what}`),
      );
      expect(wrong).toEqual([]);
      expect(statements).not.toHaveLength(0);
    },
  };
}

const allows = ({ statement }: PlacedStatement) => statement.Effect === 'Allow';

/** `*` in the policy of a key is the key itself; that of a role has no resource at all. */
const aboutItself = ['AWS::KMS::Key', 'AWS::IAM::Role'];

export const judgedStatementRules: readonly Rule[] = [
  eachStatement(
    'lets in one kind of principal in each statement, and nobody who is not reckoned with',
    (room, placed) =>
      !allows(placed) || namesJudged(room, placed) ? [] : [JSON.stringify(placed.statement.Principal ?? 'nobody')],
  ),
  eachStatement('allows no action that nobody has judged for that kind of policy', (_room, placed) =>
    allows(placed)
      ? listOf(placed.statement.Action).filter((action) => actions.get(placed.resource.Type)?.has(action) !== true)
      : [],
  ),
  eachStatement(
    'allows nothing on what belongs neither to its workload nor to the resource that it stands on',
    (room, placed) => {
      const { statement, resource } = placed;
      if (!allows(placed) || aboutItself.includes(resource.Type)) return [];
      const known = resource.Type === 'AWS::IAM::ManagedPolicy' ? ownResources(room) : heldResources(room, placed);
      return listOf(statement.Resource).filter((one) => !isAmong(known, one));
    },
  ),
  eachStatement(
    'asks in conditions only for values that are its own or declared, and in the way that was judged',
    (room, { statement }) => strangeConditions(room, statement),
  ),
  {
    it: 'bounds each principal by a policy that gives nothing to anybody, and lets what is no consumer last an hour at most',
    check: (room) => {
      const consumers = subjectsOf(room).map(({ arn }) => arn);
      const given = new Set(
        room.assembly.principals.flatMap(({ entry, identityPolicies }) => [
          ...listOf(entry.resource.Properties?.ManagedPolicyArns as string[] | undefined),
          ...identityPolicies.map(({ name }) => name),
        ]),
      );
      for (const { arn, entry } of room.assembly.principals) {
        const { PermissionsBoundary: bound, MaxSessionDuration: longest = 3600 } = entry.resource.Properties ?? {};
        if (given.has(String(bound))) expect([arn, bound]).toEqual([arn, 'a policy that is nobody’s own']);
        if (!consumers.includes(arn)) expect([arn, Number(longest) <= 3600]).toEqual([arn, true]);
      }
      expect(given).not.toEqual(new Set());
    },
  },
];
