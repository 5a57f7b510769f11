import type { ConfigurationInput } from '../../lib/config/parameters';

type WorkloadInput = ConfigurationInput['environments'][number]['workloads'][number];

/**
 * A backend outside AWS that uploads files with keys from one explicit place. Its identity may put, get and list in one
 * bucket and nothing else; its key rotates, and every access to the bucket is logged.
 */
function uploads(tuning: {
  readonly everyDays: number;
  readonly sourceAddresses: string[];
  readonly objectLock?: { readonly mode: 'GOVERNANCE'; readonly days: number };
}): WorkloadInput {
  return {
    name: 'uploads',
    owner: 'backend-team',
    dataClass: 'internal',
    files: { prefixes: ['incoming/'], objectLock: tuning.objectLock },
    secrets: [
      {
        kind: 'access-key',
        name: 'backend-key',
        consumer: 'backend',
        fields: { prefix: 'incoming/' },
        rotation: { everyDays: tuning.everyDays, overlapDays: 7, watchDays: 1, consumerCacheSeconds: 300 },
      },
    ],
    consumers: [
      {
        kind: 'iam-user',
        name: 'backend',
        reason: 'The backend runs at a hosting provider that offers neither roles nor certificates for Roles Anywhere.',
        sourceAddresses: tuning.sourceAddresses,
        access: { files: [{ prefix: '*', verbs: ['list', 'read', 'write'] }] },
      },
    ],
  };
}

export const configuration: ConfigurationInput = {
  environments: [
    {
      name: 'staging',
      tier: 'staging',
      account: '111122223333',
      region: 'eu-west-1',
      owner: 'backend-team',
      alertRecipients: ['backend-team@example.com'],
      audit: {
        trail: { mode: 'create', dataEvents: 'writes', retentionDays: 90, logRetentionDays: 90 },
        accessLogRetentionDays: 90,
        guardDuty: 'off',
        accessAnalyzer: 'on',
      },
      workloads: [uploads({ everyDays: 60, sourceAddresses: [] })],
    },
    {
      name: 'prod',
      tier: 'production',
      account: '444455556666',
      region: 'eu-west-1',
      owner: 'backend-team',
      alertRecipients: ['backend-team@example.com', 'security@example.com'],
      audit: {
        trail: { mode: 'create', dataEvents: 'all', retentionDays: 365, logRetentionDays: 90 },
        accessLogRetentionDays: 365,
        guardDuty: 'on',
        accessAnalyzer: 'on',
      },
      workloads: [
        uploads({
          everyDays: 60,
          sourceAddresses: ['203.0.113.0/24'],
          objectLock: { mode: 'GOVERNANCE', days: 30 },
        }),
      ],
    },
  ],
};
