import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

import {
  consumerArn,
  defaultEventBusArn,
  functionArn,
  functionLogStreamArns,
  journalTableArn,
  queueArn,
  reconcilerName,
  reconcilerQueueName,
  rotationFunctionName,
  secretPrefix,
} from '../config/names';
import {
  type AccessKeySecret,
  accessKeySecrets,
  filledSecrets,
  type RotatingSecret,
  rotatingSecrets,
} from './looked-after';
import { type Room, secretArnPattern, viaService } from './room';

/** Source of the events that tell people what was found. */
export const noticeSource = 'strongroom';

export const rotatorSecretActions = [
  'secretsmanager:DescribeSecret',
  'secretsmanager:GetSecretValue',
  'secretsmanager:PutSecretValue',
  'secretsmanager:UpdateSecretVersionStage',
] as const;

export const journalActions = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'] as const;

export const logActions = ['logs:CreateLogStream', 'logs:PutLogEvents'] as const;

/** What retiring a key takes; a rotation also makes one. */
export const retirementActions = [
  'iam:DeleteAccessKey',
  'iam:GetAccessKeyLastUsed',
  'iam:GetUserPolicy',
  'iam:ListAccessKeys',
  'iam:UpdateAccessKey',
] as const;

/** A user's policy is written in an emergency only, to refuse the sessions of a lost key. */
const userPolicyAction = 'iam:PutUserPolicy';

/**
 * Holds a function to some rows of the journal. The `Null` keeps out a request without a key, such as a scan, for which
 * a condition on all of its keys would hold.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function journalRows(operator: 'StringEquals' | 'StringLike', secrets: readonly string[]) {
  return {
    [`ForAllValues:${operator}`]: { 'dynamodb:LeadingKeys': [...secrets] },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  };
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html */
export const ownNotices = {
  'ForAllValues:StringEquals': { 'events:source': [noticeSource] },
  Null: { 'events:source': 'false' },
};

function fullName({ place, workload }: Room, secret: string): string {
  return `${secretPrefix(place, workload.name)}${secret}`;
}

function journal(room: Room, sid: string, secrets: readonly string[]): PolicyStatement {
  return new PolicyStatement({
    sid,
    actions: [...journalActions],
    resources: [journalTableArn(room.place)],
    conditions: journalRows(
      'StringEquals',
      secrets.map((secret) => fullName(room, secret)),
    ),
  });
}

function logs({ place }: Room, functionName: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'WriteLogs',
    actions: [...logActions],
    resources: [functionLogStreamArns(place, functionName)],
  });
}

function key(room: Room, actions: string[]): PolicyStatement {
  return new PolicyStatement({
    sid: 'UseKey',
    actions,
    resources: [room.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': viaService(room.place, 'secretsmanager') } },
  });
}

function userArn({ place, workload }: Room, { consumer }: AccessKeySecret): string {
  return consumerArn(place, workload.name, { name: consumer, kind: 'iam-user' });
}

/** On users under the workload's boundary only: a policy for any other user could be a way to more. */
export function userPolicies(room: Room, resources: string[], sid: string): PolicyStatement {
  return new PolicyStatement({
    sid,
    actions: [userPolicyAction],
    resources,
    conditions: { StringEquals: { 'iam:PermissionsBoundary': room.boundaryArn } },
  });
}

/**
 * The identity policy of the function that rotates one secret: that secret, its user, its rows of the journal, its log.
 */
export function rotatorStatements(room: Room, secret: RotatingSecret): PolicyStatement[] {
  const ofUser =
    secret.kind === 'access-key'
      ? [
          // Before a key is made, whether what holds it could be stored at all.
          new PolicyStatement({ sid: 'ProbeKey', actions: ['kms:DescribeKey'], resources: [room.keyArn] }),
          new PolicyStatement({
            sid: 'RotateUser',
            actions: [...retirementActions, 'iam:CreateAccessKey'],
            resources: [userArn(room, secret)],
          }),
          userPolicies(room, [userArn(room, secret)], 'EndSessionsOfUser'),
        ]
      : [];
  return [
    new PolicyStatement({
      sid: 'RotateSecret',
      actions: [...rotatorSecretActions],
      resources: [secretArnPattern(room, secret.name)],
    }),
    key(room, ['kms:Decrypt', 'kms:GenerateDataKey']),
    journal(room, 'KeepJournal', [secret.name]),
    ...ofUser,
    logs(room, rotationFunctionName(room.place, room.workload.name, secret.name)),
  ];
}

/** Entries of one statement, so that each fits a managed policy whatever the names. */
const mostInStatement = 20;

/** Statements over lists too long for one; the first keeps the sid as it is. */
export function inParts<Item>(
  items: readonly Item[],
  sid: string,
  statement: (part: Item[], sid: string) => PolicyStatement,
): PolicyStatement[] {
  return Array.from({ length: Math.ceil(items.length / mostInStatement) }, (_, index) =>
    statement(
      items.slice(index * mostInStatement, (index + 1) * mostInStatement),
      index === 0 ? sid : `${sid}${String(index + 1)}`,
    ),
  );
}

function allow(actions: string[]): (resources: string[], sid: string) => PolicyStatement {
  return (resources, sid) => new PolicyStatement({ sid, actions, resources });
}

function retirement(room: Room): PolicyStatement[] {
  const accessKeys = accessKeySecrets(room.workload);
  if (accessKeys.length === 0) return [];
  const arns = accessKeys.map(({ name }) => secretArnPattern(room, name));
  const users = accessKeys.map((secret) => userArn(room, secret));
  return [
    ...inParts(
      arns,
      'ReadKeysOfUsers',
      allow(['secretsmanager:GetSecretValue', 'secretsmanager:UpdateSecretVersionStage']),
    ),
    key(room, ['kms:Decrypt']),
    ...inParts(users, 'RetireKeysOfUsers', allow([...retirementActions])),
    ...inParts(users, 'EndSessionsOfUsers', (resources, sid) => userPolicies(room, resources, sid)),
  ];
}

/**
 * The identity policy of the function that looks after the secrets of a workload. It makes no key and puts no value: it
 * has those made by the functions of the secrets, which takes the right to invoke them.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot_rotation.html
 */
export function reconcilerStatements(room: Room): PolicyStatement[] {
  const { place, workload } = room;
  const rotating = rotatingSecrets(workload);
  const filled = filledSecrets(workload);
  return [
    ...inParts(
      rotating.map(({ name }) => secretArnPattern(room, name)),
      'StartRotations',
      allow(['secretsmanager:DescribeSecret', 'secretsmanager:RotateSecret']),
    ),
    ...inParts(
      rotating.filter(({ kind }) => kind !== 'access-key').map(({ name }) => secretArnPattern(room, name)),
      'GiveUpRotations',
      allow(['secretsmanager:UpdateSecretVersionStage']),
    ),
    ...inParts(
      rotating.map(({ name }) => functionArn(place, rotationFunctionName(place, workload.name, name))),
      'InvokeRotations',
      allow(['lambda:InvokeFunction']),
    ),
    ...retirement(room),
    ...inParts(
      filled.map(({ name }) => secretArnPattern(room, name)),
      'TellAges',
      allow(['secretsmanager:ListSecretVersionIds']),
    ),
    ...inParts(
      [...rotating, ...filled].map(({ name }) => name),
      'KeepJournal',
      (names, sid) => journal(room, sid, names),
    ),
    new PolicyStatement({
      sid: 'TellPeople',
      actions: ['events:PutEvents'],
      resources: [defaultEventBusArn(place)],
      conditions: ownNotices,
    }),
    new PolicyStatement({
      sid: 'KeepFailedEvents',
      actions: ['sqs:SendMessage'],
      resources: [queueArn(place, reconcilerQueueName(place, workload.name))],
    }),
    logs(room, reconcilerName(place, workload.name)),
  ];
}
