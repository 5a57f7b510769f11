import { ConfigurationError, formatPath } from '../../lib/config/finding';
import { loadConfiguration } from '../../lib/config/load-configuration';
import type { ConfigurationInput } from '../../lib/config/parameters';

/** The day on which the tests take place. */
export const today = new Date('2026-06-15T12:00:00Z');

/** Paths of the baseline that many tests change. */
export const environment = 'environments[0]';
export const workload = `${environment}.workloads[0]`;

/** One production environment that is valid and uses every kind of entry once. A new copy each time. */
export function baseline(): ConfigurationInput {
  return {
    environments: [
      {
        name: 'prod',
        tier: 'production',
        account: '111122223333',
        region: 'eu-central-1',
        owner: 'portal-team',
        alertRecipients: ['portal-team@example.com'],
        breakGlassRoleArn: 'arn:aws:iam::111122223333:role/break-glass',
        secretOperatorArns: ['arn:aws:iam::111122223333:role/secret-operator'],
        audit: {
          trail: {
            mode: 'create',
            dataEvents: 'all',
            retentionDays: 365,
            logRetentionDays: 90,
            objectLock: { mode: 'GOVERNANCE', days: 90 },
          },
          accessLogRetentionDays: 90,
          guardDuty: 'on',
          accessAnalyzer: 'on',
        },
        workloads: [
          {
            name: 'portal',
            owner: 'portal-team',
            dataClass: 'confidential',
            files: {
              prefixes: ['documents/', 'scans/'],
              objectLock: { mode: 'GOVERNANCE', days: 90 },
              noncurrentVersions: { keep: 5, days: 90 },
              incompleteUploadDays: 7,
              lifecycle: [
                { prefix: 'scans/', infrequentAccessAfterDays: 30, glacierAfterDays: 90, expireAfterDays: 365 },
              ],
              presignedUrlMinutes: 15,
              onRemoval: 'retain',
            },
            secrets: [
              {
                kind: 'json',
                name: 'database',
                fields: {
                  host: { source: 'value', value: 'database.internal.example.com' },
                  port: { source: 'value', value: 5432 },
                  password: { source: 'generated', length: 40, alphanumeric: true },
                },
              },
              { kind: 'api-key', name: 'payments', source: 'person', maximumAgeDays: 90 },
              { kind: 'password', name: 'queue', length: 32, rotation: { everyDays: 60 } },
              { kind: 'username-password', name: 'mail', userName: 'portal_app', rotation: { everyDays: 60 } },
              {
                kind: 'jwt-key-set',
                name: 'sessions',
                algorithm: 'ES256',
                issuer: 'https://portal.example.com',
                audience: 'portal',
                tokenMinutes: 60,
                rotation: { everyDays: 90 },
              },
              {
                kind: 'jwt-secret-key',
                name: 'old-sessions',
                fields: { purpose: 'legacy' },
                rotation: { everyDays: 90 },
              },
              {
                kind: 'access-key',
                name: 'scanner-key',
                consumer: 'scanner',
                fields: { prefix: 'scans/' },
                rotation: { everyDays: 60, overlapDays: 7, watchDays: 1, consumerCacheSeconds: 300 },
              },
              {
                kind: 'json',
                name: 'tax-login',
                fields: { login: { source: 'person', description: 'Login that the tax office sends by letter.' } },
              },
            ],
            settings: { origins: ['https://portal.example.com'], 'upload-limit': 50, beta: false },
            customers: [
              {
                name: 'northwind',
                roleArn: 'arn:aws:iam::444455556666:role/reader',
                externalIds: ['0c9a5b0e-4a5d-4fd5-9a71-5c6a3f0b9d27'],
              },
            ],
            consumers: [
              {
                kind: 'ecs-role',
                name: 'web',
                access: {
                  files: [{ prefix: 'documents/', verbs: ['list', 'read', 'write', 'delete'] }],
                  secrets: ['database', 'payments'],
                  settings: true,
                  customers: ['northwind'],
                },
              },
              {
                kind: 'cross-account-role',
                name: 'partner',
                trustedPrincipalArns: ['arn:aws:iam::444455556666:role/collector'],
                externalIds: ['7e1d8f4c-93b2-4c86-8f0d-2b1c5a7e9f63'],
                sessionMinutes: 60,
                sourceAddresses: ['198.51.100.0/24'],
                access: { files: [{ prefix: '*', verbs: ['list', 'read'] }] },
              },
              {
                kind: 'iam-user',
                name: 'scanner',
                reason: 'The scanner station outside AWS knows only access keys.',
                sourceAddresses: ['203.0.113.7/32'],
                access: { files: [{ prefix: 'scans/', verbs: ['write'] }] },
              },
            ],
          },
        ],
      },
    ],
  };
}

/** What a path written as in a finding leads to: `environments[0].name`. */
function keysOf(path: string): string[] {
  return path.match(/[^.[\]]+/g) ?? [];
}

function follow(root: unknown, keys: readonly string[]): Record<string, unknown> {
  return keys.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], root) as Record<string, unknown>;
}

/** A change of the baseline: a path as findings print it, with the value that is to stand there. */
export type Changes = Readonly<Record<string, unknown>>;

/** The baseline with other values at some paths; `undefined` takes the field out. */
export function changed(changes: Changes, start: unknown = baseline()): unknown {
  for (const [path, value] of Object.entries(changes)) {
    const keys = keysOf(path);
    const last = keys.pop() ?? '';
    const holder = follow(start, keys);
    if (value === undefined) Reflect.deleteProperty(holder, last);
    else holder[last] = value;
  }
  return start;
}

/** The value at a path of the baseline. */
export function at(path: string): unknown {
  const keys = keysOf(path);
  const last = keys.pop() ?? '';
  return follow(baseline(), keys)[last];
}

export interface Mistake {
  readonly path: string;
  readonly found: string;
  readonly allowed: string;
}

/** The error that a configuration is refused with, or undefined. */
export function refusal(configuration: unknown, day: Date = today): ConfigurationError | undefined {
  try {
    loadConfiguration(configuration, { file: 'lib/config/environments.ts', today: day });
    return undefined;
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
}

/** Every mistake in a configuration, as it is printed. */
export function mistakes(configuration: unknown, day: Date = today): Mistake[] {
  return (refusal(configuration, day)?.findings ?? []).map(({ path, found, allowed }) => ({
    path: formatPath(path),
    found,
    allowed,
  }));
}

/** Every mistake in the baseline after some changes. */
export function mistakesAfter(changes: Changes, day: Date = today): Mistake[] {
  return mistakes(changed(changes), day);
}
