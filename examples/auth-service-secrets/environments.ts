import type { ConfigurationInput } from '../../lib/config/parameters';

type WorkloadInput = ConfigurationInput['environments'][number]['workloads'][number];

/**
 * An authentication service with a catalogue of secrets below one prefix. Its reader may get and describe the secrets
 * below the prefix and nothing else. The encryption key's salt is a secret of its own: Secrets Manager generates one field
 * of a secret.
 */
function auth(tuning: {
  readonly issuer: string;
  readonly allowedOrigins: string[];
  readonly allowedHosts: string[];
}): WorkloadInput {
  return {
    name: 'auth',
    owner: 'identity-team',
    dataClass: 'confidential',
    secrets: [
      { kind: 'api-key', name: 'mail-provider', owner: 'identity-team', maximumAgeDays: 90 },
      {
        kind: 'json',
        name: 'database',
        fields: {
          host: { source: 'person', description: 'Host name of the database, known after it was created.' },
          port: { source: 'value', value: 5432 },
          name: { source: 'value', value: 'auth' },
          username: { source: 'value', value: 'auth_service' },
          password: { source: 'generated', length: 40, alphanumeric: true },
        },
      },
      {
        kind: 'jwt-secret-key',
        name: 'jwt',
        issuer: tuning.issuer,
        audience: 'example-services',
        tokenMinutes: 30,
        rotation: { everyDays: 90 },
      },
      {
        kind: 'json',
        name: 'service',
        fields: {
          region: { source: 'value', value: 'ap-east-1' },
          bucket: { source: 'value', value: 'auth-avatars' },
          maximum_megabytes: { source: 'value', value: 5 },
          webhook_signature: { source: 'generated', length: 64, alphanumeric: true },
        },
      },
      {
        kind: 'json',
        name: 'security',
        fields: {
          encryption_key: { source: 'generated', length: 64, alphanumeric: true },
          allowed_hosts: { source: 'value', value: tuning.allowedHosts },
          allowed_origins: { source: 'value', value: tuning.allowedOrigins },
        },
      },
      { kind: 'api-key', name: 'encryption-salt', source: 'generated' },
    ],
    settings: { 'log-level': 'info', 'session-minutes': 30, 'sign-up-open': false },
    consumers: [{ kind: 'ecs-role', name: 'reader', access: { secrets: '*' } }],
  };
}

export const configuration: ConfigurationInput = {
  environments: [
    {
      name: 'dev',
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
        accessAnalyzer: 'off',
      },
      workloads: [
        auth({
          issuer: 'https://auth.dev.example.com',
          allowedOrigins: ['http://127.0.0.1:3000'],
          allowedHosts: ['127.0.0.1'],
        }),
      ],
    },
    {
      name: 'prod',
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
        auth({
          issuer: 'https://auth.example.com',
          allowedOrigins: ['https://app.example.com', 'https://admin.example.com'],
          allowedHosts: ['auth.example.com'],
        }),
      ],
    },
  ],
};
