/** Seconds since 1970 (NumericDate of RFC 7519), the unit of every time in a value and in a token. */
export function numericDate(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

/** What decides how long an old key has to verify. */
export interface Lifetimes {
  readonly cacheSeconds: number;
  readonly tokenMinutes: number;
}

/**
 * A value that waits longer for its promotion is not promoted any more. A value never changes once it is stored, so the
 * end of its retired key is reckoned from the latest promotion: Secrets Manager repeats a failed rotation for hours.
 */
export const promotionWindowSeconds = 4 * 3600;

/** Clocks of signers and verifiers that differ by more refuse each other's tokens anyway. */
const skewSeconds = 300;

/**
 * Until when a verifier needs the key that is retired: the last signer may learn of the promotion a cache life after it,
 * and its last token lives from then.
 *
 * @param made time of making, as a NumericDate
 */
export function lastNeeded(made: number, { cacheSeconds, tokenMinutes }: Lifetimes): number {
  return made + promotionWindowSeconds + cacheSeconds + tokenMinutes * 60 + skewSeconds;
}

/**
 * A new key must be known to every verifier before it signs. Twice the cache life, because the official caching clients
 * serve a stale value when a refresh fails.
 */
export function publishedSeconds(cacheSeconds: number): number {
  return 2 * cacheSeconds;
}

/** Every rotation that follows another after so many seconds is possible; an interval of the configuration must not be below. */
export function leastSecondsBetweenRotations(lifetimes: Lifetimes): number {
  return Math.max(lastNeeded(0, lifetimes), promotionWindowSeconds + publishedSeconds(lifetimes.cacheSeconds));
}
