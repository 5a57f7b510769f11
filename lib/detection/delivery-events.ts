import { functionRoleArn } from '../config/names';
import type { Environment } from '../config/parameters';
import { type DeliveredEnvironment, isDelivered } from '../delivery/delivered';
import { deployRoleName, identityProvider, identityProviderArn, readOnlyRoleName } from '../delivery/names';
import { callDetection } from './call-detection';
import { callPattern } from './call-pattern';
import { bootstrapRoleArnPrefix } from './delivery-names';
import type { EventDetection } from './detection';
import { roleCalls } from './role-calls';
import { stackEvents } from './stack-events';

/**
 * The provider whose word the roles of jobs take. It rings in each environment of the account that trusts it.
 *
 * Other providers of the account are silent: clusters make theirs every day. A call that names none rings, so that a
 * parameter under another name would make it louder, never silent.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
 */
function providers(environment: DeliveredEnvironment): EventDetection[] {
  const absent = { exists: false };
  return callDetection(environment, {
    title: 'Identity provider changed',
    recordedIn: 'global',
    patterns: [
      callPattern(environment, 'iam', {
        eventName: [
          'AddClientIDToOpenIDConnectProvider',
          'CreateOpenIDConnectProvider',
          'DeleteOpenIDConnectProvider',
          'RemoveClientIDFromOpenIDConnectProvider',
          'UpdateOpenIDConnectProviderThumbprint',
        ],
        requestParameters: {
          url: [absent, { prefix: { 'equals-ignore-case': identityProvider.url } }],
          openIDConnectProviderArn: [absent, identityProviderArn(environment)],
        },
      }),
    ],
    // Not the address, nor the audience, which are texts that a caller writes.
    resource: {
      provider: '$.detail.requestParameters.openIDConnectProviderArn',
      made: '$.detail.responseElements.openIDConnectProviderArn',
    },
  });
}

/**
 * Roles of the bootstrap are there for the jobs. Whoever else takes one deploys by hand, past the review, or looks.
 *
 * For information: whoever may do it is let by the account's administrators, and a person who prepares a deployment looks
 * with the lookup role. CloudFormation takes its own role, which is no concern of this.
 */
function takenByHand(environment: DeliveredEnvironment): EventDetection[] {
  const jobs = (names: readonly string[]) => ({
    sessionContext: {
      sessionIssuer: {
        arn: [{ exists: false }, { 'anything-but': names.map((name) => functionRoleArn(environment, name)) }],
      },
    },
  });
  const taken = (roles: readonly string[]) => ({
    roleArn: roles.map((role) => ({ prefix: bootstrapRoleArnPrefix(environment, role) })),
  });
  const [deploy, readOnly] = [deployRoleName(environment), readOnlyRoleName(environment)];
  return callDetection(environment, {
    title: 'Bootstrap role taken by hand',
    urgency: 'information',
    recordedIn: 'global',
    readOnlyCalls: true,
    patterns: [
      callPattern(environment, 'sts', {
        ...roleCalls,
        errorCode: [{ exists: false }],
        $or: [
          { requestParameters: taken(['deploy', 'file-publishing', 'image-publishing']), userIdentity: jobs([deploy]) },
          { requestParameters: taken(['lookup']), userIdentity: jobs([deploy, readOnly]) },
        ],
      }),
    ],
    resource: {
      role: '$.detail.requestParameters.roleArn',
      session: '$.detail.requestParameters.roleSessionName',
    },
  });
}

/**
 * What only a person changes of who may deploy. Roles, policies, boundaries and the bucket of the bootstrap ring by the
 * detections of their kind, which take their names from `delivery-names.ts`.
 *
 * @returns none for an environment without `delivery`
 */
export function deliveryEvents(environment: Environment): EventDetection[] {
  if (!isDelivered(environment)) return [];
  return [providers, stackEvents, takenByHand].flatMap((events) => events(environment));
}
