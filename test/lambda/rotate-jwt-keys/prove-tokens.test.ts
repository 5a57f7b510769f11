import { generateKey } from '../../../lambda/rotate-jwt-keys/jwk';
import { proveRetired, proveTokens } from '../../../lambda/rotate-jwt-keys/prove-tokens';
import { retire } from '../../../lambda/rotate-jwt-keys/shift';
import { numericDate } from '../../../lambda/rotate-jwt-keys/times';
import { verifyToken } from '../../../lambda/rotate-jwt-keys/tokens';
import { after, firstVersion, keySetOf, keysOf, start } from './given';

const specification = keySetOf('ES256');
const notAfter = numericDate(after(3600));

/** As if it did not look at any time. */
const timeless: typeof verifyToken = (token, keys) => verifyToken(token, keys, start);

async function example() {
  const keys = keysOf(await firstVersion(specification));
  return { keys, stranger: await generateKey('ES256') };
}

describe('the proof by tokens', () => {
  it('passes keys that sign and verify', async () => {
    const { keys, stranger } = await example();
    await expect(proveTokens(keys, stranger, start)).resolves.toBeUndefined();
    await expect(proveRetired(retire(keys.signing, notAfter), keys, start)).resolves.toBeUndefined();
  });

  it('refuses a signing key that hides behind the id of another', async () => {
    const { keys, stranger } = await example();
    const hidden = { ...keys, retired: { ...retire(stranger, notAfter), kid: keys.signing.kid } };
    await expect(proveTokens(hidden, stranger, start)).rejects.toThrow('refuses a token of its signing key');
  });

  it('refuses a next key that hides behind the id of another', async () => {
    const { keys, stranger } = await example();
    const hidden = { ...keys, next: { ...keys.next, kid: keys.signing.kid } };
    await expect(proveTokens(hidden, stranger, start)).rejects.toThrow('refuses a token of its next key');
  });

  it.each([
    ['signing', 'cannot sign with its signing key'],
    ['next', 'cannot sign with its next key'],
  ] as const)('refuses a %s key that cannot sign', async (place, found) => {
    const { keys, stranger } = await example();
    const spoilt = { ...keys, [place]: { ...keys[place], d: 'no-key' } };
    await expect(proveTokens(spoilt, stranger, start)).rejects.toMatchObject({ name: 'NotProven', message: found });
  });

  it.each([0, 1, 2, 3])('does not take a mistake of its verifier for a refusal, at its look %i', async (right) => {
    const { keys, stranger } = await example();
    let looks = 0;
    const mistaken: typeof verifyToken = (...asked) => {
      looks += 1;
      return looks > right ? Promise.reject(new TypeError('a mistake')) : verifyToken(...asked);
    };
    await expect(proveTokens(keys, stranger, start, mistaken)).rejects.toThrow('a mistake');
  });

  it('refuses keys that verify the tokens of others', async () => {
    const { keys } = await example();
    await expect(proveTokens(keys, keys.signing, start)).rejects.toThrow("accepts a token of a stranger's key");
  });

  it('refuses a verifier that accepts expired tokens', async () => {
    const { keys, stranger } = await example();
    await expect(proveTokens(keys, stranger, start, timeless)).rejects.toThrow('accepts an expired token');
  });

  it('refuses a retired key that does not verify what it signed', async () => {
    const { keys, stranger } = await example();
    const retired = retire(stranger, notAfter);
    await expect(proveRetired(retired, keys, start)).rejects.toThrow('refuses a token of the key before');
  });

  it('refuses a retired key that is over before its time', async () => {
    const { keys } = await example();
    const early: typeof verifyToken = (token, verifying, now) => verifyToken(token, verifying, after(1, now));
    const retired = retire(keys.signing, notAfter);
    await expect(proveRetired(retired, keys, start, early)).rejects.toThrow('refuses the last tokens');
  });

  it('refuses a verifier that accepts a retired key after its time', async () => {
    const { keys } = await example();
    await expect(proveRetired(retire(keys.signing, notAfter), keys, start, timeless)).rejects.toThrow(
      'accepts tokens of the key before after their time',
    );
  });
});
