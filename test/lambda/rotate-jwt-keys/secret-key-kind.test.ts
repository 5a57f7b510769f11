import type { JwtSpecification } from '../../../lambda/rotate-jwt-keys/specification';
import { after, keySetOf, kindAt, make, start, stopped, version } from './given';

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
      expect((await stopped(make(specification, after(1), { current }))).problem).toBe('malformed-secret');
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

  it.each<[string, (fields: Readonly<Record<string, unknown>>) => unknown]>([
    ['no object', () => 'a text'],
    ['no secret', ({ secret: _, ...others }) => others],
    ['a secret of less than 256 bits', (fields) => ({ ...fields, secret: Buffer.alloc(31, 7).toString('base64url') })],
    ['a secret that is not base64url', (fields) => ({ ...fields, secret: '!'.repeat(64) })],
    ['another algorithm', (fields) => ({ ...fields, algorithm: 'none' })],
  ])('refuses %s', async (_, change) => {
    const pending = version(JSON.stringify(change(fieldsOf(await make(specification, start)))));
    const error = await stopped(kind.prove(pending, undefined));
    expect(error.problem).toBe('value-invalid');
    expect(error.message).toMatch(/portal\/prod\/token-keys.*version-1.*discard/);
  });

  it('refuses a secret that ends no session, because it is the current one', async () => {
    const current = version(await make(specification, start));
    const pending = version(JSON.stringify({ ...fieldsOf(current.value), leeway: 6 }));
    expect((await stopped(kind.prove(pending, current))).message).toContain('accepts a token of the key before');
  });
});
