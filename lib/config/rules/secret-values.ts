import type { Path } from '../finding';
import { describeHidden, isSecretName, knownSecretIn, looksGenerated } from '../secret-like';
import { entries, type EnvironmentRule, type EnvironmentView, workloadsOf } from './rule';
import { secretsOf } from './secrets-rules';

interface PlainText {
  readonly at: Path;
  /** Name under which the configuration keeps it. */
  readonly name: string;
  readonly value: string;
}

/** Fewest digits of a number that counts as a secret under a secret's name: `maxTokens: 4096` is none. */
const secretDigits = 6;

function plainTexts(value: unknown, at: Path, name: string): PlainText[] {
  if (typeof value === 'string') return [{ at, name, value }];
  if (typeof value === 'number') {
    const digits = String(value);
    return digits.length >= secretDigits ? [{ at, name, value: digits }] : [];
  }
  return Array.isArray(value) ? value.flatMap((item, index) => plainTexts(item, [...at, index], name)) : [];
}

/** Values that end in the open, or beside a secret that a rotation writes. */
function plainValues(environment: EnvironmentView, path: Path): PlainText[] {
  const named = (values: Readonly<Record<string, unknown>> | undefined, at: Path) =>
    Object.entries(values ?? {}).flatMap(([name, value]) => plainTexts(value, [...at, name], name));
  return [
    ...workloadsOf(environment, path).flatMap(({ item, at }) => named(item.settings, [...at, 'settings'])),
    ...secretsOf(environment, path).flatMap(({ item, at }) => {
      const where = [...at, 'fields'];
      if (item.kind === 'access-key' || item.kind === 'jwt-secret-key') {
        // A field that the secret has by itself is reported as such.
        return named(item.fields, where).filter(({ name }) => name !== 'secret' && name !== 'secretAccessKey');
      }
      if (item.kind !== 'json') return [];
      return Object.entries(item.fields ?? {}).flatMap(([name, field]) =>
        field?.source === 'value' ? plainTexts(field.value, [...where, name, 'value'], name) : [],
      );
    }),
  ];
}

/** What people write for people, and where they paste a key by mistake. */
function remarks(environment: EnvironmentView, path: Path): PlainText[] {
  const remark = (value: string | undefined, at: Path): PlainText[] =>
    value === undefined ? [] : [{ at, name: '', value }];
  return [
    ...remark(environment.owner, [...path, 'owner']),
    ...entries(environment.deviations, [...path, 'deviations']).flatMap(({ item, at }) =>
      remark(item.reason, [...at, 'reason']),
    ),
    ...workloadsOf(environment, path).flatMap(({ item, at }) => [
      ...remark(item.owner, [...at, 'owner']),
      ...entries(item.consumers, [...at, 'consumers']).flatMap(({ item: consumer, at: where }) =>
        consumer.kind === 'iam-user' ? remark(consumer.reason, [...where, 'reason']) : [],
      ),
    ]),
    ...secretsOf(environment, path).flatMap(({ item, at }) => [
      ...remark(item.owner, [...at, 'owner']),
      ...remark(item.description, [...at, 'description']),
      ...(item.kind === 'jwt-key-set' || item.kind === 'jwt-secret-key'
        ? [...remark(item.issuer, [...at, 'issuer']), ...remark(item.audience, [...at, 'audience'])]
        : []),
      ...(item.kind === 'json'
        ? Object.entries(item.fields ?? {}).flatMap(([name, field]) =>
            field?.source === 'person' ? remark(field.description, [...at, 'fields', name, 'description']) : [],
          )
        : []),
    ]),
  ];
}

/** The configuration is committed and ends in a template that many may read: it never holds a secret. */
export const noSecretValue: EnvironmentRule = (environment, path) =>
  [...plainValues(environment, path), ...remarks(environment, path)].flatMap(({ at, name, value }) => {
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
