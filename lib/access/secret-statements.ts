import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

import type { Secret } from '../config/secrets';
import { readsSecret } from './declared-access';
import { isRotating, needsProbe, probeRoleArn, reconcilerRoleArn, rotatorRoleArn } from './looked-after';
import { consumerArns, type Room } from './room';

/** The functions that work with the value of a secret: its own, and for an access key those that retire the old and try the new. */
function functionArns(room: Room, secret: Secret): string[] {
  return [
    ...(isRotating(secret) ? [rotatorRoleArn(room, secret.name)] : []),
    ...(secret.kind === 'access-key' ? [reconcilerRoleArn(room)] : []),
    ...(secret.kind === 'access-key' && needsProbe(room.workload) ? [probeRoleArn(room)] : []),
  ];
}

/**
 * Resource policy of a secret: only its declared readers and the functions that rotate it may read its value, whatever
 * identity policies say, and nobody outside the account may do anything with it.
 *
 * A secret that nobody is declared to read refuses everybody.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
 */
export function secretStatements(room: Room, secret: Secret): PolicyStatement[] {
  const readers = [
    ...consumerArns(room, (consumer) => readsSecret(consumer, secret.name)),
    ...functionArns(room, secret),
  ];
  const deny = (sid: string, actions: string[], conditions: Record<string, unknown>) =>
    new PolicyStatement({
      sid,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions,
      // In a secret's policy the only possible resource is the secret itself.
      resources: ['*'],
      conditions,
    });
  return [
    deny(
      'DenyUndeclaredReaders',
      ['secretsmanager:GetSecretValue'],
      readers.length === 0 ? {} : { ArnNotEquals: { 'aws:PrincipalArn': readers } },
    ),
    deny('DenyOtherAccounts', ['secretsmanager:*'], {
      StringNotEquals: { 'aws:PrincipalAccount': room.place.account },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    }),
  ];
}
