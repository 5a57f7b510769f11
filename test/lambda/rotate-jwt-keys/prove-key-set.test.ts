import { generateKey, isKey, type Jwk, verifyingPart } from '../../../lambda/rotate-jwt-keys/jwk';
import { jwtKind } from '../../../lambda/rotate-jwt-keys/jwt-kind';
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

async function renamed<Key extends Jwk>(key: Key): Promise<Key> {
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

  const unknownNext = 'has no next key of a known form';
  const unknownRetired = 'has no retired key of a known form';
  const noTimes = 'has no tokenMinutes or time of making';
  const noText = 'has no text as issuer or audience';
  const otherId = 'names a key by another id than its thumbprint';

  it.each<[string, string, Change]>([
    [
      'another signing key than the announced one',
      'signs with another key than the one that was announced',
      async () => ({ signing: await generateKey(algorithm) }),
    ],
    ['the old signing key', 'holds one key in two places', (_, { signing }) => ({ signing })],
    ['the old next key as next', 'holds one key in two places', (_, { next }) => ({ next })],
    [
      'a retired key that was never current',
      "does not retire the current value's signing key",
      async (keys) => ({
        retired: { ...verifyingPart(await generateKey(algorithm)), notAfter: retiredOf(keys).notAfter },
      }),
    ],
    [
      'no retired key, although a key goes on',
      'keeps a key of the current value and yet retires none',
      () => ({ retired: null }),
    ],
    ['a signing key with a chosen id', otherId, async ({ signing }) => ({ signing: await renamed(signing) })],
    ['a next key with a chosen id', otherId, async ({ next }) => ({ next: await renamed(next) })],
    ['a retired key with a chosen id', otherId, async (keys) => ({ retired: await renamed(retiredOf(keys)) })],
    [
      'a retired key that ends a second early',
      'ends the retired key before its last token expires',
      (keys) => ({ retired: { ...retiredOf(keys), notAfter: retiredOf(keys).notAfter - 1 } }),
    ],
    ['a retired key without end', unknownRetired, (keys) => ({ retired: verifyingPart(retiredOf(keys)) })],
    [
      'a retired key that ends at no time',
      unknownRetired,
      (keys) => ({ retired: { ...retiredOf(keys), notAfter: 'never' } }),
    ],
    ['a retired key that is none', unknownRetired, (keys) => ({ retired: { ...retiredOf(keys), kty: 'RSA' } })],
    ['no word on a retired key', unknownRetired, () => ({ retired: undefined, jwks: undefined })],
    ['a key for something else than signatures', unknownNext, ({ next }) => ({ next: { ...next, use: 'enc' } })],
    ['a key of an unknown algorithm', unknownNext, ({ next }) => ({ next: { ...next, alg: 'none' } })],
    ['a key with a number for an id', unknownNext, ({ next }) => ({ next: { ...next, kid: 7 } })],
    ['no next key', unknownNext, () => ({ next: null })],
    ['no signing key', 'has no signing key of a known form', () => ({ signing: null })],
    [
      "an algorithm that is not the signing key's",
      "has another algorithm than its signing key's",
      () => ({ algorithm: 'RS256' }),
    ],
    ['a number for an issuer', noText, () => ({ issuer: 7 })],
    ['a number for an audience', noText, () => ({ audience: 7 })],
    ['no life of tokens', noTimes, () => ({ tokenMinutes: 0 })],
    ['a life of tokens in words', noTimes, () => ({ tokenMinutes: '60' })],
    ['a life of tokens in broken minutes', noTimes, () => ({ tokenMinutes: 60.5 })],
    ['no time of making', noTimes, () => ({ made: 'yesterday' })],
    ['a time of making in broken seconds', noTimes, ({ made }) => ({ made: made + 0.5 })],
    ['a time of making before all times', noTimes, () => ({ made: -1 })],
  ])('refuses %s', async (_, found, change) => {
    const example = await rotation(specification);
    const error = await stopped(
      kindAt(specification, after(day)).prove(await changed(example, change), example.current),
    );
    expect(error.problem).toBe('value-invalid');
    expect(error.message).toBe(
      `portal/prod/token-keys: the pending value ${found}. Give version version-2 up with the request "discard" in the journal, then rotate again.`,
    );
  });

  it('refuses a shift of another value than the current one', async () => {
    const { pending } = await rotation(specification);
    const { current } = await rotation(specification);
    expect((await stopped(kindAt(specification, after(day)).prove(pending, current))).problem).toBe('value-invalid');
  });

  it('refuses a first value that retires a key', async () => {
    const { pending } = await rotation(specification);
    const { message } = await stopped(kindAt(specification, after(day)).prove(pending, undefined));
    expect(message).toContain('retires a key that was never current');
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

test('a mistake in the proof is not taken for a value that is invalid', async () => {
  const mistake = new TypeError('a mistake');
  const { pending, current } = await rotation();
  const kind = jwtKind(keySetOf('ES256'), {
    clock: { now: () => after(day) },
    newKey: () => Promise.reject(mistake),
  });
  await expect(kind.prove(pending, current)).rejects.toBe(mistake);
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
