import { bishopFox, type EscalationPath, pathfinding, principalMapper, type Relation, rhino } from './path';

function call(actions: readonly string[], on: Relation): EscalationPath['needs'][number] {
  return { anyOf: actions, on };
}

/** Ways to give a role or user more than it has. */
const widening: readonly EscalationPath[] = [
  {
    id: 'create-policy-version',
    name: 'may replace the text of its policy',
    sources: [
      ...pathfinding('iam-001', 'iam-016', 'iam-020'),
      ...rhino(1),
      ...bishopFox('privesc1-CreateNewPolicyVersion'),
    ],
    needs: [call(['iam:CreatePolicyVersion'], 'policy')],
    gives: 'widens',
  },
  {
    id: 'set-default-policy-version',
    name: 'may go back to another version of its policy',
    sources: [...rhino(2), ...bishopFox('privesc2-SetExistingDefaultPolicyVersion')],
    needs: [call(['iam:SetDefaultPolicyVersion'], 'policy')],
    gives: 'widens',
  },
  {
    id: 'put-user-policy',
    name: 'may write a policy into the user',
    sources: [...pathfinding('iam-007', 'iam-018'), ...rhino(10), ...bishopFox('privesc10-PutUserPolicy')],
    needs: [call(['iam:PutUserPolicy'], 'user')],
    gives: 'widens',
  },
  {
    id: 'put-role-policy',
    name: 'may write a policy into the role',
    sources: [...pathfinding('iam-005', 'iam-017', 'iam-021'), ...rhino(12), ...bishopFox('privesc12-PutRolePolicy')],
    needs: [call(['iam:PutRolePolicy'], 'role')],
    gives: 'widens',
  },
  {
    id: 'put-group-policy',
    name: 'may write a policy into its group',
    sources: [...pathfinding('iam-011'), ...rhino(11), ...bishopFox('privesc11-PutGroupPolicy')],
    needs: [call(['iam:PutGroupPolicy'], 'group')],
    gives: 'widens',
  },
  {
    id: 'attach-user-policy',
    name: 'may attach a policy to the user',
    sources: [...pathfinding('iam-008', 'iam-015'), ...rhino(7), ...bishopFox('privesc7-AttachUserPolicy')],
    needs: [call(['iam:AttachUserPolicy'], 'user')],
    gives: 'widens',
  },
  {
    id: 'attach-role-policy',
    name: 'may attach a policy to the role',
    sources: [...pathfinding('iam-009', 'iam-014', 'iam-019'), ...rhino(9), ...bishopFox('privesc9-AttachRolePolicy')],
    needs: [call(['iam:AttachRolePolicy'], 'role')],
    gives: 'widens',
  },
  {
    id: 'attach-group-policy',
    name: 'may attach a policy to its group',
    sources: [...pathfinding('iam-010'), ...rhino(8), ...bishopFox('privesc8-AttachGroupPolicy')],
    needs: [call(['iam:AttachGroupPolicy'], 'group')],
    gives: 'widens',
  },
  {
    id: 'add-user-to-group',
    name: 'may put any user into a group',
    sources: [...pathfinding('iam-013'), ...rhino(13), ...bishopFox('privesc13-AddUserToGroup')],
    // AWS asks about the group alone: whoever may add to one may add anybody.
    needs: [call(['iam:AddUserToGroup'], 'anything')],
    gives: 'widens',
    who: 'user',
  },
  {
    id: 'take-denial-from-role',
    name: 'may take a policy from the role that refuses it something',
    sources: [],
    needs: [call(['iam:DetachRolePolicy', 'iam:DeleteRolePolicy'], 'denied role')],
    gives: 'widens',
  },
  {
    id: 'take-denial-from-user',
    name: 'may take a policy from the user that refuses it something',
    sources: [],
    needs: [call(['iam:DetachUserPolicy', 'iam:DeleteUserPolicy'], 'denied user')],
    gives: 'widens',
  },
  {
    id: 'take-denial-from-group',
    name: 'may take a policy from its group that refuses it something, or the user from the group',
    sources: [],
    needs: [call(['iam:DetachGroupPolicy', 'iam:DeleteGroupPolicy', 'iam:RemoveUserFromGroup'], 'denied group')],
    gives: 'widens',
  },
];

/** Ways past what bounds a role or user. */
const unbounding: readonly EscalationPath[] = [
  {
    id: 'change-role-boundary',
    name: 'may take away or replace its boundary',
    sources: [],
    needs: [call(['iam:DeleteRolePermissionsBoundary', 'iam:PutRolePermissionsBoundary'], 'role')],
    gives: 'unbounds',
  },
  {
    id: 'change-user-boundary',
    name: 'may take away or replace its boundary',
    sources: [],
    needs: [call(['iam:DeleteUserPermissionsBoundary', 'iam:PutUserPermissionsBoundary'], 'user')],
    gives: 'unbounds',
  },
  {
    id: 'rewrite-boundary',
    name: 'may replace the text of its boundary',
    sources: [],
    needs: [call(['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'], 'boundary')],
    gives: 'unbounds',
  },
  {
    id: 'take-second-factor',
    name: 'may take its second factor away or put another in its place',
    sources: [],
    needs: [call(['iam:DeactivateMFADevice', 'iam:EnableMFADevice', 'iam:ResyncMFADevice'], 'user')],
    gives: 'unbounds',
  },
];

/** Ways to credentials of a role or user. */
const becoming: readonly EscalationPath[] = [
  {
    id: 'create-access-key',
    name: 'may make an access key of the user',
    sources: [
      ...pathfinding('iam-002', 'iam-003'),
      ...rhino(4),
      ...bishopFox('privesc4-CreateAccessKey'),
      ...principalMapper('iam'),
    ],
    needs: [call(['iam:CreateAccessKey'], 'user')],
    gives: 'becomes',
  },
  {
    id: 'create-login-profile',
    name: 'may give the user a password',
    sources: [...pathfinding('iam-004'), ...rhino(5), ...bishopFox('privesc5-CreateLoginProfile')],
    needs: [call(['iam:CreateLoginProfile'], 'user')],
    gives: 'becomes',
  },
  {
    id: 'update-login-profile',
    name: 'may change the password of the user',
    sources: [...pathfinding('iam-006'), ...rhino(6), ...bishopFox('privesc6-UpdateLoginProfile')],
    needs: [call(['iam:UpdateLoginProfile'], 'user')],
    gives: 'becomes',
  },
  {
    id: 'activate-access-key',
    name: 'may make a key valid again that was taken out of use',
    sources: [],
    needs: [call(['iam:UpdateAccessKey'], 'user')],
    gives: 'becomes',
  },
  {
    id: 'create-other-credential',
    name: 'may make other credentials of the user',
    sources: [],
    needs: [
      call(
        [
          'iam:CreateServiceSpecificCredential',
          'iam:ResetServiceSpecificCredential',
          'iam:UpdateServiceSpecificCredential',
          'iam:UpdateSigningCertificate',
          'iam:UpdateSSHPublicKey',
          'iam:UploadSigningCertificate',
          'iam:UploadSSHPublicKey',
        ],
        'user',
      ),
    ],
    gives: 'becomes',
  },
  {
    id: 'update-assume-role-policy',
    name: 'may change who may become the role',
    sources: [
      ...pathfinding('iam-012', 'iam-019', 'iam-020', 'iam-021'),
      ...rhino(14),
      ...bishopFox('privesc14-UpdatingAssumeRolePolicy'),
    ],
    needs: [call(['iam:UpdateAssumeRolePolicy'], 'role')],
    gives: 'becomes',
  },
  {
    id: 'assume-role',
    name: 'may become the role, which trusts it',
    sources: [
      ...pathfinding('sts-001', 'iam-014', 'iam-016', 'iam-017'),
      ...bishopFox('privesc-AssumeRole'),
      ...principalMapper('sts', 'cross_account'),
    ],
    needs: [call(['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'], 'role')],
    gives: 'becomes',
  },
  {
    // Policies of resources mean it by its name: whoever has the name is meant.
    id: 'take-name-of-role',
    name: 'may delete the role and make another of its name',
    sources: [],
    needs: [call(['iam:DeleteRole'], 'role'), call(['iam:CreateRole'], 'role')],
    gives: 'becomes',
  },
  {
    id: 'take-name-of-user',
    name: 'may take the name from the user and give it to another',
    sources: [],
    needs: [call(['iam:DeleteUser', 'iam:UpdateUser'], 'user'), call(['iam:CreateUser', 'iam:UpdateUser'], 'user')],
    gives: 'becomes',
  },
  {
    id: 'change-identity-provider',
    name: 'may change the identity provider that the role trusts, or its keys',
    sources: [],
    needs: [
      call(
        [
          'iam:AddClientIDToOpenIDConnectProvider',
          'iam:CreateOpenIDConnectProvider',
          'iam:CreateSAMLProvider',
          'iam:UpdateOpenIDConnectProviderThumbprint',
          'iam:UpdateSAMLProvider',
        ],
        'provider',
      ),
    ],
    gives: 'becomes',
  },
  {
    id: 'read-key-secret',
    name: 'may read the secret that holds its access key',
    sources: [],
    needs: [call(['secretsmanager:GetSecretValue'], 'key secret')],
    gives: 'becomes',
  },
];

/** Ways that lead to the whole account, through its organization or its single sign-on. */
const aboveTheAccount: readonly EscalationPath[] = [
  {
    id: 'change-single-sign-on',
    name: 'may change who signs in with which rights',
    sources: [],
    needs: [
      call(
        [
          'sso:AttachCustomerManagedPolicyReferenceToPermissionSet',
          'sso:AttachManagedPolicyToPermissionSet',
          'sso:CreateAccountAssignment',
          'sso:DeleteInlinePolicyFromPermissionSet',
          'sso:DeletePermissionsBoundaryFromPermissionSet',
          'sso:PutInlinePolicyToPermissionSet',
          'sso:PutPermissionsBoundaryToPermissionSet',
          'identitystore:CreateGroupMembership',
        ],
        'anything',
      ),
    ],
    gives: 'opens',
    things: ['account'],
  },
  {
    id: 'change-organization',
    name: 'may change what its organization allows, or who speaks for it',
    sources: [],
    needs: [
      call(
        [
          'iam:AcceptDelegationRequest',
          'iam:EnableOrganizationsRootCredentialsManagement',
          'iam:EnableOrganizationsRootSessions',
          'iam:SendDelegationToken',
          'organizations:AttachPolicy',
          'organizations:DeletePolicy',
          'organizations:DetachPolicy',
          'organizations:DisablePolicyType',
          'organizations:LeaveOrganization',
          'organizations:PutResourcePolicy',
          'organizations:RegisterDelegatedAdministrator',
          'organizations:UpdatePolicy',
          'sts:AssumeRoot',
        ],
        'anything',
      ),
    ],
    gives: 'opens',
    things: ['account'],
  },
];

/** Rights of roles and users, and who they are. */
export const identityPaths: readonly EscalationPath[] = [...widening, ...unbounding, ...becoming, ...aboveTheAccount];
