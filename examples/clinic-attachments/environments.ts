import type { ConfigurationInput } from '../../lib/config/parameters';

type EnvironmentInput = ConfigurationInput['environments'][number];
type WorkloadInput = EnvironmentInput['workloads'][number];

/** Six years, for which HIPAA has records of access kept (45 CFR 164.316(b)(2)(i)). */
const sixYearsInDays = 2192;

interface ClinicTuning {
  /** Maximum age of a credential less the lead time of its rotation: 180 - 7, 90 - 14 and 90 - 28 days. */
  readonly everyDays: number;
  readonly objectLock?: { readonly mode: 'GOVERNANCE'; readonly days: number };
  readonly onRemoval: 'retain' | 'destroy';
  readonly fallback?: { readonly sourceAddresses: string[] };
}

/**
 * Patient files. Production runs on roles of EC2, ECS and Lambda; the imaging station of the clinic knows no roles and is
 * the declared fallback with a key that rotates without downtime.
 */
function attachments(tuning: ClinicTuning): WorkloadInput {
  return {
    name: 'attachments',
    owner: 'clinic-platform',
    dataClass: 'health',
    files: {
      prefixes: ['patients/', 'imports/', 'exports/'],
      objectLock: tuning.objectLock,
      onRemoval: tuning.onRemoval,
      presignedUrlMinutes: 10,
    },
    secrets: [
      {
        kind: 'username-password',
        name: 'records-database',
        userName: 'attachments_app',
        length: 32,
        rotation: { everyDays: tuning.everyDays },
      },
      ...(tuning.fallback === undefined
        ? []
        : [
            {
              kind: 'access-key' as const,
              name: 'imaging-key',
              consumer: 'imaging',
              rotation: { everyDays: tuning.everyDays, overlapDays: 7, watchDays: 1 },
            },
          ]),
    ],
    consumers: [
      {
        kind: 'ec2-role',
        name: 'server',
        access: {
          files: [{ prefix: 'patients/', verbs: ['list', 'read', 'write', 'delete'] }],
          secrets: ['records-database'],
        },
      },
      {
        kind: 'ecs-role',
        name: 'importer',
        access: {
          files: [
            { prefix: 'imports/', verbs: ['list', 'read', 'delete'] },
            { prefix: 'patients/', verbs: ['write'] },
          ],
        },
      },
      {
        kind: 'lambda-role',
        name: 'exporter',
        access: {
          files: [
            { prefix: 'patients/', verbs: ['read'] },
            { prefix: 'exports/', verbs: ['write'] },
          ],
        },
      },
      ...(tuning.fallback === undefined
        ? []
        : [
            {
              kind: 'iam-user' as const,
              name: 'imaging',
              reason: 'The imaging station is a certified medical device whose software knows only access keys.',
              sourceAddresses: tuning.fallback.sourceAddresses,
              access: { files: [{ prefix: 'imports/', verbs: ['write' as const] }] },
            },
          ]),
    ],
  };
}

export const configuration: ConfigurationInput = {
  environments: [
    {
      name: 'dev',
      tier: 'development',
      account: '111122223333',
      region: 'us-east-1',
      owner: 'clinic-platform',
      alertRecipients: ['clinic-platform@example.com'],
      audit: {
        trail: { mode: 'create', dataEvents: 'all', retentionDays: 90, logRetentionDays: 90 },
        accessLogRetentionDays: 90,
        guardDuty: 'off',
        accessAnalyzer: 'on',
      },
      workloads: [attachments({ everyDays: 172, onRemoval: 'destroy', fallback: { sourceAddresses: [] } })],
    },
    {
      name: 'staging',
      tier: 'staging',
      account: '222233334444',
      region: 'us-east-1',
      owner: 'clinic-platform',
      alertRecipients: ['clinic-platform@example.com'],
      audit: {
        trail: { mode: 'create', dataEvents: 'all', retentionDays: 180, logRetentionDays: 180 },
        accessLogRetentionDays: 180,
        guardDuty: 'on',
        accessAnalyzer: 'on',
      },
      workloads: [
        attachments({
          everyDays: 76,
          objectLock: { mode: 'GOVERNANCE', days: 7 },
          onRemoval: 'retain',
          fallback: { sourceAddresses: ['198.51.100.0/24'] },
        }),
      ],
    },
    {
      name: 'prod',
      tier: 'production',
      account: '333344445555',
      region: 'us-east-1',
      owner: 'clinic-platform',
      alertRecipients: ['clinic-platform@example.com', 'privacy-officer@example.com'],
      breakGlassRoleArn: 'arn:aws:iam::333344445555:role/break-glass',
      audit: {
        trail: {
          mode: 'create',
          dataEvents: 'all',
          retentionDays: sixYearsInDays,
          logRetentionDays: sixYearsInDays,
          objectLock: { mode: 'GOVERNANCE', days: sixYearsInDays },
        },
        accessLogRetentionDays: sixYearsInDays,
        guardDuty: 'on',
        accessAnalyzer: 'on',
      },
      workloads: [
        attachments({
          everyDays: 62,
          objectLock: { mode: 'GOVERNANCE', days: 90 },
          onRemoval: 'retain',
          fallback: { sourceAddresses: ['203.0.113.16/28'] },
        }),
      ],
    },
  ],
};
