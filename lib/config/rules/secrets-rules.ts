import type { Finding, Path } from '../finding';
import type { Lenient } from '../lenient';
import type { Secret } from '../secrets';
import { describeHidden, isSecretName, knownSecretIn, looksGenerated } from '../secret-like';
import { credentialAge, entries, type EnvironmentRule, type EnvironmentView, repeated, workloadsOf } from './rule';

type SecretView = Lenient<Secret>;

function secretsOf(environment: EnvironmentView, path: Path) {
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
        tooOld(['rotation', 'everyDays'], item.rotation?.everyDays ?? 0, maximumDays - leadDays, lead);
        break;
      case 'password':
      case 'username-password':
        if (item.rotation === undefined) {
          if (tier === 'production') {
            findings.push({
              path: [...at, 'rotation'],
              found: 'no rotation',
              allowed: `in production a rotation of at most ${String(maximumDays - leadDays)} days`,
              deviable: 'credential-age',
            });
          }
        } else {
          tooOld(['rotation', 'everyDays'], item.rotation.everyDays ?? 0, maximumDays - leadDays, lead);
        }
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
    const { everyDays, overlapDays, watchDays, consumerCacheSeconds } = item.rotation;
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
    const day = 86_400;
    if (environment.tier !== undefined) {
      const { maximumDays } = credentialAge[environment.tier];
      const age = everyDays + overlapDays + watchDays;
      if (age > maximumDays && everyDays <= maximumDays) {
        findings.push({
          path: [...at, 'rotation'],
          found: `a key that is ${String(age)} days old when it is deleted (everyDays + overlapDays + watchDays)`,
          allowed: `at most ${String(maximumDays)} days in ${environment.tier}`,
          deviable: 'credential-age',
        });
      }
    }
    if ((consumerCacheSeconds ?? 0) * 2 > overlapDays * day) {
      findings.push({
        path: [...at, 'rotation', 'overlapDays'],
        found: `${String(overlapDays)} days beside a cache of ${String(consumerCacheSeconds)} seconds`,
        allowed: 'an overlap of at least twice the time for which a consumer caches the key',
      });
    }
    return findings;
  });

function plainTexts(environment: EnvironmentView, path: Path): { at: Path; name: string; value: string }[] {
  const texts = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    if (Array.isArray(value)) return value.flatMap(texts);
    return [];
  };
  const named = (values: Readonly<Record<string, unknown>> | undefined, at: Path) =>
    Object.entries(values ?? {}).flatMap(([name, value]) =>
      texts(value).map((found) => ({ at: [...at, name], name, value: found })),
    );
  return [
    ...workloadsOf(environment, path).flatMap(({ item, at }) => named(item.settings, [...at, 'settings'])),
    ...secretsOf(environment, path).flatMap(({ item, at }) => {
      if (item.kind === 'access-key' || item.kind === 'jwt-secret-key') return named(item.fields, [...at, 'fields']);
      if (item.kind !== 'json') return [];
      return Object.entries(item.fields ?? {}).flatMap(([name, field]) =>
        field?.source === 'value'
          ? texts(field.value).map((value) => ({ at: [...at, 'fields', name, 'value'], name, value }))
          : [],
      );
    }),
  ];
}

/** The configuration is committed and ends in a template that many may read: it never holds a secret. */
export const noSecretValue: EnvironmentRule = (environment, path) =>
  plainTexts(environment, path).flatMap(({ at, name, value }) => {
    const known = knownSecretIn(value);
    if (known === undefined && !isSecretName(name) && !looksGenerated(value)) return [];
    return [
      {
        path: at,
        found: `${describeHidden(value)}${known === undefined ? '' : `, shaped like ${known}`}`,
        allowed: 'no secret in the configuration: declare a secret of source generated or person instead',
      },
    ];
  });
