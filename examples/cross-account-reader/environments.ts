import type { ConfigurationInput } from '../../lib/config/parameters';

/**
 * A service that reads its customers' buckets through roles, and one customer's side of it.
 *
 * `prod` is the service: it stores a role ARN and an external id for each customer and never a key, and its base identity
 * may only assume those roles. `customer` is one of the customers, in an account of its own, who happens to use Strongroom
 * too; for the others, `npm run customer-template` writes a plain template. Hafen's external id is being rotated: both ids
 * are valid until the service uses the new one.
 */
export const configuration: ConfigurationInput = {
  environments: [
    {
      name: 'prod',
      tier: 'production',
      account: '111122223333',
      region: 'eu-central-1',
      owner: 'integration-team',
      alertRecipients: ['integration-team@example.com'],
      audit: {
        trail: { mode: 'create', dataEvents: 'all', retentionDays: 365, logRetentionDays: 365 },
        accessLogRetentionDays: 365,
        guardDuty: 'on',
        accessAnalyzer: 'on',
      },
      workloads: [
        {
          name: 'collector',
          owner: 'integration-team',
          dataClass: 'confidential',
          customers: [
            {
              name: 'alpenverlag',
              roleArn: 'arn:aws:iam::444455556666:role/collector-access',
              externalIds: ['34e046ca-e03c-413d-8a7c-003557ccd143'],
            },
            {
              name: 'hafen',
              roleArn: 'arn:aws:iam::777788889999:role/archive-customer-collector',
              externalIds: ['1c59f3f6-bb4d-455f-9845-bd3a67e7225b', '4113962b-65f1-4b01-95e3-224bfee28ce8'],
            },
          ],
          consumers: [{ kind: 'ecs-role', name: 'service', access: { customers: '*' } }],
        },
      ],
    },
    {
      name: 'customer',
      tier: 'production',
      account: '777788889999',
      region: 'eu-central-1',
      owner: 'hafen-archive',
      alertRecipients: ['archive@example.org'],
      breakGlassRoleArn: 'arn:aws:iam::777788889999:role/break-glass',
      audit: {
        trail: { mode: 'create', dataEvents: 'all', retentionDays: 365, logRetentionDays: 365 },
        accessLogRetentionDays: 365,
        guardDuty: 'on',
        accessAnalyzer: 'on',
      },
      workloads: [
        {
          name: 'archive',
          owner: 'hafen-archive',
          dataClass: 'confidential',
          files: { prefixes: ['exchange/'], objectLock: { mode: 'GOVERNANCE', days: 30 } },
          consumers: [
            {
              kind: 'cross-account-role',
              name: 'collector',
              trustedPrincipalArns: ['arn:aws:iam::111122223333:role/collector-prod-service'],
              externalIds: ['1c59f3f6-bb4d-455f-9845-bd3a67e7225b', '4113962b-65f1-4b01-95e3-224bfee28ce8'],
              sessionMinutes: 60,
              access: { files: [{ prefix: '*', verbs: ['list', 'read', 'write'] }] },
            },
          ],
        },
      ],
    },
  ],
};
