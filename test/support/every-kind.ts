import { loadConfiguration } from '../../lib/config/load-configuration';
import type { ConfigurationInput, Environment } from '../../lib/config/parameters';
import { today } from './templates';

/**
 * Environments with what those of lib/config/environments.ts lack: every kind of consumer with every condition, every
 * kind of secret, customers, a workload without files, audit that is left to others, an account that two share, and one
 * that is deployed by jobs.
 */
const configuration: ConfigurationInput = {
  environments: [
    {
      name: 'full',
      tier: 'staging',
      account: '666677778888',
      region: 'eu-west-1',
      owner: 'platform',
      alertRecipients: ['platform@example.com'],
      informationRecipients: ['day@example.com', 'archive@example.com'],
      runbookUrl: 'https://runbook.example.com/strongroom',
      alarms: { workload: { deniedAccess: { atLeast: 7, withinMinutes: 15 } } },
      breakGlassRoleArn: 'arn:aws:iam::666677778888:role/break-glass',
      secretOperatorArns: [
        'arn:aws:iam::666677778888:role/first-operator',
        'arn:aws:iam::666677778888:role/second-operator',
      ],
      audit: {
        trail: {
          mode: 'create',
          dataEvents: 'writes',
          retentionDays: 400,
          logRetentionDays: 365,
          objectLock: { mode: 'COMPLIANCE', days: 90 },
        },
        accessLogRetentionDays: 120,
        accessLogsInCloudWatch: { retentionDays: 120 },
        guardDuty: 'existing',
        accessAnalyzer: 'off',
      },
      deviations: [
        { rule: 'object-lock', reason: 'The tests want to see the other mode of locking.', until: '2027-09-01' },
      ],
      workloads: [
        {
          name: 'archive',
          owner: 'archive-team',
          dataClass: 'health',
          files: {
            prefixes: ['in/', 'out/'],
            objectLock: { mode: 'COMPLIANCE', days: 30 },
            noncurrentVersions: { keep: 2, days: 45 },
            incompleteUploadDays: 3,
            lifecycle: [
              { prefix: '*', expireAfterDays: 4000 },
              { prefix: 'in/', glacierAfterDays: 100 },
            ],
            presignedUrlMinutes: 5,
          },
          secrets: [
            { kind: 'api-key', name: 'generated-key', source: 'generated' },
            { kind: 'api-key', name: 'given-key', source: 'person' },
            {
              kind: 'json',
              name: 'database',
              fields: { host: { source: 'person' }, port: { source: 'value', value: 5432 } },
            },
            {
              kind: 'json',
              name: 'service',
              fields: { mode: { source: 'value', value: 'fast' }, salt: { source: 'generated', length: 40 } },
            },
            { kind: 'password', name: 'plain-password', length: 24, rotation: { everyDays: 45 } },
            { kind: 'username-password', name: 'login', userName: 'archive_app', rotation: { everyDays: 60 } },
            {
              kind: 'jwt-secret-key',
              name: 'token',
              issuer: 'archive',
              fields: { scope: 'all' },
              rotation: { everyDays: 30 },
            },
          ],
          settings: { flag: true, 'awkward-list': ['a,b', 'c'] },
          customers: [
            {
              name: 'first',
              roleArn: 'arn:aws:iam::121212121212:role/archive-access',
              externalIds: ['4f7a3a0a-22bb-4d0f-9a3c-0b6f3f3f1a01', '4f7a3a0a-22bb-4d0f-9a3c-0b6f3f3f1a02'],
            },
            {
              name: 'second',
              roleArn: 'arn:aws:iam::343434343434:role/archive-access',
              externalIds: ['4f7a3a0a-22bb-4d0f-9a3c-0b6f3f3f1a03'],
            },
          ],
          consumers: [
            {
              kind: 'ec2-role',
              name: 'server',
              access: {
                files: [{ prefix: '*', verbs: ['list', 'read', 'write', 'delete'] }],
                secrets: '*',
                customers: ['first'],
              },
            },
            {
              kind: 'lambda-role',
              name: 'indexer',
              access: { files: [{ prefix: 'in/', verbs: ['read'] }], settings: true },
            },
            {
              kind: 'cross-account-role',
              name: 'auditor',
              trustedPrincipalArns: [
                'arn:aws:iam::565656565656:role/first-auditor',
                'arn:aws:iam::565656565656:role/second-auditor',
              ],
              externalIds: ['4f7a3a0a-22bb-4d0f-9a3c-0b6f3f3f1a04', '4f7a3a0a-22bb-4d0f-9a3c-0b6f3f3f1a05'],
              requireMfa: true,
              sourceAddresses: ['198.51.100.0/25'],
              access: { files: [{ prefix: 'out/', verbs: ['list', 'read'] }] },
            },
            {
              kind: 'cross-account-role',
              name: 'long-session',
              trustedPrincipalArns: ['arn:aws:iam::787878787878:role/nightly'],
              externalIds: ['4f7a3a0a-22bb-4d0f-9a3c-0b6f3f3f1a06'],
              sessionMinutes: 240,
              access: { files: [{ prefix: 'out/', verbs: ['read'] }] },
            },
          ],
        },
        {
          name: 'settings-only',
          owner: 'archive-team',
          dataClass: 'internal',
          settings: { colour: 'blue' },
          consumers: [{ kind: 'lambda-role', name: 'reader', access: { settings: true } }],
        },
      ],
    },
    {
      name: 'lodger',
      tier: 'staging',
      account: '666677778888',
      region: 'eu-west-1',
      owner: 'platform',
      alertRecipients: ['lodger@example.com'],
      alarms: { accountWide: 'in-another-environment' },
      delivery: {
        qualifier: 'lodger',
        repository: {
          owner: 'example',
          ownerId: '9919',
          name: 'desk',
          repositoryId: '1296270',
          subjects: 'immutable-and-name',
        },
        identityProvider: 'existing',
      },
      breakGlassRoleArn: 'arn:aws:iam::666677778888:role/break-glass',
      audit: {
        trail: { mode: 'create', dataEvents: 'all', retentionDays: 180, logRetentionDays: 90 },
        accessLogRetentionDays: 90,
        guardDuty: 'existing',
        accessAnalyzer: 'on',
      },
      workloads: [
        {
          name: 'desk',
          owner: 'desk-team',
          dataClass: 'internal',
          files: { prefixes: ['scans/'], onRemoval: 'retain' },
          secrets: [
            {
              kind: 'access-key',
              name: 'station-key',
              consumer: 'station',
              rotation: { everyDays: 60, overlapDays: 7, watchDays: 1 },
            },
          ],
          consumers: [
            {
              kind: 'ecs-role',
              name: 'clerk',
              access: { files: [{ prefix: 'scans/', verbs: ['list', 'read'] }] },
            },
            {
              kind: 'iam-user',
              name: 'station',
              reason: 'The station in the mail room runs outside AWS and knows only access keys.',
              sourceAddresses: ['203.0.113.0/28'],
              access: { files: [{ prefix: 'scans/', verbs: ['write'] }] },
            },
          ],
        },
      ],
    },
    {
      name: 'guest',
      tier: 'development',
      account: '888899990000',
      region: 'eu-west-1',
      owner: 'platform',
      alertRecipients: ['platform@example.com'],
      audit: {
        trail: { mode: 'existing', trailName: 'organization' },
        accessLogRetentionDays: 90,
        guardDuty: 'off',
        accessAnalyzer: 'existing',
      },
      workloads: [
        {
          name: 'notes',
          owner: 'notes-team',
          dataClass: 'internal',
          files: { prefixes: ['notes/'], onRemoval: 'retain' },
          secrets: [{ kind: 'password', name: 'only-password', rotation: { everyDays: 90 } }],
          consumers: [
            { kind: 'lambda-role', name: 'writer', access: { files: [{ prefix: 'notes/', verbs: ['write'] }] } },
          ],
        },
      ],
    },
  ],
};

export const everyKind: readonly Environment[] = loadConfiguration(configuration, {
  file: 'test/support/every-kind.ts',
  today,
}).environments;
