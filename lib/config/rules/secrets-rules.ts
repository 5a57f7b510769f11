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
