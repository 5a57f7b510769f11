import { functionArn, queueArn, reconcilerQueueName, rotationFunctionName } from '../../lib/config/names';
import type { Secret } from '../../lib/config/secrets';
import { readSecret } from '../support/calls';
import { administrator } from '../support/questions';
import { secretArn, type Room } from '../support/room';
import type { Row, Rule } from '../support/rules';
import { keyUse, secretInContext } from './key-questions';
import {
  isReconciled,
  ofEach,
  type Reconciler,
  reconcilersOf,
  refusedByEachLayer,
  refusedBySecret,
  rotatesAccessKeys,
  row,
  userPolicyRows,
} from './rotation-questions';

/** What the function that looks after the secrets of a workload may do. It makes no key, and puts no value. */

const each = ofEach(reconcilersOf, isReconciled);
const withAccessKeys = ofEach(
  (room) => reconcilersOf(room).filter(({ accessKeys }) => accessKeys.length > 0),
  rotatesAccessKeys,
);

/** Every secret of every workload: what it is asked to do with those that it is for, and with all others. */
function ofSecrets(room: Room, asked: Reconciler, actions: readonly string[], allowed: readonly Secret[]): Row[] {
  return room.environment.workloads.flatMap((workload) =>
    workload.secrets.flatMap((secret) =>
      actions.map((action) =>
        row(
          asked,
          { caller: asked.role, action, resource: secretArn(room, workload, secret.name) },
          allowed.includes(secret) ? 'Allowed' : 'refused',
        ),
      ),
    ),
  );
}

const keyActions = ['DeleteAccessKey', 'GetAccessKeyLastUsed', 'GetUserPolicy', 'ListAccessKeys', 'UpdateAccessKey'];

const ofKeys: readonly Rule[] = [
  each('reads the values of access keys, and of no other secret', (room, asked) => {
    const secrets = asked.accessKeys.map(({ secret }) => secret);
    return [
      ...ofSecrets(room, asked, ['secretsmanager:GetSecretValue'], secrets),
      ...secrets.map(({ name }): Row => {
        const arn = secretArn(room, asked.workload, name);
        return { that: `reads ${arn}`, call: readSecret(room.assembly, asked.role, arn), answer: 'Allowed' };
      }),
      ...room.environment.workloads.flatMap((workload) =>
        workload.secrets
          .filter((secret) => !secrets.includes(secret))
          .map(({ name }) => refusedBySecret(asked, secretArn(room, workload, name))),
      ),
    ];
  }),
  each('moves the labels of what rotates, and of nothing else', (room, asked) =>
    ofSecrets(room, asked, ['secretsmanager:UpdateSecretVersionStage'], asked.rotating),
  ),
  each('encrypts nothing: the key refuses it, even without boundary', (room, asked) => {
    const encrypt = keyUse(room, administrator(asked.role), asked.workload, {
      action: 'kms:GenerateDataKey',
      service: 'secretsmanager',
      context: secretInContext(room, `${asked.workload.name}/${room.environment.name}/any`),
    });
    return [row(asked, { ...encrypt, assuming: { noBoundary: true } }, 'refused')];
  }),
  each('puts no value, not even of an access key', (room, asked) =>
    ofSecrets(room, asked, ['secretsmanager:PutSecretValue', 'secretsmanager:DeleteSecret'], []),
  ),
  withAccessKeys('retires keys of the users of its workload, and makes none', (_room, asked) =>
    asked.accessKeys.flatMap(({ user }) => [
      ...keyActions.flatMap((name) => {
        const action = `iam:${name}`;
        return [
          row(asked, { caller: asked.role, action, resource: user }, 'Allowed'),
          row(asked, { caller: asked.role, action, resource: `${user}-2` }, 'refused'),
        ];
      }),
      row(asked, { caller: asked.role, action: 'iam:CreateAccessKey', resource: user }, 'refused'),
    ]),
  ),
  withAccessKeys('writes a policy of a user while that has the boundary of its workload', (room, asked) =>
    asked.accessKeys.flatMap(({ user }) => userPolicyRows(room, asked, user)),
  ),
];

export const reconcilerRules: readonly Rule[] = [
  ...ofKeys,
  each('starts the rotations of its workload, and of no other secret', (room, asked) => [
    ...ofSecrets(room, asked, ['secretsmanager:DescribeSecret', 'secretsmanager:RotateSecret'], asked.rotating),
    // Secrets Manager invokes the function with the rights of whoever starts the rotation.
    ...room.environment.workloads.flatMap((workload) =>
      workload.secrets.map((secret) => {
        const name = rotationFunctionName(room.environment, workload.name, secret.name);
        return row(
          asked,
          { caller: asked.role, action: 'lambda:InvokeFunction', resource: functionArn(room.environment, name) },
          asked.rotating.includes(secret) ? 'Allowed' : 'refused',
        );
      }),
    ),
  ]),
  each('learns the age of what a person replaces, and of nothing else', (room, asked) =>
    ofSecrets(room, asked, ['secretsmanager:ListSecretVersionIds'], asked.aging),
  ),
  each('tells people what it found, and can pretend to be no other source of events', (room, asked) => {
    const { account, region } = room.environment;
    const bus = `arn:${room.stacks[0]?.partition ?? ''}:events:${region}:${account}:event-bus/default`;
    const put = (context: Readonly<Record<string, string>>) => ({ action: 'events:PutEvents', resource: bus, context });
    return [
      row(asked, { caller: asked.role, ...put({ 'events:source': 'strongroom' }) }, 'Allowed'),
      ...refusedByEachLayer(asked, put({ 'events:source': 'strongroom2' })),
      ...refusedByEachLayer(asked, put({})),
      ...refusedByEachLayer(asked, {
        ...put({ 'events:source': 'strongroom' }),
        resource: bus.replace(/default$/, 'another'),
      }),
    ];
  }),
  each('keeps the events that it could not handle in its own queue', (room, asked) => {
    const queue = queueArn(room.environment, reconcilerQueueName(room.environment, asked.workload.name));
    return [
      row(asked, { caller: asked.role, action: 'sqs:SendMessage', resource: queue }, 'Allowed'),
      ...refusedByEachLayer(asked, { action: 'sqs:SendMessage', resource: `${queue}-2` }),
      ...refusedByEachLayer(asked, { action: 'sqs:ReceiveMessage', resource: queue }),
    ];
  }),
];
