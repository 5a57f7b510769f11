import { readFile, readSecret, writeFile } from '../support/calls';
import { ask, type Question } from '../support/questions';
import { secretArn } from '../support/room';
import { propertiesOf, sceneOf } from './example';

const design = sceneOf('file-store', 'production', 'design-files');
const research = sceneOf('file-store', 'production', 'research-files');
const { room, bucket, stack } = design;
const server = design.arnOf('server');

function one(action: string, resource: string, context: Question['context'] = {}): Question {
  return { caller: server, action, resource, resourceAccount: '111122223333', context };
}

describe('the server', () => {
  it('runs on EC2 with a role', () => {
    expect(propertiesOf(stack, 'AWS::IAM::InstanceProfile')).toEqual([
      expect.objectContaining({ InstanceProfileName: 'design-files-production-server' }),
    ]);
    expect(propertiesOf(stack, 'AWS::IAM::User')).toEqual([]);
  });

  it('puts, gets and deletes below files/', async () => {
    const file = `${bucket}/files/a/b.txt`;
    expect(await ask(room.assembly, writeFile(room.assembly, server, file))).toBe('Allowed');
    expect(await ask(room.assembly, readFile(room.assembly, server, file))).toBe('Allowed');
    expect(await ask(room.assembly, one('s3:DeleteObject', file))).toBe('Allowed');
  });

  it('lists files/ and what is below it, and nothing else', async () => {
    for (const prefix of ['files/', 'files/a/']) {
      expect(await ask(room.assembly, one('s3:ListBucket', bucket, { 's3:prefix': prefix }))).toBe('Allowed');
    }
    for (const prefix of ['', 'file', 'files', 'other/']) {
      expect(await ask(room.assembly, one('s3:ListBucket', bucket, { 's3:prefix': prefix }))).not.toBe('Allowed');
    }
    expect(await ask(room.assembly, one('s3:ListBucket', bucket))).not.toBe('Allowed');
  });

  it.each([
    ['a file beside files/', 's3:GetObject', `${bucket}/private/a.txt`],
    ['a name that begins like it', 's3:PutObject', `${bucket}/files-old/a.txt`],
    ['an old version', 's3:GetObjectVersion', `${bucket}/files/a.txt`],
    ['a version, to remove it', 's3:DeleteObjectVersion', `${bucket}/files/a.txt`],
    ['the policy of its bucket', 's3:PutBucketPolicy', bucket],
    ['the files of another installation', 's3:GetObject', `${research.bucket}/files/a.txt`],
    ['the list of another installation', 's3:ListBucket', research.bucket],
  ])('never reaches %s', async (_, action, resource) => {
    expect(
      await ask(room.assembly, one(action, resource, action === 's3:ListBucket' ? { 's3:prefix': 'files/' } : {})),
    ).not.toBe('Allowed');
  });
});

describe('the signing keys', () => {
  it('rotate every 90 days and outlive their tokens, so that nobody is logged out', () => {
    for (const { workload } of [design, research]) {
      expect(workload.secrets).toEqual([
        expect.objectContaining({
          kind: 'jwt-key-set',
          algorithm: 'HS256',
          tokenMinutes: 1440,
          rotation: { everyDays: 90 },
        }),
      ]);
    }
  });

  it('are made by their first rotation: none stands in the template', () => {
    const [secret] = propertiesOf(stack, 'AWS::SecretsManager::Secret');
    expect(secret).not.toHaveProperty('SecretString');
    expect(secret).not.toHaveProperty('GenerateSecretString');
    expect(stack.template.Outputs?.SecretsAwaitingRotation?.Value).toBe('design-files/production/sessions');
  });

  it('are each installation’s own: one cannot read the other’s', async () => {
    const own = secretArn(room, design.workload, 'sessions');
    const other = secretArn(room, research.workload, 'sessions');
    expect(await ask(room.assembly, readSecret(room.assembly, server, own))).toBe('Allowed');
    expect(await ask(room.assembly, readSecret(room.assembly, server, other))).not.toBe('Allowed');
  });
});
