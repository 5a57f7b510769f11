import { administrator } from '../support/questions';
import { auditKeyArn, dataKeyArn, otherAccount, roleArn, type Room } from '../support/room';
import { type Row, type Rule, table } from '../support/rules';
import { asked, keyedSubjects, keyUse, ownAdministrator, ownContexts, use, workloadsWithKey } from './key-questions';

/** Who administers a key cannot use it: what an identity policy allows, the key still refuses to whoever it does not name. */

/** The rows of each data key, and where it is meant of the audit key too. */
function eachKey(room: Room, rows: (keyArn: string) => readonly Row[]): Row[] {
  return [...workloadsWithKey(room).map((workload) => dataKeyArn(room, workload)), auditKeyArn(room)].flatMap(rows);
}

/** What whoever administers the account may do with a key. */
export const administration = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:RotateKeyOnDemand',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

export const keyRules: readonly Rule[] = [
  table('lets the account administer a key', (room) =>
    eachKey(room, (key) => asked(ownAdministrator(room), administration, key, 'Allowed')),
  ),
  table('refuses its use to an administrator of the account', (room) =>
    eachKey(room, (key) => asked(ownAdministrator(room), use, key, 'refused')),
  ),
  table('refuses its use to an administrator of the account through the services that keep the data', (room) =>
    workloadsWithKey(room).flatMap((workload) =>
      ['kms:Decrypt', 'kms:GenerateDataKey'].flatMap((action) =>
        ownContexts(room, workload).map(({ service, context }) => ({
          that: `${action} through ${service}`,
          call: keyUse(room, ownAdministrator(room), workload, { action, service, context }),
          answer: 'refused' as const,
        })),
      ),
    ),
  ),
  table('refuses a grant, which would give its use without a change of the policy', (room) =>
    eachKey(room, (key) => asked(ownAdministrator(room), ['kms:CreateGrant'], key, 'refused')),
  ),
  table('refuses everything to an administrator of another account', (room) => {
    const stranger = administrator(roleArn(room, 'administrator', otherAccount));
    return eachKey(room, (key) => asked(stranger, [...administration, ...use, 'kms:CreateGrant'], key, 'refused'));
  }),
  table('refuses administration to every consumer', (room) =>
    keyedSubjects(room).flatMap(({ arn, workload }) =>
      asked(
        arn,
        ['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion', 'kms:CreateGrant'],
        dataKeyArn(room, workload),
        'refused',
      ),
    ),
  ),
];
