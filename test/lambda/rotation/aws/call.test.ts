import { IAMClient, ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { called } from '../../../../lambda/rotation/aws/call';
import { type CallFailed, type Refusal } from '../../../../lambda/rotation/errors';
import { type Answer, LocalAws, queryRefusal, refusal } from './local-aws';

const aws = new LocalAws();

beforeAll(() => aws.start());
afterAll(() => aws.stop());

function describeSecret(): Promise<unknown> {
  const client = new SecretsManagerClient({ ...aws.settings, maxAttempts: 1 });
  return called('secretsmanager:DescribeSecret', client.send(new DescribeSecretCommand({ SecretId: 'a' })));
}

function listKeys(): Promise<unknown> {
  const client = new IAMClient({ ...aws.settings, maxAttempts: 1 });
  return called('iam:ListAccessKeys', client.send(new ListAccessKeysCommand({ UserName: 'a' })));
}

function listObjects(): Promise<unknown> {
  const client = new S3Client({ ...aws.settings, maxAttempts: 1 });
  return called('s3:ListBucket', client.send(new ListObjectsV2Command({ Bucket: 'a' })));
}

function s3Refusal(code: string, status: number): Answer {
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<Error><Code>${code}</Code><Message>no</Message></Error>`,
  };
}

const answers: readonly (readonly [string, Answer, Refusal, () => Promise<unknown>])[] = [
  ['a secret that is not there', refusal('ResourceNotFoundException'), 'not-found', describeSecret],
  ['a user that is not there', queryRefusal('NoSuchEntity', '', 404), 'not-found', listKeys],
  ['a full quota', queryRefusal('LimitExceeded', '', 409), 'limit-exceeded', listKeys],
  ['a used token', refusal('ResourceExistsException'), 'conflict', describeSecret],
  ['a failed condition', refusal('ConditionalCheckFailedException'), 'conflict', describeSecret],
  ['a missing right', refusal('AccessDeniedException'), 'denied', describeSecret],
  ['a missing right in IAM', queryRefusal('AccessDenied', '', 403), 'denied', listKeys],
  ['a missing right in S3', s3Refusal('AccessDenied', 403), 'denied', listObjects],
  ['a key of KMS that refuses', refusal('DecryptionFailure'), 'denied', describeSecret],
  ['throttling', refusal('ThrottlingException'), 'throttled', describeSecret],
  ['throttling of IAM', queryRefusal('Throttling', 'Rate exceeded'), 'throttled', listKeys],
  ['throttling of DynamoDB', refusal('ProvisionedThroughputExceededException'), 'throttled', describeSecret],
  ['throttling of S3', s3Refusal('SlowDown', 503), 'throttled', listObjects],
  ['throttling without a name', { status: 429, body: '{}' }, 'throttled', describeSecret],
  ['a wrong clock', queryRefusal('RequestTimeTooSkewed', '', 403), 'throttled', listKeys],
  [
    'a wrong clock in a JSON protocol',
    refusal('InvalidSignatureException', 'Signature expired: 20261121T000000Z is now earlier'),
    'throttled',
    describeSecret,
  ],
  [
    'an object in the middle of a change',
    queryRefusal('EntityTemporarilyUnmodifiable', '', 409),
    'throttled',
    listKeys,
  ],
  ['a key that IAM does not know', queryRefusal('InvalidClientTokenId', '', 403), 'unknown-key', listKeys],
  ['a key that S3 does not know', s3Refusal('InvalidAccessKeyId', 403), 'unknown-key', listObjects],
  ['a key that Secrets Manager does not know', refusal('UnrecognizedClientException'), 'unknown-key', describeSecret],
  ['a wrong signature', queryRefusal('SignatureDoesNotMatch', '', 403), 'wrong-signature', listKeys],
  [
    'a wrong signature in a JSON protocol',
    refusal('InvalidSignatureException', 'The request signature we calculated does not match'),
    'wrong-signature',
    describeSecret,
  ],
  ['a state that forbids the call', refusal('InvalidRequestException'), 'invalid-request', describeSecret],
  ['a parameter that is wrong', refusal('InvalidParameterException'), 'other', describeSecret],
  ['a fault of the service', refusal('InternalServiceError', '', 500), 'unknown-outcome', describeSecret],
  ['a fault of IAM', queryRefusal('ServiceFailure', '', 500), 'unknown-outcome', listKeys],
  ['a service that is away', { status: 503, body: 'sorry' }, 'unknown-outcome', describeSecret],
  ['an answer that cannot be read', { status: 200, body: '{"ARN":' }, 'unknown-outcome', describeSecret],
  ['a connection that breaks', { breaks: true }, 'unknown-outcome', describeSecret],
];

it.each(answers)('translates %s', async (_, answer, expected, call) => {
  aws.willAnswer(answer);
  await expect(call()).rejects.toMatchObject({ name: 'CallFailed', refusal: expected });
});

it.each([
  [['ConditionalCheckFailed', 'None'], 'conflict'],
  [['None', 'ConditionalCheckFailed'], 'conflict'],
  [['TransactionConflict', 'None'], 'throttled'],
  [['ProvisionedThroughputExceeded'], 'throttled'],
  [['ValidationError'], 'other'],
])('translates a cancelled transaction by its reasons %j', async (codes, expected) => {
  const cancelled = Object.assign(new Error('cancelled'), {
    name: 'TransactionCanceledException',
    $metadata: { httpStatusCode: 400 },
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
  await expect(called('dynamodb:TransactWriteItems', Promise.reject(cancelled))).rejects.toMatchObject({
    refusal: expected,
  });
});

it('knows that nothing was sent without credentials', async () => {
  const error = Object.assign(new Error('none'), { name: 'CredentialsProviderError' });
  await expect(called('sts:GetCallerIdentity', Promise.reject(error))).rejects.toMatchObject({ refusal: 'other' });
});

it('does not know what became of a call that took too long', async () => {
  const error = Object.assign(new Error('slow'), { name: 'TimeoutError', $metadata: { attempts: 3 } });
  await expect(called('iam:CreateAccessKey', Promise.reject(error))).rejects.toMatchObject({
    refusal: 'unknown-outcome',
    code: 'TimeoutError',
  });
});

it('names a network error by its code', async () => {
  const error = Object.assign(new Error('lost'), { code: 'ECONNREFUSED' });
  await expect(called('s3:ListBucket', Promise.reject(error))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

it('keeps nothing of the answer', async () => {
  aws.willAnswer(refusal('InvalidParameterException', 'canary-of-the-answer'));
  const error = await describeSecret().catch((thrown: unknown) => thrown as CallFailed);
  const everything = Reflect.ownKeys(error as object).map((key) => String(Reflect.get(error as object, key)));
  expect(everything.join('\n')).not.toContain('canary-of-the-answer');
});

it('keeps no name that is none', async () => {
  const error = Object.assign(new Error('odd'), { name: 'canary\nwith a line' });
  await expect(called('s3:ListBucket', Promise.reject(error))).rejects.toMatchObject({ code: 'UnnamedError' });
});
