import { Effect, PolicyStatement, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';

import type { Delivery, Environment } from '../config/parameters';
import { type BootstrapRole, bootstrapRoleArn, identityProvider } from './names';
import { deployedRegions } from './regions';
import { subjectsOf } from './subjects';

/** Whom the token is for: STS, and no other service that also takes tokens of GitHub. */
export const audience = 'sts.amazonaws.com';

/**
 * Trust in the jobs of one environment of GitHub, and in nobody else.
 *
 * StringEquals without a set operator: a request without the key is refused, and an asterisk is only an asterisk.
 *
 * @param gitHubEnvironment the name that the environment has there
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export function trustInJobs(delivery: Delivery, providerArn: string, gitHubEnvironment: string): WebIdentityPrincipal {
  return new WebIdentityPrincipal(providerArn, {
    StringEquals: {
      [`${identityProvider.host}:aud`]: audience,
      [`${identityProvider.host}:sub`]: subjectsOf(delivery, gitHubEnvironment),
    },
  });
}

/** Takes these bootstrap roles, in the Regions in which the environment has stacks, and nothing else. */
export function takesBootstrapRoles(environment: Environment, roles: readonly BootstrapRole[]): PolicyStatement {
  return new PolicyStatement({
    sid: 'TakeBootstrapRoles',
    effect: Effect.ALLOW,
    actions: ['sts:AssumeRole'],
    resources: deployedRegions(environment).flatMap((region) =>
      roles.map((role) => bootstrapRoleArn(environment, role, region)),
    ),
  });
}
