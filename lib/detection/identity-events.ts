import { functionRoleArn } from '../config/names';
import type { Environment } from '../config/parameters';
import { watchesAccount } from './account-wide';
import { callDetection } from './call-detection';
import { callPattern } from './call-pattern';
import { exceptDeployment } from './deployment-exclusion';
import type { EventDetection } from './detection';
import { policyArnPrefix } from './own-names';

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

/**
 * Calls that make, unmake or rename somebody, or put a role into other hands: policies of resources mean our principals by
 * their names, whoever has them.
 */
const nameCalls = [
  ...['Role', 'User'].flatMap((kind) => [`Create${kind}`, `Delete${kind}`]),
  'AddRoleToInstanceProfile',
  'RemoveUserFromGroup',
  'UpdateUser',
];

/** Names of roles, users and groups of an environment's workloads, and of the roles of its functions. */
function ownNames({ name }: Environment): string {
  return `*-${name}-*`;
}

function ownPrincipalNames(environment: Environment): unknown[] {
  return [{ wildcard: ownNames(environment) }];
}

/** What `ownPrincipalNames` do not match. */
function otherPrincipalNames(environment: Environment): unknown[] {
  return [{ 'anything-but': { wildcard: ownNames(environment) } }];
}

const absent = [{ exists: false }];

function protectedPrincipals(environment: Environment): EventDetection[] {
  const ours = ownPrincipalNames(environment);
  return callDetection(environment, {
    title: 'Protected principal changed',
    recordedIn: 'global',
    patterns: [
      callPattern(environment, 'iam', {
        requestParameters: {
          $or: [
            { roleName: ours },
            { userName: ours },
            { groupName: ours },
            { roleName: absent, userName: absent, policyArn: [{ prefix: policyArnPrefix(environment) }] },
          ],
        },
        ...exceptDeployment(environment, { expected: policyCalls }),
      }),
      callPattern(environment, 'iam', {
        requestParameters: { $or: [{ roleName: ours }, { userName: ours }, { newUserName: ours }] },
        ...exceptDeployment(environment, { expected: nameCalls }),
      }),
    ],
    resource: { ...principal, newName: requestParameter('newUserName') },
  });
}

function otherPolicies(environment: Environment): EventDetection[] {
  if (!watchesAccount(environment)) return [];
  const others = otherPrincipalNames(environment);
  const otherGroup = [{ exists: false }, ...others];
  return callDetection(environment, {
    title: 'IAM policy changed',
    urgency: 'information',
    recordedIn: 'global',
    patterns: [
      callPattern(environment, 'iam', {
        requestParameters: {
          $or: [
            { roleName: others },
            { userName: others, groupName: otherGroup },
            {
              roleName: absent,
              userName: absent,
              groupName: otherGroup,
              policyArn: [{ exists: false }, { 'anything-but': { prefix: policyArnPrefix(environment) } }],
            },
          ],
        },
        ...exceptDeployment(environment, { expected: policyCalls }),
      }),
    ],
    resource: principal,
  });
}

/**
 * Any boundary of the account: taking one away is how a principal that is held by it gets more. Where another environment
 * watches over those, the boundaries of our principals.
 */
function boundaries(environment: Environment): EventDetection[] {
  const calls = (verb: string) => [`${verb}RolePermissionsBoundary`, `${verb}UserPermissionsBoundary`];
  const ours = ownPrincipalNames(environment);
  return callDetection(environment, {
    title: 'Boundary removed or changed',
    recordedIn: 'global',
    patterns: [
      callPattern(environment, 'iam', {
        ...(watchesAccount(environment)
          ? {}
          : { requestParameters: { $or: [{ roleName: ours }, { userName: ours }] } }),
        ...exceptDeployment(environment, { expected: calls('Put'), always: calls('Delete') }),
      }),
    ],
    resource: { ...principal, boundary: requestParameter('permissionsBoundary') },
  });
}

/** Each makes something with which a user signs in, some of it for single services. */
const credentialCalls = [
  'CreateAccessKey',
  'CreateLoginProfile',
  'CreateServiceSpecificCredential',
  'ResetServiceSpecificCredential',
  'UpdateLoginProfile',
  'UpdateServiceSpecificCredential',
  'UpdateSigningCertificate',
  'UpdateSSHPublicKey',
  'UploadSigningCertificate',
  'UploadSSHPublicKey',
];

/**
 * A key or password for anybody, or one that is made valid again, unless one of our functions does it: they rotate keys,
 * and their boundary holds them to their own users. No deployment makes either. Where another environment watches over anybody, one for our users.
 *
 * Functions of every environment, because environments can share an account.
 */
function credentials(environment: Environment): EventDetection[] {
  const rotating = { 'anything-but': { prefix: functionRoleArn(environment, 'strongroom-') } };
  const userIdentity = { sessionContext: { sessionIssuer: { arn: [{ exists: false }, rotating] } } };
  const whose = watchesAccount(environment) ? {} : { userName: ownPrincipalNames(environment) };
  return callDetection(environment, {
    title: 'Access key or password created',
    recordedIn: 'global',
    patterns: [
      callPattern(environment, 'iam', {
        eventName: credentialCalls,
        ...(watchesAccount(environment) ? {} : { requestParameters: whose }),
        userIdentity,
      }),
      // A key that was taken out of use may be in anybody's hands.
      callPattern(environment, 'iam', {
        eventName: ['UpdateAccessKey'],
        requestParameters: { ...whose, status: ['Active'] },
        userIdentity,
      }),
    ],
    resource: { user: requestParameter('userName'), key: '$.detail.responseElements.accessKey.accessKeyId' },
  });
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html */
export function identityEvents(environment: Environment): EventDetection[] {
  return [protectedPrincipals, otherPolicies, boundaries, credentials].flatMap((events) => events(environment));
}
