import { decodeJwt, decodeProtectedHeader, SignJWT, UnsecuredJWT } from 'jose';

import { generateKey, verifyingPart } from '../../../lambda/rotate-jwt-keys/jwk';
import { numericDate } from '../../../lambda/rotate-jwt-keys/times';
import { signToken, verifyToken } from '../../../lambda/rotate-jwt-keys/tokens';
import { after, firstVersion, keySetOf, keysOf, start } from './given';

const expires = numericDate(start) + 60;

describe('a token', () => {
  it('says which key signed it, by whom and for whom it was issued, and until when', async () => {
    const keys = keysOf(await firstVersion(keySetOf('ES256')));
    const token = await signToken(keys.signing, keys, start, expires);
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', kid: keys.signing.kid, typ: 'JWT' });
    expect(decodeJwt(token)).toEqual({
      iss: 'https://portal.example.com',
      aud: 'portal',
      iat: numericDate(start),
      exp: expires,
    });
  });

  it('names neither issuer nor audience where none is configured', async () => {
    const keys = keysOf(await firstVersion(keySetOf('ES256', { issuer: undefined, audience: undefined })));
    expect(decodeJwt(await signToken(keys.signing, keys, start, expires))).toStrictEqual({
      iat: numericDate(start),
      exp: expires,
    });
  });
});

describe('a verifier', () => {
  it('accepts a token for its issuer and audience', async () => {
    const keys = keysOf(await firstVersion(keySetOf('ES256')));
    const token = await signToken(keys.signing, keys, start, expires);
    await expect(verifyToken(token, keys, after(59))).resolves.toMatchObject({ aud: 'portal' });
  });

  it('refuses a token when it has expired', async () => {
    const keys = keysOf(await firstVersion(keySetOf('ES256')));
    const token = await signToken(keys.signing, keys, start, expires);
    await expect(verifyToken(token, keys, after(60))).rejects.toThrow(/exp/);
  });

  it.each([{ issuer: 'https://other.example.com' }, { audience: 'other' }])('refuses a token for %j', async (terms) => {
    const keys = keysOf(await firstVersion(keySetOf('ES256')));
    const token = await signToken(keys.signing, { ...keys, ...terms }, start, expires);
    await expect(verifyToken(token, keys, start)).rejects.toThrow(/iss|aud/);
  });

  it('takes no public key for the secret of an HS256 token', async () => {
    const keys = keysOf(await firstVersion(keySetOf('ES256')));
    const { kid } = keys.signing;
    const forged = await new SignJWT()
      .setProtectedHeader({ alg: 'HS256', kid })
      .setExpirationTime(expires)
      .sign(Buffer.from(JSON.stringify(verifyingPart(keys.signing))));
    await expect(verifyToken(forged, keys, start)).rejects.toThrow(/alg/);
  });

  it('refuses a token without signature, and one of no key that it knows', async () => {
    const keys = keysOf(await firstVersion(keySetOf('HS256')));
    await expect(verifyToken(new UnsecuredJWT().encode(), keys, start)).rejects.toThrow(/no key of the set/);
    const stranger = await signToken(await generateKey('HS256'), keys, start, expires);
    await expect(verifyToken(stranger, keys, start)).rejects.toMatchObject({
      name: 'UnknownKey',
      message: 'no key of the set has the id that the token names',
    });
  });

  it('refuses a token of its key by another algorithm than the key is for', async () => {
    const long = { ...(await generateKey('HS256')), k: Buffer.alloc(64, 7).toString('base64url') };
    const keys = { ...keysOf(await firstVersion(keySetOf('HS256'))), signing: long };
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'HS512', kid: long.kid })
      .setIssuer('https://portal.example.com')
      .setAudience('portal')
      .setExpirationTime(expires)
      .sign(Buffer.alloc(64, 7));
    await expect(verifyToken(token, keys, start)).rejects.toThrow(/"alg".*not allowed/);
  });

  it('refuses a token that never expires', async () => {
    const keys = keysOf(await firstVersion(keySetOf('HS256', { issuer: undefined, audience: undefined })));
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'HS256', kid: keys.signing.kid })
      .sign(Buffer.from(String(keys.signing.k), 'base64url'));
    await expect(verifyToken(token, keys, start)).rejects.toThrow(/exp/);
  });
});
