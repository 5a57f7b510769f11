/**
 * An open-source file server on EC2, installed by several groups in one account.
 *
 * Shows the best credential there is, a role: its instances put, get and delete below `files/` and list only that. Tokens
 * are signed with a key set of each installation's own that rotates every 90 days and logs nobody out.
 */
import type { ConfigurationInput } from '../../lib/config/parameters';

type EnvironmentInput = ConfigurationInput['environments'][number];
type WorkloadInput = EnvironmentInput['workloads'][number];

/** One installation. */
function fileServer(name: string, files: Pick<NonNullable<WorkloadInput['files']>, 'objectLock'>): WorkloadInput {
  return {
    name,
    owner: 'storage-team',
    dataClass: 'internal',
    files: { prefixes: ['files/'], noncurrentVersions: { keep: 3, days: 30 }, ...files },
    secrets: [
      {
        kind: 'jwt-key-set',
        name: 'sessions',
        description: 'Signs the sessions of this installation; retired keys verify until their tokens end.',
        algorithm: 'HS256',
        issuer: name,
        tokenMinutes: 1440,
        rotation: { everyDays: 90 },
      },
    ],
    consumers: [
      {
        kind: 'ec2-role',
        name: 'server',
        access: {
          files: [{ prefix: 'files/', verbs: ['list', 'read', 'write', 'delete'] }],
          secrets: ['sessions'],
        },
      },
    ],
  };
}

export const configuration: ConfigurationInput = {
  environments: [
    {
      name: 'staging',
      tier: 'staging',
      account: '123456789012',
      region: 'eu-north-1',
      owner: 'storage-team',
      alertRecipients: ['storage-team@example.com'],
      audit: {
        trail: { mode: 'create', dataEvents: 'writes', retentionDays: 90, logRetentionDays: 90 },
        accessLogRetentionDays: 90,
        guardDuty: 'off',
        accessAnalyzer: 'on',
      },
      workloads: [fileServer('file-store', {})],
    },
    {
      name: 'production',
      tier: 'production',
      account: '111122223333',
      region: 'eu-north-1',
      owner: 'storage-team',
      alertRecipients: ['storage-team@example.com', 'security@example.com'],
      breakGlassRoleArn: 'arn:aws:iam::111122223333:role/break-glass',
      audit: {
        trail: { mode: 'create', dataEvents: 'all', retentionDays: 365, logRetentionDays: 90 },
        accessLogRetentionDays: 365,
        guardDuty: 'on',
        accessAnalyzer: 'on',
      },
      workloads: ['design-files', 'research-files'].map((name) =>
        fileServer(name, { objectLock: { mode: 'GOVERNANCE', days: 30 } }),
      ),
    },
  ],
};
