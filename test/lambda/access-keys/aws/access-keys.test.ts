import { IAMClient } from '@aws-sdk/client-iam';
import { IamAccessKeys } from '../../../../lambda/access-keys/aws/access-keys';
import { denySessions } from '../../../../lambda/access-keys/aws/sessions-policy';
import { onceOnlySettings } from '../../../../lambda/rotation/aws/client-settings';
import { Redactor } from '../../../../lambda/rotation/redact';
import { LocalAws, queryAnswer, queryRefusal } from '../../rotation/aws/local-aws';

const aws = new LocalAws();
const redactor = new Redactor();
const id = 'AKIAIOSFODNN7EXAMPLE';
let keys: IamAccessKeys;

beforeAll(async () => {
  await aws.start();
  const clients = {
    ordinary: new IAMClient({ ...aws.settings, maxAttempts: 3 }),
    onceOnly: new IAMClient({ ...aws.settings, ...onceOnlySettings('eu-central-1') }),
  };
  keys = new IamAccessKeys(clients, 'uploader', redactor);
});
afterAll(() => aws.stop());

function member(keyId: string): string {
  return `<member><UserName>uploader</UserName><AccessKeyId>${keyId}</AccessKeyId><Status>Active</Status><CreateDate>2026-11-01T00:00:00Z</CreateDate></member>`;
}

function page(keyId: string, more: string) {
  return queryAnswer('ListAccessKeys', `<AccessKeyMetadata>${member(keyId)}</AccessKeyMetadata>${more}`);
}

it('lists the keys of all pages', async () => {
  aws.willAnswer(
    page('AKIA1', '<IsTruncated>true</IsTruncated><Marker>next</Marker>'),
    page('AKIA2', '<IsTruncated>false</IsTruncated>'),
  );
  expect((await keys.list()).map((key) => key.id)).toEqual(['AKIA1', 'AKIA2']);
  expect(aws.query(1)).toMatchObject({ UserName: 'uploader', Marker: 'next' });
});

it('dates keys by IAM', async () => {
  aws.willAnswer(page(id, '<IsTruncated>false</IsTruncated>'));
  expect(await keys.list()).toEqual([{ id, status: 'Active', createdAt: new Date('2026-11-01T00:00:00Z') }]);
});

it('tells the redactor a new key before anybody else has it', async () => {
  aws.willAnswer(
    queryAnswer(
      'CreateAccessKey',
      `<AccessKey><UserName>uploader</UserName><AccessKeyId>${id}</AccessKeyId><Status>Active</Status><SecretAccessKey>canary-key</SecretAccessKey></AccessKey>`,
    ),
  );
  expect(await keys.create()).toEqual({ id, secret: 'canary-key' });
  expect(redactor.redact('canary-key')).toBe('[redacted]');
});

it.each([
  ['a fault of IAM', queryRefusal('ServiceFailure', '', 500)],
  ['a connection that breaks', { breaks: true }],
  ['an answer without a key', queryAnswer('CreateAccessKey', '')],
])('asks for a new key exactly once whatever comes back: %s', async (_, answer) => {
  aws.willAnswer(answer);
  await expect(keys.create()).rejects.toMatchObject({ refusal: 'unknown-outcome' });
  expect(aws.seen).toHaveLength(1);
});

it('asks for a new key on a connection of its own', async () => {
  aws.willAnswer(queryRefusal('LimitExceeded', '', 409));
  await expect(keys.create()).rejects.toMatchObject({ refusal: 'limit-exceeded' });
  expect(aws.seen[0]?.headers.connection).toBe('close');
});

it('asks again where that changes nothing', async () => {
  aws.willAnswer(queryRefusal('ServiceFailure', '', 500), queryAnswer('UpdateAccessKey', ''));
  await keys.setStatus(id, 'Inactive');
  expect(aws.seen).toHaveLength(2);
  expect(aws.query()).toMatchObject({ UserName: 'uploader', AccessKeyId: id, Status: 'Inactive' });
});

it('deletes a key of its user', async () => {
  aws.willAnswer(queryAnswer('DeleteAccessKey', ''));
  await keys.delete(id);
  expect(aws.query()).toMatchObject({ Action: 'DeleteAccessKey', UserName: 'uploader', AccessKeyId: id });
});

it('takes what IAM does not know for absent', async () => {
  aws.willAnswer(
    queryAnswer(
      'GetAccessKeyLastUsed',
      '<AccessKeyLastUsed><ServiceName>N/A</ServiceName><Region>N/A</Region></AccessKeyLastUsed>',
    ),
  );
  expect(await keys.lastUse(id)).toEqual({});
});

it('tells when and where a key was used', async () => {
  aws.willAnswer(
    queryAnswer(
      'GetAccessKeyLastUsed',
      '<AccessKeyLastUsed><LastUsedDate>2026-11-02T00:00:00Z</LastUsedDate><ServiceName>s3</ServiceName><Region>eu-central-1</Region></AccessKeyLastUsed>',
    ),
  );
  expect(await keys.lastUse(id)).toEqual({
    at: new Date('2026-11-02T00:00:00Z'),
    service: 's3',
    region: 'eu-central-1',
  });
});

describe('ending sessions', () => {
  const instant = new Date('2026-11-21T12:00:00.500Z');

  it('denies everything to credentials issued before', async () => {
    aws.willAnswer(queryAnswer('PutUserPolicy', ''));
    await keys.denySessionsBefore(instant);
    const { PolicyName: name, UserName: user, PolicyDocument: document } = aws.query();
    expect([name, user]).toEqual(['strongroom-sessions-end', 'uploader']);
    expect(JSON.parse(document ?? '')).toMatchObject({
      Statement: [
        {
          Effect: 'Deny',
          Action: '*',
          Resource: '*',
          Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-11-21T12:00:00.500Z' } },
        },
      ],
    });
  });

  function policy(document: string) {
    return queryAnswer(
      'GetUserPolicy',
      `<UserName>uploader</UserName><PolicyName>p</PolicyName><PolicyDocument>${document}</PolicyDocument>`,
    );
  }

  it('finds the instant of the denial in the encoding of IAM', async () => {
    aws.willAnswer(policy(encodeURIComponent(denySessions(instant))));
    expect(await keys.sessionsDeniedBefore()).toEqual(instant);
  });

  it('finds none in a policy that somebody has weakened', async () => {
    aws.willAnswer(policy(encodeURIComponent(denySessions(instant).replace('"Deny"', '"Allow"'))));
    expect(await keys.sessionsDeniedBefore()).toBeUndefined();
  });

  it('finds none where there is no policy', async () => {
    aws.willAnswer(queryRefusal('NoSuchEntity', '', 404));
    expect(await keys.sessionsDeniedBefore()).toBeUndefined();
  });

  it('does not take a failed look for none', async () => {
    aws.willAnswer(queryRefusal('AccessDenied', '', 403));
    await expect(keys.sessionsDeniedBefore()).rejects.toMatchObject({ refusal: 'denied' });
  });
});
