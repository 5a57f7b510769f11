import { passwordKind, type PasswordSpecification } from '../../../lambda/rotate-password/password-kind';
import { RotationStopped } from '../../../lambda/rotation/errors';
import { emptyBookkeeping } from '../../../lambda/rotation/journal';
import type { SecretVersion } from '../../../lambda/rotation/ports';
import { keepsTheRules } from './oracle';
import { seeded } from './random';

const alone: PasswordSpecification = { secret: 'portal/prod/queue', length: 32 };
const withName: PasswordSpecification = { ...alone, userName: 'portal-queue' };
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
    ['is no JSON', 'portal-queue:Rk7.wQz2', 'malformed-secret'],
    ['is a list', '["portal-queue"]', 'malformed-secret'],
    ['has no password', '{"username":"portal-queue"}', 'malformed-secret'],
    ['has an empty password', named('portal-queue', ''), 'malformed-secret'],
    ['has no user name', '{"password":"Rk7.wQz2"}', 'malformed-secret'],
    ['has a further field, which would be lost', named('portal-queue', good, { host: 'db' }), 'malformed-secret'],
    ['is of another user', named('portal-other', good), 'other-user'],
  ])('does not replace a current value that %s', async (_, current, problem) => {
    const error = await stopped(make(withName, current));
    expect(error.problem).toBe(problem);
    expect(error.message).toContain(withName.secret);
    expect(error.message).not.toMatch(/Rk7\.wQz2|portal-other/);
    await expect(make(withName, current, true)).resolves.toContain('"username":"portal-queue"');
  });

  it('does not replace an object where the password should stand alone', async () => {
    expect((await stopped(make(alone, named('portal-queue', good)))).problem).toBe('malformed-secret');
  });

  it('is not made by a broken source of randomness', async () => {
    const kind = passwordKind(alone, { randomBelow: () => 0 });
    const running = Promise.resolve().then(() =>
      kind.make({ current: undefined, journal: { bookkeeping: emptyBookkeeping, requests: {} }, isEmergency: false }),
    );
    expect((await stopped(running)).problem).toBe('value-invalid');
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
    ['a password that breaks a rule', alone, 'abc'.repeat(10), other],
    ['the current password', alone, good, good],
    ['the current password in other words', withName, named('portal-queue', good), ` ${named('portal-queue', good)}`],
    ['an object where the password should stand alone', alone, named('portal-queue', good), other],
    ['a password alone where an object should be', withName, good, named('portal-queue', other)],
    ['another user', withName, named('portal-other', good), named('portal-queue', other)],
    ['a further field', withName, named('portal-queue', good, { host: 'db' }), named('portal-queue', other)],
  ])('refuses %s', async (_, specification, pending, current) => {
    const error = await stopped(prove(specification, pending, current));
    expect(error.problem).toBe('value-invalid');
    expect(error.message).toMatch(/portal\/prod\/queue.*discard/);
    expect(error.message).not.toMatch(/abc|Rk7\.wQz2|portal-other/);
  });

  it('has no age: a password does not decay while it waits', () => {
    const old = { ...version(good), createdAt: new Date('2020-01-01T00:00:00Z') };
    expect(() => {
      passwordKind(alone, { randomBelow: seeded(1) }).assertPromotable(old);
    }).not.toThrow();
  });
});
