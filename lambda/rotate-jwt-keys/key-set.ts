import { parseObject } from '../rotation/json';
import { isKey, isAsymmetric, type Jwk, verifyingPart } from './jwk';
import type { PlainFields } from './specification';

/** A key that signs no more. Without its secret part, unless it is an HS256 key, which is both parts at once. */
export interface RetiredKey extends Jwk {
  /** Verifiers refuse it after this time (NumericDate). No token of the key lives longer. */
  readonly notAfter: number;
}

/** The value of a key set. */
export interface KeySet {
  /** Of the signing key. */
  readonly algorithm: string;
  readonly issuer?: string;
  readonly audience?: string;
  /** Longest life of a token, for whoever signs. */
  readonly tokenMinutes: number;
  /** When the value was made (NumericDate). */
  readonly made: number;
  /** Absent in the first value, and in one that answers an emergency. */
  readonly retired: RetiredKey | null;
  readonly signing: Jwk;
  /** Signs after the next rotation, and is here so that verifiers know it by then. */
  readonly next: Jwk;
  /** What may be published (RFC 7517 section 5); absent where every key is an HS256 key. */
  readonly jwks?: { readonly keys: readonly Jwk[] };
}

/** A key set as it was found: what it publishes has not been looked at. */
export type StoredKeySet = Omit<KeySet, 'jwks'> & { readonly jwks?: unknown };

/** The public parts of every key that has one. */
function publicKeys({ retired, signing, next }: Pick<KeySet, 'retired' | 'signing' | 'next'>): readonly Jwk[] {
  const kept = retired === null ? [] : [{ ...verifyingPart(retired), notAfter: retired.notAfter }];
  return [...kept, verifyingPart(signing), verifyingPart(next)].filter(isAsymmetric);
}

/** What the set publishes, as a member of the value. */
export function published(keys: Pick<KeySet, 'retired' | 'signing' | 'next'>): Pick<KeySet, 'jwks'> {
  const list = publicKeys(keys);
  return list.length === 0 ? {} : { jwks: { keys: list } };
}

export function writeKeySet(keySet: KeySet, fields: PlainFields): string {
  return JSON.stringify({ ...fields, ...keySet });
}

/** Why a value is no key set. Never says what it is. */
export class NotAKeySet extends Error {
  override readonly name = 'NotAKeySet';
}

/** @throws NotAKeySet */
export function readKeySet(value: string): StoredKeySet {
  const members = parseObject(value);
  if (members === undefined) throw new NotAKeySet('is not a JSON object');
  const { issuer, audience, tokenMinutes, made, retired, signing, next, algorithm, jwks } = members;
  if (!isKey(signing, 'signing')) throw new NotAKeySet('has no signing key of a known form');
  if (!isKey(next, 'signing')) throw new NotAKeySet('has no next key of a known form');
  if (retired !== null && !isRetired(retired)) throw new NotAKeySet('has no retired key of a known form');
  if (algorithm !== signing.alg) throw new NotAKeySet("has another algorithm than its signing key's");
  if (!isOptionalText(issuer) || !isOptionalText(audience)) throw new NotAKeySet('has no text as issuer or audience');
  if (!isPositive(tokenMinutes) || !isPositive(made)) throw new NotAKeySet('has no tokenMinutes or time of making');
  return { algorithm: signing.alg, issuer, audience, tokenMinutes, made, retired, signing, next, jwks };
}

function isRetired(value: unknown): value is RetiredKey {
  return isKey(value, 'verifying', 'notAfter') && 'notAfter' in value && isPositive(value.notAfter);
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}
