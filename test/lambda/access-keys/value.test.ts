import { type AccessKeySecret, accessKeyValue, readCredentials } from '../../../lambda/access-keys/value';
import { RotationStopped } from '../../../lambda/rotation/errors';

const secret: AccessKeySecret = {
  secret: 'portal/prod/scanner-key',
  userName: 'portal-prod-scanner',
  region: 'eu-central-1',
  fields: { bucket: 'portal-prod-files', port: 443, strict: true },
};
const key = { id: 'AKIAIOSFODNN7EXAMPLE', secret: 'CANARY-secret' };
const good = { accessKeyId: key.id, secretAccessKey: key.secret, userName: secret.userName };

function read(value: unknown) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return readCredentials({ versionId: 'version-1', value: text, createdAt: new Date(0) }, secret);
}

function refusal(value: unknown): RotationStopped {
  try {
    read(value);
  } catch (error) {
    if (error instanceof RotationStopped) return error;
    throw error;
  }
  throw new Error('the value was read');
}

describe('the value', () => {
  test('holds the key, its user, the Region and the declared fields', () => {
    expect(JSON.parse(accessKeyValue(key, secret))).toEqual({
      accessKeyId: key.id,
      secretAccessKey: key.secret,
      userName: 'portal-prod-scanner',
      region: 'eu-central-1',
      bucket: 'portal-prod-files',
      port: 443,
      strict: true,
    });
  });

  test('is the same text for the same key, because another text under a used token is refused', () => {
    expect(accessKeyValue(key, secret)).toBe(accessKeyValue({ ...key }, { ...secret }));
  });

  test('never has a declared field in the place of the key', () => {
    const value = accessKeyValue(key, { ...secret, fields: { accessKeyId: 'mine', userName: 'mine' } });
    expect(read(value).accessKeyId).toBe(key.id);
  });

  test('is read as the key that it holds, and nothing else', () => {
    expect(read(accessKeyValue(key, secret))).toEqual({ accessKeyId: key.id, secretAccessKey: key.secret });
  });

  test.each([16, 128])('may hold an id of %i characters', (length) => {
    expect(read({ ...good, accessKeyId: 'A'.repeat(length) }).accessKeyId).toHaveLength(length);
  });
});

describe('a value that is no access key', () => {
  test.each([
    ['is no JSON', 'CANARY', 'is not a JSON object'],
    ['is nothing', 'null', 'is not a JSON object'],
    ['is a text', '"CANARY"', 'is not a JSON object'],
    ['is a number', '7', 'is not a JSON object'],
    ['is a list', '["CANARY"]', 'is not a JSON object'],
    ['has no id', { ...good, accessKeyId: undefined }, 'has no accessKeyId'],
    ['has a number for an id', { ...good, accessKeyId: 1_234_567_890_123_456 }, 'has no accessKeyId'],
    ['has an id that is too short', { ...good, accessKeyId: 'A'.repeat(15) }, 'has no accessKeyId'],
    ['has an id that is too long', { ...good, accessKeyId: 'A'.repeat(129) }, 'has no accessKeyId'],
    ['has an id with something before it', { ...good, accessKeyId: `?${key.id}` }, 'has no accessKeyId'],
    ['has an id with something behind it', { ...good, accessKeyId: `${key.id}?` }, 'has no accessKeyId'],
    ['has no secret part', { ...good, secretAccessKey: undefined }, 'has no secretAccessKey'],
    ['has a number for a secret part', { ...good, secretAccessKey: 7 }, 'has no secretAccessKey'],
    ['has an empty secret part', { ...good, secretAccessKey: '' }, 'has no secretAccessKey'],
  ])('is refused when it %s', (_, value, found) => {
    const { problem, message } = refusal(value);
    expect(problem).toBe('malformed-secret');
    expect(message).toContain(`portal/prod/scanner-key: version version-1 ${found}`);
    expect(message).toContain('Put the last good version back');
    expect(message).not.toContain('CANARY');
  });

  test.each([
    ['of another user', { ...good, userName: 'CANARY' }],
    ['of no user', { ...good, userName: undefined }],
  ])('is refused when it is %s', (_, value) => {
    const { problem, message } = refusal(value);
    expect(problem).toBe('other-user');
    expect(message).toContain('version version-1 does not name user portal-prod-scanner');
    expect(message).toContain('Put the last good version back');
    expect(message).not.toContain('CANARY');
  });
});
