import { recordedEvents } from '../../../tools/detection/recordings/events/all-events';
import { deliveryEvents } from '../../../tools/detection/recordings/events/delivery/delivery-events';

/** The recorded event of that name with another call in it. */
export function withCall(name: string, eventName: string): unknown {
  const recorded = [...recordedEvents, ...deliveryEvents].find((candidate) => candidate.name === name);
  if (recorded === undefined) throw new Error(`there is no event ${name}`);
  const event = recorded.event as { readonly detail: object };
  return { ...event, detail: { ...event.detail, eventName } };
}

const iamPolicy = [
  ...['Group', 'Role', 'User'].flatMap((of) =>
    ['Put', 'Delete', 'Attach', 'Detach'].map((verb) => `${verb}${of}Policy`),
  ),
  'CreatePolicy',
  'DeletePolicy',
  'CreatePolicyVersion',
  'DeletePolicyVersion',
  // What CIS omits.
  'SetDefaultPolicyVersion',
  'UpdateAssumeRolePolicy',
  'AddUserToGroup',
];
const bucket = [
  ...['Acl', 'Policy', 'Cors', 'Lifecycle', 'Replication'].map((what) => `PutBucket${what}`),
  ...['Policy', 'Cors', 'Lifecycle', 'Replication'].map((what) => `DeleteBucket${what}`),
  // What CIS omits.
  ...['Encryption', 'Versioning', 'Logging', 'OwnershipControls', 'PublicAccessBlock'].map(
    (what) => `PutBucket${what}`,
  ),
  ...['Encryption', 'OwnershipControls', 'PublicAccessBlock'].map((what) => `DeleteBucket${what}`),
  'PutBucketObjectLockConfiguration',
  'PutObjectLockConfiguration',
  'DeleteBucket',
];

export type CallsOf = readonly [id: string, standsIn: string, calls: readonly string[]];

/** Calls that must ring, and the recorded event that one of them stands in. */
export const callsThatRing: readonly CallsOf[] = [
  [
    'trail-changed',
    'an administrator stops the trail',
    [
      ...['CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StartLogging', 'StopLogging'],
      ...['PutEventSelectors', 'PutInsightSelectors'],
    ],
  ],
  [
    'key-disabled-or-deleted',
    'an administrator schedules the deletion of a key',
    ['DisableKey', 'ScheduleKeyDeletion', 'DisableKeyRotation', 'DeleteImportedKeyMaterial'],
  ],
  ['key-used-by-an-unexpected-principal', 'an administrator reads a file', ['Decrypt', 'GenerateDataKey']],
  ['bucket-protection-changed', 'an administrator changes the policy of the vault', bucket],
  ['other-bucket-changed', 'an administrator changes the policy of another bucket', bucket],
  [
    'public-access-block-of-the-account-changed',
    'an administrator takes the public access block from the account',
    ['DeleteAccountPublicAccessBlock', 'PutAccountPublicAccessBlock'],
  ],
  ['protected-principal-changed', 'a user gives a consumer all rights', iamPolicy],
  [
    'protected-principal-changed',
    'an administrator makes a role under the name of a consumer',
    ['CreateRole', 'DeleteRole', 'CreateUser', 'DeleteUser', 'AddRoleToInstanceProfile', 'RemoveUserFromGroup'],
  ],
  ['protected-principal-changed', 'an administrator gives a user the name of the scanner', ['UpdateUser']],
  ['iam-policy-changed', 'an administrator changes another role', iamPolicy],
  [
    'boundary-removed-or-changed',
    'an administrator takes the boundary off a role',
    ['Put', 'Delete'].flatMap((verb) => ['Role', 'User'].map((of) => `${verb}${of}PermissionsBoundary`)),
  ],
  [
    'access-key-or-password-created',
    'an administrator makes a key for the scanner',
    [
      ...['CreateAccessKey', 'CreateLoginProfile', 'UpdateLoginProfile'],
      ...['CreateServiceSpecificCredential', 'ResetServiceSpecificCredential', 'UpdateServiceSpecificCredential'],
      ...['UpdateSigningCertificate', 'UploadSigningCertificate', 'UpdateSSHPublicKey', 'UploadSSHPublicKey'],
    ],
  ],
  [
    'alarm-changed',
    'an administrator deletes an alarm',
    ['DeleteAlarms', 'DisableAlarmActions', 'SetAlarmState', 'PutMetricAlarm', 'PutCompositeAlarm'],
  ],
  [
    'log-group-changed',
    'an administrator deletes the log group of the trail',
    [
      ...['DeleteLogGroup', 'DeleteLogStream', 'DeleteMetricFilter', 'DeleteRetentionPolicy', 'DisassociateKmsKey'],
      ...['AssociateKmsKey', 'PutMetricFilter', 'PutRetentionPolicy', 'PutSubscriptionFilter'],
    ],
  ],
  [
    'alert-topic-changed',
    'a user unsubscribes somebody from the alerts',
    [
      ...['DeleteTopic', 'RemovePermission', 'Unsubscribe'],
      ...['AddPermission', 'SetSubscriptionAttributes', 'SetTopicAttributes', 'Subscribe'],
    ],
  ],
  [
    'alert-rule-changed',
    'an administrator disables a rule',
    ['DeleteRule', 'DisableRule', 'RemoveTargets', 'PutRule', 'PutTargets', 'EnableRule'],
  ],
  [
    'threat-detection-changed',
    'an administrator switches GuardDuty off',
    [
      ...['DeleteDetector', 'UpdateDetector', 'CreateFilter', 'UpdateFilter', 'CreateIPSet', 'UpdateIPSet'],
      ...['DeletePublishingDestination', 'StopMonitoringMembers'],
      ...['DisassociateFromAdministratorAccount', 'DisassociateFromMasterAccount'],
      ...['DeleteAnalyzer', 'UpdateAnalyzer', 'CreateArchiveRule'],
    ],
  ],
  [
    'function-changed',
    'an administrator changes the code of a function',
    [
      ...['UpdateFunctionCode20150331v2', 'UpdateFunctionConfiguration20150331v2', 'DeleteFunction20150331'],
      ...['AddPermission20150331v2', 'RemovePermission20150331v2', 'PutFunctionConcurrency20171031'],
    ],
  ],
  [
    'function-changed',
    'an administrator gives the role of a function to another',
    ['CreateFunction20150331', 'UpdateFunctionConfiguration20150331v2'],
  ],
  [
    'role-handed-to-a-service',
    'an administrator makes a function with the role of a consumer',
    ['CreateFunction20150331', 'UpdateFunctionConfiguration20150331v2'],
  ],
  [
    'role-handed-to-a-service',
    'an administrator changes the code of a function of a consumer',
    ['UpdateFunctionCode20150331v2', 'UpdateFunctionConfiguration20150331v2'],
  ],
  [
    'role-handed-to-a-service',
    'a user registers a task with the role of a consumer',
    ['RegisterTaskDefinition', 'RegisterJobDefinition', 'RunTask', 'StartTask'],
  ],
  [
    'role-handed-to-a-service',
    'an administrator starts an instance as a consumer',
    ['RunInstances', 'RequestSpotInstances'],
  ],
  [
    'role-handed-to-a-service',
    'an administrator gives an instance the role of a consumer',
    ['AssociateIamInstanceProfile', 'ReplaceIamInstanceProfileAssociation'],
  ],
  ['rotation-failed', 'a rotation fails', ['RotationFailed', 'TestRotationFailed']],
  [
    'secret-policy-changed',
    'an administrator changes the policy of a secret',
    ['PutResourcePolicy', 'DeleteResourcePolicy'],
  ],
  ...['break-glass-role-assumed', 'role-assumed-by-an-unexpected-principal'].map(
    (id) =>
      [
        id,
        id.startsWith('break') ? 'the break-glass role is assumed' : 'an administrator becomes a consumer',
        ['AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'],
      ] as const,
  ),
];

/** What a deployment may never do in silence. */
export const destructiveCalls: readonly CallsOf[] = [
  ['trail-changed', 'a deployment makes the trail', ['StopLogging', 'DeleteTrail']],
  [
    'key-disabled-or-deleted',
    'a deployment changes the policy of a key',
    ['DisableKey', 'ScheduleKeyDeletion', 'DisableKeyRotation', 'DeleteImportedKeyMaterial'],
  ],
  ['bucket-protection-changed', 'a deployment makes the bucket', bucket.filter((name) => name.startsWith('Delete'))],
  ['alarm-changed', 'a deployment makes an alarm', ['DeleteAlarms', 'DisableAlarmActions', 'SetAlarmState']],
  [
    'log-group-changed',
    'a deployment sets the retention',
    ['DeleteLogGroup', 'DeleteLogStream', 'DeleteMetricFilter', 'DeleteRetentionPolicy', 'DisassociateKmsKey'],
  ],
  ['alert-topic-changed', 'a deployment subscribes a recipient', ['DeleteTopic', 'RemovePermission', 'Unsubscribe']],
  ['alert-rule-changed', 'a deployment makes a rule', ['DeleteRule', 'DisableRule', 'RemoveTargets']],
  [
    'threat-detection-changed',
    'a deployment changes the detector',
    ['DeleteDetector', 'DeleteAnalyzer', 'CreateFilter', 'CreateArchiveRule', 'StopMonitoringMembers'],
  ],
  [
    'boundary-removed-or-changed',
    'a deployment sets a boundary',
    ['DeleteRolePermissionsBoundary', 'DeleteUserPermissionsBoundary'],
  ],
  ['secret-policy-changed', 'a deployment sets the policy', ['DeleteResourcePolicy']],
  ['secret-deleted', 'a deployment sets the policy', ['DeleteSecret']],
];
