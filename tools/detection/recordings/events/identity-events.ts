import {
  account,
  administrator,
  call,
  type Caller,
  cloudFormation,
  denied,
  deploymentRoleOnLaptop,
  globalRegion,
  recorded,
  recordedOfOthers,
  type RecordedEvent,
  session,
  user,
} from './recorded-event';

/** Shapes of Stratus Red Team (Apache-2.0), docs/detonation-logs/aws.persistence.iam-*.json; recorded in us-east-1. */
function iam(by: Caller, eventName: string, requestParameters: Readonly<Record<string, unknown>>, more = {}) {
  return call({ by, service: 'iam', eventName, requestParameters, region: globalRegion, more });
}

const [own, other, boundary, credential] = [
  'protected-principal-changed',
  'iam-policy-changed',
  'boundary-removed-or-changed',
  'access-key-or-password-created',
] as const;

const policyDocument = '{"Version":"2012-10-17","Statement":[]}';
const administratorAccess = 'arn:aws:iam::aws:policy/AdministratorAccess';
const ourBoundary = `arn:aws:iam::${account}:policy/strongroom-prod-portal-Boundary4D7C7A9E-EXAMPLE`;
const rotation = session('strongroom-prod-portal-rotate-scanner-key', 'strongroom-prod-portal-rotate-scanner-key');

function madeKey(userName: string) {
  return {
    responseElements: {
      accessKey: {
        accessKeyId: 'AKIAI44QH8DHBEXAMPLE',
        status: 'Active',
        userName,
        createDate: 'Jun 15, 2026 10:02:01 AM',
      },
    },
  };
}

const createKey = (by: Caller, userName: string) => iam(by, 'CreateAccessKey', { userName }, madeKey(userName));

export const identityEvents: readonly RecordedEvent[] = [
  recorded(
    'a user gives a consumer all rights',
    iam(user('alice'), 'AttachRolePolicy', { roleName: 'portal-prod-web', policyArn: administratorAccess }),
    [own],
    [other],
  ),
  recorded(
    'an administrator changes the trust of a consumer',
    iam(administrator, 'UpdateAssumeRolePolicy', { roleName: 'portal-prod-partner', policyDocument }),
    [own],
    [other],
  ),
  recorded(
    'an administrator gives a function more',
    iam(administrator, 'PutRolePolicy', {
      roleName: 'strongroom-prod-portal-reconcile',
      policyName: 'more',
      policyDocument,
    }),
    [own],
  ),
  recorded(
    'an administrator gives the scanner more',
    iam(administrator, 'AttachUserPolicy', { userName: 'portal-prod-scanner', policyArn: administratorAccess }),
    [own],
  ),
  recorded(
    'an administrator widens the boundary',
    iam(administrator, 'CreatePolicyVersion', { policyArn: ourBoundary, policyDocument, setAsDefault: true }),
    [own],
    [other],
  ),
  recorded(
    'an administrator gives the group of the scanner more',
    iam(administrator, 'PutGroupPolicy', { groupName: 'portal-prod-scanner', policyName: 'more', policyDocument }),
    [own],
    [other],
  ),
  recorded(
    'an administrator puts itself into the group of the scanner',
    iam(administrator, 'AddUserToGroup', { userName: 'bob', groupName: 'portal-prod-scanner' }),
    [own],
    [other],
  ),
  recorded(
    'an administrator puts the scanner into another group',
    iam(administrator, 'AddUserToGroup', { userName: 'portal-prod-scanner', groupName: 'developers' }),
    [own],
    [other],
  ),
  recorded(
    'an administrator makes a role under the name of a consumer',
    iam(administrator, 'CreateRole', { roleName: 'portal-prod-web', assumeRolePolicyDocument: policyDocument }),
    [own],
    [other],
  ),
  recorded(
    'an administrator gives a user the name of the scanner',
    iam(administrator, 'UpdateUser', { userName: 'bob', newUserName: 'portal-prod-scanner' }),
    [own],
    [other],
  ),
  recorded(
    'an administrator deletes the scanner',
    iam(administrator, 'DeleteUser', { userName: 'portal-prod-scanner' }),
    [own],
    [other],
  ),
  recorded(
    'an administrator puts the role of a consumer into another instance profile',
    iam(administrator, 'AddRoleToInstanceProfile', { roleName: 'portal-prod-web', instanceProfileName: 'reporting' }),
    [own],
  ),
  recorded(
    'a deployment makes a consumer',
    iam(cloudFormation(), 'CreateRole', { roleName: 'portal-prod-web', assumeRolePolicyDocument: policyDocument }),
    [],
    [own],
  ),
  recorded(
    'the role of deployments widens a consumer from a laptop',
    iam(deploymentRoleOnLaptop, 'PutRolePolicy', { roleName: 'portal-prod-web', policyName: 'more', policyDocument }),
    [own],
  ),
  recorded(
    'a deployment changes a consumer',
    iam(cloudFormation(), 'AttachRolePolicy', { roleName: 'portal-prod-web', policyArn: ourBoundary }),
    [],
    [own],
  ),
  recorded(
    'a deployment in the global Region makes its role',
    iam(cloudFormation(globalRegion), 'AttachRolePolicy', {
      roleName: 'strongroom-prod-global-Role',
      policyArn: ourBoundary,
    }),
    [],
    [own],
  ),
  recorded(
    'an administrator reads a policy',
    iam(administrator, 'GetRolePolicy', { roleName: 'portal-prod-web', policyName: 'x' }),
    [],
    [own],
  ),

  recorded(
    'an administrator changes another role',
    iam(administrator, 'AttachRolePolicy', { roleName: 'reporting', policyArn: administratorAccess }),
    [other],
    [own],
  ),
  recorded(
    'an administrator changes another user',
    iam(administrator, 'PutUserPolicy', { userName: 'bob', policyName: 'more', policyDocument }),
    [other],
    [own],
  ),
  recorded(
    'an administrator gives another role our policy',
    iam(administrator, 'AttachRolePolicy', { roleName: 'reporting', policyArn: ourBoundary }),
    [other],
    [own],
  ),
  recorded(
    'an administrator gives another user our policy',
    iam(administrator, 'AttachUserPolicy', { userName: 'bob', policyArn: ourBoundary }),
    [other],
    [own],
  ),
  recorded(
    'an administrator makes a policy',
    iam(administrator, 'CreatePolicy', { policyName: 'reporting', policyDocument }),
    [other],
    [own],
  ),
  recorded(
    'an administrator changes a group',
    iam(administrator, 'AttachGroupPolicy', { groupName: 'developers', policyArn: administratorAccess }),
    [other],
    [own],
  ),
  recorded(
    'an administrator puts a user into another group',
    iam(administrator, 'AddUserToGroup', { userName: 'bob', groupName: 'developers' }),
    [other],
    [own],
  ),
  recorded(
    'an administrator changes another policy',
    iam(administrator, 'CreatePolicyVersion', {
      policyArn: `arn:aws:iam::${account}:policy/reporting`,
      policyDocument,
    }),
    [other],
    [own],
  ),
  recorded(
    'a user is refused to change another role',
    iam(user('alice'), 'PutRolePolicy', { roleName: 'reporting', policyName: 'more', policyDocument }, denied),
    [other],
  ),
  recorded(
    'a deployment changes another role',
    iam(cloudFormation(), 'AttachRolePolicy', { roleName: 'reporting', policyArn: administratorAccess }),
    [],
    [other],
  ),
  recorded('an administrator makes a role', iam(administrator, 'CreateRole', { roleName: 'reporting' }), [], [other]),

  recorded(
    'an administrator takes the boundary off a role',
    iam(administrator, 'DeleteRolePermissionsBoundary', { roleName: 'portal-prod-web' }),
    [boundary],
    [own],
  ),
  recorded(
    'a user changes the boundary of a user',
    iam(user('alice'), 'PutUserPermissionsBoundary', {
      userName: 'portal-prod-scanner',
      permissionsBoundary: administratorAccess,
    }),
    [boundary],
    [own],
  ),
  recorded(
    'a deployment takes a boundary off',
    iam(cloudFormation(), 'DeleteUserPermissionsBoundary', { userName: 'portal-prod-scanner' }),
    [boundary],
  ),
  recorded(
    'a deployment sets a boundary',
    iam(cloudFormation(), 'PutRolePermissionsBoundary', {
      roleName: 'portal-prod-web',
      permissionsBoundary: ourBoundary,
    }),
    [],
    [boundary],
  ),

  recordedOfOthers(
    'an administrator takes the boundary off another role',
    iam(administrator, 'DeleteRolePermissionsBoundary', { roleName: 'reporting' }),
    [boundary],
    [own, other],
  ),
  recorded(
    'an administrator reads a role with its boundary',
    iam(administrator, 'GetRole', { roleName: 'portal-prod-web' }),
    [],
    [boundary, own],
  ),

  recordedOfOthers('a user makes a key for another user', createKey(user('alice'), 'bob'), [credential]),
  recorded(
    'an administrator makes a key for the scanner',
    createKey(administrator, 'portal-prod-scanner'),
    [credential],
    [own],
  ),
  recordedOfOthers(
    'an administrator gives a user a password',
    iam(administrator, 'CreateLoginProfile', { userName: 'bob', passwordResetRequired: false }),
    [credential],
  ),
  recordedOfOthers(
    'a user is refused a new password for another',
    iam(user('alice'), 'UpdateLoginProfile', { userName: 'bob' }, denied),
    [credential],
  ),
  recordedOfOthers('a deployment makes a key', createKey(cloudFormation(), 'bob'), [credential]),
  recorded('a rotation makes a key', createKey(rotation, 'portal-prod-scanner'), [], [credential]),
  recorded(
    'a rotation of another environment makes a key',
    createKey(session('strongroom-dev-portal-rotate-scanner-key', 'run'), 'portal-dev-scanner'),
    [],
    [credential],
  ),
  recorded(
    'an administrator makes an old key of the scanner valid again',
    iam(administrator, 'UpdateAccessKey', { userName: 'portal-prod-scanner', status: 'Active' }),
    [credential],
    [own],
  ),
  recorded(
    'an administrator makes a credential of the scanner for one service',
    iam(administrator, 'CreateServiceSpecificCredential', { userName: 'portal-prod-scanner' }),
    [credential],
    [own],
  ),
  recorded(
    'a rotation makes a key valid again',
    iam(rotation, 'UpdateAccessKey', { userName: 'portal-prod-scanner', status: 'Active' }),
    [],
    [credential],
  ),
  recorded('a user changes the password that it has', iam(user('alice'), 'ChangePassword', {}), [], [credential]),
  recorded(
    'an administrator deactivates a key',
    iam(administrator, 'UpdateAccessKey', { userName: 'bob', status: 'Inactive' }),
    [],
    [credential],
  ),
];
