import { accessLogBucketName, filesBucketName, trailBucketName } from '../../lib/config/names';
import type { Environment, Files } from '../../lib/config/parameters';
import { all, type Found, theOne } from '../support/found';
import { auditKeyArn, dataKeyArn, type Room } from '../support/room';
import type { Rule } from '../support/rules';

/** What every bucket has, and what each kind of bucket has besides. */

const makesTrail = ({ audit }: Environment) => audit.trail.mode === 'create';

function bucket(room: Room, name: string): Found {
  return theOne(room, 'AWS::S3::Bucket', 'BucketName', name);
}

function every(it: string, expected: (room: Room, found: Found) => Record<string, unknown>): Rule {
  return {
    it,
    check: (room) => {
      for (const found of all(room, 'AWS::S3::Bucket')) expect(found.properties).toMatchObject(expected(room, found));
    },
  };
}

const common: Rule[] = [
  every('blocks public access in all four ways', () => ({
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  })),
  every('knows no ACLs: whatever lies in it belongs to its owner', () => ({
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  })),
  every('keeps versions', () => ({ VersioningConfiguration: { Status: 'Enabled' } })),
  every('ends uploads that are never finished', () => ({
    LifecycleConfiguration: {
      Rules: expect.arrayContaining([
        expect.objectContaining({
          Status: 'Enabled',
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: expect.any(Number) as number },
        }),
      ]) as unknown,
    },
  })),
  {
    it: 'takes no object under a key of the customer (SSE-C)',
    check: (room) => {
      for (const found of all(room, 'AWS::S3::Bucket')) {
        expect(encryptionOf(found)).toMatchObject({ BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } });
      }
    },
  },
  {
    it: 'has exactly the buckets that are declared',
    check: (room) => {
      const { environment } = room;
      const vaults = environment.workloads.filter(({ files }) => files !== undefined);
      expect(
        all(room, 'AWS::S3::Bucket')
          .map(({ properties }) => properties.BucketName)
          .sort(),
      ).toEqual(
        [
          accessLogBucketName(environment),
          ...(makesTrail(environment) ? [trailBucketName(environment)] : []),
          ...vaults.map(({ name }) => filesBucketName(environment, name)),
        ].sort(),
      );
    },
  },
];

interface EncryptionRule {
  readonly BucketKeyEnabled?: boolean;
  readonly ServerSideEncryptionByDefault?: unknown;
}

function encryptionOf({ properties }: Found): EncryptionRule {
  const { ServerSideEncryptionConfiguration: rules } = properties.BucketEncryption as {
    ServerSideEncryptionConfiguration: EncryptionRule[];
  };
  expect(rules).toHaveLength(1);
  return rules[0] ?? {};
}

function encryptedUnder(keyArn: string, found: Found): void {
  expect(encryptionOf(found)).toMatchObject({
    BucketKeyEnabled: true,
    ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn },
  });
}

/** The rules of a bucket's lifecycle, each under its identifier, so that their order does not matter. */
function lifecycleOf({ properties }: Found): Record<string, unknown> {
  const { Rules } = properties.LifecycleConfiguration as { Rules: { Id: string }[] };
  return Object.fromEntries(Rules.map(({ Id, ...rule }) => [Id, rule]));
}

function logsTo(room: Room, name: string): void {
  expect(bucket(room, name).properties.LoggingConfiguration).toEqual({
    DestinationBucketName: accessLogBucketName(room.environment),
    LogFilePrefix: `${name}/`,
  });
}

function lockOf(lock: Files['objectLock']): unknown {
  return lock === undefined
    ? [undefined, undefined]
    : [true, { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: lock.mode, Days: lock.days } } }];
}

function lockedAs(lock: Files['objectLock'], { properties }: Found): void {
  expect([properties.ObjectLockEnabled, properties.ObjectLockConfiguration]).toEqual(lockOf(lock));
}

/** One check for each workload that has files. */
function eachVault(
  it: string,
  check: (room: Room, found: Found, files: Files, workloadName: string) => void,
  when: (files: Files) => boolean = () => true,
): Rule {
  return {
    it,
    when: ({ workloads }) => workloads.some(({ files }) => files !== undefined && when(files)),
    check: (room) => {
      for (const { name, files } of room.environment.workloads) {
        if (files !== undefined && when(files))
          check(room, bucket(room, filesBucketName(room.environment, name)), files, name);
      }
    },
  };
}

export const vaultRules: readonly Rule[] = [
  {
    it: 'encrypts under the key of its workload, with a bucket key',
    check: (room) => {
      for (const workload of room.environment.workloads.filter(({ files }) => files !== undefined)) {
        encryptedUnder(dataKeyArn(room, workload), bucket(room, filesBucketName(room.environment, workload.name)));
      }
    },
  },
  eachVault('locks each new version as declared', (_room, found, files) => lockedAs(files.objectLock, found)),
  eachVault('logs its access into the log bucket, below its own name', (room, _found, _files, name) =>
    logsTo(room, filesBucketName(room.environment, name)),
  ),
  eachVault('keeps as many older versions as declared, as long as declared', (_room, found, files) => {
    expect(lifecycleOf(found)).toMatchObject({
      EndIncompleteUploads: {
        Status: 'Enabled',
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: files.incompleteUploadDays },
      },
      RemoveOldVersions: {
        Status: 'Enabled',
        ExpiredObjectDeleteMarker: true,
        NoncurrentVersionExpiration: {
          NewerNoncurrentVersions: files.noncurrentVersions.keep,
          NoncurrentDays: files.noncurrentVersions.days,
        },
      },
    });
  }),
  eachVault('moves and expires files as declared, and has no other lifecycle', (_room, found, files) => {
    const { EndIncompleteUploads, RemoveOldVersions, ...declared } = lifecycleOf(found);
    expect([EndIncompleteUploads, RemoveOldVersions]).not.toContain(undefined);
    expect(Object.values(declared)).toEqual(
      files.lifecycle.map(({ prefix, infrequentAccessAfterDays, glacierAfterDays, expireAfterDays }) => {
        const transitions = [
          ...(infrequentAccessAfterDays === undefined
            ? []
            : [{ StorageClass: 'STANDARD_IA', TransitionInDays: infrequentAccessAfterDays }]),
          ...(glacierAfterDays === undefined ? [] : [{ StorageClass: 'GLACIER', TransitionInDays: glacierAfterDays }]),
        ];
        return {
          Status: 'Enabled',
          ...(prefix === '*' ? {} : { Prefix: prefix }),
          ...(transitions.length === 0 ? {} : { Transitions: transitions }),
          ...(expireAfterDays === undefined ? {} : { ExpirationInDays: expireAfterDays }),
        };
      }),
    );
  }),
];

export const accessLogRules: readonly Rule[] = [
  {
    it: 'is encrypted by S3 itself, without lock and without a log of its own, as S3 demands of a target of access logs',
    check: (room) => {
      const found = bucket(room, accessLogBucketName(room.environment));
      expect(encryptionOf(found).ServerSideEncryptionByDefault).toEqual({ SSEAlgorithm: 'AES256' });
      lockedAs(undefined, found);
      expect(found.properties).not.toHaveProperty('LoggingConfiguration');
    },
  },
  {
    it: 'keeps access logs as long as declared',
    check: (room) => {
      expect(lifecycleOf(bucket(room, accessLogBucketName(room.environment)))).toEqual({
        EndIncompleteUploads: { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
        RemoveOldLogs: {
          Status: 'Enabled',
          ExpirationInDays: room.environment.audit.accessLogRetentionDays,
          NoncurrentVersionExpiration: { NoncurrentDays: 1 },
        },
      });
    },
  },
];

export const trailBucketRules: readonly Rule[] = (
  [
    ['encrypts under the audit key, with a bucket key', (room, found) => encryptedUnder(auditKeyArn(room), found)],
    [
      'locks the records as declared',
      ({ environment: { audit } }, found) =>
        lockedAs(audit.trail.mode === 'create' ? audit.trail.objectLock : undefined, found),
    ],
    [
      'keeps the records as long as declared',
      ({ environment: { audit } }, found) => {
        expect(lifecycleOf(found)).toEqual({
          EndIncompleteUploads: { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
          RemoveOldRecords: {
            Status: 'Enabled',
            ExpirationInDays: audit.trail.mode === 'create' ? audit.trail.retentionDays : 0,
            NoncurrentVersionExpiration: { NoncurrentDays: 1 },
          },
        });
      },
    ],
    [
      'logs its access into the log bucket, below its own name',
      (room) => logsTo(room, trailBucketName(room.environment)),
    ],
  ] satisfies [string, (room: Room, found: Found) => void][]
).map(([it, check]) => ({
  it,
  when: makesTrail,
  check: (room) => check(room, bucket(room, trailBucketName(room.environment))),
}));

export const bucketRules: readonly Rule[] = common;
