import type { Finding, Path } from '../finding';
import type { Lenient } from '../lenient';
import type { Secret } from '../secrets';
import { credentialAge, entries, type EnvironmentRule, type EnvironmentView, repeated, workloadsOf } from './rule';

type SecretView = Lenient<Secret>;

export function secretsOf(environment: EnvironmentView, path: Path) {
  return workloadsOf(environment, path).flatMap(({ item: workload, at }) =>
    entries<SecretView>(workload.secrets, [...at, 'secrets']).map((entry) => ({ ...entry, workload })),
  );
}

export const secretNamesAreUnique: EnvironmentRule = (environment, path) =>
  workloadsOf(environment, path).flatMap(({ item, at }) =>
    repeated(entries<SecretView>(item.secrets, [...at, 'secrets']), ({ name }) => name).map(({ at: where, key }) => ({
      path: [...where, 'name'],
      found: `'${key}' a second time`,
      allowed: 'a name that no other secret of the workload has',
    })),
  );

/** CloudFormation's GenerateSecretString fills one field; a second would need a value in the template. */
export const oneGeneratedField: EnvironmentRule = (environment, path) =>
  secretsOf(environment, path).flatMap(({ item, at }) => {
    if (item.kind !== 'json') return [];
    const generated = Object.entries(item.fields ?? {}).flatMap(([field, value]) =>
      value?.source === 'generated' ? [field] : [],
    );
    if (generated.length <= 1) return [];
    return [
      {
        path: [...at, 'fields'],
        found: `${String(generated.length)} generated fields: ${generated.join(', ')}`,
        allowed: 'at most one generated field in a secret; give each further one a secret of its own',
      },
    ];
  });

/**
 * Whoever fills a secret puts it whole and cannot read what was generated, so one secret is either generated or filled.
 */
export const generatedOrFilled: EnvironmentRule = (environment, path) =>
  secretsOf(environment, path).flatMap(({ item, at }) => {
    if (item.kind !== 'json') return [];
    const fields = Object.entries(item.fields ?? {});
    const generated = fields.filter(([, field]) => field?.source === 'generated').map(([field]) => field);
    const person = fields.filter(([, field]) => field?.source === 'person').map(([field]) => field);
    if (generated.length === 0 || person.length === 0) return [];
    return [
      {
        path: [...at, 'fields'],
        found: `generated (${generated.join(', ')}) beside fields for a person (${person.join(', ')})`,
        allowed:
          'generated fields or fields for a person, not both: who adds the one cannot read the other; give them secrets of their own',
      },
    ];
  });

/** A secret that nobody may fill would stay empty for ever: its key admits only the roles named here. */
export const fillableByPerson: EnvironmentRule = (environment, path) => {
  const operators = environment.secretOperatorArns;
  if (operators === undefined || operators.length > 0) return [];
  const forPerson = secretsOf(environment, path).filter(
    ({ item }) =>
      (item.kind === 'api-key' && item.source === 'person') ||
      (item.kind === 'json' && Object.values(item.fields ?? {}).some((field) => field?.source === 'person')),
  );
  if (forPerson.length === 0) return [];
  const names = forPerson.map(({ item, workload }) => `${workload.name ?? '?'}/${item.name ?? '?'}`);
  return [
    {
      path: [...path, 'secretOperatorArns'],
      found: 'nobody',
      allowed: `at least one role that may fill what a person must fill: ${names.join(', ')}`,
    },
  ];
};

/** Ages of requirements.md C; JWT keys are held to the maximum age alone, because two of them overlap by design. */
export const credentialAges: EnvironmentRule = (environment, path) => {
  if (environment.tier === undefined) return [];
  const { maximumDays, leadDays } = credentialAge[environment.tier];
  const tier = environment.tier;
  return secretsOf(environment, path).flatMap(({ item, at }): Finding[] => {
    const findings: Finding[] = [];
    const tooOld = (field: Path, days: number, most: number, why: string) => {
      if (days > most) {
        findings.push({
          path: [...at, ...field],
          found: `${String(days)} days`,
          allowed: `in ${tier} at most ${String(most)} days: ${why}`,
          deviable: 'credential-age',
        });
      }
    };
    const maximum = `a credential is at most ${String(maximumDays)} days old`;
    const lead = `${maximum} and its rotation starts ${String(leadDays)} days before`;
    switch (item.kind) {
      case 'access-key':
      case 'password':
      case 'username-password':
        tooOld(['rotation', 'everyDays'], item.rotation?.everyDays ?? 0, maximumDays - leadDays, lead);
        break;
      case 'jwt-key-set':
      case 'jwt-secret-key':
        tooOld(['rotation', 'everyDays'], item.rotation?.everyDays ?? 0, maximumDays, maximum);
        break;
      case 'api-key':
        tooOld(['maximumAgeDays'], item.maximumAgeDays ?? 0, maximumDays, maximum);
        break;
      default:
    }
    return findings;
  });
};

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

/** A key is published one rotation before it signs, and caches must have seen it by then, with a margin of their own length. */
export const verifiersSeeKeysInTime: EnvironmentRule = (environment, path) =>
  secretsOf(environment, path).flatMap(({ item, at }) => {
    if (item.kind !== 'jwt-key-set' || item.verifierCacheSeconds === undefined) return [];
    const everyDays = item.rotation?.everyDays;
    if (everyDays === undefined || 2 * item.verifierCacheSeconds < everyDays * secondsADay) return [];
    return [
      {
        path: [...at, 'verifierCacheSeconds'],
        found: `${String(item.verifierCacheSeconds)} seconds`,
        allowed: `less than half the time between two rotations, ${String((everyDays * secondsADay) / 2)} seconds: a verifier must know a key before it signs`,
      },
    ];
  });

/** A token must be verified until it ends: its key is retired at one rotation and gone at the next. */
export const tokensOutliveNoKey: EnvironmentRule = (environment, path) =>
  secretsOf(environment, path).flatMap(({ item, at }) => {
    if (item.kind !== 'jwt-key-set' || item.tokenMinutes === undefined) return [];
    const everyDays = item.rotation?.everyDays;
    const cache = item.verifierCacheSeconds;
    if (everyDays === undefined || cache === undefined) return [];
    // A signer may use the old key for as long as its cache lasts.
    const seconds = everyDays * secondsADay - cache;
    if (item.tokenMinutes * 60 < seconds) return [];
    const most = Math.ceil(seconds / 60) - 1;
    // A cache that long is reported by itself.
    if (most < 1) return [];
    return [
      {
        path: [...at, 'tokenMinutes'],
        found: `${String(item.tokenMinutes)} minutes`,
        allowed: `at most ${String(most)} minutes, which with verifierCacheSeconds is less than the time between two rotations: a key that is gone verifies no token`,
      },
    ];
  });

/** Fields that a rotation or the catalogue writes itself. */
const ownFields = {
  'access-key': ['accessKeyId', 'secretAccessKey', 'userName', 'region'],
  'jwt-secret-key': ['secret', 'algorithm', 'issuer', 'audience', 'expiresInMinutes'],
};

/** A field of that name would be overwritten without a word. */
export const fieldsAreFree: EnvironmentRule = (environment, path) =>
  secretsOf(environment, path).flatMap(({ item, at }) => {
    if (item.kind !== 'access-key' && item.kind !== 'jwt-secret-key') return [];
    const taken = ownFields[item.kind];
    return Object.keys(item.fields ?? {})
      .filter((field) => taken.includes(field))
      .map((field) => ({
        path: [...at, 'fields', field],
        found: `a field '${field}'`,
        allowed: `a field that the secret does not have by itself (${taken.join(', ')})`,
      }));
  });
