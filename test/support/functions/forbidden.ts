import type { Assembly } from '../../../tools/access/assembly';
import { contextOfKeyUse } from '../../../tools/access/request-context';
import type { Question } from '../../../tools/gate/questions';
import { Room } from '../../../tools/gate/room';

/** Who and what is the function's own, by full names. */
export interface Own {
  readonly secrets: readonly string[];
  readonly userArn: string;
  readonly keyArn: string;
  readonly table: string;
}

/** Somebody else's, by full names. The first of each lies in the function's own workload. */
export interface Foreign {
  readonly secrets: readonly string[];
  readonly userArns: readonly string[];
  readonly keyArn: string;
  readonly functionArns: readonly string[];
  readonly logGroupArns: readonly string[];
}

const secretActions = [
  ...['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'],
  ...['RotateSecret', 'ListSecretVersionIds'],
].map((name) => `secretsmanager:${name}`);

const userActions = [
  ...['CreateAccessKey', 'DeleteAccessKey', 'GetAccessKeyLastUsed', 'GetUserPolicy', 'ListAccessKeys'],
  ...['PutUserPolicy', 'UpdateAccessKey'],
].map((name) => `iam:${name}`);

const rowActions = ['GetItem', 'PutItem', 'UpdateItem'].map((name) => `dynamodb:${name}`);

const keyActions = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** Everything that no function of the room may do, however it is asked: other people's things, and its own in another way. */
export function forbidden(assembly: Assembly, own: Own, foreign: Foreign): Question[] {
  const room = new Room(assembly);
  const ask = (action: string, resource: string, context: Question['context'] = {}) => ({ action, resource, context });
  const viaSecrets = contextOfKeyUse(`secretsmanager.${room.region}.amazonaws.com`, {
    SecretARN: room.secretArn(own.secrets[0] ?? ''),
  });
  const underBoundary: Question['context'] = { 'iam:PermissionsBoundary': room.boundaryOf(own.userArn) ?? '' };
  const table = room.tableArn(own.table);
  const row = (secret: string) => ({ 'dynamodb:LeadingKeys': [secret] });
  return [
    ...foreign.secrets.flatMap((name) => secretActions.map((action) => ask(action, room.secretArn(name)))),
    // A name that begins like the own one.
    ...own.secrets.flatMap((name) =>
      secretActions.map((action) => ask(action, room.arn('secretsmanager', `secret:${name}-copy-AbCdEf`))),
    ),
    ...keyActions.map((action) => ask(action, foreign.keyArn, viaSecrets)),
    ask('kms:DescribeKey', foreign.keyArn),
    // Whatever the key encrypted, asked for directly.
    ...keyActions.map((action) => ask(action, own.keyArn)),
    ...foreign.userArns.flatMap((arn) =>
      userActions.map((action) => ask(action, arn, action === 'iam:PutUserPolicy' ? underBoundary : {})),
    ),
    // The own user, once somebody has taken its boundary off.
    ask('iam:PutUserPolicy', own.userArn),
    ...foreign.secrets.flatMap((secret) => rowActions.map((action) => ask(action, table, row(secret)))),
    ...rowActions.map((action) => ask(action, table)),
    ...rowActions.map((action) => ask(action, room.tableArn('another-table'), row(own.secrets[0] ?? ''))),
    ask('events:PutEvents', room.eventBusArn('default'), { 'events:source': ['aws.iam'] }),
    ask('events:PutEvents', room.eventBusArn('default')),
    ask('events:PutEvents', room.eventBusArn('another'), { 'events:source': ['strongroom'] }),
    ...foreign.functionArns.map((arn) => ask('lambda:InvokeFunction', arn)),
    ...foreign.logGroupArns.flatMap((arn) =>
      ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ask(action, `${arn}:log-stream:any`)),
    ),
    ask('sqs:SendMessage', room.arn('sqs', 'another-queue')),
  ];
}
