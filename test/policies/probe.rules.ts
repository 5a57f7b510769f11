import { queueArn, reconcilerQueueName } from '../../lib/config/names';
import { readSecret } from '../support/calls';
import { secretArn } from '../support/room';
import type { Rule } from '../support/rules';
import { keyUse, secretInContext } from './key-questions';
import {
  ofEach,
  probersOf,
  probes,
  refusedByBoundary,
  refusedByEachLayer,
  refusedBySecret,
  row,
} from './rotation-questions';

/** What the function that tries access keys may do: it reads them, and what it does with them it does by their rights. */

const each = ofEach(probersOf, probes);

export const probeRules: readonly Rule[] = [
  each('reads the access keys of its workload, and no other secret', (room, asked) =>
    room.environment.workloads.flatMap((workload) =>
      workload.secrets.flatMap((secret) => {
        const arn = secretArn(room, workload, secret.name);
        const isOwn = workload === asked.workload && secret.kind === 'access-key';
        const reads = readSecret(room.assembly, asked.role, arn);
        return isOwn
          ? [
              { that: `${asked.name} reads ${arn}`, call: reads, answer: 'Allowed' as const },
              row(asked, { caller: asked.role, action: 'secretsmanager:DescribeSecret', resource: arn }, 'Allowed'),
            ]
          : [
              { that: `${asked.name} reads ${arn}`, call: reads, answer: 'refused' as const },
              row(asked, { caller: asked.role, action: 'secretsmanager:DescribeSecret', resource: arn }, 'refused'),
              refusedBySecret(asked, arn),
            ];
      }),
    ),
  ),
  each('changes nothing: no value, no label, no rotation, no key', (room, asked) =>
    asked.accessKeys.flatMap(({ secret, user }) => {
      const arn = secretArn(room, asked.workload, secret.name);
      return [
        ...['PutSecretValue', 'UpdateSecretVersionStage', 'RotateSecret'].map((action) =>
          row(asked, { caller: asked.role, action: `secretsmanager:${action}`, resource: arn }, 'refused'),
        ),
        ...['CreateAccessKey', 'UpdateAccessKey', 'DeleteAccessKey', 'PutUserPolicy'].map((action) =>
          row(asked, { caller: asked.role, action: `iam:${action}`, resource: user }, 'refused'),
        ),
        ...refusedByEachLayer(asked, { action: 'secretsmanager:DeleteSecret', resource: arn }),
      ];
    }),
  ),
  each('decrypts what it reads, and encrypts nothing', (room, asked) => {
    const [first = ''] = asked.fullNames;
    const own = { service: 'secretsmanager', context: secretInContext(room, first) };
    const call = (action: string) => keyUse(room, asked.role, asked.workload, { action, ...own });
    return [row(asked, call('kms:Decrypt'), 'Allowed'), row(asked, call('kms:GenerateDataKey'), 'refused')];
  }),
  each('keeps the events that it could not handle in the queue of its workload', (room, asked) => {
    const queue = queueArn(room.environment, reconcilerQueueName(room.environment, asked.workload.name));
    return [
      row(asked, { caller: asked.role, action: 'sqs:SendMessage', resource: queue }, 'Allowed'),
      row(asked, { caller: asked.role, action: 'sqs:ReceiveMessage', resource: queue }, 'refused'),
      ...refusedByBoundary(asked, { action: 'sqs:SendMessage', resource: `${queue}-2` }),
    ];
  }),
  each('keeps no journal and tells nobody but its log', (room, asked) => {
    const { account, region, name } = room.environment;
    const partition = room.stacks[0]?.partition ?? '';
    const bus = `arn:${partition}:events:${region}:${account}:event-bus/default`;
    const table = `arn:${partition}:dynamodb:${region}:${account}:table/strongroom-${name}-journal`;
    const context = { 'dynamodb:LeadingKeys': asked.fullNames[0] };
    return [
      row(
        asked,
        { caller: asked.role, action: 'events:PutEvents', resource: bus, context: { 'events:source': 'strongroom' } },
        'refused',
      ),
      ...['GetItem', 'PutItem', 'UpdateItem'].map((action) =>
        row(
          asked,
          { caller: asked.role, action: `dynamodb:${action}`, resource: table, resourceAccount: account, context },
          'refused',
        ),
      ),
    ];
  }),
];
