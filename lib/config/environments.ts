import type { ConfigurationInput } from './parameters';

type EnvironmentInput = ConfigurationInput['environments'][number];
type WorkloadInput = EnvironmentInput['workloads'][number];

/** What differs between the environments of the portal. */
interface PortalTuning {
  readonly objectLock?: { readonly mode: 'GOVERNANCE' | 'COMPLIANCE'; readonly days: number };
  readonly onRemoval: 'retain' | 'destroy';
  readonly scannerKeyDays: number;
  readonly partnerExternalIds: string[];
  readonly allowedOrigins: string[];
}

/**
 * A customer portal: its web service keeps uploaded documents, a scanner station outside AWS delivers paper mail, and an
 * accounting partner collects invoices from its own account.
 */
function portal(tuning: PortalTuning): WorkloadInput {
  return {
    name: 'portal',
    owner: 'portal-team',
    dataClass: 'confidential',
    files: {
      prefixes: ['documents/', 'invoices/', 'scans/'],
      objectLock: tuning.objectLock,
      onRemoval: tuning.onRemoval,
      lifecycle: [{ prefix: 'scans/', infrequentAccessAfterDays: 90, glacierAfterDays: 365 }],
      presignedUrlMinutes: 15,
    },
    secrets: [
      {
        kind: 'json',
        name: 'database',
        fields: {
          host: { source: 'value', value: 'database.internal.example.com' },
          port: { source: 'value', value: 5432 },
          username: { source: 'value', value: 'portal_app' },
          password: { source: 'generated', length: 40, alphanumeric: true },
        },
      },
      { kind: 'api-key', name: 'payment-provider', owner: 'payments-team', maximumAgeDays: 90 },
      {
        kind: 'jwt-key-set',
        name: 'session-keys',
        algorithm: 'ES256',
        issuer: 'https://portal.example.com',
        audience: 'portal',
        tokenMinutes: 60,
        rotation: { everyDays: 60 },
      },
      {
        kind: 'access-key',
        name: 'scanner-key',
        consumer: 'scanner',
        rotation: { everyDays: tuning.scannerKeyDays, overlapDays: 7, watchDays: 1 },
      },
    ],
    settings: { 'allowed-origins': tuning.allowedOrigins, 'upload-limit-megabytes': 50 },
    consumers: [
      {
        kind: 'ecs-role',
        name: 'web',
        access: {
          files: [
            { prefix: 'documents/', verbs: ['list', 'read', 'write', 'delete'] },
            { prefix: 'invoices/', verbs: ['list', 'read', 'write'] },
            { prefix: 'scans/', verbs: ['list', 'read'] },
          ],
          secrets: ['database', 'payment-provider', 'session-keys'],
          settings: true,
        },
      },
      {
        kind: 'cross-account-role',
        name: 'accounting',
        trustedPrincipalArns: ['arn:aws:iam::444455556666:role/invoice-collector'],
        externalIds: tuning.partnerExternalIds,
        access: { files: [{ prefix: 'invoices/', verbs: ['list', 'read'] }] },
      },
      {
        kind: 'iam-user',
        name: 'scanner',
        reason: 'The scanner station in the mail room runs outside AWS and its firmware knows only access keys.',
        sourceAddresses: ['198.51.100.0/24'],
        access: { files: [{ prefix: 'scans/', verbs: ['list', 'write'] }] },
      },
    ],
  };
}

/** The environments that are deployed. Account ids, addresses and names are documentation values: replace them by yours. */
export const configuration: ConfigurationInput = {
  environments: [
    {
      name: 'dev',
      tier: 'development',
      account: '111122223333',
      region: 'eu-central-1',
      owner: 'portal-team',
      alertRecipients: ['portal-team@example.com'],
      secretOperatorArns: ['arn:aws:iam::111122223333:role/secret-operator'],
      audit: {
        trail: { mode: 'create', dataEvents: 'writes', retentionDays: 90, logRetentionDays: 90 },
        accessLogRetentionDays: 90,
        guardDuty: 'off',
        accessAnalyzer: 'on',
      },
      workloads: [
        portal({
          onRemoval: 'destroy',
          scannerKeyDays: 150,
          partnerExternalIds: ['f29dfca8-b0fe-4cc7-8f2c-f98c71b0a8ee'],
          allowedOrigins: ['http://127.0.0.1:8080'],
        }),
      ],
    },
    {
      name: 'staging',
      tier: 'staging',
      account: '222233334444',
      region: 'eu-central-1',
      owner: 'portal-team',
      alertRecipients: ['portal-team@example.com'],
      breakGlassRoleArn: 'arn:aws:iam::222233334444:role/break-glass',
      secretOperatorArns: ['arn:aws:iam::222233334444:role/secret-operator'],
      audit: {
        trail: { mode: 'create', dataEvents: 'all', retentionDays: 180, logRetentionDays: 90 },
        accessLogRetentionDays: 90,
        guardDuty: 'on',
        accessAnalyzer: 'on',
      },
      workloads: [
        portal({
          objectLock: { mode: 'GOVERNANCE', days: 1 },
          onRemoval: 'retain',
          scannerKeyDays: 60,
          partnerExternalIds: ['90efb7a2-24fc-4e36-8902-79d33bb7e73b'],
          allowedOrigins: ['https://staging.portal.example.com'],
        }),
      ],
    },
    {
      name: 'prod',
      tier: 'production',
      account: '333344445555',
      region: 'eu-central-1',
      owner: 'portal-team',
      alertRecipients: ['portal-team@example.com', 'security@example.com'],
      breakGlassRoleArn: 'arn:aws:iam::333344445555:role/break-glass',
      secretOperatorArns: ['arn:aws:iam::333344445555:role/secret-operator'],
      audit: {
        trail: {
          mode: 'create',
          dataEvents: 'all',
          retentionDays: 731,
          logRetentionDays: 365,
          objectLock: { mode: 'GOVERNANCE', days: 365 },
        },
        accessLogRetentionDays: 365,
        guardDuty: 'on',
        accessAnalyzer: 'on',
      },
      workloads: [
        portal({
          objectLock: { mode: 'GOVERNANCE', days: 90 },
          onRemoval: 'retain',
          scannerKeyDays: 60,
          partnerExternalIds: ['7bdcb7ff-c2ec-4e04-b5a1-4b9e2f16f82a'],
          allowedOrigins: ['https://portal.example.com'],
        }),
      ],
    },
  ],
};
