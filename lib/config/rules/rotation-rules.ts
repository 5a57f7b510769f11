import { expectedTries, mostExpectedTries } from '../../../lambda/rotate-password/expected-tries';
import { leastSecondsBetweenRotations } from '../../../lambda/rotate-jwt-keys/times';
import type { Finding } from '../finding';
import { credentialAge, type EnvironmentRule } from './rule';
import { secretsOf } from './secrets-rules';

/** An interval that ends before the old key is gone would need a third key; IAM allows two. */
export const accessKeyPhases: EnvironmentRule = (environment, path) =>
  secretsOf(environment, path).flatMap(({ item, at }): Finding[] => {
    if (item.kind !== 'access-key' || item.rotation === undefined) return [];
    const { everyDays, overlapDays, watchDays } = item.rotation;
    if (everyDays === undefined || overlapDays === undefined || watchDays === undefined) return [];
    const findings: Finding[] = [];
    // One day more, so that a retirement that is a day late is still over before the next rotation.
    const least = overlapDays + watchDays + 1;
    if (everyDays < least) {
      findings.push({
        path: [...at, 'rotation', 'everyDays'],
        found: `${String(everyDays)} days`,
        allowed: `at least overlapDays + watchDays + 1 = ${String(least)} days: IAM allows two keys, so the old one must be gone`,
      });
    }
    if (environment.tier !== undefined) {
      const { maximumDays, leadDays } = credentialAge[environment.tier];
      const age = everyDays + overlapDays + watchDays;
      // A longer interval is reported by itself.
      if (age > maximumDays && everyDays <= maximumDays - leadDays) {
        findings.push({
          path: [...at, 'rotation'],
          found: `a key that is ${String(age)} days old when it is deleted (everyDays + overlapDays + watchDays)`,
          allowed: `at most ${String(maximumDays)} days in ${environment.tier}`,
          deviable: 'credential-age',
        });
      }
    }
    return findings;
  });

/** Cutting off whoever still uses an old key comes after the overlap, and is over before the next rotation. */
export const usedKeysAreCutInTime: EnvironmentRule = (environment, path) =>
  secretsOf(environment, path).flatMap(({ item, at }): Finding[] => {
    if (item.kind !== 'access-key' || item.rotation?.usedKeyDays === undefined) return [];
    const { everyDays, overlapDays, watchDays, usedKeyDays } = item.rotation;
    if (everyDays === undefined || overlapDays === undefined || watchDays === undefined) return [];
    const most = everyDays - watchDays - 1;
    const finding = (allowed: string): Finding[] => [
      { path: [...at, 'rotation', 'usedKeyDays'], found: `${String(usedKeyDays)} days`, allowed },
    ];
    if (usedKeyDays <= overlapDays) {
      return finding(`more than overlapDays = ${String(overlapDays)} days: an unused key is deactivated then anyway`);
    }
    return usedKeyDays <= most
      ? []
      : finding(
          `at most everyDays - watchDays - 1 = ${String(most)} days: IAM allows two keys, so the old one must be gone`,
        );
  });

const secondsADay = 86_400;

/**
 * The function refuses a rotation that comes while verifiers still need what it would take away. The interval is a day
 * longer, because Secrets Manager rotates at any hour of the day that is due, and repeats what failed: the next rotation
 * then follows sooner.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
 */
export const keySetsRotateInTime: EnvironmentRule = (environment, path) =>
  secretsOf(environment, path).flatMap(({ item, at }) => {
    if (item.kind !== 'jwt-key-set') return [];
    const { rotation, tokenMinutes, verifierCacheSeconds } = item;
    if (rotation?.everyDays === undefined || tokenMinutes === undefined || verifierCacheSeconds === undefined)
      return [];
    const seconds = leastSecondsBetweenRotations({ tokenMinutes, cacheSeconds: verifierCacheSeconds }) + secondsADay;
    const least = Math.ceil(seconds / secondsADay);
    if (rotation.everyDays >= least) return [];
    return [
      {
        path: [...at, 'rotation', 'everyDays'],
        found: `${String(rotation.everyDays)} days`,
        allowed: `at least ${String(least)} days with tokenMinutes = ${String(tokenMinutes)} and verifierCacheSeconds = ${String(verifierCacheSeconds)}: verifiers must know a key before it signs, and keep it until its last token ends`,
      },
    ];
  });

/**
 * Passwords are drawn until one keeps every rule of a strong password, which must not take long.
 *
 * @param alphabet the characters that they are drawn from
 */
export function passwordsTurnUp(alphabet: string): EnvironmentRule {
  const triesByLength = new Map<number, number>();
  const triesFor = (length: number) => {
    const tries = triesByLength.get(length) ?? expectedTries({ alphabet, length });
    triesByLength.set(length, tries);
    return tries;
  };
  return (environment, path) =>
    secretsOf(environment, path).flatMap(({ item, at }) => {
      if ((item.kind !== 'password' && item.kind !== 'username-password') || item.length === undefined) return [];
      const tries = triesFor(item.length);
      if (tries <= mostExpectedTries) return [];
      return [
        {
          path: [...at, 'length'],
          found: `${String(item.length)} characters, for which ${tries === Infinity ? 'no draw keeps every rule' : `${tries.toPrecision(2)} draws are expected`}`,
          allowed: `a length, and an alphabet of lambda/rotate-password/policy.ts, with which a password that keeps every rule takes at most ${String(mostExpectedTries)} draws`,
        },
      ];
    });
}
