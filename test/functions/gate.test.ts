import { DynamoDBClient, GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  IAMClient,
  ListAccessKeysCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeSecretCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

import type { Fault } from '../../tools/gate/faults';
import { GuardedEmulator } from '../support/functions/guarded-emulator';
import {
  bucket,
  handMadeRoom,
  region,
  roleArn,
  secret,
  table,
  user,
  userArn,
} from '../support/functions/hand-made-room';

const room = handMadeRoom();
const token = '11111111-1111-4111-8111-111111111111';
let emulator: GuardedEmulator;

beforeAll(async () => {
  emulator = await GuardedEmulator.start(room);
}, 60_000);

beforeEach(async () => {
  await emulator.renew(room);
  emulator.gate.signIn('ASIAROLE', roleArn);
});

afterAll(async () => (emulator as GuardedEmulator | undefined)?.stop());

describe('keys', () => {
  it('takes an active key of a user for that user', async () => {
    const { Arn } = await sts(await newKey()).send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe(userArn);
  });

  it('refuses an inactive key, as each service does', async () => {
    const key = await newKey();
    await emulator.administrator.iam.send(
      new UpdateAccessKeyCommand({ UserName: user, AccessKeyId: key.accessKeyId, Status: 'Inactive' }),
    );
    await expect(sts(key).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
      $metadata: { httpStatusCode: 403 },
    });
    await expect(secrets(key).send(new DescribeSecretCommand({ SecretId: secret }))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      $metadata: { httpStatusCode: 400 },
    });
    await expect(objects(key).send(new ListObjectsV2Command({ Bucket: bucket }))).rejects.toMatchObject({
      name: 'InvalidAccessKeyId',
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('refuses a deleted key and one that never was', async () => {
    const key = await newKey();
    const { accessKeyId: AccessKeyId } = key;
    await emulator.administrator.iam.send(new DeleteAccessKeyCommand({ UserName: user, AccessKeyId }));
    for (const gone of [key, credentials('AKIANOBODY')]) {
      await expect(sts(gone).send(new GetCallerIdentityCommand({}))).rejects.toThrow('security token');
    }
  });

  it('accepts a new key on each service after as many refusals as were wanted', async () => {
    await emulator.renew(room, { sts: 2 });
    const key = await newKey();
    const client = sts(key);
    for (let refusal = 0; refusal < 2; refusal += 1) {
      await expect(client.send(new GetCallerIdentityCommand({}))).rejects.toThrow('security token');
    }
    await expect(objects(key).send(new ListObjectsV2Command({ Bucket: bucket }))).resolves.toBeDefined();
    await expect(client.send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({ Arn: userArn });
  });

  it('judges a user by its groups and its boundary', async () => {
    const key = await newKey();
    await expect(objects(key).send(new ListObjectsV2Command({ Bucket: bucket }))).resolves.toBeDefined();
    // Allowed by the group, and not by the boundary.
    await expect(iam(key).send(new ListAccessKeysCommand({ UserName: user }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await expect(
      objects(key).send(new PutObjectCommand({ Bucket: bucket, Key: 'a', Body: 'a' })),
    ).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('refuses a request that nobody signed', async () => {
    const response = await fetch(`${emulator.gate.endpoint}/`, {
      method: 'POST',
      headers: { 'x-amz-target': 'secretsmanager.DescribeSecret' },
      body: '{}',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: 'AccessDeniedException' });
  });
});

describe('policies', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['describe', () => role(SecretsManagerClient).send(new DescribeSecretCommand({ SecretId: secret }))],
    ['put', () => role(SecretsManagerClient).send(putSecret())],
    ['rotate', () => role(SecretsManagerClient).send(new RotateSecretCommand({ SecretId: secret }))],
    ['invoke', () => role(SecretsManagerClient).send(new RotateSecretCommand({ SecretId: secret }))],
    ['useKey', () => role(SecretsManagerClient).send(putSecret())],
    ['keys', () => role(IAMClient).send(new CreateAccessKeyCommand({ UserName: user }))],
    ['denySessions', () => role(IAMClient).send(putPolicy())],
    ['rows', () => role(DynamoDBClient).send(getRow(secret))],
    ['tell', () => role(EventBridgeClient).send(tell('strongroom'))],
  ])('allows what "%s" allows, and refuses it without', async (allowance, call) => {
    await expect(call()).resolves.toBeDefined();
    emulator.gate.reset({ assembly: handMadeRoom({ without: allowance }) });
    emulator.gate.signIn('ASIAROLE', roleArn);
    await expect(call()).rejects.toMatchObject({ name: expect.stringMatching(/^AccessDenied(Exception)?$/) as string });
  });

  it('refuses the right call on another resource', async () => {
    await expect(role(IAMClient).send(new CreateAccessKeyCommand({ UserName: 'somebody-else' }))).rejects.toMatchObject(
      { name: 'AccessDenied' },
    );
    await expect(role(DynamoDBClient).send(getRow('app/other'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    await expect(role(EventBridgeClient).send(tell('aws.iam'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  it('refuses a call that no statement names', async () => {
    await expect(role(KMSClient).send(new DescribeKeyCommand({ KeyId: 'any' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  it('judges each label that is moved', async () => {
    await role(SecretsManagerClient).send(putSecret());
    const move = (VersionStage: string) =>
      role(SecretsManagerClient).send(
        new UpdateSecretVersionStageCommand({ SecretId: secret, VersionStage, MoveToVersionId: token }),
      );
    await expect(move('CUSTOM')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('judges every part of a transaction', async () => {
    const put = (row: string) => ({
      Put: { TableName: table, Item: { secret: { S: row }, record: { S: 'audit' } } },
    });
    const write = (...rows: string[]) =>
      role(DynamoDBClient).send(new TransactWriteItemsCommand({ TransactItems: rows.map(put) }));
    await expect(write(secret)).resolves.toBeDefined();
    await expect(write(secret, 'app/other')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('answers whose a key is without any right', async () => {
    emulator.gate.signIn('ASIANOBODY', `arn:aws:iam::111122223333:role/nobody`);
    await expect(sts(credentials('ASIANOBODY')).send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
  });
});

describe('faults', () => {
  const once = (fault: Fault) => emulator.gate.planFaults([{ at: 0, fault }]);
  const create = () => role(IAMClient, 1).send(new CreateAccessKeyCommand({ UserName: user }));

  it('refuses before anything is done', async () => {
    once({ kind: 'refuse', reason: 'throttled' });
    await expect(create()).rejects.toMatchObject({ name: 'Throttling' });
    expect(await keyIds()).toHaveLength(0);
  });

  it('loses a request before anything is done', async () => {
    once({ kind: 'lose-request' });
    await expect(create()).rejects.toThrow('socket hang up');
    expect(await keyIds()).toHaveLength(0);
  });

  it('loses an answer after it is done', async () => {
    once({ kind: 'lose-answer' });
    await expect(create()).rejects.toThrow('socket hang up');
    expect(await keyIds()).toHaveLength(1);
  });

  it('gives no answer until the client gives up', async () => {
    once({ kind: 'hang', isDone: true });
    const client = role(IAMClient, 1, { requestTimeout: 200, throwOnRequestTimeout: true });
    await expect(client.send(new CreateAccessKeyCommand({ UserName: user }))).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    expect(await keyIds()).toHaveLength(1);
  });

  it('lets the client end while it waits for an answer', async () => {
    const client = new AbortController();
    const end = () => {
      client.abort();
      return Promise.resolve();
    };
    once({ kind: 'hang', isDone: true, meanwhile: end });
    const sent = role(IAMClient, 1).send(new CreateAccessKeyCommand({ UserName: user }), {
      abortSignal: client.signal,
    });
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
    expect(await keyIds()).toHaveLength(1);
  });

  it('delivers twice', async () => {
    once({ kind: 'duplicate' });
    await create();
    expect(await keyIds()).toHaveLength(2);
  });

  it('lets somebody act before and after', async () => {
    const seen: number[] = [];
    const look = async () => void seen.push((await keyIds()).length);
    once({ kind: 'interfere', before: look, after: look });
    await create();
    expect(seen).toEqual([0, 1]);
  });

  it('meets the call that was meant, once, and says so', async () => {
    emulator.gate.planFaults([
      { at: ({ name }) => name === 'CreateAccessKey', fault: { kind: 'refuse', reason: 'server-error' } },
    ]);
    await role(IAMClient).send(new ListAccessKeysCommand({ UserName: user }));
    expect(emulator.gate.hasMetFaults).toBe(false);
    await expect(create()).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    await expect(create()).resolves.toBeDefined();
    expect(emulator.gate.hasMetFaults).toBe(true);
  });
});

it('tells the time of the account in its own answers too', async () => {
  await emulator.pass(7 * 24 * 60 * 60 * 1000);
  const refused = await fetch(emulator.gate.endpoint, {
    ...{ method: 'POST', headers: { 'x-amz-target': 'secretsmanager.DescribeSecret' }, body: '{}' },
  });
  const told = Date.parse(refused.headers.get('date') ?? '');
  expect(Math.abs(told - emulator.now.getTime())).toBeLessThan(5000);
});

it('records who called what, and what was decided', async () => {
  await role(DynamoDBClient).send(getRow(secret));
  await role(DynamoDBClient)
    .send(getRow('app/other'))
    .catch(() => undefined);
  expect(emulator.gate.calls).toMatchObject([
    { index: 0, service: 'dynamodb', name: 'GetItem', signer: roleArn, decision: 'allowed', status: 200 },
    { index: 1, service: 'dynamodb', name: 'GetItem', signer: roleArn, decision: 'denied', status: 400 },
  ]);
});

interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

function credentials(accessKeyId: string): Key {
  return { accessKeyId, secretAccessKey: 'secret' };
}

async function newKey(): Promise<Key> {
  const { AccessKey } = await emulator.administrator.iam.send(new CreateAccessKeyCommand({ UserName: user }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
}

async function keyIds(): Promise<string[]> {
  const { AccessKeyMetadata = [] } = await emulator.administrator.iam.send(
    new ListAccessKeysCommand({ UserName: user }),
  );
  return AccessKeyMetadata.map(({ AccessKeyId = '' }) => AccessKeyId);
}

function settings(key: Key) {
  return { endpoint: emulator.gate.endpoint, region, credentials: key, maxAttempts: 1 };
}

const sts = (key: Key) => new STSClient(settings(key));
const iam = (key: Key) => new IAMClient(settings(key));
const secrets = (key: Key) => new SecretsManagerClient(settings(key));
const objects = (key: Key) => new S3Client({ ...settings(key), forcePathStyle: true });

/** A client of the function's role. */
function role<Client>(
  client: new (configuration: ReturnType<typeof settings> & { requestHandler: object }) => Client,
  maxAttempts = 1,
  requestHandler: object = {},
): Client {
  return new client({ ...settings(credentials('ASIAROLE')), maxAttempts, requestHandler });
}

function putSecret() {
  return new PutSecretValueCommand({
    SecretId: secret,
    ClientRequestToken: token,
    SecretString: 'value',
    VersionStages: ['AWSPENDING'],
  });
}

function putPolicy() {
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
  });
  return new PutUserPolicyCommand({ UserName: user, PolicyName: 'sessions', PolicyDocument });
}

function getRow(row: string) {
  return new GetItemCommand({ TableName: table, Key: { secret: { S: row }, record: { S: 'state' } } });
}

function tell(Source: string) {
  return new PutEventsCommand({ Entries: [{ Source, DetailType: 'notice', Detail: '{}' }] });
}
