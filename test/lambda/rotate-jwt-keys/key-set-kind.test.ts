import { calculateJwkThumbprint } from 'jose';

import { keySetOf, algorithms, after, firstVersion, keysOf, kindAt, make, start, stopped, version } from './given';
import { leastSecondsBetweenRotations, numericDate } from '../../../lambda/rotate-jwt-keys/times';

const hour = 3600;
const day = 24 * hour;
const asymmetric = algorithms.filter((algorithm) => algorithm !== 'HS256');

describe.each(algorithms)('a key set of %s', (algorithm) => {
  const specification = keySetOf(algorithm);

  it('begins with a signing key and the next one, and retires none', async () => {
    const { retired, signing, next } = keysOf(await firstVersion(specification));
    expect(retired).toBeNull();
    expect([signing.alg, next.alg]).toEqual([algorithm, algorithm]);
    expect(signing.kid).not.toBe(next.kid);
  });

  it('moves every key on by one place in a rotation', async () => {
    const current = await firstVersion(specification);
    const before = keysOf(current);
    const { retired, signing, next } = keysOf(version(await make(specification, after(day), { current })));
    expect(retired?.kid).toBe(before.signing.kid);
    expect(signing).toEqual(before.next);
    expect([before.signing.kid, before.next.kid]).not.toContain(next.kid);
  });

  it('names every key by its thumbprint', async () => {
    const { signing, next } = keysOf(await firstVersion(specification));
    for (const key of [signing, next]) expect(key.kid).toBe(await calculateJwkThumbprint(key));
  });

  it('says what a signer needs to know', async () => {
    const value: unknown = JSON.parse((await firstVersion(keySetOf(algorithm, { fields: { leeway: 5 } }))).value);
    expect(value).toMatchObject({
      algorithm,
      issuer: 'https://portal.example.com',
      audience: 'portal',
      tokenMinutes: 60,
      made: numericDate(start),
      leeway: 5,
    });
  });

  it('has neither issuer nor audience where none is configured', async () => {
    const { value } = await firstVersion(keySetOf(algorithm, { issuer: undefined, audience: undefined }));
    expect(Object.keys({ ...(JSON.parse(value) as object) })).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/issuer|audience/)]),
    );
  });

  it('has the retired key end when its last token may', async () => {
    const current = await firstVersion(specification);
    const { retired } = keysOf(version(await make(specification, after(day), { current })));
    const promotion = 4 * hour;
    const cache = 300;
    const token = 60 * 60;
    const skew = 300;
    expect(retired?.notAfter).toBe(numericDate(after(day)) + promotion + cache + token + skew);
  });

  it.each([
    ['before', 120, 60],
    ['after', 60, 120],
  ])('has the retired key outlive the longer tokens of the configuration %s', async (_, old, tokenMinutes) => {
    const current = await firstVersion(keySetOf(algorithm, { tokenMinutes: old }));
    const made = await make(keySetOf(algorithm, { tokenMinutes }), after(day), { current });
    expect(keysOf(version(made)).retired?.notAfter).toBe(numericDate(after(day)) + 4 * hour + 600 + 2 * hour);
  });
});

describe.each(asymmetric)('a key set of %s', (algorithm) => {
  it('keeps no secret part of the retired key', async () => {
    const current = await firstVersion(keySetOf(algorithm));
    const { value } = version(await make(keySetOf(algorithm), after(day), { current }));
    expect(keysOf(version(value)).retired).not.toHaveProperty('d');
    expect(value).not.toContain(keysOf(current).signing.d);
  });

  it('publishes the public parts of all its keys and nothing else', async () => {
    const current = await firstVersion(keySetOf(algorithm));
    const { retired, signing, next, jwks } = keysOf(version(await make(keySetOf(algorithm), after(day), { current })));
    const { d: _, ...openSigning } = signing;
    const { d: __, ...openNext } = next;
    expect(jwks).toEqual({ keys: [retired, openSigning, openNext] });
  });
});

describe('a key set of HS256', () => {
  it('publishes nothing, because a key that verifies signs as well', async () => {
    expect(JSON.parse((await firstVersion(keySetOf('HS256'))).value)).not.toHaveProperty('jwks');
  });

  it('has keys of 256 bits', async () => {
    const { signing } = keysOf(await firstVersion(keySetOf('HS256')));
    expect(Buffer.from(String(signing.k), 'base64url')).toHaveLength(32);
  });

  it('changes to another algorithm with the key that is announced, and keeps its secret to itself', async () => {
    const current = await firstVersion(keySetOf('HS256'));
    const value = await make(keySetOf('ES256'), after(day), { current });
    const keys = keysOf(version(value));
    expect([keys.algorithm, keys.retired?.alg, keys.signing.alg, keys.next.alg]).toEqual([
      'HS256',
      'HS256',
      'HS256',
      'ES256',
    ]);
    expect(keys.jwks).toMatchObject({ keys: [{ kid: keys.next.kid }] });
    await expect(kindAt(keySetOf('ES256'), after(day)).prove(version(value), current)).resolves.toBeUndefined();
  });
});

describe('a rotation of a key set', () => {
  const specification = keySetOf('ES256');

  it('is too soon until every cache has been renewed twice', async () => {
    const current = await firstVersion(specification);
    const error = await stopped(make(specification, after(599), { current }));
    expect(error.problem).toBe('too-soon');
    expect(error.message).toContain('verifiers may not know the next key yet');
    expect(error.message).toContain('2026-01-01T00:10:00.000Z');
    await expect(make(specification, after(600), { current })).resolves.toBeDefined();
  });

  it('reckons from the promotion, when that was later than the making', async () => {
    const current = await firstVersion(specification);
    const promoted = ['version-1', after(hour)] as const;
    expect((await stopped(make(specification, after(hour + 599), { current, promoted }))).problem).toBe('too-soon');
    await expect(make(specification, after(hour + 600), { current, promoted })).resolves.toBeDefined();
  });

  it('does not reckon from the promotion of another version', async () => {
    const current = await firstVersion(specification);
    await expect(
      make(specification, after(600), { current, promoted: ['version-0', after(599)] }),
    ).resolves.toBeDefined();
  });

  it('is too soon until the tokens of the retired key have expired', async () => {
    const first = await firstVersion(specification);
    const current = version(await make(specification, after(day), { current: first }), after(day));
    const least = 4 * hour + 300 + hour + 300;
    const error = await stopped(make(specification, after(day + least), { current }));
    expect([error.problem, error.message]).toEqual(['too-soon', expect.stringContaining('tokens of the retired key')]);
    const known = await stopped(make(specification, after(day + 600), { current }));
    expect(known.message).toContain('tokens of the retired key');
    await expect(make(specification, after(day + least + 1), { current })).resolves.toBeDefined();
  });

  it.each([
    [0, 1],
    [300, 60],
    [3600, 1],
    [14_400, 1],
    [3600, 43_200],
  ])(
    'follows another at the least interval, with a cache of %i seconds and tokens of %i minutes',
    async (cacheSeconds, tokenMinutes) => {
      const settings = keySetOf('HS256', { cacheSeconds, tokenMinutes });
      const least = leastSecondsBetweenRotations(settings);
      const first = await firstVersion(settings);
      const late = 4 * hour;
      const second = version(
        await make(settings, after(least), { current: first, promoted: ['version-1', after(late)] }),
      );
      const third = make(settings, after(2 * least + 1), {
        current: second,
        promoted: ['version-1', after(least + late)],
      });
      await expect(third).resolves.toBeDefined();
    },
  );

  it.each([
    ['is no JSON', 'signing'],
    ['has no keys', '{"retired":null}'],
    ['is nothing', 'null'],
  ])('does not replace a current value that %s', async (_, value) => {
    const current = version(value);
    const error = await stopped(make(specification, after(day), { current }));
    expect(error.problem).toBe('malformed-secret');
    expect(error.message).toMatch(/portal\/prod\/token-keys: its current value (is|has) no/);
  });

  it('tells no part of a malformed value', async () => {
    const current = await firstVersion(specification);
    const cut = version(current.value.slice(0, -2));
    const { message } = await stopped(make(specification, after(day), { current: cut }));
    expect(message).not.toContain(keysOf(current).signing.d);
    expect(message).not.toContain('{');
  });
});

describe('an emergency', () => {
  it.each(algorithms)('leaves no key of %s in place, however young it is', async (algorithm) => {
    const specification = keySetOf(algorithm);
    const current = await firstVersion(specification);
    const pending = version(await make(specification, after(1), { current, isEmergency: true }), after(1));
    const [before, keys] = [keysOf(current), keysOf(pending)];
    expect(keys.retired).toBeNull();
    expect([before.signing.kid, before.next.kid]).not.toContain(keys.signing.kid);
    expect([before.signing.kid, before.next.kid]).not.toContain(keys.next.kid);
    await expect(kindAt(specification, after(1)).prove(pending, current)).resolves.toBeUndefined();
  });

  it('leads out of a value that nobody can read', async () => {
    const specification = keySetOf('EdDSA');
    const current = version('no JSON');
    const pending = version(await make(specification, after(1), { current, isEmergency: true }));
    await expect(kindAt(specification, after(1)).prove(pending, current)).resolves.toBeUndefined();
  });
});

describe('a pending key set', () => {
  const specification = keySetOf('EdDSA');

  it('is promoted up to four hours after its making, and not later', async () => {
    const pending = version(await make(specification, after(day), { current: await firstVersion(specification) }));
    expect(() => {
      kindAt(specification, after(day + 4 * hour)).assertPromotable(pending);
    }).not.toThrow();
    const late = Promise.resolve().then(() => {
      kindAt(specification, after(day + 4 * hour + 1)).assertPromotable(pending);
    });
    const error = await stopped(late);
    expect(error.problem).toBe('pending-too-old');
    expect(error.message).toMatch(/portal\/prod\/token-keys.*version-1.*more than 4 hours ago.*discard/);
  });

  it('has no age when it retires no key', async () => {
    const pending = await firstVersion(specification);
    expect(() => {
      kindAt(specification, after(30 * day)).assertPromotable(pending);
    }).not.toThrow();
  });
});
