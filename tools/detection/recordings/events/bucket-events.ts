import {
  administrator,
  call,
  type Caller,
  cloudFormation,
  denied,
  deploymentRoleOnLaptop,
  recorded,
  type RecordedEvent,
  user,
} from './recorded-event';

const ours = 'portal-prod-111122223333-eu-central-1';
const trail = 'strongroom-trail-prod-111122223333-eu-central-1';

/** Shape of the records in panther-labs/panther-analysis (Apache-2.0), rules/aws_cloudtrail_rules/aws_s3_*.yml. */
function bucket(by: Caller, eventName: string, bucketName: string, more = {}) {
  return call({
    by,
    service: 's3',
    eventName,
    requestParameters: { bucketName, Host: `${bucketName}.s3.eu-central-1.amazonaws.com` },
    more: {
      additionalEventData: { SignatureVersion: 'SigV4', AuthenticationMethod: 'AuthHeader', bytesTransferredOut: 0 },
      ...more,
    },
  });
}

const [own, other, all] = [
  'bucket-protection-changed',
  'other-bucket-changed',
  'public-access-block-of-the-account-changed',
] as const;

export const bucketEvents: readonly RecordedEvent[] = [
  recorded(
    'an administrator changes the policy of the vault',
    bucket(administrator, 'PutBucketPolicy', ours),
    [own],
    [other],
  ),
  recorded(
    'a user takes the public access block from the trail',
    bucket(user('alice'), 'DeleteBucketPublicAccessBlock', trail),
    [own],
    [other, all],
  ),
  recorded('an administrator suspends versions', bucket(administrator, 'PutBucketVersioning', ours), [own]),
  recorded('an administrator changes the lock', bucket(administrator, 'PutBucketObjectLockConfiguration', ours), [own]),
  recorded(
    'a user is refused to take the encryption off',
    bucket(user('alice'), 'DeleteBucketEncryption', ours, denied),
    [own],
  ),
  recorded('a deployment makes the bucket', bucket(cloudFormation(), 'PutBucketPolicy', ours), [], [own]),
  recorded('a deployment deletes the bucket', bucket(cloudFormation(), 'DeleteBucket', ours), [own]),
  recorded(
    'the role of deployments changes a policy from a laptop',
    bucket(deploymentRoleOnLaptop, 'PutBucketPolicy', ours),
    [own],
  ),
  recorded('an administrator tags the vault', bucket(administrator, 'PutBucketTagging', ours), [], [own]),

  recorded(
    'an administrator changes the policy of another bucket',
    bucket(administrator, 'PutBucketPolicy', 'reports'),
    [other],
    [own],
  ),
  recorded(
    'another environment has its bucket changed',
    bucket(administrator, 'PutBucketAcl', 'portal-dev-111122223333-eu-central-1'),
    [other],
    [own],
  ),
  recorded(
    'a deployment changes another bucket',
    bucket(cloudFormation(), 'DeleteBucketPolicy', 'reports'),
    [],
    [other],
  ),
  recorded('an administrator tags another bucket', bucket(administrator, 'PutBucketTagging', 'reports'), [], [other]),

  recorded(
    'an administrator takes the public access block from the account',
    call({
      by: administrator,
      service: 's3',
      eventName: 'DeleteAccountPublicAccessBlock',
      requestParameters: { accountId: '111122223333', Host: '111122223333.s3-control.eu-central-1.amazonaws.com' },
    }),
    [all],
    [own, other],
  ),
  recorded(
    'an administrator takes it from one bucket',
    bucket(administrator, 'PutBucketPublicAccessBlock', 'reports'),
    [other],
    [all],
  ),
];
