import { awsAs } from '../../tools/sandbox/aws';
import { administrator } from '../../tools/sandbox/child-environment';
import { NotTheEmulator } from '../../tools/sandbox/errors';
import { assertDescribedEmulator, assertEmulatorAccount, assertLoopback } from '../../tools/sandbox/guard';
import { defaultProfile, loadProfile } from '../../tools/sandbox/profile';

const profile = loadProfile(defaultProfile);

describe('assertLoopback', () => {
  it.each([
    'http://127.0.0.1:4566',
    'https://127.0.0.1',
    'https://127.1.2.3:1',
    'http://[::1]:4566',
    'http://2130706433',
  ])('accepts %s', (endpoint) => {
    expect(() => assertLoopback(endpoint)).not.toThrow();
  });

  it.each([
    'https://s3.eu-central-1.amazonaws.com',
    'http://10.0.0.1:4566',
    'http://0.0.0.0:4566',
    'http://localhost:4566',
    'http://127.0.0.1.example.com',
    'http://127.0.0.1@example.com',
    'http://example.com#127.0.0.1',
    'http://[::ffff:10.0.0.1]',
    'ftp://127.0.0.1',
    '127.0.0.1:4566',
    '',
  ])('rejects %s', (endpoint) => {
    expect(() => assertLoopback(endpoint)).toThrow(NotTheEmulator);
    expect(() => assertLoopback(endpoint)).toThrow('is not a loopback address');
  });

  it('stands before every client', () => {
    const connection = { endpoint: 'https://sts.eu-central-1.amazonaws.com', region: 'eu-central-1' };
    expect(() => awsAs(administrator, connection)).toThrow(NotTheEmulator);
  });
});

describe('assertEmulatorAccount', () => {
  it("accepts the emulator's account", () => {
    expect(() => assertEmulatorAccount('000000000000', profile)).not.toThrow();
  });

  it.each(['111122223333', undefined, ''])('rejects account %s', (account) => {
    expect(() => assertEmulatorAccount(account, profile)).toThrow(NotTheEmulator);
  });
});

describe('assertDescribedEmulator', () => {
  it('accepts the pinned version with its policies on', () => {
    expect(() => assertDescribedEmulator({ version: '1.5.33', auth: 'enabled' }, profile)).not.toThrow();
  });

  it('rejects another version, and names both', () => {
    const other = { version: '1.6.0', auth: 'enabled' };
    expect(() => assertDescribedEmulator(other, profile)).toThrow(/version 1\.6\.0.*describes 1\.5\.33/);
  });

  it('rejects an emulator that lets everybody do everything', () => {
    const open = { version: '1.5.33', auth: 'disabled' };
    expect(() => assertDescribedEmulator(open, profile)).toThrow('does not evaluate policies');
  });
});
