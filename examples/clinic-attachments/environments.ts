/**
 * Files that patients and practices attach to records, under HIPAA.
 *
 * Shows risk by environment: credentials are at most 180, 90 and 90 days old, and their rotation starts one, two and
 * four weeks earlier. Roles on ECS, EC2 and Lambda do the work; the imaging station, which can have no role, uses a key
 * that rotates without a gap (seven days of overlap, one more until deletion). In production every file is locked for 90
 * days, and the audit trail is kept for six years.
 */
import type { ConfigurationInput } from '../../lib/config/parameters';

type EnvironmentInput = ConfigurationInput['environments'][number];
type WorkloadInput = EnvironmentInput['workloads'][number];

interface ClinicTuning {
  readonly files: Pick<NonNullable<WorkloadInput['files']>, 'objectLock' | 'onRemoval'>;
  /** Maximum age of a credential less the lead time of its rotation; an old key lives eight days longer. */
  readonly credentialDays: number;
}

function attachments({ files, credentialDays }: ClinicTuning): WorkloadInput {
  return {
    name: 'attachments',
    owner: 'records-team',
    dataClass: 'health',
    files: {
      prefixes: ['records/', 'images/', 'previews/'],
      presignedUrlMinutes: 10,
      noncurrentVersions: { keep: 10, days: 365 },
      lifecycle: [
        { prefix: 'images/', infrequentAccessAfterDays: 90, glacierAfterDays: 730 },
        { prefix: 'previews/', expireAfterDays: 400 },
      ],
      ...files,
    },
    secrets: [
      {
        kind: 'username-password',
        name: 'report-database',
        description: 'Login of the nightly report to the records database.',
        userName: 'clinic_reports',
        rotation: { everyDays: credentialDays },
      },
      {
        kind: 'access-key',
        name: 'imaging-key',
        consumer: 'imaging',
        rotation: { everyDays: credentialDays, overlapDays: 7, watchDays: 1 },
      },
    ],
    consumers: [
      {
        kind: 'ecs-role',
        name: 'web',
        access: {
          files: [
            { prefix: 'records/', verbs: ['list', 'read', 'write', 'delete'] },
            { prefix: 'images/', verbs: ['list', 'read'] },
            { prefix: 'previews/', verbs: ['list', 'read'] },
          ],
        },
      },
      {
        kind: 'ec2-role',
        name: 'reports',
        access: { files: [{ prefix: 'records/', verbs: ['list', 'read'] }], secrets: ['report-database'] },
      },
      {
        kind: 'lambda-role',
        name: 'previews',
        access: {
          files: [
            { prefix: 'images/', verbs: ['list', 'read'] },
            { prefix: 'previews/', verbs: ['list', 'write'] },
          ],
        },
      },
      {
        kind: 'iam-user',
        name: 'imaging',
        reason: 'The imaging station stands in the practice and its certified software knows only access keys.',
        sourceAddresses: ['192.0.2.0/26'],
        access: { files: [{ prefix: 'images/', verbs: ['list', 'write'] }] },
      },
    ],
  };
}

/** What all environments have in common. */
const clinic = { region: 'us-east-2', owner: 'records-team' } as const;

export const configuration: ConfigurationInput = {
  environments: [
    {
      ...clinic,
      name: 'development',
      tier: 'development',
      account: '111122223333',
      alertRecipients: ['records-team@example.com'],
      audit: {
        trail: { mode: 'create', dataEvents: 'all', retentionDays: 90, logRetentionDays: 90 },
        accessLogRetentionDays: 90,
        guardDuty: 'off',
        accessAnalyzer: 'on',
      },
      // 172 days, and eight until the old key is deleted, make 180.
      workloads: [attachments({ files: { onRemoval: 'destroy' }, credentialDays: 172 })],
    },
    {
      ...clinic,
      name: 'staging',
      tier: 'staging',
      account: '123456789012',
      alertRecipients: ['records-team@example.com'],
      breakGlassRoleArn: 'arn:aws:iam::123456789012:role/break-glass',
      audit: {
        trail: { mode: 'create', dataEvents: 'all', retentionDays: 90, logRetentionDays: 90 },
        accessLogRetentionDays: 90,
        guardDuty: 'on',
        accessAnalyzer: 'on',
      },
      workloads: [attachments({ files: { objectLock: { mode: 'GOVERNANCE', days: 1 } }, credentialDays: 76 })],
    },
    {
      ...clinic,
      name: 'production',
      tier: 'production',
      account: '444455556666',
      alertRecipients: ['records-team@example.com', 'privacy-officer@example.com'],
      breakGlassRoleArn: 'arn:aws:iam::444455556666:role/break-glass',
      audit: {
        // Six years, the retention of HIPAA (45 CFR 164.316).
        trail: {
          mode: 'create',
          dataEvents: 'all',
          retentionDays: 2192,
          logRetentionDays: 2192,
          objectLock: { mode: 'GOVERNANCE', days: 2192 },
        },
        accessLogRetentionDays: 2192,
        guardDuty: 'on',
        accessAnalyzer: 'on',
      },
      workloads: [attachments({ files: { objectLock: { mode: 'GOVERNANCE', days: 90 } }, credentialDays: 62 })],
    },
  ],
};
