import { readSecret } from '../support/calls';
import { ask, type Question } from '../support/questions';
import { roleArn, secretArn } from '../support/room';
import { propertiesOf, sceneOf } from './example';

const scene = sceneOf('auth-service-secrets', 'production');
const { room, stack, workload } = scene;
const service = scene.arnOf('service');
const names = ['mail-provider', 'database', 'jwt', 'service', 'security', 'security-salt'];
const prefix = 'arn:aws:secretsmanager:ap-east-1:444455556666:secret:';

function one(action: string, resource: string): Question {
  return { caller: service, action, resource, resourceAccount: '444455556666' };
}

describe('the catalogue', () => {
  it('lies below one prefix for application and environment, in ap-east-1', () => {
    expect(propertiesOf(stack, 'AWS::SecretsManager::Secret').map(({ Name }) => Name)).toEqual(
      names.map((name) => `auth/production/${name}`),
    );
    expect(stack).toMatchObject({ region: 'ap-east-1', account: '444455556666' });
  });

  /** What a secret holds right after its deployment: plain fields, and the one that Secrets Manager generates. */
  function fieldsOf(name: string): { plain: unknown; generated: unknown } {
    const secret = propertiesOf(stack, 'AWS::SecretsManager::Secret').find(
      ({ Name }) => Name === `auth/production/${name}`,
    );
    const generate = secret?.GenerateSecretString as
      { SecretStringTemplate: string; GenerateStringKey: string } | undefined;
    const text = generate?.SecretStringTemplate ?? secret?.SecretString;
    return {
      plain: text === undefined ? undefined : JSON.parse(text as string),
      generated: generate?.GenerateStringKey,
    };
  }

  it('has the API key as one value, which a person fills', () => {
    expect(fieldsOf('mail-provider')).toEqual({ plain: undefined, generated: undefined });
    expect(stack.template.Outputs?.UnfilledSecrets?.Value).toBe('auth/production/mail-provider (the whole value)');
  });

  it.each([
    ['database', ['host', 'port', 'database', 'username'], 'password'],
    ['service', ['regions', 'avatarBucketName', 'uploadMegabytes'], undefined],
    ['security', ['allowedHosts', 'allowedOrigins'], 'encryptionKey'],
    ['security-salt', [], 'salt'],
  ])('has named fields in %s', (name, plain, generated) => {
    const fields = fieldsOf(name);
    expect(Object.keys(fields.plain as object)).toEqual(plain);
    expect(fields.generated).toBe(generated);
  });

  it('has its settings that are not secret in Parameter Store', () => {
    expect(propertiesOf(stack, 'AWS::SSM::Parameter').map(({ Name, Value }) => [Name, Value])).toEqual([
      ['/auth/production/cache-seconds', '300'],
      ['/auth/production/sign-up-open', 'true'],
      ['/auth/production/languages', 'en,zh-Hant'],
    ]);
  });
});

describe('the reader', () => {
  it.each(names)('gets and describes %s', async (name) => {
    const secret = secretArn(room, workload, name);
    expect(await ask(room.assembly, readSecret(room.assembly, service, secret))).toBe('Allowed');
    expect(await ask(room.assembly, one('secretsmanager:DescribeSecret', secret))).toBe('Allowed');
  });

  it('reads the settings', async () => {
    const setting = 'arn:aws:ssm:ap-east-1:444455556666:parameter/auth/production/cache-seconds';
    expect(await ask(room.assembly, one('ssm:GetParameter', setting))).toBe('Allowed');
  });

  const database = secretArn(room, workload, 'database');

  it.each([
    ['puts a value', 'secretsmanager:PutSecretValue', database],
    ['removes a secret', 'secretsmanager:DeleteSecret', database],
    ['opens a secret to others', 'secretsmanager:PutResourcePolicy', database],
    ['lists all secrets', 'secretsmanager:ListSecrets', '*'],
    [
      'reads a secret of another application',
      'secretsmanager:GetSecretValue',
      `${prefix}portal/production/database-AbCdEf`,
    ],
    [
      'reads a secret of another environment',
      'secretsmanager:GetSecretValue',
      `${prefix}auth/production2/database-AbCdEf`,
    ],
    ['reads a secret of development', 'secretsmanager:GetSecretValue', `${prefix}auth/development/database-AbCdEf`],
    [
      'changes a setting',
      'ssm:PutParameter',
      'arn:aws:ssm:ap-east-1:444455556666:parameter/auth/production/cache-seconds',
    ],
    [
      'reads a setting of another',
      'ssm:GetParameter',
      'arn:aws:ssm:ap-east-1:444455556666:parameter/portal/production/x',
    ],
    ['stores a file', 's3:PutObject', 'arn:aws:s3:::auth-avatars/1'],
    ['becomes somebody else', 'sts:AssumeRole', roleArn(room, 'administrator')],
  ])('never %s', async (_, action, resource) => {
    expect(await ask(room.assembly, one(action, resource))).not.toBe('Allowed');
  });
});

it('has no bucket: its secrets need none', () => {
  expect(propertiesOf(stack, 'AWS::S3::Bucket')).toEqual([]);
});
