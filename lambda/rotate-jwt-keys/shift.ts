import { type Jwk, type KeySource, verifyingPart } from './jwk';
import { type KeySet, published, type RetiredKey, type StoredKeySet } from './key-set';
import type { JwtSpecification } from './specification';
import { lastNeeded, numericDate } from './times';

type Keys = Pick<KeySet, 'retired' | 'signing' | 'next'>;

function keySet(specification: JwtSpecification, keys: Keys, now: Date): KeySet {
  const { tokenMinutes, issuer, audience } = specification;
  return {
    algorithm: keys.signing.alg,
    issuer,
    audience,
    tokenMinutes,
    made: numericDate(now),
    ...keys,
    ...published(keys),
  };
}

/** Two keys that nobody knows yet: the first value, and the answer to an emergency, after which no old token verifies. */
export async function firstKeySet(specification: JwtSpecification, newKey: KeySource, now: Date): Promise<KeySet> {
  const signing = await newKey(specification.algorithm);
  return keySet(specification, { retired: null, signing, next: await newKey(specification.algorithm) }, now);
}

/** How long tokens live that the old key signs: it keeps to the value that it stands in, its successor to the new one. */
export function longestTokenMinutes(
  before: { readonly tokenMinutes: number },
  after: { readonly tokenMinutes: number },
) {
  return Math.max(before.tokenMinutes, after.tokenMinutes);
}

/** What verifies the tokens of a key that signs no more. */
export function retire(key: Jwk, notAfter: number): RetiredKey {
  return { ...verifyingPart(key), notAfter };
}

/**
 * The next value: every key moves on by one place, and a new one takes the last. After a change of algorithm the keys
 * keep their own, so that the new one signs from the second rotation on.
 */
export async function shift(
  current: StoredKeySet,
  specification: JwtSpecification,
  newKey: KeySource,
  now: Date,
): Promise<KeySet> {
  const { cacheSeconds } = specification;
  const tokenMinutes = longestTokenMinutes(current, specification);
  const retired = retire(current.signing, lastNeeded(numericDate(now), { cacheSeconds, tokenMinutes }));
  return keySet(specification, { retired, signing: current.next, next: await newKey(specification.algorithm) }, now);
}
