import type { Environment } from '../config/parameters';
import { watchesAccount } from './account-wide';
import { callDetection } from './call-detection';
import { callPattern } from './call-pattern';
import { credentialEvents } from './credential-events';
import { deliveryPolicyArnPrefixes, deliveryPolicyPrefixes, deliveryRolePrefixes } from './delivery-names';
import { byDeployment, exceptDeployment } from './deployment-exclusion';
import type { EventDetection, EventPattern } from './detection';
import { fittingPatterns } from './fitting-patterns';
import { managedPolicyCalls, nameCalls, policyCalls } from './identity-calls';
import { ownPrincipalNames, policyArnPrefix, principalPattern } from './own-names';

const requestParameter = (name: string) => `$.detail.requestParameters.${name}`;

const principal = {
  role: requestParameter('roleName'),
  user: requestParameter('userName'),
  group: requestParameter('groupName'),
  policy: requestParameter('policyName'),
  policyArn: requestParameter('policyArn'),
};

/** What `ownPrincipalNames` do not match. */
function otherPrincipalNames(environment: Environment): unknown[] {
  return [{ 'anything-but': { wildcard: principalPattern(environment) } }];
}

function beginning(prefixes: readonly string[]): unknown[] {
  return prefixes.map((prefix) => ({ prefix }));
}

/** The same of roles, among which are those that deploy. */
function ownRoleNames(environment: Environment): unknown[] {
  return [...ownPrincipalNames(environment), ...beginning(deliveryRolePrefixes(environment))];
}

/** What `ownRoleNames` do not match. */
function otherRoleNames(environment: Environment): unknown[] {
  const prefixes = deliveryRolePrefixes(environment);
  if (prefixes.length === 0) return otherPrincipalNames(environment);
  return [{ 'anything-but': { wildcard: [principalPattern(environment), ...prefixes.map((prefix) => `${prefix}*`)] } }];
}

const absent = [{ exists: false }];

function protectedPrincipals(environment: Environment): EventDetection[] {
  const ours = ownPrincipalNames(environment);
  const roles = ownRoleNames(environment);
  return callDetection(environment, {
    title: 'Protected principal changed',
    recordedIn: 'global',
    patterns: [
      callPattern(environment, 'iam', {
        requestParameters: {
          $or: [
            { roleName: roles },
            { userName: ours },
            { groupName: ours },
            { roleName: absent, userName: absent, policyArn: [{ prefix: policyArnPrefix(environment) }] },
          ],
        },
        ...exceptDeployment(environment, { expected: policyCalls }),
      }),
      callPattern(environment, 'iam', {
        requestParameters: { $or: [{ roleName: roles }, { userName: ours }, { newUserName: ours }] },
        ...exceptDeployment(environment, { expected: nameCalls }),
      }),
      ...ofPersons(environment),
    ],
    resource: { ...principal, newName: requestParameter('newUserName') },
  });
}

/**
 * What a person makes once is touched by no deployment: one that does it rings too. Of roles, what the other patterns leave
 * out, and how long their sessions are; of policies, everything.
 */
function ofPersons(environment: Environment): EventPattern[] {
  const roleName = beginning(deliveryRolePrefixes(environment));
  if (roleName.length === 0) return [];
  return [
    callPattern(environment, 'iam', {
      requestParameters: { roleName },
      $or: [{ eventName: [...policyCalls, ...nameCalls], ...byDeployment(environment) }, { eventName: ['UpdateRole'] }],
    }),
    callPattern(environment, 'iam', {
      eventName: managedPolicyCalls,
      requestParameters: {
        $or: [
          { policyName: beginning(deliveryPolicyPrefixes(environment)) },
          { policyArn: beginning(deliveryPolicyArnPrefixes(environment)) },
        ],
      },
    }),
  ];
}

/**
 * Calls about a policy or a group alone, without those about our policies. The policy of a group may be called as one that
 * a person makes, and is none.
 */
function otherPolicyCalls(environment: Environment): EventPattern[] {
  const others = otherPrincipalNames(environment);
  const nobody = { roleName: absent, userName: absent };
  const ours = policyArnPrefix(environment);
  const policyArn = [...absent, { 'anything-but': { prefix: ours } }];
  const ofPerson = deliveryPolicyPrefixes(environment);
  if (ofPerson.length === 0) return [{ ...nobody, groupName: [...absent, ...others], policyArn }];
  return [
    { userName: absent, groupName: others, policyArn },
    {
      ...nobody,
      groupName: absent,
      policyArn: [...absent, { 'anything-but': { prefix: [ours, ...deliveryPolicyArnPrefixes(environment)] } }],
      policyName: [...absent, { 'anything-but': { prefix: ofPerson } }],
    },
  ];
}

function otherPolicies(environment: Environment): EventDetection[] {
  if (!watchesAccount(environment)) return [];
  const others = otherPrincipalNames(environment);
  return callDetection(environment, {
    title: 'IAM policy changed',
    urgency: 'information',
    recordedIn: 'global',
    patterns: fittingPatterns(
      [
        { roleName: otherRoleNames(environment) },
        { userName: others, groupName: [...absent, ...others] },
        ...otherPolicyCalls(environment),
      ],
      (anyOf) =>
        callPattern(environment, 'iam', {
          requestParameters: anyOf.length === 1 ? anyOf[0] : { $or: anyOf },
          ...exceptDeployment(environment, { expected: policyCalls }),
        }),
    ),
    resource: principal,
  });
}

/**
 * Any boundary of the account: taking one away is how a principal that is held by it gets more. Where another environment
 * watches over those, the boundaries of our principals.
 *
 * A deployment sets the boundaries of what it makes, but not of the roles that deploy.
 */
function boundaries(environment: Environment): EventDetection[] {
  const calls = (verb: string) => [`${verb}RolePermissionsBoundary`, `${verb}UserPermissionsBoundary`];
  const roles = beginning(deliveryRolePrefixes(environment));
  return callDetection(environment, {
    title: 'Boundary removed or changed',
    recordedIn: 'global',
    patterns: [
      callPattern(environment, 'iam', {
        ...(watchesAccount(environment)
          ? {}
          : {
              requestParameters: {
                $or: [{ roleName: ownRoleNames(environment) }, { userName: ownPrincipalNames(environment) }],
              },
            }),
        ...exceptDeployment(environment, { expected: calls('Put'), always: calls('Delete') }),
      }),
      ...(roles.length === 0
        ? []
        : [
            callPattern(environment, 'iam', {
              eventName: ['PutRolePermissionsBoundary'],
              requestParameters: { roleName: roles },
              ...byDeployment(environment),
            }),
          ]),
    ],
    resource: { ...principal, boundary: requestParameter('permissionsBoundary') },
  });
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html */
export function identityEvents(environment: Environment): EventDetection[] {
  return [protectedPrincipals, otherPolicies, boundaries, credentialEvents].flatMap((events) => events(environment));
}
