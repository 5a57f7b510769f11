/** About a policy that is nobody's in particular. */
export const managedPolicyCalls = [
  ...['Create', 'Delete'].flatMap((verb) => [`${verb}Policy`, `${verb}PolicyVersion`]),
  'SetDefaultPolicyVersion',
];

/**
 * CIS AWS Foundations 5.4 with the trust of roles, the default version of policies and what makes a user more.
 *
 * Boundaries and credentials are detections of their own.
 */
export const policyCalls = [
  ...['Attach', 'Detach'].flatMap((verb) => [`${verb}GroupPolicy`, `${verb}RolePolicy`, `${verb}UserPolicy`]),
  ...['Put', 'Delete'].flatMap((verb) => [`${verb}GroupPolicy`, `${verb}RolePolicy`, `${verb}UserPolicy`]),
  ...managedPolicyCalls,
  'UpdateAssumeRolePolicy',
  'AddUserToGroup',
];

/**
 * Calls that make, unmake or rename somebody, or put a role into other hands: policies of resources mean our principals by
 * their names, whoever has them.
 */
export const nameCalls = [
  ...['Role', 'User'].flatMap((kind) => [`Create${kind}`, `Delete${kind}`]),
  'AddRoleToInstanceProfile',
  'RemoveUserFromGroup',
  'UpdateUser',
];
