import {
  accessKeySecrets,
  filledSecrets,
  needsProbe,
  needsReconciler,
  rotatingSecrets,
} from '../../../../lib/access/looked-after';
import {
  consumerArn,
  defaultEventBusArn,
  functionArn,
  functionLogGroupName,
  functionRoleArn,
  journalTableArn,
  probeName,
  queueArn,
  reconcilerName,
  reconcilerQueueName,
  rotationFunctionName,
  secretPrefix,
} from '../../../../lib/config/names';
import type { Workload } from '../../../../lib/config/parameters';
import type { Access } from '../../../../tools/access/completeness/access';
import { entriesOf } from '../../../../tools/access/template';
import { dataKeyArn, type Room } from '../../../support/room';
import { all, ownRows, test, through } from './conditions';
import { secretPattern } from './consumers';
import { type Expected, may, whoAmI } from './expected-access';

/**
 * What each function needs for its work, by its kind. Written from what the functions do, as lambda/README.md tells it.
 */

const journal = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

const changeValue = ['PutSecretValue', 'UpdateSecretVersionStage'].map((name) => `secretsmanager:${name}`);

const readValue = ['DescribeSecret', 'GetSecretValue'].map((name) => `secretsmanager:${name}`);

/** Finding out which keys a user has and who uses them, and ending one. */
const retire = ['DeleteAccessKey', 'GetAccessKeyLastUsed', 'GetUserPolicy', 'ListAccessKeys', 'UpdateAccessKey'].map(
  (name) => `iam:${name}`,
);

function logs({ environment, stacks }: Room, name: string): Access[] {
  const { account, region } = environment;
  const group = functionLogGroupName(environment, name);
  const streams = `arn:${stacks[0]?.partition ?? ''}:logs:${region}:${account}:log-group:${group}:log-stream:*`;
  return may(['logs:CreateLogStream', 'logs:PutLogEvents'], streams);
}

/** The boundary of a user as its template names it: the rotation may write the policy of no user without it. */
function boundaryOf({ assembly }: Room, userArn: string): string {
  const name = userArn.split('/').at(-1);
  const user = entriesOf(assembly.stacks, 'AWS::IAM::User').find(
    ({ resource }) => resource.Properties?.UserName === name,
  );
  const boundary = user?.resource.Properties?.PermissionsBoundary;
  if (typeof boundary !== 'string') throw new Error(`${userArn} has no boundary`);
  return boundary;
}

function endSessions(room: Room, userArn: string): Access[] {
  const boundary = boundaryOf(room, userArn);
  return may(['iam:PutUserPolicy'], userArn, test('StringEquals', 'iam:PermissionsBoundary', boundary));
}

function userOf({ environment }: Room, workload: Workload, consumer: string): string {
  return consumerArn(environment, workload.name, { name: consumer, kind: 'iam-user' });
}

function rotators(room: Room, workload: Workload): Expected[] {
  const { environment } = room;
  return rotatingSecrets(workload).map((secret) => {
    const name = rotationFunctionName(environment, workload.name, secret.name);
    const user = secret.kind === 'access-key' ? userOf(room, workload, secret.consumer) : undefined;
    const key = dataKeyArn(room, workload);
    return {
      who: functionRoleArn(environment, name),
      may: [
        ...whoAmI,
        ...may([...readValue, ...changeValue], secretPattern(room, workload, secret.name)),
        ...may(['kms:Decrypt', 'kms:GenerateDataKey'], key, through(environment, 'secretsmanager')),
        ...may(
          journal,
          journalTableArn(environment),
          ownRows(`${secretPrefix(environment, workload.name)}${secret.name}`),
        ),
        ...logs(room, name),
        ...(user === undefined
          ? []
          : [
              ...may([...retire, 'iam:CreateAccessKey'], user),
              ...endSessions(room, user),
              ...may(['kms:DescribeKey'], key),
            ]),
      ],
    };
  });
}

function reconciler(room: Room, workload: Workload): Expected {
  const { environment } = room;
  const name = reconcilerName(environment, workload.name);
  const rotating = rotatingSecrets(workload);
  const accessKeys = accessKeySecrets(workload);
  const filled = filledSecrets(workload);
  const patterns = (secrets: readonly { readonly name: string }[]) =>
    secrets.map((secret) => secretPattern(room, workload, secret.name));
  const watched = [...rotating, ...filled].map((secret) => `${secretPrefix(environment, workload.name)}${secret.name}`);
  const users = accessKeys.map(({ consumer }) => userOf(room, workload, consumer));
  const functions = rotating.map((secret) =>
    functionArn(environment, rotationFunctionName(environment, workload.name, secret.name)),
  );
  return {
    who: functionRoleArn(environment, name),
    may: [
      ...whoAmI,
      ...may(['secretsmanager:DescribeSecret', 'secretsmanager:RotateSecret'], patterns(rotating)),
      ...may(['secretsmanager:UpdateSecretVersionStage'], patterns(rotating)),
      ...may(['lambda:InvokeFunction'], functions),
      ...may(['secretsmanager:GetSecretValue'], patterns(accessKeys)),
      ...may(['secretsmanager:ListSecretVersionIds'], patterns(filled)),
      ...(accessKeys.length === 0
        ? []
        : may(['kms:Decrypt'], dataKeyArn(room, workload), through(environment, 'secretsmanager'))),
      ...may(retire, users),
      ...users.flatMap((user) => endSessions(room, user)),
      ...may(journal, journalTableArn(environment), ownRows(...watched)),
      ...may(
        ['events:PutEvents'],
        defaultEventBusArn(environment),
        all(test('ForAllValues:StringEquals', 'events:source', 'strongroom'), test('Null', 'events:source', 'false')),
      ),
      ...may(['sqs:SendMessage'], queueArn(environment, reconcilerQueueName(environment, workload.name))),
      ...logs(room, name),
    ],
  };
}

function probe(room: Room, workload: Workload): Expected {
  const { environment } = room;
  const name = probeName(environment, workload.name);
  const secrets = accessKeySecrets(workload).map((secret) => secretPattern(room, workload, secret.name));
  return {
    who: functionRoleArn(environment, name),
    may: [
      ...whoAmI,
      ...may(readValue, secrets),
      ...may(['kms:Decrypt'], dataKeyArn(room, workload), through(environment, 'secretsmanager')),
      ...may(['sqs:SendMessage'], queueArn(environment, reconcilerQueueName(environment, workload.name))),
      ...logs(room, name),
    ],
  };
}

/** What each function of each workload may do. */
export function functionAccess(room: Room): Expected[] {
  return room.environment.workloads.flatMap((workload) => [
    ...rotators(room, workload),
    ...(needsReconciler(workload) ? [reconciler(room, workload)] : []),
    ...(needsProbe(workload) ? [probe(room, workload)] : []),
  ]);
}
