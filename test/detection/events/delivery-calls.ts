import type { CallsOf } from './calls';

const stackCalls = [
  ...['CreateStack', 'UpdateStack', 'DeleteStack', 'RollbackStack', 'ExecuteChangeSet'],
  ...['SetStackPolicy', 'UpdateTerminationProtection'],
];
const rolePolicy = ['Put', 'Delete', 'Attach', 'Detach'].map((verb) => `${verb}RolePolicy`);

/**
 * Calls that must ring where there is a `delivery`, and the recorded event that one of them stands in: those of deployments
 * as well as those of people.
 */
export const deliveryCalls: readonly CallsOf[] = [
  [
    'identity-provider-changed',
    'a deployment adds an audience to the identity provider',
    [
      'AddClientIDToOpenIDConnectProvider',
      'DeleteOpenIDConnectProvider',
      'RemoveClientIDFromOpenIDConnectProvider',
      'UpdateOpenIDConnectProviderThumbprint',
    ],
  ],
  ['identity-provider-changed', 'an administrator makes the identity provider anew', ['CreateOpenIDConnectProvider']],
  ...[
    'an administrator changes the trust of the deploy role',
    'a deployment gives the deploy role more',
    'a person renews the bootstrap',
    'a deployment gives itself all rights',
  ].map((standsIn): CallsOf => [
    'protected-principal-changed',
    standsIn,
    [
      ...rolePolicy,
      ...['UpdateAssumeRolePolicy', 'CreateRole', 'DeleteRole', 'UpdateRole', 'AddRoleToInstanceProfile'],
    ],
  ]),
  ...[
    'an administrator widens the boundary of the consumers',
    'a deployment takes an older version of what it may do',
  ].map((standsIn): CallsOf => [
    'protected-principal-changed',
    standsIn,
    ['CreatePolicyVersion', 'DeletePolicyVersion', 'SetDefaultPolicyVersion', 'DeletePolicy'],
  ]),
  ...['a deployment changes the boundary of the deploy role', 'a user changes the boundary of deployments'].map(
    (standsIn): CallsOf => [
      'boundary-removed-or-changed',
      standsIn,
      ['PutRolePermissionsBoundary', 'DeleteRolePermissionsBoundary'],
    ],
  ),
  ['stack-deployed-by-hand', 'an administrator updates a stack of the environment past the jobs', stackCalls],
  ...[
    'a person changes who may deploy',
    'a job of continuous integration deletes the delivery stack',
    'a person renews the stack of the bootstrap',
  ].map((standsIn): CallsOf => [
    'delivery-stack-changed',
    standsIn,
    [
      ...['CreateStack', 'UpdateStack', 'DeleteStack', 'RollbackStack', 'ExecuteChangeSet'],
      ...['SetStackPolicy', 'UpdateTerminationProtection'],
    ],
  ]),
  [
    'bucket-protection-changed',
    'a deployment opens the bucket of the bootstrap',
    [
      ...['Acl', 'Policy', 'Encryption', 'Versioning', 'Lifecycle', 'PublicAccessBlock'].map(
        (what) => `PutBucket${what}`,
      ),
      ...['Policy', 'Encryption', 'PublicAccessBlock'].map((what) => `DeleteBucket${what}`),
      'DeleteBucket',
    ],
  ],
  [
    'bootstrap-role-taken-by-hand',
    'a person takes the role that deploys',
    ['AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'],
  ],
  [
    'role-assumed-by-an-unexpected-principal',
    'an administrator takes the deploy role without a token',
    ['AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'],
  ],
];
