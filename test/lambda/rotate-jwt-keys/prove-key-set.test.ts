import { generateKey, isKey, type Jwk, verifyingPart } from '../../../lambda/rotate-jwt-keys/jwk';
import { published, type RetiredKey, type StoredKeySet } from '../../../lambda/rotate-jwt-keys/key-set';
import type { SecretVersion } from '../../../lambda/rotation/ports';
import { after, algorithms, firstVersion, keySetOf, keysOf, kindAt, make, stopped, version } from './given';

const day = 86_400;

interface Rotation {
  readonly current: SecretVersion;
  readonly pending: SecretVersion;
}

async function rotation(specification = keySetOf('ES256')): Promise<Rotation> {
  const current = await firstVersion(specification);
  return { current, pending: version(await make(specification, after(day), { current }), after(day), 'version-2') };
}

type Change = (keys: StoredKeySet, before: StoredKeySet) => object | Promise<object>;

/** The pending value with something else in it; what it publishes follows the keys, unless the change names it. */
async function changed({ pending, current }: Rotation, change: Change): Promise<SecretVersion> {
  const keys = keysOf(pending);
  const difference = await change(keys, keysOf(current));
  const different = { ...keys, ...difference };
  const areKeys = isKey(different.signing, 'signing') && isKey(different.next, 'signing');
  const follows = areKeys && !('jwks' in difference) ? published(different) : {};
  return { ...pending, value: JSON.stringify({ ...different, ...follows }) };
}

function retiredOf({ retired }: StoredKeySet): RetiredKey {
  if (retired === null) throw new Error('the example retires a key');
  return retired;
}

async function renamed(key: Jwk): Promise<Jwk> {
  return { ...key, kid: (await generateKey('HS256')).kid };
}

function other({ d: _, ...key }: Jwk, another: Jwk): object {
  return { ...key, d: another.d };
}

describe.each(algorithms)('the proof of a key set of %s', (algorithm) => {
  const specification = keySetOf(algorithm);

  it('passes the first value', async () => {
    await expect(
      kindAt(specification, after(1)).prove(await firstVersion(specification), undefined),
    ).resolves.toBeUndefined();
  });

  it('passes the exact shift of the current value', async () => {
    const { current, pending } = await rotation(specification);
    await expect(kindAt(specification, after(day + 60)).prove(pending, current)).resolves.toBeUndefined();
  });

  it.each<[string, Change]>([
    ['another signing key than the announced one', async () => ({ signing: await generateKey(algorithm) })],
    ['the old signing key', (_, { signing }) => ({ signing })],
    ['the old next key as next', (_, { next }) => ({ next })],
    [
      'a retired key that was never current',
      async (keys) => ({
        retired: { ...verifyingPart(await generateKey(algorithm)), notAfter: retiredOf(keys).notAfter },
      }),
    ],
    ['no retired key, although a key goes on', () => ({ retired: null })],
    ['a next key with a chosen id', async ({ next }) => ({ next: await renamed(next) })],
    [
      'a retired key that ends a second early',
      (keys) => ({ retired: { ...retiredOf(keys), notAfter: retiredOf(keys).notAfter - 1 } }),
    ],
    ['a retired key without end', (keys) => ({ retired: verifyingPart(retiredOf(keys)) })],
    ['a key for something else than signatures', ({ next }) => ({ next: { ...next, use: 'enc' } })],
    ['a key of an unknown algorithm', ({ next }) => ({ next: { ...next, alg: 'none' } })],
    ['no next key', () => ({ next: null })],
    ["an algorithm that is not the signing key's", () => ({ algorithm: 'RS256' })],
    ['no life of tokens', () => ({ tokenMinutes: 0 })],
    ['no time of making', () => ({ made: 'yesterday' })],
  ])('refuses %s', async (_, change) => {
    const example = await rotation(specification);
    const error = await stopped(
      kindAt(specification, after(day)).prove(await changed(example, change), example.current),
    );
    expect(error.problem).toBe('value-invalid');
    expect(error.message).toMatch(/portal\/prod\/token-keys.*version-2.*discard/);
  });

  it('refuses a shift of another value than the current one', async () => {
    const { pending } = await rotation(specification);
    const { current } = await rotation(specification);
    expect((await stopped(kindAt(specification, after(day)).prove(pending, current))).problem).toBe('value-invalid');
  });

  it('refuses a first value that retires a key', async () => {
    const { pending } = await rotation(specification);
    expect((await stopped(kindAt(specification, after(day)).prove(pending, undefined))).problem).toBe('value-invalid');
  });

  it.each<[string, object]>([
    ['a member that belongs to no key', { remark: 'ours' }],
    ['another family of keys', { kty: 'RSA' }],
  ])('refuses a key with %s', async (_, further) => {
    const example = await rotation(specification);
    const pending = await changed(example, ({ next }) => ({ next: { ...next, ...further } }));
    const { message } = await stopped(kindAt(specification, after(day)).prove(pending, example.current));
    expect(message).toContain('no next key of a known form');
  });

  it('refuses an emergency value that keeps the announced key', async () => {
    const example = await rotation(specification);
    const signing = await generateKey(algorithm);
    const pending = await changed(example, (_, { next }) => ({ retired: null, signing, next }));
    const { message } = await stopped(kindAt(specification, after(day)).prove(pending, example.current));
    expect(message).toContain('keeps a key of the current value');
  });

  it('refuses to announce again a key that was retired', async () => {
    const { current: first, pending: second } = await rotation(specification);
    const third = version(await make(specification, after(2 * day), { current: second }), after(2 * day), 'version-3');
    const { signing } = keysOf(first);
    const pending = await changed({ current: second, pending: third }, () => ({ next: signing }));
    const { message } = await stopped(kindAt(specification, after(2 * day)).prove(pending, second));
    expect(message).toContain('announces a key that was retired');
  });

  it('says when another key is retired than the one that signed', async () => {
    const example = await rotation(specification);
    const stranger = verifyingPart(await generateKey(algorithm));
    const pending = await changed(example, (keys) => ({
      retired: { ...stranger, notAfter: retiredOf(keys).notAfter },
    }));
    const { message } = await stopped(kindAt(specification, after(day)).prove(pending, example.current));
    expect(message).toContain('does not retire');
  });

  it('shows no key in what it says', async () => {
    const example = await rotation(specification);
    const pending = await changed(example, async () => ({ signing: await generateKey(algorithm) }));
    const error = await stopped(kindAt(specification, after(day)).prove(pending, example.current));
    const { signing, next } = keysOf(pending);
    for (const key of [signing, next]) expect(`${error.message}${String(error.stack)}`).not.toContain(key.d ?? key.k);
  });
});

describe.each(algorithms.filter((algorithm) => algorithm !== 'HS256'))('the proof of a key set of %s', (algorithm) => {
  const specification = keySetOf(algorithm);

  it.each<[string, Change]>([
    [
      'a retired key with its secret part',
      (keys, { signing }) => ({ retired: { ...signing, notAfter: retiredOf(keys).notAfter } }),
    ],
    [
      'a secret part in what it publishes',
      ({ retired, signing, next }) => ({ jwks: { keys: [retired, signing, verifyingPart(next)] } }),
    ],
    ['nothing published', () => ({ jwks: undefined })],
    ['an unannounced key', ({ retired, signing }) => ({ jwks: { keys: [retired, verifyingPart(signing)] } })],
    [
      "a next key whose secret part is another key's",
      async ({ next }) => ({ next: other(next, await generateKey(algorithm)) }),
    ],
  ])('refuses %s', async (_, change) => {
    const example = await rotation(specification);
    const error = await stopped(
      kindAt(specification, after(day)).prove(await changed(example, change), example.current),
    );
    expect(error.problem).toBe('value-invalid');
  });
});

describe('the proof of a key set whose current signing key is of two halves', () => {
  it('stops, because nobody can say that its tokens verify', async () => {
    const specification = keySetOf('EdDSA');
    const first = await firstVersion(specification);
    const keys = keysOf(first);
    const signing = other(keys.signing, await generateKey('EdDSA'));
    const current = { ...first, value: JSON.stringify({ ...keys, signing }) };
    const pending = version(await make(specification, after(day), { current }), after(day));
    const { message } = await stopped(kindAt(specification, after(day)).prove(pending, current));
    expect(message).toContain('the key before');
  });
});

describe('the proof of a key set of HS256', () => {
  it('refuses a key of less than 256 bits', async () => {
    const example = await rotation(keySetOf('HS256'));
    const pending = await changed(example, ({ next }) => ({
      next: { ...next, k: Buffer.alloc(31, 7).toString('base64url') },
    }));
    const error = await stopped(kindAt(keySetOf('HS256'), after(day)).prove(pending, example.current));
    expect(error.message).toContain('no next key of a known form');
  });

  it('refuses to publish a key', async () => {
    const example = await rotation(keySetOf('HS256'));
    const pending = await changed(example, ({ signing }) => ({ jwks: { keys: [signing] } }));
    const error = await stopped(kindAt(keySetOf('HS256'), after(day)).prove(pending, example.current));
    expect(error.message).toContain('publishes');
  });
});
