import { functionRoleArn } from '../config/names';
import type { Environment } from '../config/parameters';
import { callDetection } from './call-detection';
import { callPattern } from './call-pattern';
import { exceptDeployment } from './deployment-exclusion';
import type { EventDetection } from './detection';
import { namePrefix, policyArnPrefix } from './own-names';

const requestParameter = (name: string) => `$.detail.requestParameters.${name}`;

const principal = {
  role: requestParameter('roleName'),
  user: requestParameter('userName'),
  group: requestParameter('groupName'),
  policy: requestParameter('policyName'),
  policyArn: requestParameter('policyArn'),
};

/**
 * CIS AWS Foundations 5.4 with the trust of roles, the default version of policies and what makes a user more.
 *
 * Boundaries and credentials are detections of their own.
 */
const policyCalls = [
  ...['Attach', 'Detach'].flatMap((verb) => [`${verb}GroupPolicy`, `${verb}RolePolicy`, `${verb}UserPolicy`]),
  ...['Put', 'Delete'].flatMap((verb) => [`${verb}GroupPolicy`, `${verb}RolePolicy`, `${verb}UserPolicy`]),
  ...['Create', 'Delete'].flatMap((verb) => [`${verb}Policy`, `${verb}PolicyVersion`]),
  'SetDefaultPolicyVersion',
  'UpdateAssumeRolePolicy',
  'AddUserToGroup',
];

/** Beginnings of the names of roles and users of an environment's workloads; those of functions begin as everything of ours. */
function ownPrincipalNames(environment: Environment): unknown[] {
  return [{ prefix: namePrefix(environment) }, { wildcard: `*-${environment.name}-*` }];
}

/** What `ownPrincipalNames` do not match. */
function otherPrincipalNames(environment: Environment): unknown[] {
  return [{ 'anything-but': { wildcard: [`${namePrefix(environment)}*`, `*-${environment.name}-*`] } }];
}

const absent = [{ exists: false }];

function policies(environment: Environment): EventDetection[] {
  const ours = ownPrincipalNames(environment);
  const others = otherPrincipalNames(environment);
  const ourPolicies = policyArnPrefix(environment);
  const except = exceptDeployment(environment, { expected: policyCalls });
  return [
    ...callDetection(environment, {
      title: 'Protected principal changed',
      recordedIn: 'global',
      patterns: [
        callPattern(environment, 'iam', {
          requestParameters: {
            $or: [
              { roleName: ours },
              { userName: ours },
              { roleName: absent, userName: absent, policyArn: [{ prefix: ourPolicies }] },
            ],
          },
          ...except,
        }),
      ],
      resource: principal,
    }),
    ...callDetection(environment, {
      title: 'IAM policy changed',
      urgency: 'information',
      recordedIn: 'global',
      patterns: [
        callPattern(environment, 'iam', {
          requestParameters: {
            $or: [
              { roleName: others },
              { userName: others },
              {
                roleName: absent,
                userName: absent,
                policyArn: [{ exists: false }, { 'anything-but': { prefix: ourPolicies } }],
              },
            ],
          },
          ...except,
        }),
      ],
      resource: principal,
    }),
  ];
}

/** Any boundary of the account: taking one away is how a principal that is held by it gets more. */
function boundaries(environment: Environment): EventDetection[] {
  const calls = (verb: string) => [`${verb}RolePermissionsBoundary`, `${verb}UserPermissionsBoundary`];
  return callDetection(environment, {
    title: 'Boundary removed or changed',
    recordedIn: 'global',
    patterns: [
      callPattern(
        environment,
        'iam',
        exceptDeployment(environment, { expected: calls('Put'), always: calls('Delete') }),
      ),
    ],
    resource: { ...principal, boundary: requestParameter('permissionsBoundary') },
  });
}

/**
 * A key or password for anybody, unless one of our functions makes it: they rotate keys, and their boundary holds them
 * to their own users. No deployment makes either.
 *
 * Functions of every environment, because environments can share an account.
 */
function credentials(environment: Environment): EventDetection[] {
  const rotating = { 'anything-but': { prefix: functionRoleArn(environment, 'strongroom-') } };
  return callDetection(environment, {
    title: 'Access key or password created',
    recordedIn: 'global',
    patterns: [
      callPattern(environment, 'iam', {
        eventName: ['CreateAccessKey', 'CreateLoginProfile', 'UpdateLoginProfile'],
        userIdentity: { sessionContext: { sessionIssuer: { arn: [{ exists: false }, rotating] } } },
      }),
    ],
    resource: { user: requestParameter('userName'), key: '$.detail.responseElements.accessKey.accessKeyId' },
  });
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html */
export function identityEvents(environment: Environment): EventDetection[] {
  return [policies, boundaries, credentials].flatMap((events) => events(environment));
}
