import { isDeepStrictEqual } from 'node:util';

import type { SecretVersion } from '../rotation/ports';
import { hasThumbprint, type Jwk } from './jwk';
import { NotAKeySet, published, readKeySet, type RetiredKey, type StoredKeySet } from './key-set';
import { NotProven, refusal } from './not-proven';
import { proveRetired, proveTokens } from './prove-tokens';
import { longestTokenMinutes, retire } from './shift';
import type { JwtSpecification } from './specification';
import { lastNeeded } from './times';

/**
 * Holds a pending value against the current one, and uses its keys.
 *
 * @param stranger a key of the same algorithm that is in neither value
 * @throws RotationStopped `value-invalid`
 */
export async function proveKeySet(
  specification: JwtSpecification,
  pending: SecretVersion,
  current: SecretVersion | undefined,
  now: Date,
  stranger: (algorithm: Jwk['alg']) => Promise<Jwk>,
): Promise<void> {
  try {
    const keySet = readKeySet(pending.value);
    await proveKeys(keySet);
    const before = current === undefined ? undefined : readIfKeySet(current.value);
    if (keySet.retired === null) proveNew(keySet, before);
    else await proveShift(keySet, keySet.retired, before, specification, now);
    await proveTokens(keySet, await stranger(keySet.signing.alg), now);
  } catch (error) {
    if (!(error instanceof NotProven || error instanceof NotAKeySet)) throw error;
    throw refusal(specification.secret, pending.versionId, error);
  }
}

/** Only an emergency gets past a current value that is no key set, and it takes nothing over from it. */
function readIfKeySet(value: string): StoredKeySet | undefined {
  try {
    return readKeySet(value);
  } catch (error) {
    if (error instanceof NotAKeySet) return undefined;
    throw error;
  }
}

async function proveKeys(keySet: StoredKeySet): Promise<void> {
  const { retired, signing, next, jwks } = keySet;
  const keys = [...(retired === null ? [] : [retired]), signing, next];
  for (const key of keys) {
    if (!(await hasThumbprint(key))) throw new NotProven('names a key by another id than its thumbprint');
  }
  if (new Set(keys.map(({ kid }) => kid)).size !== keys.length) throw new NotProven('holds one key in two places');
  if (!isDeepStrictEqual(jwks, published(keySet).jwks)) {
    throw new NotProven('publishes something else than the public parts of its keys');
  }
}

/** The ids are thumbprints, so that no old token names a key of this value. */
function proveNew(pending: StoredKeySet, before: StoredKeySet | undefined): void {
  if (before === undefined) return;
  const known = [before.retired, before.signing, before.next].map((key) => key?.kid);
  if (known.includes(pending.signing.kid) || known.includes(pending.next.kid)) {
    throw new NotProven('keeps a key of the current value and yet retires none');
  }
}

async function proveShift(
  pending: StoredKeySet,
  retired: RetiredKey,
  before: StoredKeySet | undefined,
  { cacheSeconds }: JwtSpecification,
  now: Date,
): Promise<void> {
  if (before === undefined) throw new NotProven('retires a key that was never current');
  if (!isDeepStrictEqual(retired, retire(before.signing, retired.notAfter))) {
    throw new NotProven("does not retire the current value's signing key");
  }
  if (!isDeepStrictEqual(pending.signing, before.next)) {
    throw new NotProven('signs with another key than the one that was announced');
  }
  if (pending.next.kid === before.retired?.kid) throw new NotProven('announces a key that was retired');
  const needed = lastNeeded(pending.made, { cacheSeconds, tokenMinutes: longestTokenMinutes(before, pending) });
  if (retired.notAfter < needed) throw new NotProven('ends the retired key before its last token expires');
  await proveRetired(retired, before, now);
}
