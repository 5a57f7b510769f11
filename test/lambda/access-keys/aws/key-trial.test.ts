import { AwsKeyTrial } from '../../../../lambda/access-keys/aws/key-trial';
import type { Trial } from '../../../../lambda/access-keys/trial';
import { ServerClock } from '../../../../lambda/rotation/aws/server-clock';
import { Redactor } from '../../../../lambda/rotation/redact';
import { LocalAws, queryAnswer } from '../../rotation/aws/local-aws';

const aws = new LocalAws();
const redactor = new Redactor();
const key = { accessKeyId: 'AKIAI44QH8DHBEXAMPLE', secretAccessKey: 'canary-of-the-tried-key' };
const before = { ...process.env };
const arn = 'arn:aws:iam::111122223333:user/rotated/clinic/staging/uploader';
const identity = queryAnswer('GetCallerIdentity', `<Arn>${arn}</Arn>`);
const listing = { headers: { 'content-type': 'application/xml' }, body: '<ListBucketResult></ListBucketResult>' };

beforeAll(async () => {
  await aws.start();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.endpoint,
    // Everything that the default chain would find.
    AWS_ACCESS_KEY_ID: 'ASIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'of-the-function',
    AWS_SESSION_TOKEN: 'session-of-the-function',
    AWS_PROFILE: 'somebody',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${aws.endpoint}/container-credentials`,
    AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere',
    AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/somebody',
  });
});
afterAll(async () => {
  process.env = before;
  await aws.stop();
});

function trial(one: Trial = { call: 'list-objects', bucket: 'clinic-files', prefix: 'in/', mayBeDenied: false }) {
  return new AwsKeyTrial({ region: 'eu-central-1', userName: 'uploader', trial: one }, new ServerClock(), redactor);
}

const describeTrial: Trial = { call: 'describe-secret', secretName: 'clinic/staging/other', mayBeDenied: true };

it.each([
  ['identity', identity, () => trial().identity(key)],
  ['listing objects', listing, () => trial().use(key)],
  ['describing a secret', {}, () => trial(describeTrial).use(key)],
  ['overreach', queryAnswer('ListAccessKeys', ''), () => trial().overreach(key)],
])('signs with the tried key and nothing else: %s', async (_, answer, attempt) => {
  aws.willAnswer(answer);
  await attempt();
  expect(aws.seen.map(({ headers }) => headers.authorization)).toEqual([
    expect.stringContaining(`Credential=${key.accessKeyId}/`),
  ]);
  expect(aws.seen[0]?.headers).not.toHaveProperty('x-amz-security-token');
});

it('tells whose key it is', async () => {
  aws.willAnswer(identity);
  expect(await trial().identity(key)).toBe(arn);
});

it('lists one object at most, below the prefix', async () => {
  aws.willAnswer(listing);
  await trial().use(key);
  const { pathname, searchParams } = new URL(aws.seen[0]?.path ?? '', aws.endpoint);
  expect(pathname.replace(/\/$/u, '')).toBe('/clinic-files');
  expect(Object.fromEntries(searchParams)).toMatchObject({ prefix: 'in/', 'max-keys': '1' });
});

it('describes the secret that the trial names', async () => {
  aws.willAnswer({});
  await trial(describeTrial).use(key);
  expect(aws.parameters()).toEqual({ SecretId: 'clinic/staging/other' });
});

it('tries for too much at the keys of the own user', async () => {
  aws.willAnswer(queryAnswer('ListAccessKeys', ''));
  await trial().overreach(key);
  expect(aws.query()).toMatchObject({ Action: 'ListAccessKeys', UserName: 'uploader' });
});

it('tells the redactor the key', async () => {
  aws.willAnswer(identity);
  await trial().identity(key);
  expect(redactor.redact(key.secretAccessKey)).toBe('[redacted]');
});
