import { journalTableArn } from '../../lib/config/names';
import { readSecret } from '../support/calls';
import { administrator, type Question } from '../support/questions';
import { dataKeyArn, type Room, secretArn } from '../support/room';
import { type Row, type Rule, table } from '../support/rules';
import { type Rotator, rotates, rotatorsOf } from './rotation-questions';

/** What a function that rotates one secret may do, and what not even everything attached to it lets it do. */

function each(it: string, rows: (room: Room, rotator: Rotator) => readonly Row[]): Rule {
  return table(it, (room) => rotatorsOf(room).flatMap((rotator) => rows(room, rotator)), rotates);
}

const secretActions = ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'].map(
  (action) => `secretsmanager:${action}`,
);
const journalActions = ['GetItem', 'PutItem', 'UpdateItem'].map((action) => `dynamodb:${action}`);
const keyActions = [
  'CreateAccessKey',
  'DeleteAccessKey',
  'GetAccessKeyLastUsed',
  'GetUserPolicy',
  'ListAccessKeys',
  'UpdateAccessKey',
].map((action) => `iam:${action}`);

function row(that: string, call: Question, answer: Row['answer']): Row {
  return { that: `${that}: ${call.action} ${call.resource}`, call, answer };
}

export const rotationRules: readonly Rule[] = [
  each('works on its own secret', (room, { role, name, workload, secret }) => {
    const arn = secretArn(room, workload, secret.name);
    return [
      ...secretActions.map((action) => row(name, { caller: role, action, resource: arn }, 'Allowed')),
      { that: `${name} reads ${arn}`, call: readSecret(room.assembly, role, arn), answer: 'Allowed' },
    ];
  }),
  each('reaches no other secret, of its workload or of another', (room, { role, name, workload, secret }) =>
    [
      ...room.environment.workloads.flatMap((other) => other.secrets.map((item) => secretArn(room, other, item.name))),
      `${secretArn(room, workload, secret.name)}-AbCdEf`,
    ]
      .filter((arn) => arn !== secretArn(room, workload, secret.name))
      .flatMap((arn) => secretActions.map((action) => row(name, { caller: role, action, resource: arn }, 'refused'))),
  ),
  each('decrypts nothing but through Secrets Manager', (room, { role, name, workload }) =>
    ['kms:Decrypt', 'kms:GenerateDataKey'].map((action) =>
      row(name, { caller: role, action, resource: dataKeyArn(room, workload) }, 'refused'),
    ),
  ),
  each('keeps its own rows of the journal, and no others', (room, { role, name, fullName }) =>
    journalActions.flatMap((action) => {
      const ask = (context: Question['context']): Question => ({
        caller: role,
        action,
        resource: journalTableArn(room.environment),
        resourceAccount: room.environment.account,
        ...(context === undefined ? {} : { context }),
      });
      return [
        row(name, ask({ 'dynamodb:LeadingKeys': fullName }), 'Allowed'),
        row(`${name}, another row`, ask({ 'dynamodb:LeadingKeys': `${fullName}2` }), 'refused'),
        row(`${name}, no row`, ask({}), 'refused'),
      ];
    }),
  ),
  each('works on the keys of its own user only, if it has one', (_room, { role, name, user }) =>
    keyActions.flatMap((action) => {
      const other = `${user ?? role.replace(':role/', ':user/')}-2`;
      return [
        ...(user === undefined ? [] : [row(name, { caller: role, action, resource: user }, 'Allowed')]),
        row(name, { caller: role, action, resource: other }, 'refused'),
      ];
    }),
  ),
  each('writes a policy of its user only while that has its boundary', (_room, { role, name, user }) =>
    [user ?? role.replace(':role/', ':user/')].map((resource) =>
      row(name, { caller: role, action: 'iam:PutUserPolicy', resource }, 'refused'),
    ),
  ),
  each('reaches nothing beyond its workload, even with everything attached', (room, { role, name }) => {
    const caller = administrator(role);
    const own = role.replace(/:role\/.*/, '');
    const account = room.environment.account;
    return [
      row(name, { caller, action: 'iam:CreateAccessKey', resource: `${own}:user/elsewhere` }, 'refused'),
      row(name, { caller, action: 'iam:AttachUserPolicy', resource: `${own}:user/elsewhere` }, 'refused'),
      row(name, { caller, action: 'iam:PassRole', resource: role }, 'refused'),
      row(
        name,
        {
          caller,
          action: 'dynamodb:PutItem',
          resource: journalTableArn(room.environment),
          resourceAccount: account,
          context: { 'dynamodb:LeadingKeys': 'another/secret' },
        },
        'refused',
      ),
    ];
  }),
];
