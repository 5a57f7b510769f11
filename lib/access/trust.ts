import { ArnPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';

import type { Consumer, CrossAccountConsumer } from '../config/consumers';
import { partitionOf, type Place } from '../config/names';

/** Longest session of a consumer's role, in seconds: an hour, the least that IAM lets a role have, or what is declared. */
export function maximumSessionSeconds(consumer: Consumer): number {
  return consumer.kind === 'cross-account-role' ? consumer.sessionMinutes * 60 : 3600;
}

function serviceTrust(service: string, conditions?: Record<string, Record<string, string>>): PolicyStatement {
  return new PolicyStatement({
    sid: 'AssumedByService',
    actions: ['sts:AssumeRole'],
    principals: [new ServicePrincipal(service)],
    ...(conditions === undefined ? {} : { conditions }),
  });
}

/**
 * Trust for exactly the named principals, with an external id, and where declared with MFA and from declared addresses.
 *
 * Nothing here can bound the session: no condition key of sts:AssumeRole carries its length, only the role's maximum does.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 */
export function crossAccountTrust(
  consumer: Pick<CrossAccountConsumer, 'trustedPrincipalArns' | 'externalIds' | 'requireMfa' | 'sourceAddresses'>,
): PolicyStatement {
  return new PolicyStatement({
    sid: 'AssumedByDeclaredPrincipals',
    effect: Effect.ALLOW,
    actions: ['sts:AssumeRole'],
    principals: consumer.trustedPrincipalArns.map((arn) => new ArnPrincipal(arn)),
    conditions: {
      StringEquals: { 'sts:ExternalId': consumer.externalIds },
      ...(consumer.requireMfa ? { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } : {}),
      ...(consumer.sourceAddresses.length > 0 ? { IpAddress: { 'aws:SourceIp': consumer.sourceAddresses } } : {}),
    },
  });
}

/**
 * Who may become the role of a consumer.
 *
 * EC2 and Lambda send no source with AssumeRole; a role reaches them only through iam:PassRole within the account. ECS
 * does send it, and is held to it.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
export function consumerTrust(place: Place, consumer: Exclude<Consumer, { kind: 'iam-user' }>): PolicyStatement {
  switch (consumer.kind) {
    case 'ec2-role':
      return serviceTrust('ec2.amazonaws.com');
    case 'lambda-role':
      return serviceTrust('lambda.amazonaws.com');
    case 'ecs-role':
      return serviceTrust('ecs-tasks.amazonaws.com', {
        StringEquals: { 'aws:SourceAccount': place.account },
        ArnLike: { 'aws:SourceArn': `arn:${partitionOf(place)}:ecs:${place.region}:${place.account}:*` },
      });
    case 'cross-account-role':
      return crossAccountTrust(consumer);
  }
}
