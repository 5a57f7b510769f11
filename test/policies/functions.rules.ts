import { journalTableArn } from '../../lib/config/names';
import { contextOfKeyUse } from '../../tools/access/request-context';
import { administrator, type Context, type Question, service } from '../support/questions';
import { dataKeyArn, otherAccount, roleArn } from '../support/room';
import type { Row, Rule } from '../support/rules';
import {
  everyFunctionOf,
  functionsOf,
  isReconciled,
  logStreamArn,
  ofEach,
  refusedByBoundary,
  refusedByEachLayer,
  row,
} from './rotation-questions';

/** What holds for the functions of all kinds: what they share, they share within bounds. */

const each = ofEach(everyFunctionOf, isReconciled);
const eachWithJournal = ofEach(functionsOf, isReconciled);

const journalActions = ['GetItem', 'PutItem', 'UpdateItem'].map((action) => `dynamodb:${action}`);
const logActions = ['logs:CreateLogStream', 'logs:PutLogEvents'];

export const functionRules: readonly Rule[] = [
  each('acts for Lambda, and nobody else becomes its role', (room, asked) => {
    const become = (caller: Question['caller']): Question => ({
      caller,
      action: 'sts:AssumeRole',
      resource: asked.role,
    });
    return [
      row(asked, become(service('lambda.amazonaws.com')), 'Allowed'),
      ...[
        service('ec2.amazonaws.com'),
        administrator(roleArn(room, 'administrator')),
        administrator(roleArn(room, 'administrator', otherAccount)),
      ].map((caller) => row(asked, become(caller), 'refused')),
    ];
  }),
  eachWithJournal('keeps its own rows of the journal, and no others', (room, asked) =>
    journalActions.flatMap((action): Row[] => {
      const call = (context: Context) => ({
        action,
        resource: journalTableArn(room.environment),
        resourceAccount: room.environment.account,
        context,
      });
      return [
        ...asked.fullNames.flatMap((fullName) => [
          row(asked, { caller: asked.role, ...call({ 'dynamodb:LeadingKeys': fullName }) }, 'Allowed'),
          row(asked, { caller: asked.role, ...call({ 'dynamodb:LeadingKeys': `${fullName}2` }) }, 'refused'),
        ]),
        ...refusedByEachLayer(asked, call({ 'dynamodb:LeadingKeys': 'another/environment/secret' })),
        // A request without a key would meet a condition on all of its keys.
        ...refusedByEachLayer(asked, call({})),
      ];
    }),
  ),
  each('scans no journal, and deletes nothing in it', (room, asked) =>
    ['Scan', 'DeleteItem', 'DeleteTable'].flatMap((action) =>
      refusedByEachLayer(asked, {
        action: `dynamodb:${action}`,
        resource: journalTableArn(room.environment),
        resourceAccount: room.environment.account,
      }),
    ),
  ),
  each('writes its own log, and no other', (room, asked) =>
    logActions.flatMap((action) => [
      row(asked, { caller: asked.role, action, resource: logStreamArn(room, asked) }, 'Allowed'),
      row(asked, { caller: asked.role, action, resource: logStreamArn(room, { name: `${asked.name}2` }) }, 'refused'),
      ...refusedByBoundary(asked, { action, resource: logStreamArn(room, { name: 'trail' }) }),
    ]),
  ),
  each(
    'uses the key through Secrets Manager only: its policy, its boundary and the key each see to it alone',
    (room, asked) =>
      ['kms:Decrypt', 'kms:GenerateDataKey'].flatMap((action) => {
        const elsewhere = contextOfKeyUse(`dynamodb.${room.environment.region}.amazonaws.com`, {});
        return [{}, elsewhere].flatMap((context): Row[] => {
          const call = { action, resource: dataKeyArn(room, asked.workload), context };
          return [
            ...refusedByEachLayer(asked, { ...call, assuming: { trustingResource: true } }),
            row(asked, { ...call, caller: administrator(asked.role), assuming: { noBoundary: true } }, 'refused'),
          ];
        });
      }),
  ),
];
