import type { ConfigurationInput } from '../../lib/config/parameters';

type WorkloadInput = ConfigurationInput['environments'][number]['workloads'][number];

/**
 * An open-source file server on EC2. Its role may put, get and delete below files/ and list only that prefix. Its JWT keys
 * are of this installation alone and rotate every 90 days without logging anybody out: retired, signing and next key lie
 * in one secret.
 */
function fileStore(objectLock?: { readonly mode: 'GOVERNANCE'; readonly days: number }): WorkloadInput {
  return {
    name: 'file-store',
    owner: 'file-store-operators',
    dataClass: 'internal',
    files: { prefixes: ['files/'], objectLock, noncurrentVersions: { keep: 10, days: 30 } },
    secrets: [
      {
        kind: 'jwt-key-set',
        name: 'session-keys',
        algorithm: 'HS256',
        issuer: 'file-store',
        audience: 'file-store',
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
          secrets: ['session-keys'],
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
      account: '111122223333',
      region: 'us-west-2',
      owner: 'file-store-operators',
      alertRecipients: ['operators@example.org'],
      audit: {
        trail: { mode: 'create', dataEvents: 'writes', retentionDays: 90, logRetentionDays: 90 },
        accessLogRetentionDays: 90,
        guardDuty: 'off',
        accessAnalyzer: 'on',
      },
      workloads: [fileStore()],
    },
    {
      name: 'prod',
      tier: 'production',
      account: '111122223333',
      region: 'us-west-2',
      owner: 'file-store-operators',
      alertRecipients: ['operators@example.org'],
      breakGlassRoleArn: 'arn:aws:iam::111122223333:role/break-glass',
      audit: {
        trail: { mode: 'create', dataEvents: 'all', retentionDays: 365, logRetentionDays: 90 },
        accessLogRetentionDays: 180,
        guardDuty: 'on',
        accessAnalyzer: 'existing',
      },
      workloads: [fileStore({ mode: 'GOVERNANCE', days: 30 })],
    },
  ],
};
