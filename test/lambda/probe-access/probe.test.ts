import type { KeyTrial } from '../../../lambda/access-keys/ports';
import type { Trial } from '../../../lambda/access-keys/trial';
import { probe } from '../../../lambda/probe-access/probe';
import { CallFailed, type Refusal } from '../../../lambda/rotation/errors';

const user = 'portal-prod-scanner';
const secretPart = 'a-secret-part-that-nobody-may-see';
const listing: Trial = { call: 'list-objects', bucket: 'portal-prod', prefix: 'scans/', mayBeDenied: false };
const value = JSON.stringify({
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: secretPart,
  userName: user,
  region: 'eu-central-1',
});
const known = { hasKeyId: true, hasSecret: true, bucket: 'portal-prod', prefix: 'scans/', region: 'eu-central-1' };

let slept: number;
let identity: jest.MockedFunction<KeyTrial['identity']>;
let use: jest.MockedFunction<KeyTrial['use']>;

beforeEach(() => {
  slept = 0;
  identity = jest.fn().mockResolvedValue(`arn:aws:iam::111122223333:user/rotated/prod/portal/${user}`);
  use = jest.fn().mockResolvedValue(undefined);
});

function probed(written: string | undefined = value, trial: Trial = listing) {
  return probe({ secret: 'portal/prod/scanner-key', user, region: 'eu-central-1', trial }, written, {
    trial: { identity, use, overreach: jest.fn() },
    clock: {
      now: () => new Date(0),
      remaining: () => 60_000,
      sleep: (milliseconds) => {
        slept += milliseconds;
        return Promise.resolve();
      },
    },
  });
}

function refusal(name: Refusal): CallFailed {
  return new CallFailed('s3:ListBucket', name, name);
}

it('is connected when the key works for its own user and does what it is for', async () => {
  expect(await probed()).toEqual({ status: 'connected', secret: 'portal/prod/scanner-key', ...known });
});

it('uses the key of the value, and no other', async () => {
  await probed();
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: secretPart };
  expect(identity).toHaveBeenCalledWith(credentials);
  expect(use).toHaveBeenCalledWith(credentials);
});

it('is not configured while the secret has no value, and tries nothing', async () => {
  const access = { secret: 'portal/prod/scanner-key', user, region: 'eu-central-1', trial: listing };
  const clock = { now: jest.fn(), sleep: jest.fn(), remaining: jest.fn() };
  const health = await probe(access, undefined, { trial: { identity, use, overreach: jest.fn() }, clock });
  expect(health).toEqual({
    ...{ status: 'not_configured', secret: 'portal/prod/scanner-key', ...known, hasKeyId: false, hasSecret: false },
    reason: 'The secret has no value yet: its first rotation makes it',
  });
  expect(identity).not.toHaveBeenCalled();
});

it.each([
  ['no JSON at all', 'not json', { hasKeyId: false, hasSecret: false }],
  [
    'an empty secret part',
    JSON.stringify({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: '' }),
    { hasKeyId: true, hasSecret: false },
  ],
  ['no key id', JSON.stringify({ secretAccessKey: secretPart }), { hasKeyId: false, hasSecret: true }],
  [
    'numbers for both parts',
    JSON.stringify({ accessKeyId: 7, secretAccessKey: 7 }),
    { hasKeyId: false, hasSecret: false },
  ],
])('is not configured with %s', async (_what, written, has) => {
  expect(await probed(written)).toMatchObject({
    status: 'not_configured',
    ...has,
    reason: 'The value has no accessKeyId or no secretAccessKey',
  });
  expect(identity).not.toHaveBeenCalled();
});

it('fails when the value is of another user, before the key is used', async () => {
  expect(await probed(value.replace(user, 'somebody-else'))).toMatchObject({
    status: 'connection_failed',
    reason: `The value does not name user ${user}`,
  });
  expect(identity).not.toHaveBeenCalled();
});

it('fails when the key belongs to somebody else', async () => {
  identity.mockResolvedValue('arn:aws:iam::111122223333:user/somebody-else');
  expect(await probed()).toMatchObject({
    status: 'connection_failed',
    reason: `The key belongs to arn:aws:iam::111122223333:user/somebody-else, not to user ${user}`,
  });
});

it('hides no mistake of its own behind a failed connection', async () => {
  identity.mockRejectedValue(new TypeError('a mistake'));
  await expect(probed()).rejects.toThrow('a mistake');
  expect(slept).toBe(0);
});

it.each<[Refusal, RegExp]>([
  ['unknown-key', /does not know the key, or it is inactive/],
  ['wrong-signature', /refuses its secret part/],
  ['denied', /may not do what it is for/],
  ['not-found', /does not exist/],
  ['unknown-outcome', /did not answer as it must/],
])('fails with a reason when a call is refused: %s', async (name, reason) => {
  use.mockRejectedValue(refusal(name));
  const health = await probed();
  expect(health).toMatchObject({ status: 'connection_failed', ...known });
  expect(health.reason).toMatch(reason);
});

it('waits for a key that was rotated a moment ago', async () => {
  identity.mockRejectedValueOnce(refusal('unknown-key'));
  expect(await probed()).toMatchObject({ status: 'connected' });
  expect(slept).toBe(3000);
});

it('gives up after three tries', async () => {
  identity.mockRejectedValue(refusal('unknown-key'));
  expect(await probed()).toMatchObject({ status: 'connection_failed' });
  expect(identity).toHaveBeenCalledTimes(3);
});

it('takes a refusal for a working key where the user may do nothing from here, and says so', async () => {
  use.mockRejectedValue(refusal('denied'));
  const health = await probed(value, { ...listing, mayBeDenied: true });
  expect(health).toMatchObject({ status: 'connected' });
  expect(health.reason).toMatch(/addresses of its consumer/);
});

it('takes no unknown key for one that is merely refused', async () => {
  use.mockRejectedValue(refusal('unknown-key'));
  expect(await probed(value, { ...listing, mayBeDenied: true })).toMatchObject({ status: 'connection_failed' });
});

it('names neither bucket nor prefix for a key that lists nothing', async () => {
  const health = await probed(value, {
    call: 'describe-secret',
    secretName: 'portal/prod/database',
    mayBeDenied: false,
  });
  expect(health).not.toHaveProperty('bucket');
  expect(health).not.toHaveProperty('prefix');
});

it.each<[string, () => void]>([
  ['connected', () => undefined],
  ['refused', () => use.mockRejectedValue(refusal('denied'))],
])('never tells a value: %s', async (_when, arrange) => {
  arrange();
  const told = JSON.stringify(await probed());
  expect(told).not.toContain(secretPart);
  expect(told).not.toContain('AKIAIOSFODNN7EXAMPLE');
});
