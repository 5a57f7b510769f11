import type { EscalationPath, Gain, ThingKind } from './path';

function ofThing(
  gives: Gain,
  [id, thing, name, actions]: readonly [id: string, thing: ThingKind, name: string, actions: readonly string[]],
): EscalationPath {
  return {
    id,
    name,
    sources: [],
    needs: [{ anyOf: actions, on: 'itself' }],
    gives,
    things: [thing],
  };
}

function opening(...path: Parameters<typeof ofThing>[1]): EscalationPath {
  return ofThing('opens', path);
}

function copying(...path: Parameters<typeof ofThing>[1]): EscalationPath {
  return ofThing('copies', path);
}

const onFiles = (names: readonly string[]) => names.map((name) => `s3:${name}`);

/** Ways to change who may use what has a policy of its own, and to have it copied. */
export const resourcePaths: readonly EscalationPath[] = [
  opening('put-key-policy', 'key', 'may change who uses the key', ['kms:PutKeyPolicy']),
  opening('create-grant', 'key', 'may give others use of the key', ['kms:CreateGrant']),
  opening('replicate-key', 'key', 'may have the key in another Region, under another policy', ['kms:ReplicateKey']),
  opening(
    'change-bucket-policy',
    'bucket',
    'may change who uses the bucket',
    onFiles(['DeleteBucketPolicy', 'PutBucketPolicy']),
  ),
  opening(
    'change-bucket-access',
    'bucket',
    'may open the bucket beside its policy',
    onFiles([
      ...['CreateAccessPoint', 'PutAccessPointPolicy', 'PutAccessPointPublicAccessBlock', 'PutBucketAcl'],
      ...['PutBucketOwnershipControls', 'PutBucketPublicAccessBlock', 'PutMultiRegionAccessPointPolicy'],
      ...['PutAccessPointPolicyForObjectLambda', 'CreateAccessPointForObjectLambda'],
    ]),
  ),
  copying(
    'change-bucket-encryption',
    'bucket',
    'may have what comes into the bucket stored under another key',
    onFiles(['PutEncryptionConfiguration']),
  ),
  copying(
    'copy-bucket',
    'bucket',
    'may have the bucket copied elsewhere',
    onFiles(['PutReplicationConfiguration', 'PutInventoryConfiguration']),
  ),
  opening('change-secret-policy', 'secret', 'may change who uses the secret', [
    'secretsmanager:DeleteResourcePolicy',
    'secretsmanager:PutResourcePolicy',
  ]),
  copying('copy-secret', 'secret', 'may have the secret copied, or stored under another key', [
    'secretsmanager:ReplicateSecretToRegions',
    'secretsmanager:UpdateSecret',
  ]),
  opening('change-topic-policy', 'topic', 'may change who uses the topic', [
    'sns:AddPermission',
    'sns:RemovePermission',
    'sns:SetTopicAttributes',
  ]),
  opening('change-queue-policy', 'queue', 'may change who uses the queue', [
    'sqs:AddPermission',
    'sqs:RemovePermission',
    'sqs:SetQueueAttributes',
  ]),
  opening('change-function-policy', 'function', 'may change who calls the function', [
    'lambda:AddPermission',
    'lambda:CreateFunctionUrlConfig',
    'lambda:PutResourcePolicy',
    'lambda:UpdateFunctionUrlConfig',
  ]),
  opening('change-table-policy', 'table', 'may change who uses the table', [
    'dynamodb:DeleteResourcePolicy',
    'dynamodb:PutResourcePolicy',
  ]),
  opening('change-bus-policy', 'bus', 'may change who puts events onto the bus', [
    'events:PutPermission',
    'events:PutResourcePolicy',
  ]),
  opening('change-log-policy', 'log group', 'may change who delivers logs', ['logs:PutResourcePolicy']),
  copying('copy-log', 'log group', 'may have what is logged brought elsewhere', [
    'logs:CreateExportTask',
    'logs:PutSubscriptionFilter',
  ]),
  opening('change-parameter', 'parameter', 'may change what others are told', [
    'ssm:PutParameter',
    'ssm:PutResourcePolicy',
  ]),
];
