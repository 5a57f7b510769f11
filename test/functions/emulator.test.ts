import { GetItemCommand, TransactWriteItemsCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateAccessKeyCommand } from '@aws-sdk/client-iam';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';

import { GuardedEmulator } from '../support/functions/guarded-emulator';
import { handMadeRoom, secret, table, user } from '../support/functions/hand-made-room';

const room = handMadeRoom();
const token = '11111111-1111-4111-8111-111111111111';
const otherToken = '22222222-2222-4222-8222-222222222222';
let emulator: GuardedEmulator;

beforeAll(async () => {
  emulator = await GuardedEmulator.start(room);
}, 60_000);

beforeEach(async () => emulator.renew(room));

afterAll(async () => (emulator as GuardedEmulator | undefined)?.stop());

describe('the emulator behind it', () => {
  const clients = () => emulator.administrator.secrets;
  const rotate = (ClientRequestToken: string) =>
    clients().send(new RotateSecretCommand({ SecretId: secret, ClientRequestToken }));
  const put = (SecretString: string) =>
    clients().send(
      new PutSecretValueCommand({
        SecretId: secret,
        ClientRequestToken: token,
        SecretString,
        VersionStages: ['AWSPENDING'],
      }),
    );

  it('begins a rotation with a pending version that has no value', async () => {
    await rotate(token);
    const { VersionIdsToStages, RotationEnabled } = await clients().send(
      new DescribeSecretCommand({ SecretId: secret }),
    );
    expect(RotationEnabled).toBe(true);
    expect(VersionIdsToStages).toEqual({ [token]: ['AWSPENDING'] });
    await expect(
      clients().send(new GetSecretValueCommand({ SecretId: secret, VersionId: token, VersionStage: 'AWSPENDING' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('refuses another value under the same token, and takes the same one again', async () => {
    await rotate(token);
    await put('one');
    await expect(put('one')).resolves.toBeDefined();
    await expect(put('two')).rejects.toMatchObject({ name: 'ResourceExistsException' });
  });

  it('makes a first version current, and begins no rotation before the last has ended', async () => {
    await rotate(token);
    await put('one');
    await expect(rotate(otherToken)).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await clients().send(
      new UpdateSecretVersionStageCommand({ SecretId: secret, VersionStage: 'AWSCURRENT', MoveToVersionId: token }),
    );
    await rotate(otherToken);
    const { VersionIdsToStages } = await clients().send(new DescribeSecretCommand({ SecretId: secret }));
    expect(VersionIdsToStages).toEqual({ [token]: ['AWSCURRENT'], [otherToken]: ['AWSPENDING'] });
  });

  it('is put back as it was at a moment, as often as a test wants', async () => {
    await rotate(token);
    const moment = await emulator.save();
    for (const value of ['one', 'two']) {
      await put(value);
      const { SecretString } = await clients().send(
        new GetSecretValueCommand({ SecretId: secret, VersionId: token, VersionStage: 'AWSPENDING' }),
      );
      expect(SecretString).toBe(value);
      await emulator.putBack(moment);
    }
  });

  it('dates everything by its own time, which a test may let pass', async () => {
    await emulator.pass(7 * 24 * 60 * 60 * 1000);
    const { AccessKey } = await emulator.administrator.iam.send(new CreateAccessKeyCommand({ UserName: user }));
    await rotate(token);
    await put('one');
    const { CreatedDate } = await clients().send(
      new GetSecretValueCommand({ SecretId: secret, VersionId: token, VersionStage: 'AWSPENDING' }),
    );
    for (const date of [AccessKey?.CreateDate, CreatedDate]) {
      expect(Math.abs((date?.getTime() ?? 0) - emulator.now.getTime())).toBeLessThan(5000);
    }
  });

  it("takes AWSCURRENT from the version that has it when a person puts another, as after a function's rotation", async () => {
    await rotate(token);
    await put('one');
    await clients().send(
      new UpdateSecretVersionStageCommand({ SecretId: secret, VersionStage: 'AWSCURRENT', MoveToVersionId: token }),
    );
    await clients().send(new PutSecretValueCommand({ SecretId: secret, SecretString: 'two' }));
    const { VersionIdsToStages = {} } = await clients().send(new DescribeSecretCommand({ SecretId: secret }));
    const current = Object.values(VersionIdsToStages).filter((stages) => stages.includes('AWSCURRENT'));
    expect(current).toHaveLength(1);
  });

  it('writes nothing of a transaction whose condition fails', async () => {
    const client = emulator.administrator.tables;
    const key = { secret: { S: secret }, record: { S: 'state' } };
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: key,
        UpdateExpression: 'SET leaseHolder = :h ADD fence :one',
        ExpressionAttributeValues: { ':h': { S: 'me' }, ':one': { N: '1' } },
      }),
    );
    const audit = { secret: { S: secret }, record: { S: 'audit' } };
    const commit = client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName: table, Item: audit } },
          {
            Update: {
              TableName: table,
              Key: key,
              UpdateExpression: 'REMOVE leaseHolder',
              ConditionExpression: 'fence = :fence AND leaseHolder = :holder',
              ExpressionAttributeValues: { ':fence': { N: '0' }, ':holder': { S: 'me' } },
            },
          },
        ],
      }),
    );
    await expect(commit).rejects.toMatchObject({ name: 'TransactionCanceledException' });
    expect((await client.send(new GetItemCommand({ TableName: table, Key: audit }))).Item).toBeUndefined();
  });
});
