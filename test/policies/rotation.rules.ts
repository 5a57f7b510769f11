import { journalTableArn } from '../../lib/config/names';
import { putSecret, readSecret } from '../support/calls';
import { dataKeyArn, secretArn } from '../support/room';
import type { Rule } from '../support/rules';
import {
  ofEach,
  refusedByBoundary,
  refusedByEachLayer,
  refusedBySecret,
  rotates,
  rotatesAccessKeys,
  rotatorsOf,
  row,
  userPolicyRows,
} from './rotation-questions';

/** What a function that rotates one secret may do, and what not even everything attached to it lets it do. */

const each = ofEach(rotatorsOf, rotates);

const secretActions = ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'].map(
  (action) => `secretsmanager:${action}`,
);
const keyActions = [
  'CreateAccessKey',
  'DeleteAccessKey',
  'GetAccessKeyLastUsed',
  'GetUserPolicy',
  'ListAccessKeys',
  'UpdateAccessKey',
].map((action) => `iam:${action}`);

export const rotationRules: readonly Rule[] = [
  each('works on its own secret', (room, asked) => {
    const { role, name, workload, secret } = asked;
    const arn = secretArn(room, workload, secret.name);
    return [
      ...secretActions.map((action) => row(asked, { caller: role, action, resource: arn }, 'Allowed')),
      { that: `${name} reads ${arn}`, call: readSecret(room.assembly, role, arn), answer: 'Allowed' },
      { that: `${name} puts ${arn}`, call: putSecret(room.assembly, role, arn), answer: 'Allowed' },
    ];
  }),
  each('reaches no other secret, of its workload or of another', (room, asked) => {
    const own = secretArn(room, asked.workload, asked.secret.name);
    const others = room.environment.workloads
      .flatMap((other) => other.secrets.map((item) => secretArn(room, other, item.name)))
      .filter((arn) => arn !== own);
    return [
      ...[...others, `${own}-AbCdEf`].flatMap((resource) =>
        secretActions.map((action) => row(asked, { caller: asked.role, action, resource }, 'refused')),
      ),
      ...others.map((arn) => refusedBySecret(asked, arn)),
    ];
  }),
  each('works on the keys of its own user only, if it has one', (_room, asked) => {
    const { role, user } = asked;
    return keyActions.flatMap((action) => [
      ...(user === undefined ? [] : [row(asked, { caller: role, action, resource: user }, 'Allowed')]),
      row(asked, { caller: role, action, resource: `${user ?? role.replace(':role/', ':user/')}-2` }, 'refused'),
    ]);
  }),
  each('sees the state of the key before it makes something to encrypt, if it makes an access key', (room, asked) => {
    const call = { caller: asked.role, action: 'kms:DescribeKey', resource: dataKeyArn(room, asked.workload) };
    return [row(asked, call, asked.user === undefined ? 'refused' : 'Allowed')];
  }),
  each('writes no policy of a user that is not its own', (_room, asked) =>
    refusedByEachLayer(asked, { action: 'iam:PutUserPolicy', resource: asked.role.replace(':role/', ':user/') }),
  ),
  ofEach((room) => rotatorsOf(room).filter(({ user }) => user !== undefined), rotatesAccessKeys)(
    'writes a policy of its user while that has the boundary of its workload, and no policy of any other',
    (room, asked) => [
      ...userPolicyRows(room, asked, asked.user ?? ''),
      ...refusedByEachLayer(asked, { action: 'iam:PutRolePolicy', resource: asked.role }),
    ],
  ),
  each('reaches nothing beyond its workload, even with everything attached', (room, asked) => {
    const own = asked.role.replace(/:role\/.*/, '');
    return [
      ...refusedByBoundary(asked, { action: 'iam:CreateAccessKey', resource: `${own}:user/elsewhere` }),
      ...refusedByBoundary(asked, { action: 'iam:AttachUserPolicy', resource: `${own}:user/elsewhere` }),
      ...refusedByBoundary(asked, { action: 'iam:PassRole', resource: asked.role }),
      ...refusedByBoundary(asked, {
        action: 'dynamodb:PutItem',
        resource: journalTableArn(room.environment),
        resourceAccount: room.environment.account,
        context: { 'dynamodb:LeadingKeys': 'another/secret' },
      }),
    ];
  }),
];
