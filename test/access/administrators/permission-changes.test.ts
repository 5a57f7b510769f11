import { knownActionsOf } from '../../../tools/access/actions';
import { escalationPaths } from '../../../tools/access/escalation/paths';

/** Whether anything is missing among the ways: what AWS itself counts as a change of permissions is looked through. */

/** Services that keep our policies, or what runs with our roles. */
const services = [
  ...['cloudtrail', 'dynamodb', 'ec2', 'ecs', 'events', 'iam', 'kms', 'lambda', 'logs', 's3', 'secretsmanager'],
  ...['sns', 'sqs', 'ssm', 'sts'],
];

/** Why a change of permissions opens nothing of ours. */
const harmless: readonly (readonly [because: string, pattern: RegExp])[] = [
  [
    'It only takes away, or says less of what nobody is given by.',
    /^(?:kms:(?:Retire|Revoke)Grant|lambda:RemovePermission)$/,
  ],
  [
    'It makes or deletes a policy that nobody has yet or any more.',
    /^iam:(?:CreatePolicy|DeletePolicy|DeletePolicyVersion)$/,
  ],
  ['It is about the passwords of people, which our users do not have.', /^iam:DeleteAccountPasswordPolicy$/],
  ['It only tells whether a policy is well written.', /^secretsmanager:ValidateResourcePolicy$/],
  ['It is about networks, images and disks, of which the room has none.', /^ec2:/],
  [
    'It is about access grants and points of S3, which need the key as everybody does.',
    /^s3:\w*(?:AccessGrant|AccessPoint)/,
  ],
  [
    'It needs rights on the object that the key does not give.',
    /^s3:(?:PutObject(?:Version)?Acl|ObjectOwnerOverrideToBucketOwner)$/,
  ],
  ['It goes round a lock, and reads nothing; the bucket refuses it.', /^s3:BypassGovernanceRetention$/],
  ['It makes the account stricter or as strict as its buckets are each.', /^s3:PutAccountPublicAccessBlock$/],
  ['It shares layers or documents, of which the room has none.', /^(?:lambda:\w*LayerVersionPermission|ssm:\w+)$/],
  ['It copies the code of functions at the edge, which ours are not.', /^lambda:(?:Disable|Enable)Replication$/],
  ['It turns on rights by tags, which no policy of ours uses.', /^dynamodb:UpdateAbacStatus$/],
  ['It delivers logs of clusters.', /^ecs:AllowVendedLogDeliveryForResource$/],
  [
    'It takes a policy from what has none beside its owner’s.',
    /^(?:events|lambda|logs):(?:DeleteResourcePolicy|RemovePermission)$/,
  ],
];

describe('every action that AWS counts as a change of permissions', () => {
  const named = new Set(escalationPaths.flatMap(({ needs }) => needs.flatMap(({ anyOf }) => anyOf)));
  const changes = async () =>
    (await Promise.all(services.map(knownActionsOf))).flat().filter(({ level }) => level === 'Permissions management');

  it('is a part of a way to more, or opens nothing for a reason', async () => {
    const unknown = (await changes()).filter(
      ({ action }) => !named.has(action) && !harmless.some(([, pattern]) => pattern.test(action)),
    );
    expect(unknown.map(({ action }) => action)).toEqual([]);
    expect((await changes()).length).toBeGreaterThan(90);
  });

  it('has no reason that is needed by none', async () => {
    const left = (await changes()).filter(({ action }) => !named.has(action));
    const stale = harmless.filter(([, pattern]) => !left.some(({ action }) => pattern.test(action)));
    expect(stale.map(([because]) => because)).toEqual([]);
  });
});
