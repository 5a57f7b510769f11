import { decodeProtectedHeader, importJWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';

import { type Jwk, verifyingPart } from './jwk';
import type { KeySet, RetiredKey } from './key-set';
import { numericDate } from './times';

/** What a token says of itself. */
export interface Terms {
  readonly issuer?: string;
  readonly audience?: string;
}

/** What verifies tokens: a key set, or any part of one. */
export type Verifying = Terms & { readonly retired: RetiredKey | null } & Partial<Pick<KeySet, 'signing' | 'next'>>;

/** No key of the set may verify the token. */
export class UnknownKey extends Error {
  override readonly name = 'UnknownKey';
}

/** @param expires when the token ends, as a NumericDate */
export async function signToken(key: Jwk, { issuer, audience }: Terms, issued: Date, expires: number): Promise<string> {
  return new SignJWT({ iss: issuer, aud: audience, iat: numericDate(issued), exp: expires })
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'JWT' })
    .sign(await importJWK(key, key.alg));
}

/**
 * Verifies a token as an application has to: by the key that the token names, with that key's own algorithm and never the
 * token's, and by the retired key only until its `notAfter`.
 *
 * @throws UnknownKey, or the error of jose
 */
export async function verifyToken(token: string, keys: Verifying, now: Date): Promise<JWTPayload> {
  const { kid } = decodeProtectedHeader(token);
  const { retired, signing, next, issuer, audience } = keys;
  const accepted = [retired !== null && numericDate(now) <= retired.notAfter ? retired : undefined, signing, next];
  const key = accepted.find((candidate) => candidate !== undefined && candidate.kid === kid);
  if (key === undefined) throw new UnknownKey('no key of the set has the id that the token names');
  const { payload } = await jwtVerify(token, await importJWK(verifyingPart(key), key.alg), {
    algorithms: [key.alg],
    currentDate: now,
    requiredClaims: ['exp'],
    issuer,
    audience,
  });
  return payload;
}
