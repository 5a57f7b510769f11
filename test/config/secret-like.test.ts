import { randomBytes } from 'node:crypto';

import { isSecretName, knownSecretIn, looksGenerated } from '../../lib/config/secret-like';
import { mistakesAfter, workload } from '../support/configurations';

/** Put together here, so that no scanner takes the tests for a leak. */
const join = (...parts: string[]) => parts.join('');

/** What people paste, each with what it is recognized as. None of them was ever valid. */
const secrets: readonly (readonly [what: string, value: string])[] = [
  ['an AWS access key id', 'AKIAIOSFODNN7EXAMPLE'],
  ['an AWS access key id', 'ASIAIOSFODNN7EXAMPLE'],
  ['an AWS access key id', 'key: AKIAIOSFODNN7EXAMPLE, see wiki'],
  ['an AWS secret access key', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIE'],
  ['a private key', '-----BEGIN PRIVATE KEY-----'],
  ['a private key', '-----BEGIN PGP PRIVATE KEY BLOCK-----'],
  ['a private key', 'PuTTY-User-Key-File-3: ssh-ed25519'],
  ['a signed token', join('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abcdefghijk')],
  ['a service token', join('ghp', '_abcdefghijklmnopqrst')],
  ['a service token', join('glpat', '-abcdefghijklmnopqrst')],
  ['a service token', join('xoxb', '-1234567890-abcdefghij')],
  ['a service token', join('sk_live', '_abcdefghijklmnop')],
  ['a service token', join('whsec', '_abcdefghijklmnop')],
  ['a service token', join('sk-', 'proj-abcdefghijklmnopqrst')],
  ['a service token', join('AIza', 'SyA1234567890abcdefghijklmnopqrstuv')],
  ['a service token', join('SG', '.abcdefghijklmnopqrst.abcdefghijklmnopqrstuvwxyz')],
  [
    'an address that is itself a secret',
    join('https://hooks.', 'slack.com/services/T0AAAAAAA/B0AAAAAAA/abcdefghijklmnopqrstuvwx'),
  ],
  ['an authorization header', 'Bearer abcdefghijklmnopqrst'],
  ['an authorization header', 'Basic cG9ydGFsOmh1bnRlcjI='],
  ['an address that contains a password', 'postgres://portal:hunter2@db.example.com/portal'],
  ['an address that contains a password', 'redis://:hunter2@cache.example.com:6379'],
  ['a text that contains a password', 'Server=db.example.com;User Id=portal;Password=hunter2;'],
];

const innocent = [
  'https://portal.example.com/sign-in?next=/documents',
  'portal-db.cluster-c1x2y3z4abcd.eu-central-1.rds.amazonaws.com',
  'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  'arn:aws:secretsmanager:eu-central-1:111122223333:secret:portal/prod/database-AbCdEf',
  'arn:aws:iam::111122223333:role/portal-prod-web',
  'subnet-0a1b2c3d4e5f67890',
  'vpc-0a1b2c3d4e5f67890',
  'ami-0abcdef1234567890',
  'AROAJQABLZS4A3QDU576Q',
  '7bdcb7ff-c2ec-4e04-b5a1-4b9e2f16f82a',
  '2026-06-15T12:00:00.000Z',
  'documents/Invoices2024/Inbox/Incoming',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'CustomerAcmeProduction2024Id',
  'The quick brown fox jumps over the lazy dog 1234567890 times.',
  'cron(0 12 ? * MON-FRI *)',
  'security@example.com',
  'eu-central-1',
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl',
  '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo\n-----END PUBLIC KEY-----',
  '',
];

describe('known secrets', () => {
  it.each(secrets)('%s is recognized', (what, value) => {
    expect(knownSecretIn(value)).toBe(what);
  });

  it.each(secrets)('%s is refused wherever plain text may stand, and not printed', (what, value) => {
    const places = [
      [`${workload}.settings.origins`, value],
      [`${workload}.secrets[0].fields.host`, { source: 'value', value }],
      [`${workload}.secrets[5].fields.purpose`, value],
    ] as const;
    for (const [path, written] of places) {
      const found = mistakesAfter({ [path]: written });
      expect(found).toHaveLength(1);
      expect(found[0]?.found).toBe(
        `a value of ${String(value.length)} characters (not printed: it may be secret), shaped like ${what}`,
      );
    }
  });

  it.each([
    `${workload}.secrets[1].description`,
    `${workload}.secrets[7].fields.login.description`,
    `${workload}.consumers[2].reason`,
  ])('are recognized in what people write for people: %s', (path) => {
    expect(mistakesAfter({ [path]: 'Use key AKIAIOSFODNN7EXAMPLE for it.' })).toEqual([
      expect.objectContaining({ path, found: expect.stringContaining('shaped like an AWS access key id') as string }),
    ]);
  });

  it('are recognized in a list, at their place', () => {
    expect(mistakesAfter({ [`${workload}.settings.origins`]: ['a', 'AKIAIOSFODNN7EXAMPLE'] })).toEqual([
      expect.objectContaining({ path: `${workload}.settings.origins[1]` }),
    ]);
  });
});

describe('generated values', () => {
  const rate = (make: () => string) => Array.from({ length: 500 }, make).filter(looksGenerated).length / 500;

  it.each([
    ['hex', 16, 1],
    ['hex', 32, 1],
    ['base64', 32, 0.98],
    ['base64url', 32, 0.98],
    ['base64', 16, 0.9],
  ] as const)('in %s of %i bytes are recognized', (encoding, length, least) => {
    expect(rate(() => randomBytes(length).toString(encoding))).toBeGreaterThanOrEqual(least);
  });

  it('are recognized inside a text', () => {
    expect(looksGenerated('key=9Xb2QmTz7LwK4pRv8NcY;mode=1')).toBe(true);
  });

  it.each(innocent)('are not %s', (value) => {
    expect(knownSecretIn(value)).toBeUndefined();
    expect(looksGenerated(value)).toBe(false);
  });
});

describe('names of secrets', () => {
  it.each([
    'password',
    'dbPassword',
    'DB_PASSWORD',
    'db-pwd',
    'passphrase',
    'pass',
    'clientSecret',
    'clientsecret',
    'api-key',
    'apiKey',
    'apikey',
    'access_key',
    'privateKey',
    'signing-key',
    'encryptionKey',
    'masterKey',
    'salt',
    'saltValue',
    'pepper',
    'session-token',
    'refreshToken',
    'credentials',
    'connectionString',
    'dsn',
    'pin',
  ])('include %s', (name) => {
    expect(isSecretName(name)).toBe(true);
    expect(mistakesAfter({ [`${workload}.settings.${name}`]: 'blue' })).toEqual([
      expect.objectContaining({
        path: `${workload}.settings.${name}`,
        found: expect.stringMatching(/not printed/) as string,
      }),
    ]);
  });

  it.each([
    'tokenMinutes',
    'token-issuer',
    'secret-name',
    'passwordLength',
    'password-policy',
    'apiKeyHeader',
    'credentials-url',
    'compass',
    'passenger-count',
    'spinner',
    'basalt',
    'monkey',
    'keyboard',
    'primary-key',
    'cache-seconds',
  ])('do not include %s', (name) => {
    expect(isSecretName(name)).toBe(false);
  });

  it('make a number a secret that is long enough, and no switch', () => {
    const path = `${workload}.settings.pin`;
    expect(mistakesAfter({ [path]: 482_913 })).toEqual([expect.objectContaining({ path })]);
    expect(mistakesAfter({ [path]: 4829 })).toEqual([]);
    expect(mistakesAfter({ [path]: true })).toEqual([]);
  });
});
