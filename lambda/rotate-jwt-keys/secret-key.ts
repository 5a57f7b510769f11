import { parseObject } from '../rotation/json';
import { byteLength, type Jwk, leastSecretBytes } from './jwk';
import type { JwtSpecification } from './specification';

/** What a value with one secret key says, beside its plain fields. */
export interface SecretKey {
  /** Base64url, 256 bits. The text itself is the key, as libraries take a secret that is a string. */
  readonly secret: string;
  readonly algorithm?: string;
  readonly issuer?: string;
  readonly audience?: string;
}

export function writeSecretKey(
  { fields, algorithm, issuer, audience, tokenMinutes }: JwtSpecification,
  secret: string,
): string {
  return JSON.stringify({ ...fields, secret, algorithm, issuer, audience, expiresInMinutes: tokenMinutes });
}

/** Reads a value; nothing if it has no text in `secret`. */
export function readSecretKey(value: string): SecretKey | undefined {
  const { secret, ...others } = parseObject(value) ?? {};
  if (typeof secret !== 'string' || secret === '') return undefined;
  const texts = ['algorithm', 'issuer', 'audience'].flatMap((name) => {
    const text = others[name];
    return typeof text === 'string' ? [[name, text] as const] : [];
  });
  return { secret, ...Object.fromEntries(texts) };
}

export function isLongEnough({ secret }: SecretKey): boolean {
  return byteLength(secret) >= leastSecretBytes;
}

/** The key as libraries see it. */
export function asKey({ secret }: SecretKey): Jwk {
  return { kty: 'oct', k: Buffer.from(secret).toString('base64url'), kid: 'secret', alg: 'HS256', use: 'sig' };
}
