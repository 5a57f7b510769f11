import {
  account,
  administrator,
  call,
  type Caller,
  cloudFormation,
  denied,
  deploymentRoleOnLaptop,
  globalRegion,
  home,
  otherAccount,
  principalOf,
  recorded,
  type RecordedEvent,
  service,
  session,
  user,
} from './recorded-event';

const arn = `arn:aws:kms:${home}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const resources = [{ accountId: account, type: 'AWS::KMS::Key', ARN: arn }];

/** Shapes of https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html and the pages below it. */
function key(by: Caller, eventName: string, requestParameters = {}, more = {}) {
  return call({
    by,
    service: 'kms',
    eventName,
    requestParameters: { keyId: '1234abcd-12ab-34cd-56ef-1234567890ab', ...requestParameters },
    more: { resources, ...more },
  });
}

const bucket = 'arn:aws:s3:::portal-prod-111122223333-eu-central-1';
const secret = `arn:aws:secretsmanager:${home}:${account}:secret:portal/prod/database-a1b2c3`;

/** S3 calls KMS for the caller: the caller stays, the address is AWS's. */
function use(by: Caller, context: Readonly<Record<string, string>>, more = {}) {
  return call({
    by: { ...by, sourceIPAddress: 'AWS Internal' },
    service: 'kms',
    eventName: 'Decrypt',
    requestParameters: { encryptionContext: context, encryptionAlgorithm: 'SYMMETRIC_DEFAULT' },
    more: { resources, readOnly: true, ...more },
  });
}

const files = { 'aws:s3:arn': bucket };
const value = { SecretARN: secret, SecretVersionId: 'EXAMPLE1-90ab-cdef-fedc-ba987EXAMPLE' };
const [ended, policy, used] = [
  'key-disabled-or-deleted',
  'key-policy-changed',
  'key-used-by-an-unexpected-principal',
] as const;

export const keyEvents: readonly RecordedEvent[] = [
  recorded(
    'an administrator schedules the deletion of a key',
    key(administrator, 'ScheduleKeyDeletion', { pendingWindowInDays: 7 }),
    [ended],
  ),
  recorded('a user is refused to disable a key', key(user('alice'), 'DisableKey', {}, denied), [ended]),
  recorded('a deployment schedules the deletion of a key', key(cloudFormation(), 'ScheduleKeyDeletion'), [ended]),
  recorded('an administrator cancels the deletion of a key', key(administrator, 'CancelKeyDeletion'), [], [ended]),
  recorded('an administrator describes a key', key(administrator, 'DescribeKey'), [], [ended, policy]),

  recorded(
    'an administrator changes the policy of a key',
    key(administrator, 'PutKeyPolicy', { policyName: 'default' }),
    [policy],
  ),
  recorded('the role of deployments changes a policy from a laptop', key(deploymentRoleOnLaptop, 'PutKeyPolicy'), [
    policy,
  ]),
  recorded('a deployment changes the policy of a key', key(cloudFormation(), 'PutKeyPolicy'), [], [policy]),

  recorded('an administrator reads a file', use(administrator, files), [used]),
  recorded(
    'a user reads an object without a bucket key',
    use(user('alice'), { 'aws:s3:arn': `${bucket}/scans/a.pdf` }),
    [used],
  ),
  recorded('an administrator uses the key of a secret', use(administrator, value), [used]),
  recorded('another account uses the key', use(principalOf(otherAccount), files), [used]),
  recorded('the consumer uses its key', use(session('portal-prod-web', 'task'), files), [], [used]),
  recorded('the scanner uses its key', use(user('portal-prod-scanner', '/rotated/prod/portal/'), files), [], [used]),
  recorded('a rotation uses the key', use(session('strongroom-prod-portal-rotate-queue', 'run'), value), [], [used]),
  recorded('an operator fills a secret', use(session('secret-operator', 'anaya'), value), [], [used]),
  recorded('a deployment makes a secret', use(cloudFormation(), value), [], [used]),
  recorded(
    'a deployment of the Region of global events makes a secret',
    use(cloudFormation(globalRegion), value),
    [],
    [used],
  ),
  recorded('an administrator is refused to read a file', use(administrator, files, denied), [], [used]),
  recorded(
    'an administrator reads from another bucket',
    use(administrator, { 'aws:s3:arn': 'arn:aws:s3:::reports' }),
    [],
    [used],
  ),
  recorded('AWS itself uses the key', use(service('s3.amazonaws.com'), files), [], [used]),
];
