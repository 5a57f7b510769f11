import type { ConfigurationInput } from '../../lib/config/parameters';

type WorkloadInput = ConfigurationInput['environments'][number]['workloads'][number];

function workload(name: string): WorkloadInput {
  return {
    name,
    owner: 'portal-team',
    dataClass: 'internal',
    files: { prefixes: ['files/'], objectLock: { mode: 'GOVERNANCE', days: 30 } },
    secrets: [
      {
        kind: 'json',
        name: 'database',
        fields: { password: { source: 'generated', length: 40, alphanumeric: true } },
      },
    ],
    consumers: [
      {
        kind: 'ec2-role',
        name: 'server',
        access: { files: [{ prefix: 'files/', verbs: ['list', 'read'] }], secrets: ['database'] },
      },
    ],
  };
}

/** What the team of the tests has in its checkout instead of `lib/config/environments.ts`. */
export const configuration: ConfigurationInput = {
  environments: [
    {
      name: 'prod',
      tier: 'production',
      account: '111122223333',
      region: 'eu-central-1',
      owner: 'portal-team',
      alertRecipients: ['portal-team@example.com'],
      breakGlassRoleArn: 'arn:aws:iam::111122223333:role/break-glass',
      delivery: {
        qualifier: 'portalprod',
        repository: { owner: 'example', ownerId: '9919', name: 'portal', repositoryId: '1296269' },
        // The emulator's CloudFormation makes none; its API does, as for an account that has one already.
        identityProvider: 'existing',
      },
      audit: {
        trail: { mode: 'create', dataEvents: 'all', retentionDays: 365, logRetentionDays: 90 },
        accessLogRetentionDays: 365,
        guardDuty: 'on',
        accessAnalyzer: 'on',
      },
      workloads: [workload('portal')],
    },
  ],
};
