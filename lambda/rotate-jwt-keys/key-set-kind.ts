import { RotationStopped } from '../rotation/errors';
import type { Clock, SecretVersion } from '../rotation/ports';
import { type Circumstances, malformed, type ValueKind } from '../rotation/rotate-value';
import type { KeySource } from './jwk';
import { NotAKeySet, readKeySet, type StoredKeySet, writeKeySet } from './key-set';
import { proveKeySet } from './prove-key-set';
import { firstKeySet, shift } from './shift';
import type { JwtSpecification } from './specification';
import { numericDate, promotionWindowSeconds, publishedSeconds } from './times';

/** What the kinds of this folder need from outside. */
export interface JwtPorts {
  readonly clock: Pick<Clock, 'now'>;
  readonly newKey: KeySource;
}

/**
 * Keys that sign tokens, one in use, one announced and one retired, so that a rotation refuses no token before its time.
 *
 * In an emergency every key is new: no token that was issued before verifies any more, and verifiers that serve the old
 * value from their cache refuse new tokens until they fetch the new one.
 */
export function jwtKeySetKind(specification: JwtSpecification, { clock, newKey }: JwtPorts): ValueKind {
  return {
    make: async (circumstances) => {
      const { current, isEmergency } = circumstances;
      const now = clock.now();
      if (current === undefined || isEmergency) {
        return writeKeySet(await firstKeySet(specification, newKey, now), specification.fields);
      }
      const keySet = readCurrent(specification.secret, current);
      refuseTooSoon(specification, keySet, current, circumstances, now);
      return writeKeySet(await shift(keySet, specification, newKey, now), specification.fields);
    },
    prove: (pending, current) => proveKeySet(specification, pending, current, clock.now(), newKey),
    assertPromotable: (pending) => assertPromotable(specification.secret, pending, clock.now()),
  };
}

function readCurrent(secret: string, { value }: SecretVersion): StoredKeySet {
  try {
    return readKeySet(value);
  } catch (error) {
    if (error instanceof NotAKeySet) throw malformed(secret, `its current value ${error.message}`);
    throw error;
  }
}

function refuseTooSoon(
  { secret, cacheSeconds }: JwtSpecification,
  { retired }: StoredKeySet,
  { versionId, createdAt }: SecretVersion,
  { journal }: Circumstances,
  now: Date,
): void {
  const promotion = journal.bookkeeping.current;
  const since = Math.max(
    numericDate(createdAt),
    promotion?.versionId === versionId ? numericDate(new Date(promotion.since)) : 0,
  );
  const published = since + publishedSeconds(cacheSeconds);
  // The shift drops the retired key, whose tokens live until then.
  const earliest = Math.max(published, (retired?.notAfter ?? 0) + 1);
  if (numericDate(now) >= earliest) return;
  throw new RotationStopped(
    'too-soon',
    secret,
    numericDate(now) < published
      ? 'verifiers may not know the next key yet, because they still serve the value before from their caches'
      : 'tokens of the retired key have not expired yet',
    `Wait until ${new Date(earliest * 1000).toISOString()}; in an emergency, set the request "emergency" in the journal: tokens issued until then end at once`,
  );
}

function assertPromotable(secret: string, { value, versionId }: SecretVersion, now: Date): void {
  const { made, retired } = readKeySet(value);
  if (retired === null || numericDate(now) - made <= promotionWindowSeconds) return;
  throw new RotationStopped(
    'pending-too-old',
    secret,
    `version ${versionId} was made more than ${promotionWindowSeconds / 3600} hours ago, and would have verifiers refuse the old key before its last token expires`,
    'Give the version up with the request "discard" in the journal, then rotate again: the keys in use stay as they are',
  );
}
