import { deployRoleName, executionBoundaryName, executionPolicyArn } from '../../../../lib/delivery/names';
import { call, calls, never, others, type Context, type Forbidden, type Names } from './questions';
import { roleName } from '../world';

const boundaryOf = (policy: string | undefined): Context =>
  policy === undefined ? undefined : { 'iam:PermissionsBoundary': policy };

/** Who may act in the account, and with which bounds. */
export function identities(names: Names): Forbidden[] {
  const { consumer, functionRole, user, ownPolicy } = names;
  const foreign = [undefined, names.iam('policy/anything'), names.arn('iam', 'policy/AdministratorAccess', '', 'aws')];
  const boundedRoleCalls = ['CreateRole', 'DeleteRole', 'PutRolePermissionsBoundary', 'UpdateAssumeRolePolicy'];
  const withPolicy = (boundary: string | undefined): Context => ({
    ...boundaryOf(boundary),
    'iam:PolicyARN': ownPolicy,
  });
  return [
    never(
      'a role or user without one of the environment’s boundaries',
      foreign.flatMap((boundary) =>
        [consumer, functionRole].flatMap((role) => [
          ...calls('iam', [...boundedRoleCalls, 'UpdateRole', 'UpdateRoleDescription'], role, boundaryOf(boundary)),
          ...calls('iam', ['AttachRolePolicy', 'DetachRolePolicy'], role, withPolicy(boundary)),
        ]),
      ),
      foreign.flatMap((boundary) => [
        ...calls('iam', ['CreateUser', 'PutUserPermissionsBoundary', 'DeleteUserPolicy'], user, boundaryOf(boundary)),
        ...calls('iam', ['AttachUserPolicy', 'DetachUserPolicy'], user, withPolicy(boundary)),
      ]),
    ),
    others(
      'a role or user with the boundary of another kind',
      calls('iam', boundedRoleCalls, consumer, boundaryOf(names.rotationBoundary)),
      calls('iam', boundedRoleCalls, functionRole, boundaryOf(names.consumersBoundary)),
      calls('iam', ['CreateUser', 'PutUserPermissionsBoundary'], user, boundaryOf(names.rotationBoundary)),
    ),
    others(
      'a policy of somebody else on a role or user',
      [names.iam('policy/anything'), names.arn('iam', 'policy/AdministratorAccess', '', 'aws')].flatMap((policy) => [
        ...[[consumer, names.consumersBoundary] as const, [functionRole, names.rotationBoundary] as const].flatMap(
          ([role, boundary]) =>
            calls('iam', ['AttachRolePolicy', 'DetachRolePolicy'], role, {
              'iam:PermissionsBoundary': boundary,
              'iam:PolicyARN': policy,
            }),
        ),
        ...calls('iam', ['AttachUserPolicy', 'DetachUserPolicy'], user, {
          'iam:PermissionsBoundary': names.consumersBoundary,
          'iam:PolicyARN': policy,
        }),
      ]),
    ),
    never(
      'the boundary taken from anybody, or policies within them',
      calls('iam', ['DeleteRolePermissionsBoundary', 'PutRolePolicy'], consumer, boundaryOf(names.consumersBoundary)),
      calls('iam', ['DeleteUserPermissionsBoundary', 'PutUserPolicy'], user, boundaryOf(names.consumersBoundary)),
    ),
    never(
      'other credentials of users, and other names for them',
      calls(
        'iam',
        ['CreateAccessKey', 'UpdateAccessKey', 'CreateLoginProfile', 'UpdateLoginProfile', 'UpdateUser'],
        user,
      ),
    ),
    never(
      'groups',
      calls(
        'iam',
        ['AddUserToGroup', 'AttachGroupPolicy', 'CreateGroup', 'DeleteGroup', 'PutGroupPolicy', 'RemoveUserFromGroup'],
        names.iam(`group/rotated/${names.environment.name}/any`),
      ),
    ),
    never(
      'identity providers and settings of the account',
      calls(
        'iam',
        ['CreateOpenIDConnectProvider', 'UpdateOpenIDConnectProviderThumbprint', 'AddClientIDToOpenIDConnectProvider'],
        names.iam('oidc-provider/token.actions.githubusercontent.com'),
      ),
      calls('iam', ['CreateSAMLProvider', 'UpdateSAMLProvider'], names.iam('saml-provider/any')),
      calls('iam', ['CreateAccountAlias', 'UpdateAccountPasswordPolicy'], '*'),
      calls('account', ['PutAlternateContact'], names.arn('account', 'account', '')),
      calls('organizations', ['LeaveOrganization'], '*'),
      calls('iam', ['SetDefaultPolicyVersion'], ownPolicy),
    ),
    never(
      'the roles and policies of those who deploy, its own among them',
      [
        `role/${deployRoleName(names.environment)}`,
        `role/${roleName(names.environment)}`,
        `role/cdk-hnb659fds-deploy-role-${names.environment.account}-${names.environment.region}`,
      ].flatMap((role) =>
        [names.consumersBoundary, undefined].flatMap((boundary) => [
          ...calls('iam', [...boundedRoleCalls, 'UpdateRole'], names.iam(role), boundaryOf(boundary)),
          ...calls('iam', ['TagRole', 'PutRolePolicy', 'DeleteRolePermissionsBoundary'], names.iam(role)),
          ...calls('iam', ['AttachRolePolicy', 'DetachRolePolicy'], names.iam(role), withPolicy(boundary)),
        ]),
      ),
      [
        names.consumersBoundary,
        executionPolicyArn(names.environment, 1),
        names.iam(`policy/${executionBoundaryName(names.environment)}`),
        names.iam(`policy/StrongroomDelivery-${names.environment.name}-DeployPolicy-1ABC`),
      ].flatMap((policy) =>
        calls('iam', ['CreatePolicy', 'CreatePolicyVersion', 'DeletePolicy', 'DeletePolicyVersion'], policy),
      ),
    ),
    others(
      'roles, users and policies of others',
      calls('iam', boundedRoleCalls, names.iam('role/other'), boundaryOf(names.consumersBoundary)),
      calls('iam', ['TagRole', 'GetRole'], names.iam('role/other')),
      calls('iam', ['CreateUser'], names.iam('user/other'), boundaryOf(names.consumersBoundary)),
      calls('iam', ['DeleteUser', 'DeleteAccessKey', 'TagUser'], names.iam('user/other')),
      calls('iam', ['CreatePolicyVersion', 'CreatePolicy'], names.iam('policy/other')),
      calls('iam', ['AddRoleToInstanceProfile', 'CreateInstanceProfile'], names.iam('instance-profile/other')),
      calls(
        'iam',
        ['CreateServiceLinkedRole'],
        names.iam('role/aws-service-role/ec2.amazonaws.com/AWSServiceRoleForIt'),
        {
          'iam:AWSServiceName': 'ec2.amazonaws.com',
        },
      ),
    ),
    never(
      'roles of others handed to services, and the environment’s own to services that it does not use',
      ['lambda', 'events', 'ec2', 'cloudtrail'].map((service) =>
        call('iam:PassRole', names.iam('role/other'), { 'iam:PassedToService': `${service}.amazonaws.com` }),
      ),
      [consumer, functionRole].flatMap((role) =>
        ['ecs-tasks', 'cloudformation', 'codebuild', 'sagemaker', 's3', 'scheduler'].map((service) =>
          call('iam:PassRole', role, { 'iam:PassedToService': `${service}.amazonaws.com` }),
        ),
      ),
    ),
    others('the roles of consumers handed to functions', [
      call('iam:PassRole', consumer, { 'iam:PassedToService': 'lambda.amazonaws.com' }),
      call('iam:PassRole', functionRole, { 'iam:PassedToService': 'ec2.amazonaws.com' }),
    ]),
    never(
      'another role taken',
      calls('sts', ['AssumeRole'], consumer),
      calls('sts', ['AssumeRole'], names.iam(`role/${deployRoleName(names.environment)}`)),
    ),
  ];
}
