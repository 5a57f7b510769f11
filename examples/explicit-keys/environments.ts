/**
 * A backend in a data centre outside AWS that uploads files with access keys, because it can have no role.
 *
 * Shows the declared fallback: one IAM user that may put, get and list in one bucket and do nothing else, usable only
 * from the data centre's addresses, whose key rotates and is never written down. Access logs are always on. Production
 * is deployed by the jobs of one repository, through roles that can do no more than a deployment needs.
 */
import type { ConfigurationInput } from '../../lib/config/parameters';

type EnvironmentInput = ConfigurationInput['environments'][number];
type WorkloadInput = EnvironmentInput['workloads'][number];

interface UploadsTuning {
  readonly files: Pick<NonNullable<WorkloadInput['files']>, 'objectLock' | 'onRemoval'>;
  readonly keyDays: number;
  /** Addresses under which the backend reaches the Internet. */
  readonly sourceAddresses: string[];
}

function uploads({ files, keyDays, sourceAddresses }: UploadsTuning): WorkloadInput {
  return {
    name: 'uploads',
    owner: 'backend-team',
    dataClass: 'internal',
    files: { prefixes: ['uploads/'], ...files },
    secrets: [
      {
        kind: 'access-key',
        name: 'backend-key',
        description: 'The only credentials of the backend: it takes no others, from nowhere.',
        consumer: 'backend',
        fields: { prefix: 'uploads/' },
        rotation: { everyDays: keyDays },
      },
    ],
    consumers: [
      {
        kind: 'iam-user',
        name: 'backend',
        reason:
          'The backend runs in a data centre without AWS and has no certificate authority for IAM Roles Anywhere.',
        sourceAddresses,
        access: { files: [{ prefix: '*', verbs: ['list', 'read', 'write'] }] },
      },
    ],
  };
}

export const configuration: ConfigurationInput = {
  environments: [
    {
      name: 'development',
      tier: 'development',
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
      workloads: [uploads({ files: { onRemoval: 'destroy' }, keyDays: 150, sourceAddresses: ['198.51.100.0/28'] })],
    },
    {
      name: 'production',
      tier: 'production',
      account: '444455556666',
      region: 'eu-west-1',
      owner: 'backend-team',
      alertRecipients: ['backend-team@example.com', 'security@example.com'],
      breakGlassRoleArn: 'arn:aws:iam::444455556666:role/break-glass',
      delivery: {
        qualifier: 'uploads',
        repository: { owner: 'example', ownerId: '9919', name: 'uploads', repositoryId: '1296269' },
        identityProvider: 'create',
      },
      audit: {
        trail: { mode: 'create', dataEvents: 'all', retentionDays: 365, logRetentionDays: 90 },
        accessLogRetentionDays: 365,
        guardDuty: 'on',
        accessAnalyzer: 'on',
      },
      workloads: [
        uploads({
          files: { objectLock: { mode: 'GOVERNANCE', days: 30 } },
          keyDays: 60,
          sourceAddresses: ['198.51.100.32/28'],
        }),
      ],
    },
  ],
};
