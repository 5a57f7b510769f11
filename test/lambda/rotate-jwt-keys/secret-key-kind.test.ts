import { generateKey, type KeySource } from '../../../lambda/rotate-jwt-keys/jwk';
import { jwtKind } from '../../../lambda/rotate-jwt-keys/jwt-kind';
import { asKey, readSecretKey } from '../../../lambda/rotate-jwt-keys/secret-key';
import type { JwtSpecification } from '../../../lambda/rotate-jwt-keys/specification';
import { after, keySetOf, kindAt, make, start, stopped, version } from './given';

const notReadable = 'is not a JSON object with a text in its field "secret"';

const specification: JwtSpecification = keySetOf('HS256', { shape: 'secret-key', fields: { leeway: 5 } });

function fieldsOf(value: string): Readonly<Record<string, unknown>> {
  return { ...(JSON.parse(value) as object) };
}

describe('one secret key', () => {
  it('stands with everything that an application needs to use it', async () => {
    const { secret, ...others } = fieldsOf(await make(specification, start));
    expect(others).toEqual({
      algorithm: 'HS256',
      issuer: 'https://portal.example.com',
      audience: 'portal',
      expiresInMinutes: 60,
      leeway: 5,
    });
    expect(Buffer.from(String(secret), 'base64url')).toHaveLength(32);
  });

  it('is another one in every rotation', async () => {
    const current = version(await make(specification, start));
    const next = await make(specification, after(1), { current });
    expect(fieldsOf(next).secret).not.toBe(fieldsOf(current.value).secret);
  });

  it.each(['no JSON', 'null', '{}', '{"secret":5}', '{"secret":""}'])(
    'does not replace %s, but for an emergency',
    async (value) => {
      const current = version(value);
      const { problem, message } = await stopped(make(specification, after(1), { current }));
      expect(problem).toBe('malformed-secret');
      expect(message).toContain(`its current value ${notReadable}`);
      await expect(make(specification, after(1), { current, isEmergency: true })).resolves.toContain('"secret"');
    },
  );

  it('has no age: nothing retires while it waits', async () => {
    const pending = version(await make(specification, start));
    expect(() => {
      kindAt(specification, after(86_400)).assertPromotable(pending);
    }).not.toThrow();
  });
});

describe('the proof of one secret key', () => {
  const kind = kindAt(specification, after(60));

  it('passes the first value, and one that follows', async () => {
    const current = version(await make(specification, start));
    const pending = version(await make(specification, start, { current }));
    await expect(kind.prove(current, undefined)).resolves.toBeUndefined();
    await expect(kind.prove(pending, current)).resolves.toBeUndefined();
  });

  it('passes after an emergency replaced a value that nobody can read', async () => {
    await expect(kind.prove(version(await make(specification, start)), version('no JSON'))).resolves.toBeUndefined();
  });

  const tooShort = 'has a secret of less than 256 bits';

  it.each<[string, string, (fields: Readonly<Record<string, unknown>>) => unknown]>([
    ['no object', notReadable, () => 'a text'],
    ['no secret', notReadable, ({ secret: _, ...others }) => others],
    [
      'a secret of less than 256 bits',
      tooShort,
      (fields) => ({ ...fields, secret: Buffer.alloc(31, 7).toString('base64url') }),
    ],
    ['a secret that is not base64url', tooShort, (fields) => ({ ...fields, secret: '!'.repeat(64) })],
    ['another algorithm', 'is for another algorithm than HS256', (fields) => ({ ...fields, algorithm: 'none' })],
    ['a number for an algorithm', 'is for another algorithm than HS256', (fields) => ({ ...fields, algorithm: 7 })],
  ])('refuses %s', async (_, found, change) => {
    const pending = version(JSON.stringify(change(fieldsOf(await make(specification, start)))));
    const error = await stopped(kind.prove(pending, undefined));
    expect(error.problem).toBe('value-invalid');
    expect(error.message).toContain(`portal/prod/token-keys: the pending value ${found}. Give version version-1 up`);
  });

  it('refuses a secret that ends no session, because it is the current one', async () => {
    const current = version(await make(specification, start));
    const pending = version(JSON.stringify({ ...fieldsOf(current.value), leeway: 6 }));
    expect((await stopped(kind.prove(pending, current))).message).toContain('accepts a token of the key before');
  });

  const withKeys = (newKey: KeySource) => jwtKind(specification, { clock: { now: () => after(60) }, newKey });

  it("refuses a secret that is a stranger's", async () => {
    const pending = version(await make(specification, start));
    const known = await generateKey('HS256');
    const kind = withKeys(() => Promise.resolve({ ...known, k: String(fieldsOf(pending.value).secret) }));
    expect((await stopped(kind.prove(pending, undefined))).message).toContain("accepts a token of a stranger's key");
  });

  it('takes no mistake of its own for a value that is invalid', async () => {
    const mistake = new TypeError('a mistake');
    const kind = withKeys(() => Promise.reject(mistake));
    await expect(kind.prove(version(await make(specification, start)), undefined)).rejects.toBe(mistake);
  });
});

describe('what is read of a value with one secret key', () => {
  it('is its secret and the texts that tokens are held to', () => {
    const texts = { secret: 'a', algorithm: 'HS256', issuer: 'https://portal.example.com', audience: 'portal' };
    expect(readSecretKey(JSON.stringify({ ...texts, leeway: 5 }))).toStrictEqual(texts);
  });

  it('is nothing that is no text', () => {
    const value = JSON.stringify({ secret: 'a', algorithm: 7, issuer: null, audience: ['portal'] });
    expect(readSecretKey(value)).toStrictEqual({ secret: 'a' });
  });

  it('is a key of the bytes of the text itself', () => {
    expect(asKey({ secret: 'ä-text' })).toEqual({
      ...{ kty: 'oct', kid: 'secret', alg: 'HS256', use: 'sig' },
      k: Buffer.from('ä-text').toString('base64url'),
    });
  });
});
