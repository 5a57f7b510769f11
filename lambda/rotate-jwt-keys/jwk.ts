import { calculateJwkThumbprint, exportJWK, generateKeyPair, generateSecret, type JWK } from 'jose';

import { membersOf } from '../rotation/json';

export type Algorithm = 'HS256' | 'ES256' | 'EdDSA';

/** A key as JSON (RFC 7517). Members that hold a secret: `k` of HS256, `d` of the others. */
export interface Jwk extends Readonly<JWK> {
  /** Thumbprint of the key (RFC 7638). Of a random key of 256 bits it gives nothing away. */
  readonly kid: string;
  readonly alg: Algorithm;
  readonly use: 'sig';
}

interface Form {
  /** Members that are the same in every key. */
  readonly fixed: Readonly<Record<string, string>>;
  readonly open: readonly string[];
  readonly secret: string;
}

/** RFC 7518 sections 6.2 and 6.4, RFC 8037 section 2. */
const forms: Readonly<Record<Algorithm, Form>> = {
  HS256: { fixed: { kty: 'oct' }, open: [], secret: 'k' },
  ES256: { fixed: { kty: 'EC', crv: 'P-256' }, open: ['x', 'y'], secret: 'd' },
  EdDSA: { fixed: { kty: 'OKP', crv: 'Ed25519' }, open: ['x'], secret: 'd' },
};

export function isAlgorithm(value: unknown): value is Algorithm {
  return typeof value === 'string' && Object.hasOwn(forms, value);
}

export function isAsymmetric({ alg }: Jwk): boolean {
  return alg !== 'HS256';
}

/** The members that hold the key itself. HS256 has no public part: its verifiers need all of it. */
function materialOf(alg: Algorithm, part: 'signing' | 'verifying'): readonly string[] {
  const { open, secret } = forms[alg];
  return part === 'signing' || alg === 'HS256' ? [...open, secret] : open;
}

/** What a verifier needs of a key. */
export function verifyingPart(key: Jwk): Jwk {
  const members = [...Object.keys(forms[key.alg].fixed), ...materialOf(key.alg, 'verifying')];
  const material = Object.fromEntries(Object.entries(key).filter(([member]) => members.includes(member)));
  return { ...material, kid: key.kid, alg: key.alg, use: 'sig' };
}

/** RFC 7518 section 3.2 asks for as many bits as the hash has; the curves are of that size anyway. */
export const leastSecretBytes = 32;

/**
 * Whether a value is a key of one of the algorithms, with the members of its form and no others.
 *
 * @param part `signing` with its secret, `verifying` without it, unless it is an HS256 key
 * @param further members that it has besides
 */
export function isKey(value: unknown, part: 'signing' | 'verifying', ...further: readonly string[]): value is Jwk {
  const members = membersOf(value);
  const { alg, use, kid } = members;
  if (!isAlgorithm(alg) || use !== 'sig' || typeof kid !== 'string') return false;
  const { fixed } = forms[alg];
  const material = materialOf(alg, part);
  const expected = new Set(['alg', 'use', 'kid', ...Object.keys(fixed), ...material, ...further]);
  return (
    Object.keys(members).every((member) => expected.has(member)) &&
    Object.entries(fixed).every(([member, content]) => members[member] === content) &&
    material.every((member) => byteLength(members[member]) >= leastSecretBytes)
  );
}

/** Bytes of a base64url text; of anything else none. */
export function byteLength(text: unknown): number {
  return typeof text === 'string' && /^[\w-]+$/.test(text) ? Buffer.from(text, 'base64url').length : 0;
}

/** Whether a key's id is its thumbprint. */
export async function hasThumbprint(key: Jwk): Promise<boolean> {
  return (await calculateJwkThumbprint(key, 'sha256')) === key.kid;
}

/** Makes a key with its secret. The function passes `generateKey`, a test its own. */
export type KeySource = (algorithm: Algorithm) => Promise<Jwk>;

/** From the random numbers of the platform's cryptography. HS256 keys have 256 bits. */
export const generateKey: KeySource = async (algorithm) => {
  const key =
    algorithm === 'HS256'
      ? await generateSecret(algorithm, { extractable: true })
      : (await generateKeyPair(algorithm, { extractable: true })).privateKey;
  const material = await exportJWK(key);
  return { ...material, kid: await calculateJwkThumbprint(material, 'sha256'), alg: algorithm, use: 'sig' };
};
