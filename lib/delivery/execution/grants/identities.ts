import { boundaryArn } from '../../names';
import { needsGlobalEvents } from '../../../detection/global-region';
import type { DeliveredEnvironment } from '../../delivered';
import { actionsOf, type Conditions, type Grant, type Grants } from '../grant';
import { consumerRoles, global, instances, ownNames, ownRoles } from '../places';

const everyWorkload = '*';

/** Policies that a deployment makes itself. */
function ownPolicies(environment: DeliveredEnvironment): string {
  return global(environment, 'iam', `policy/${ownNames(environment)}`);
}

/**
 * Under one of these boundaries, which only a person makes, and with policies of the environment alone. Only attaching
 * and detaching names a policy.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
function bounded(environment: DeliveredEnvironment, boundaries: readonly string[]): Conditions {
  return {
    ArnLike: { 'iam:PermissionsBoundary': [...boundaries] },
    ArnLikeIfExists: { 'iam:PolicyARN': ownPolicies(environment) },
  };
}

function ofConsumers(environment: DeliveredEnvironment): Conditions {
  return bounded(environment, [boundaryArn(environment, { kind: 'consumers', workload: everyWorkload })]);
}

function ofFunctions(environment: DeliveredEnvironment): Conditions {
  return bounded(environment, [
    boundaryArn(environment, { kind: 'rotation', workload: everyWorkload }),
    ...(environment.audit.trail.mode === 'create' ? [boundaryArn(environment, { kind: 'trail' })] : []),
    ...(needsGlobalEvents(environment) ? [boundaryArn(environment, { kind: 'forwarding' })] : []),
  ]);
}

const boundedRoleActions = actionsOf(
  'iam',
  'AttachRolePolicy',
  'CreateRole',
  'DeleteRole',
  'DetachRolePolicy',
  'PutRolePermissionsBoundary',
  'UpdateAssumeRolePolicy',
  'UpdateRole',
  'UpdateRoleDescription',
);

/** A role or user is made, changed and removed under a boundary of the right kind, or not at all. */
export const roles: Grants = (environment) => {
  const ofWorkloads = consumerRoles(environment);
  return [
    {
      sid: 'BoundedRoles',
      actions: boundedRoleActions,
      resources: [ownRoles(environment)],
      conditions: ofFunctions(environment),
    },
    {
      sid: 'BoundedConsumers',
      actions: boundedRoleActions,
      resources: ofWorkloads,
      conditions: ofConsumers(environment),
    },
    {
      sid: 'Roles',
      actions: actionsOf(
        'iam',
        'GetRole',
        'GetRolePolicy',
        'ListAttachedRolePolicies',
        'ListRolePolicies',
        'ListRoleTags',
        'TagRole',
        'UntagRole',
      ),
      resources: [ownRoles(environment), ...ofWorkloads],
    },
  ];
};

/**
 * The keys of a user are made by its rotation; with the user they are removed. Its inline policy is the rotation's, too,
 * and stands in the way of its removal.
 */
export const users: Grants = (environment) => {
  const resources = [global(environment, 'iam', `user/rotated/${environment.name}/*`)];
  return [
    {
      sid: 'BoundedUsers',
      actions: actionsOf(
        'iam',
        'AttachUserPolicy',
        'CreateUser',
        'DeleteUserPolicy',
        'DetachUserPolicy',
        'PutUserPermissionsBoundary',
      ),
      resources,
      conditions: ofConsumers(environment),
    },
    {
      sid: 'Users',
      actions: actionsOf(
        'iam',
        'DeleteAccessKey',
        'DeleteUser',
        'GetLoginProfile',
        'GetUser',
        'GetUserPolicy',
        'ListAccessKeys',
        'ListAttachedUserPolicies',
        'ListGroupsForUser',
        'ListUserPolicies',
        'ListUserTags',
        'TagUser',
        'UntagUser',
      ),
      resources,
    },
  ];
};

export const managedPolicies: Grants = (environment) => [
  {
    sid: 'Policies',
    actions: actionsOf(
      'iam',
      'CreatePolicy',
      'CreatePolicyVersion',
      'DeletePolicy',
      'DeletePolicyVersion',
      'GetPolicy',
      'GetPolicyVersion',
      'ListEntitiesForPolicy',
      'ListPolicyVersions',
    ),
    resources: [ownPolicies(environment)],
  },
];

export const instanceProfiles: Grants = (environment) => [
  {
    sid: 'InstanceProfiles',
    actions: actionsOf(
      'iam',
      'AddRoleToInstanceProfile',
      'CreateInstanceProfile',
      'DeleteInstanceProfile',
      'GetInstanceProfile',
      'RemoveRoleFromInstanceProfile',
    ),
    resources: instances(environment, 'instance-profile'),
  },
  passedTo('PassToInstances', 'ec2.amazonaws.com', instances(environment, 'role')),
];

/**
 * Hands roles to one service.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export function passedTo(sid: string, service: string, resources: readonly string[]): Grant {
  return {
    sid,
    actions: ['iam:PassRole'],
    resources,
    conditions: { StringEquals: { 'iam:PassedToService': service } },
  };
}

/** The role with which a service of AWS works in the account. It is made once, and AWS alone writes its policy. */
export function serviceLinkedRole(
  environment: DeliveredEnvironment,
  sid: string,
  service: string,
  actions: readonly string[],
): Grant {
  return { sid, actions, resources: [global(environment, 'iam', `role/aws-service-role/${service}/*`)] };
}
