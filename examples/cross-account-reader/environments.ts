/**
 * A service that reads its customers' buckets through roles in their accounts, and stores no key of anybody.
 *
 * Shows both sides. `production` is the service: its base identity may assume the named roles of its customers, each
 * only with that customer's external id, and nothing else. `northwind` is a customer that runs Strongroom too: a role
 * for exactly that identity, with sessions of one hour. Northwind's id is being rotated, so both sides know two. For a
 * customer without CDK, `npm run customer-template` writes the same as a plain CloudFormation template.
 */
import type { ConfigurationInput } from '../../lib/config/parameters';

type EnvironmentInput = ConfigurationInput['environments'][number];

/** The old id stays valid until the service sends the new one. Both sides take it out afterwards. */
const northwindExternalIds = ['73b7d6e7-9ed4-4501-839c-50a87f362723', '04307da5-25b0-4601-b06b-a1328090dc5c'];

const service: EnvironmentInput = {
  name: 'production',
  tier: 'production',
  account: '111122223333',
  region: 'us-east-1',
  owner: 'reader-team',
  alertRecipients: ['reader-team@example.com', 'security@example.com'],
  audit: {
    trail: { mode: 'create', dataEvents: 'all', retentionDays: 365, logRetentionDays: 365 },
    accessLogRetentionDays: 365,
    guardDuty: 'on',
    accessAnalyzer: 'on',
  },
  workloads: [
    {
      name: 'reader',
      owner: 'reader-team',
      dataClass: 'confidential',
      customers: [
        {
          name: 'northwind',
          roleArn: 'arn:aws:iam::444455556666:role/exchange-northwind-reader',
          externalIds: northwindExternalIds,
        },
        {
          name: 'southwind',
          roleArn: 'arn:aws:iam::777788889999:role/partners/reader-access',
          externalIds: ['9081fb4a-cdb3-46be-b35f-a65a8cab95f7'],
        },
      ],
      consumers: [{ kind: 'ecs-role', name: 'collector', access: { customers: '*' } }],
    },
  ],
};

const northwind: EnvironmentInput = {
  name: 'northwind',
  tier: 'production',
  account: '444455556666',
  region: 'us-east-1',
  owner: 'northwind-it',
  alertRecipients: ['it@northwind.example.com'],
  breakGlassRoleArn: 'arn:aws:iam::444455556666:role/break-glass',
  audit: {
    trail: { mode: 'create', dataEvents: 'all', retentionDays: 365, logRetentionDays: 90 },
    accessLogRetentionDays: 90,
    guardDuty: 'existing',
    accessAnalyzer: 'existing',
  },
  workloads: [
    {
      name: 'exchange',
      owner: 'northwind-it',
      dataClass: 'confidential',
      files: { prefixes: ['reports/'], objectLock: { mode: 'GOVERNANCE', days: 30 } },
      consumers: [
        {
          kind: 'cross-account-role',
          name: 'reader',
          trustedPrincipalArns: ['arn:aws:iam::111122223333:role/reader-production-collector'],
          externalIds: northwindExternalIds,
          sessionMinutes: 60,
          access: { files: [{ prefix: 'reports/', verbs: ['list', 'read', 'write'] }] },
        },
      ],
    },
  ],
};

export const configuration: ConfigurationInput = { environments: [service, northwind] };
