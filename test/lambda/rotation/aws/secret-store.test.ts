import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SecretsManagerStore } from '../../../../lambda/rotation/aws/secret-store';
import { Redactor } from '../../../../lambda/rotation/redact';
import { LocalAws, refusal } from './local-aws';

const name = 'clinic/staging/upload-key';
const token = '11111111-2222-3333-4444-555555555555';
const aws = new LocalAws();
const redactor = new Redactor();
let store: SecretsManagerStore;

beforeAll(async () => {
  await aws.start();
  store = new SecretsManagerStore(new SecretsManagerClient({ ...aws.settings, maxAttempts: 1 }), name, redactor);
});
afterAll(() => aws.stop());

const described = {
  ARN: `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${name}-AbCdEf`,
  RotationEnabled: true,
  VersionIdsToStages: { [token]: ['AWSPENDING'] },
};

describe('describing a secret', () => {
  it('asks for the one secret by its name', async () => {
    aws.willAnswer({ body: JSON.stringify(described) });
    await store.describe();
    expect(aws.seen[0]?.action).toBe('DescribeSecret');
    expect(aws.parameters()).toEqual({ SecretId: name });
  });

  it('shows the label of a version that has no value yet', async () => {
    aws.willAnswer({ body: JSON.stringify(described) });
    expect((await store.describe()).stages).toEqual({ [token]: ['AWSPENDING'] });
  });

  it("names no key when the account's default key encrypts it", async () => {
    aws.willAnswer({ body: JSON.stringify(described) });
    expect(await store.describe()).not.toHaveProperty('kmsKeyId');
  });

  it('names the key that encrypts it', async () => {
    aws.willAnswer({ body: JSON.stringify({ ...described, KmsKeyId: 'alias/room' }) });
    expect((await store.describe()).kmsKeyId).toBe('alias/room');
  });

  it.each([
    [{ ...described, DeletedDate: 1_700_000_000 }, true],
    [described, false],
  ])('knows a secret that waits for its deletion', async (answer, isDeleted) => {
    aws.willAnswer({ body: JSON.stringify(answer) });
    expect((await store.describe()).isDeleted).toBe(isDeleted);
  });

  it('takes a secret that never rotated for one whose rotation is off', async () => {
    aws.willAnswer({ body: JSON.stringify({ ARN: described.ARN }) });
    expect(await store.describe()).toMatchObject({ rotationEnabled: false, stages: {} });
  });
});

describe('reading a version', () => {
  const version = { VersionId: token, SecretString: 'canary-value-of-the-secret', CreatedDate: 1_700_000_000 };

  it('asks by id and label together', async () => {
    aws.willAnswer({ body: JSON.stringify(version) });
    await store.read(token, 'AWSPENDING');
    expect(aws.parameters()).toEqual({ SecretId: name, VersionId: token, VersionStage: 'AWSPENDING' });
  });

  it('tells the redactor the value before anybody else has it', async () => {
    aws.willAnswer({ body: JSON.stringify(version) });
    await store.read(token, 'AWSPENDING');
    expect(redactor.redact('it was canary-value-of-the-secret')).toBe('it was [redacted]');
  });

  it('dates it by the service', async () => {
    aws.willAnswer({ body: JSON.stringify(version) });
    expect((await store.read(token, 'AWSPENDING')).createdAt).toEqual(new Date(1_700_000_000_000));
  });

  it('finds nothing in a version without a value', async () => {
    aws.willAnswer(refusal('ResourceNotFoundException', 'cannot find the specified secret value'));
    await expect(store.read(token, 'AWSPENDING')).rejects.toMatchObject({ refusal: 'not-found' });
  });

  it('reports a conflict when the label is on another version', async () => {
    aws.willAnswer(
      refusal(
        'InvalidRequestException',
        'You provided a VersionStage that is not associated to the provided VersionId.',
      ),
    );
    await expect(store.read(token, 'AWSPENDING')).rejects.toMatchObject({ refusal: 'conflict' });
  });
});

describe('putting a value', () => {
  it('puts it under the token of the rotation, as pending', async () => {
    aws.willAnswer({});
    await store.put(token, 'a-value-made-by-the-rotation');
    expect(aws.seen[0]?.action).toBe('PutSecretValue');
    expect(aws.parameters()).toEqual({
      SecretId: name,
      ClientRequestToken: token,
      SecretString: 'a-value-made-by-the-rotation',
      VersionStages: ['AWSPENDING'],
    });
  });

  it('reports a conflict when the token has another value', async () => {
    aws.willAnswer(refusal('ResourceExistsException'));
    await expect(store.put(token, 'another-value')).rejects.toMatchObject({ refusal: 'conflict' });
  });

  it('keeps the value out of its error, and of everything in it', async () => {
    aws.willAnswer(refusal('InvalidParameterException', 'you sent canary-in-a-message'));
    const error: unknown = await store.put(token, 'canary-in-a-message').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain('canary-in-a-message');
    expect((error as Error).cause).toBeUndefined();
  });
});

describe('moving a label', () => {
  it('says from where it takes it', async () => {
    aws.willAnswer({});
    await store.moveStage('AWSCURRENT', 'old-version', token);
    expect(aws.parameters()).toEqual({
      SecretId: name,
      VersionStage: 'AWSCURRENT',
      RemoveFromVersionId: 'old-version',
      MoveToVersionId: token,
    });
  });

  it('takes a label away', async () => {
    aws.willAnswer({});
    await store.moveStage('AWSPENDING', token, undefined);
    expect(aws.parameters()).toEqual({ SecretId: name, VersionStage: 'AWSPENDING', RemoveFromVersionId: token });
  });

  it.each([
    [
      'InvalidParameterException',
      "The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version 1.",
    ],
    ['InvalidParameterException', 'When you move staging label AWSCURRENT, it must be set to the version that has it.'],
    ['InvalidRequestException', 'The staging label AWSCURRENT is not attached to that version.'],
  ])('reports a conflict when the label is elsewhere (%s)', async (code, message) => {
    aws.willAnswer(refusal(code, message));
    await expect(store.moveStage('AWSCURRENT', 'old', token)).rejects.toMatchObject({ refusal: 'conflict' });
  });

  it('does not take a deleted secret for a conflict', async () => {
    aws.willAnswer(refusal('InvalidRequestException', 'the secret was marked for deletion'));
    await expect(store.moveStage('AWSCURRENT', 'old', token)).rejects.toMatchObject({ refusal: 'invalid-request' });
  });
});

describe('starting a rotation', () => {
  it('asks for it', async () => {
    aws.willAnswer({});
    await store.startRotation();
    expect(aws.seen[0]?.action).toBe('RotateSecret');
    expect(aws.parameters()).toMatchObject({ SecretId: name });
  });

  it('counts an unfinished one that is tried again as started', async () => {
    aws.willAnswer(
      refusal('InvalidRequestException', "A previous rotation isn't complete. That rotation will be reattempted."),
    );
    await expect(store.startRotation()).resolves.toBeUndefined();
  });

  it('fails for a secret that waits for its deletion', async () => {
    aws.willAnswer(refusal('InvalidRequestException', 'the secret was marked for deletion'));
    await expect(store.startRotation()).rejects.toMatchObject({ refusal: 'invalid-request' });
  });
});
