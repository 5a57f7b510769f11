/**
 * An authentication service with a catalogue of secrets and no files, in an opt-in Region.
 *
 * Shows one prefix per application and environment with an API key, JSON secrets with named fields, settings that are
 * not secret in Parameter Store, and one reader that may get and describe what is below its prefix and nothing else.
 */
import type { ConfigurationInput } from '../../lib/config/parameters';

type EnvironmentInput = ConfigurationInput['environments'][number];
type WorkloadInput = EnvironmentInput['workloads'][number];

interface AuthenticationTuning {
  /** Public name of the service. */
  readonly host: string;
  readonly databaseHost: string;
  readonly tokenKeyDays: number;
}

function authentication({ host, databaseHost, tokenKeyDays }: AuthenticationTuning): WorkloadInput {
  return {
    name: 'auth',
    owner: 'identity-team',
    dataClass: 'confidential',
    secrets: [
      { kind: 'api-key', name: 'mail-provider', owner: 'messaging-team', maximumAgeDays: 90 },
      {
        kind: 'json',
        name: 'database',
        fields: {
          host: { source: 'value', value: databaseHost },
          port: { source: 'value', value: 5432 },
          database: { source: 'value', value: 'accounts' },
          username: { source: 'value', value: 'auth_service' },
          password: { source: 'generated', length: 40 },
        },
      },
      {
        // Its clients know only one key, so each rotation ends the sessions; `jwt-key-set` would not.
        kind: 'jwt-secret-key',
        name: 'jwt',
        issuer: `https://${host}`,
        audience: 'accounts',
        tokenMinutes: 30,
        rotation: { everyDays: tokenKeyDays },
      },
      {
        kind: 'json',
        name: 'service',
        fields: {
          regions: { source: 'value', value: ['ap-east-1', 'ap-southeast-1'] },
          avatarBucketName: { source: 'value', value: 'auth-avatars' },
          uploadMegabytes: { source: 'value', value: 5 },
        },
      },
      {
        kind: 'json',
        name: 'security',
        fields: {
          encryptionKey: { source: 'generated', length: 64, alphanumeric: true },
          allowedHosts: { source: 'value', value: [host] },
          allowedOrigins: { source: 'value', value: [`https://${host}`] },
        },
      },
      // A secret of its own, because Secrets Manager generates one field of a secret.
      {
        kind: 'json',
        name: 'security-salt',
        fields: { salt: { source: 'generated', length: 32, alphanumeric: true } },
      },
    ],
    settings: { 'cache-seconds': 300, 'sign-up-open': true, languages: ['en', 'zh-Hant'] },
    consumers: [{ kind: 'ecs-role', name: 'service', access: { secrets: '*', settings: true } }],
  };
}

export const configuration: ConfigurationInput = {
  environments: [
    {
      name: 'development',
      tier: 'development',
      account: '111122223333',
      region: 'ap-east-1',
      owner: 'identity-team',
      alertRecipients: ['identity-team@example.com'],
      secretOperatorArns: ['arn:aws:iam::111122223333:role/secret-operator'],
      audit: {
        trail: { mode: 'create', dataEvents: 'writes', retentionDays: 90, logRetentionDays: 90 },
        accessLogRetentionDays: 90,
        guardDuty: 'off',
        accessAnalyzer: 'on',
      },
      workloads: [
        authentication({
          host: 'auth.dev.example.com',
          databaseHost: 'accounts.dev.internal.example.com',
          tokenKeyDays: 120,
        }),
      ],
    },
    {
      name: 'production',
      tier: 'production',
      account: '444455556666',
      region: 'ap-east-1',
      owner: 'identity-team',
      alertRecipients: ['identity-team@example.com', 'security@example.com'],
      secretOperatorArns: ['arn:aws:iam::444455556666:role/secret-operator'],
      audit: {
        trail: { mode: 'create', dataEvents: 'all', retentionDays: 365, logRetentionDays: 365 },
        accessLogRetentionDays: 365,
        guardDuty: 'on',
        accessAnalyzer: 'on',
      },
      workloads: [
        authentication({ host: 'auth.example.com', databaseHost: 'accounts.internal.example.com', tokenKeyDays: 90 }),
      ],
    },
  ],
};
