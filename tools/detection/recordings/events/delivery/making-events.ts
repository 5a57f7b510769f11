import {
  account,
  administrator,
  call,
  type Caller,
  cloudFormation,
  cloudFormationOfSomebody,
  globalRegion,
  home,
  qualifier,
  recorded,
  recordedOfOthers,
  type RecordedEvent,
  user,
} from '../recorded-event';

function iam(by: Caller, eventName: string, requestParameters: Readonly<Record<string, unknown>>) {
  return call({ by, service: 'iam', eventName, requestParameters, region: globalRegion });
}

const [own, other, boundary] = [
  'protected-principal-changed',
  'iam-policy-changed',
  'boundary-removed-or-changed',
] as const;

const policyDocument = '{"Version":"2012-10-17","Statement":[]}';
const policyArn = (name: string) => `arn:aws:iam::${account}:policy/${name}`;
const bootstrapRole = (name: string, of: string = qualifier) => `cdk-${of}-${name}-role-${account}-${home}`;
const administratorAccess = 'arn:aws:iam::aws:policy/AdministratorAccess';
const boundaryOfConsumers = policyArn('strongroom_prod_boundary_consumers_portal');
const execution = policyArn('strongroom_prod_execution_1');
const policyOfJobs = policyArn('StrongroomDelivery-prod-DeployPolicy4D7C7A9E-EXAMPLE');

/** Roles, policies and boundaries that a person with administrator rights makes once. */
export const makingEvents: readonly RecordedEvent[] = [
  recorded(
    'an administrator changes the trust of the deploy role',
    iam(administrator, 'UpdateAssumeRolePolicy', { roleName: 'strongroom_prod_deploy', policyDocument }),
    [own],
    [other],
  ),
  recorded(
    'a deployment gives the deploy role more',
    iam(cloudFormation(), 'PutRolePolicy', { roleName: 'strongroom_prod_deploy', policyName: 'more', policyDocument }),
    [own],
  ),
  recorded(
    'a deployment makes a role under the name of a person',
    iam(cloudFormation(), 'CreateRole', { roleName: 'strongroom_prod_more', assumeRolePolicyDocument: policyDocument }),
    [own],
  ),
  recorded(
    'an administrator makes the deploy role anew',
    iam(administrator, 'CreateRole', {
      roleName: 'strongroom_prod_deploy',
      assumeRolePolicyDocument: policyDocument,
    }),
    [own],
  ),
  recorded(
    'an administrator makes the sessions of the read-only role longer',
    iam(administrator, 'UpdateRole', { roleName: 'strongroom_prod_read-only', maxSessionDuration: 43200 }),
    [own],
  ),
  recorded(
    'a deployment gives itself all rights',
    iam(cloudFormation(), 'AttachRolePolicy', { roleName: bootstrapRole('cfn-exec'), policyArn: administratorAccess }),
    [own],
  ),
  recorded(
    'a person renews the bootstrap',
    iam(cloudFormationOfSomebody, 'PutRolePolicy', {
      roleName: bootstrapRole('deploy'),
      policyName: 'default',
      policyDocument,
    }),
    [own],
    [other],
  ),
  recorded(
    'an administrator changes the trust of a role of another environment',
    iam(administrator, 'UpdateAssumeRolePolicy', { roleName: 'strongroom_dev_deploy', policyDocument }),
    [other],
    [own],
  ),
  recorded(
    'an administrator changes a role of another bootstrap',
    iam(administrator, 'AttachRolePolicy', {
      roleName: bootstrapRole('cfn-exec', 'otherapp'),
      policyArn: administratorAccess,
    }),
    [other],
    [own],
  ),
  recorded(
    'a deployment changes a role of another bootstrap',
    iam(cloudFormation(), 'AttachRolePolicy', {
      roleName: bootstrapRole('cfn-exec', 'otherapp'),
      policyArn: administratorAccess,
    }),
    [],
    [other],
  ),
  recorded(
    'an administrator makes the sessions of a consumer longer',
    iam(administrator, 'UpdateRole', { roleName: 'portal-prod-web', maxSessionDuration: 43200 }),
    [],
    [own],
  ),
  recorded(
    'an administrator reads the deploy role',
    iam(administrator, 'GetRole', { roleName: 'strongroom_prod_deploy' }),
    [],
    [own, boundary],
  ),
  recorded(
    'a user has a name as a person gives it, and gets more',
    iam(administrator, 'PutUserPolicy', { userName: 'strongroom_prod_bob', policyName: 'more', policyDocument }),
    [other],
    [own],
  ),

  recorded(
    'an administrator widens the boundary of the consumers',
    iam(administrator, 'CreatePolicyVersion', { policyArn: boundaryOfConsumers, policyDocument, setAsDefault: true }),
    [own],
    [other],
  ),
  recorded(
    'a deployment takes an older version of what it may do',
    iam(cloudFormation(), 'SetDefaultPolicyVersion', { policyArn: execution, versionId: 'v1' }),
    [own],
  ),
  recorded(
    'an administrator makes a policy under the name of a person',
    iam(administrator, 'CreatePolicy', { policyName: 'strongroom_prod_execution_2', policyDocument }),
    [own],
    [other],
  ),
  recorded(
    'a deployment makes a policy under the name of a person',
    iam(cloudFormation(), 'CreatePolicy', { policyName: 'strongroom_prod_execution_2', policyDocument }),
    [own],
  ),
  recorded(
    'an administrator changes what the jobs may do',
    iam(administrator, 'CreatePolicyVersion', { policyArn: policyOfJobs, policyDocument, setAsDefault: true }),
    [own],
    [other],
  ),
  recorded(
    'an administrator gives another role a policy of a person',
    iam(administrator, 'AttachRolePolicy', { roleName: 'reporting', policyArn: execution }),
    [other],
    [own],
  ),
  recorded(
    'an administrator gives a group a policy of a person',
    iam(administrator, 'AttachGroupPolicy', { groupName: 'developers', policyArn: execution }),
    [other],
    [own],
  ),
  recorded(
    'an administrator gives a group what CloudFormation named after a stack of ours',
    iam(administrator, 'AttachGroupPolicy', {
      groupName: 'developers',
      policyArn: policyArn('strongroom-prod-global-Policy4D7C7A9E-EXAMPLE'),
    }),
    [own],
    [other],
  ),
  recorded(
    'a deployment makes a policy of its own',
    iam(cloudFormation(), 'CreatePolicy', { policyName: 'strongroom-prod-global-Policy', policyDocument }),
    [],
    [other],
  ),
  recorded(
    'an administrator calls what a group may do as a policy of a person',
    iam(administrator, 'PutGroupPolicy', {
      groupName: 'developers',
      policyName: 'strongroom_prod_execution_1',
      policyDocument,
    }),
    [other],
    [own],
  ),
  recorded(
    'a deployment calls what a group may do as a policy of a person',
    iam(cloudFormation(), 'PutGroupPolicy', {
      groupName: 'developers',
      policyName: 'strongroom_prod_execution_1',
      policyDocument,
    }),
    [],
    [other],
  ),
  recorded(
    'an administrator calls what another role may do as a policy of a person',
    iam(administrator, 'PutRolePolicy', {
      roleName: 'reporting',
      policyName: 'strongroom_prod_execution_1',
      policyDocument,
    }),
    [other],
    [own],
  ),
  recorded(
    'a deployment calls what another role may do as a policy of a person',
    iam(cloudFormation(), 'PutRolePolicy', {
      roleName: 'reporting',
      policyName: 'strongroom_prod_execution_1',
      policyDocument,
    }),
    [],
    [other],
  ),
  recorded(
    'a deployment calls what another user may do as a policy of a person',
    iam(cloudFormation(), 'PutUserPolicy', {
      userName: 'bob',
      policyName: 'strongroom_prod_execution_1',
      policyDocument,
    }),
    [],
    [other],
  ),
  recorded(
    'a deployment gives another user a policy of a person',
    iam(cloudFormation(), 'AttachUserPolicy', { userName: 'bob', policyArn: execution }),
    [],
    [other],
  ),
  recorded(
    'an administrator changes a policy of another environment',
    iam(administrator, 'CreatePolicyVersion', { policyArn: policyArn('strongroom_dev_execution_1'), policyDocument }),
    [other],
    [own],
  ),
  recorded(
    'a deployment gives a consumer its boundary as a policy',
    iam(cloudFormation(), 'AttachRolePolicy', { roleName: 'portal-prod-web', policyArn: boundaryOfConsumers }),
    [],
    [own],
  ),

  recorded(
    'a deployment changes the boundary of the deploy role',
    iam(cloudFormation(), 'PutRolePermissionsBoundary', {
      roleName: 'strongroom_prod_deploy',
      permissionsBoundary: administratorAccess,
    }),
    [boundary],
  ),
  recorded(
    'a deployment changes its own boundary',
    iam(cloudFormation(globalRegion), 'PutRolePermissionsBoundary', {
      roleName: bootstrapRole('cfn-exec'),
      permissionsBoundary: administratorAccess,
    }),
    [boundary],
  ),
  recorded(
    'a user changes the boundary of deployments',
    iam(user('alice'), 'PutRolePermissionsBoundary', {
      roleName: bootstrapRole('cfn-exec'),
      permissionsBoundary: administratorAccess,
    }),
    [boundary],
    [own],
  ),
  recorded(
    'an administrator takes the boundary off a role of the jobs',
    iam(administrator, 'DeleteRolePermissionsBoundary', { roleName: 'strongroom_prod_read-only' }),
    [boundary],
    [own],
  ),
  recorded(
    'a deployment sets the boundary of a consumer that a person made',
    iam(cloudFormation(), 'PutRolePermissionsBoundary', {
      roleName: 'portal-prod-web',
      permissionsBoundary: boundaryOfConsumers,
    }),
    [],
    [boundary],
  ),
  recordedOfOthers(
    'an administrator changes the boundary of another bootstrap',
    iam(administrator, 'PutRolePermissionsBoundary', {
      roleName: bootstrapRole('cfn-exec', 'otherapp'),
      permissionsBoundary: administratorAccess,
    }),
    [boundary],
    [own],
  ),
];
