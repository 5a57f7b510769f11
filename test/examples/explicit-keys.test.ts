import { readFile, readSecret, writeFile, writeFileInParts } from '../support/calls';
import { administrator, ask, type Question } from '../support/questions';
import { accessLogBucketArn, roleArn, secretArn } from '../support/room';
import { propertiesOf, sceneOf } from './example';

const scene = sceneOf('explicit-keys', 'production');
const { room, bucket, stack } = scene;
const backend = scene.arnOf('backend');
const file = `${bucket}/uploads/2031/a.pdf`;
/** From the data centre. */
const inside = { 'aws:SourceIp': '198.51.100.33' };

function one(action: string, resource: string, context: Question['context'] = {}): Question {
  return { caller: backend, action, resource, resourceAccount: '444455556666', context: { ...inside, ...context } };
}

describe('the backend', () => {
  it('puts, gets and lists in its bucket', async () => {
    expect(await ask(room.assembly, writeFile(room.assembly, backend, file, inside))).toBe('Allowed');
    expect(await ask(room.assembly, writeFileInParts(room.assembly, backend, file, inside))).toBe('Allowed');
    expect(await ask(room.assembly, readFile(room.assembly, backend, file, inside))).toBe('Allowed');
    expect(await ask(room.assembly, one('s3:ListBucket', bucket, { 's3:prefix': '' }))).toBe('Allowed');
  });

  it.each([
    ['deletes a file', 's3:DeleteObject', file],
    ['removes a version', 's3:DeleteObjectVersion', file],
    ['goes round the lock', 's3:BypassGovernanceRetention', file],
    ['shortens the lock', 's3:PutObjectRetention', file],
    ['changes the policy of its bucket', 's3:PutBucketPolicy', bucket],
    ['removes its bucket', 's3:DeleteBucket', bucket],
    ['lists the access logs', 's3:ListBucket', accessLogBucketArn(room)],
    ['reads a bucket of somebody else', 's3:GetObject', 'arn:aws:s3:::somebody-else/a.pdf'],
    ['makes itself a second key', 'iam:CreateAccessKey', backend],
    ['becomes somebody else', 'sts:AssumeRole', roleArn(room, 'administrator')],
  ])('never %s', async (_, action, resource) => {
    expect(await ask(room.assembly, one(action, resource))).not.toBe('Allowed');
  });

  it('does not even read its own key, which is handed to it', async () => {
    const secret = secretArn(room, scene.workload, 'backend-key');
    expect(await ask(room.assembly, readSecret(room.assembly, backend, secret, inside))).not.toBe('Allowed');
  });

  it('is worthless outside the data centre', async () => {
    const outside = { 'aws:SourceIp': '192.0.2.1' };
    expect(await ask(room.assembly, writeFile(room.assembly, backend, file, outside))).toBe('ExplicitlyDenied');
    expect(await ask(room.assembly, one('s3:ListBucket', bucket, { ...outside, 's3:prefix': '' }))).toBe(
      'ExplicitlyDenied',
    );
  });

  it('is the only identity that reaches the files: an administrator cannot read them', async () => {
    const person = administrator(roleArn(room, 'administrator'));
    expect(await ask(room.assembly, readFile(room.assembly, person, file))).not.toBe('Allowed');
  });
});

describe('its key', () => {
  it('stands in no template, and neither does a password', () => {
    expect(propertiesOf(stack, 'AWS::IAM::AccessKey')).toEqual([]);
    expect(propertiesOf(stack, 'AWS::IAM::User').map((user) => user.LoginProfile)).toEqual([undefined]);
  });

  it('is made and changed by rotation, every 60 days in production', () => {
    expect(stack.template.Outputs?.SecretsAwaitingRotation?.Value).toBe('uploads/production/backend-key');
    expect(scene.workload.secrets).toEqual([
      expect.objectContaining({
        kind: 'access-key',
        consumer: 'backend',
        rotation: { everyDays: 60, overlapDays: 7, watchDays: 1, consumerCacheSeconds: 300 },
      }),
    ]);
    const [secret] = propertiesOf(stack, 'AWS::SecretsManager::Secret');
    expect(secret).not.toHaveProperty('SecretString');
    expect(secret).not.toHaveProperty('GenerateSecretString');
  });

  it('belongs to a user on the path that the rotation may act on', () => {
    expect(propertiesOf(stack, 'AWS::IAM::User')).toEqual([
      expect.objectContaining({ UserName: 'uploads-production-backend', Path: '/rotated/production/uploads/' }),
    ]);
  });
});

it('keeps access logs in both environments', () => {
  for (const name of ['development', 'production']) {
    const { environment, stack: own } = sceneOf('explicit-keys', name);
    expect(propertiesOf(own, 'AWS::S3::Bucket')).toEqual([
      expect.objectContaining({
        LoggingConfiguration: {
          DestinationBucketName: `strongroom-logs-${name}-${environment.account}-eu-west-1`,
          LogFilePrefix: `uploads-${name}-${environment.account}-eu-west-1/`,
        },
      }),
    ]);
  }
});
