import { passwordKind, type PasswordSpecification } from '../../../lambda/rotate-password/password-kind';
import { RotationStopped } from '../../../lambda/rotation/errors';
import { emptyBookkeeping } from '../../../lambda/rotation/journal';
import type { SecretVersion } from '../../../lambda/rotation/ports';
import { keepsTheRules } from './oracle';
import { seeded } from './random';

const alone: PasswordSpecification = { secret: 'portal/prod/queue', length: 32 };
const withName: PasswordSpecification = { ...alone, userName: 'portal-queue' };
const incomplete = 'has no username or no password';
const tooMuch = 'has other fields than username and password';
const good = 'Rk7.wQz2-Xv9_Jm4Tp8Hb';
const other = 'Hb4.Zx8-Wq3_Kt6Vn9Ljr';

function version(value: string): SecretVersion {
  return { versionId: 'version-1', value, createdAt: new Date('2026-01-01T00:00:00Z') };
}

function make(specification: PasswordSpecification, current?: string, isEmergency = false): Promise<string> {
  return Promise.resolve().then(() =>
    passwordKind(specification, { randomBelow: seeded(1) }).make({
      current: current === undefined ? undefined : version(current),
      journal: { bookkeeping: emptyBookkeeping, requests: {} },
      isEmergency,
    }),
  );
}

function prove(specification: PasswordSpecification, pending: string, current?: string): Promise<void> {
  return Promise.resolve().then(() =>
    passwordKind(specification, { randomBelow: seeded(1) }).prove(
      version(pending),
      current === undefined ? undefined : version(current),
    ),
  );
}

async function stopped(running: Promise<unknown>): Promise<RotationStopped> {
  const error: unknown = await running.then(
    () => new Error('nothing stopped it'),
    (reason: unknown) => reason,
  );
  if (error instanceof RotationStopped) return error;
  throw error;
}

function named(username: string, password: string, further: object = {}): string {
  return JSON.stringify({ username, password, ...further });
}

describe('a password', () => {
  it('is the whole value', async () => {
    const value = await make(alone);
    expect(value).toHaveLength(32);
    expect(keepsTheRules(value)).toBe(true);
  });

  it('stands beside the user name where there is one', async () => {
    const value: unknown = JSON.parse(await make(withName));
    expect(value).toEqual({ username: 'portal-queue', password: await make(alone) });
  });

  it('has the length of the configuration', async () => {
    expect(await make({ ...alone, length: 57 })).toHaveLength(57);
  });

  it('replaces a first value that a person chose, however weak', async () => {
    expect(keepsTheRules(await make(alone, 'secret'))).toBe(true);
  });

  it.each([
    ['is no JSON', 'portal-queue:Rk7.wQz2', 'is not a JSON object'],
    ['is a list', '["portal-queue"]', 'is not a JSON object'],
    ['has no password', '{"username":"portal-queue"}', incomplete],
    ['has an empty password', named('portal-queue', ''), incomplete],
    ['has no user name', '{"password":"Rk7.wQz2"}', incomplete],
    ['has a further field, which would be lost', named('portal-queue', good, { host: 'db' }), tooMuch],
    ['is of another user', named('portal-other', good), "is of another user than 'portal-queue'"],
  ])('does not replace a current value that %s', async (_, current, found) => {
    const error = await stopped(make(withName, current));
    expect(error.problem).toBe(found.startsWith('is of another user') ? 'other-user' : 'malformed-secret');
    expect(error.message).toContain(`portal/prod/queue: its current value ${found}. `);
    expect(error.message).toMatch(/\. (Put the last good version back|Set the user name in the configuration)/);
    expect(error.message).not.toMatch(/Rk7\.wQz2|portal-other/);
    await expect(make(withName, current, true)).resolves.toContain('"username":"portal-queue"');
  });

  it('does not replace an object where the password should stand alone', async () => {
    const { problem, message } = await stopped(make(alone, named('portal-queue', good)));
    expect(problem).toBe('malformed-secret');
    expect(message).toContain('its current value is a JSON object and not a password alone');
  });

  it('is not made by a broken source of randomness', async () => {
    const kind = passwordKind(alone, { randomBelow: () => 0 });
    const running = Promise.resolve().then(() =>
      kind.make({ current: undefined, journal: { bookkeeping: emptyBookkeeping, requests: {} }, isEmergency: false }),
    );
    const { problem, message, cause } = await stopped(running);
    expect(problem).toBe('value-invalid');
    expect(message).toBe(
      'portal/prod/queue: no password kept the rules within the allowed tries. Secrets Manager tries again; if that keeps failing, the source of randomness is broken: report it.',
    );
    expect(cause).toMatchObject({ name: 'NoAcceptablePassword' });
  });
});

describe('the proof of a password', () => {
  it('passes what was made', async () => {
    await expect(prove(alone, await make(alone), good)).resolves.toBeUndefined();
    await expect(prove(withName, await make(withName), named('portal-queue', good))).resolves.toBeUndefined();
  });

  it('passes the first value', async () => {
    await expect(prove(withName, await make(withName))).resolves.toBeUndefined();
  });

  it('passes after an emergency replaced a value that nobody can read', async () => {
    await expect(prove(withName, await make(withName), 'no JSON')).resolves.toBeUndefined();
  });

  it('passes another length than is configured by now', async () => {
    await expect(prove({ ...alone, length: 64 }, await make(alone), good)).resolves.toBeUndefined();
  });

  it.each([
    [
      'a password that breaks rules',
      'the pending password breaks rules: an upper-case letter, a digit, a special character, no sequence',
      ...([alone, 'abc'.repeat(10), other] as const),
    ],
    ['the current password', 'the pending password is the current one', alone, good, good],
    [
      'the current password in other words',
      'the pending password is the current one',
      ...([withName, named('portal-queue', good), ` ${named('portal-queue', good)}`] as const),
    ],
    [
      'an object where the password should stand alone',
      'the pending value is a JSON object and not a password alone',
      ...([alone, named('portal-queue', good), other] as const),
    ],
    [
      'a password alone where an object should be',
      'the pending value is not a JSON object',
      ...([withName, good, named('portal-queue', other)] as const),
    ],
    [
      'another user',
      'the pending value is of another user',
      ...([withName, named('portal-other', good), named('portal-queue', other)] as const),
    ],
    [
      'a further field',
      `the pending value ${tooMuch}`,
      ...([withName, named('portal-queue', good, { host: 'db' }), named('portal-queue', other)] as const),
    ],
  ])('refuses %s', async (_, found, specification, pending, current) => {
    const error = await stopped(prove(specification, pending, current));
    expect(error.problem).toBe('value-invalid');
    expect(error.message).toBe(
      `portal/prod/queue: ${found}. Give version version-1 up with the request "discard" in the journal, then rotate again.`,
    );
    expect(error.message).not.toMatch(/abc|Rk7\.wQz2|portal-other/);
  });

  it('has no age: a password does not decay while it waits', () => {
    const old = { ...version(good), createdAt: new Date('2020-01-01T00:00:00Z') };
    expect(() => {
      passwordKind(alone, { randomBelow: seeded(1) }).assertPromotable(old);
    }).not.toThrow();
  });
});
