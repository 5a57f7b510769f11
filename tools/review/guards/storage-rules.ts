import { isDeepStrictEqual } from 'node:util';

import { isObject } from '../../access/template';
import {
  absent,
  atLeast,
  type Direction,
  encryptedWith,
  everyEntry,
  itemsOf,
  noFurtherEntry,
  ordered,
  present,
  switchedOff,
  switchedOn,
  valueAt,
} from './direction';
import { rule, type TypeGuards } from './guard-rule';

const lock = 'ObjectLockConfiguration.Rule.DefaultRetention';
const daysOfYear = 365;

/** Days for which a new object is locked; 0 without a lock. */
function lockedDays(value: unknown): number {
  const { Days, Years } = isObject(value) ? value : {};
  if (Days !== undefined) return Number(Days);
  return Years === undefined ? 0 : Number(Years) * daysOfYear;
}

const longerLocked: Direction = (before, after, whole) => atLeast(0)(lockedDays(before), lockedDays(after), whole);

/** What a rule of a lifecycle is about. */
function subjectOf(entry: Readonly<Record<string, unknown>>): unknown {
  const { Prefix, Filter, TagFilters, ObjectSizeGreaterThan, ObjectSizeLessThan } = entry;
  return { Prefix, Filter, TagFilters, ObjectSizeGreaterThan, ObjectSizeLessThan };
}

/** After how many days an enabled rule deletes; for ever when it does not. */
function deletesAfter(entry: unknown): readonly [current: number, noncurrent: number, kept: number] {
  const never = Infinity;
  if (!isObject(entry) || entry.Status !== 'Enabled') return [never, never, never];
  const noncurrent = entry.NoncurrentVersionExpiration;
  const old = isObject(noncurrent) ? noncurrent.NoncurrentDays : entry.NoncurrentVersionExpirationInDays;
  const dated = entry.ExpirationDate === undefined ? never : 0;
  const kept = isObject(noncurrent) ? Number(noncurrent.NewerNoncurrentVersions ?? 0) : never;
  return [Number(entry.ExpirationInDays ?? dated), Number(old ?? never), old === undefined ? never : kept];
}

/** Whether a rule deletes no more than one of the others about the same does, or nothing. */
function deletesNoMore(entry: unknown, others: readonly unknown[]): boolean {
  const own = deletesAfter(entry);
  if (own.every((days) => days === Infinity)) return true;
  return others.some(
    (other) =>
      isObject(entry) &&
      isObject(other) &&
      isDeepStrictEqual(subjectOf(entry), subjectOf(other)) &&
      deletesAfter(other).every((days, index) => days <= (own[index] ?? 0)),
  );
}

const keepsAsLong: Direction = (before, after) => {
  const [was, is] = [itemsOf(before), itemsOf(after)];
  if (!is.every((entry) => deletesNoMore(entry, was))) return 'weaker';
  return was.every((entry) => deletesNoMore(entry, is)) ? 'same' : 'stronger';
};

/** Of a bucket the first rule alone counts: AWS takes no other. */
const defaultEncryption: Direction = (before, after, whole) => {
  const first = (value: unknown) => valueAt(itemsOf(value)[0], 'ServerSideEncryptionByDefault');
  const [was, is] = [first(before), first(after)];
  const algorithm = ordered(['AES256', 'aws:kms', 'aws:kms:dsse'], 'AES256');
  const verdict = algorithm(valueAt(was, 'SSEAlgorithm'), valueAt(is, 'SSEAlgorithm'), whole);
  if (verdict !== 'same') return verdict;
  // Without a name it is AWS's own key of the account.
  const key = (value: unknown) =>
    (valueAt(value, 'SSEAlgorithm') ?? 'AES256') === 'AES256'
      ? undefined
      : (valueAt(value, 'KMSMasterKeyID') ?? 'alias/aws/s3');
  return encryptedWith(1)(key(was), key(is), whole);
};

const publicAccess = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].map((name) =>
  rule(
    `PublicAccessBlockConfiguration.${name}`,
    switchedOn(false),
    'nothing else keeps a later policy or ACL from opening it to everybody',
  ),
);

/** An owner that turns encryption off by a switch, and names a key or leaves AWS's own. */
const tableEncryption: Direction = (before, after, whole) => {
  const key = (value: unknown) =>
    String(valueAt(value, 'SSEEnabled')) === 'true'
      ? (valueAt(value, 'KMSMasterKeyId') ?? 'alias/aws/dynamodb')
      : undefined;
  return encryptedWith(1)(key(before), key(after), whole);
};

/** What keeps files, tables and databases. */
export const storageGuards: Readonly<Record<string, TypeGuards>> = {
  'AWS::S3::Bucket': {
    rules: [
      rule('ObjectLockEnabled', switchedOn(false), 'no object can be locked any more'),
      rule(`${lock}.Mode`, ordered(['none', 'GOVERNANCE', 'COMPLIANCE'], 'none'), 'more people may unlock objects'),
      rule(lock, longerLocked, 'new objects can be deleted earlier'),
      rule(
        'VersioningConfiguration.Status',
        ordered(['Suspended', 'Enabled'], 'Suspended'),
        'what is overwritten or deleted is gone',
      ),
      ...publicAccess,
      rule(
        'BucketEncryption.ServerSideEncryptionConfiguration',
        defaultEncryption,
        'a weaker key encrypts new objects',
      ),
      rule('LoggingConfiguration', present, 'who reads and writes is recorded no more, or elsewhere'),
      rule(
        'OwnershipControls.Rules',
        (before, after, whole) => {
          const first = (value: unknown) => valueAt(itemsOf(value)[0], 'ObjectOwnership');
          const order = ['ObjectWriter', 'BucketOwnerPreferred', 'BucketOwnerEnforced'];
          return ordered(order, 'BucketOwnerEnforced')(first(before), first(after), whole);
        },
        'ACLs can give access that no policy shows',
      ),
      rule('AccessControl', ordered(['', 'Private'], 'Private'), 'an ACL gives access that no policy shows'),
      rule('LifecycleConfiguration.Rules', keepsAsLong, 'objects or their versions are deleted earlier'),
      rule('CorsConfiguration.CorsRules', noFurtherEntry, 'web pages of further origins may use it'),
      rule('WebsiteConfiguration', absent, 'it is served as a website'),
      rule('ReplicationConfiguration', present, 'copies are made no more, or elsewhere'),
      rule(
        'NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled',
        switchedOn(false),
        'what happens in it rings nothing any more',
      ),
    ],
  },
  'AWS::DynamoDB::Table': {
    rules: [
      rule('SSESpecification', tableEncryption, 'a weaker key encrypts the records'),
      rule(
        'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled',
        switchedOn(false),
        'lost records cannot be brought back',
      ),
      rule(
        'PointInTimeRecoverySpecification.RecoveryPeriodInDays',
        atLeast(35),
        'records can be brought back for fewer days',
      ),
      rule('DeletionProtectionEnabled', switchedOn(false), 'one call deletes it'),
    ],
  },
  'AWS::RDS::DBInstance': {
    rules: [
      rule('StorageEncrypted', switchedOn(false), 'what it stores is readable on the disk'),
      rule('KmsKeyId', encryptedWith(1), 'a weaker key encrypts it'),
      rule('DeletionProtection', switchedOn(false), 'one call deletes it'),
      rule('BackupRetentionPeriod', atLeast(1), 'it can be brought back for fewer days'),
      rule('PubliclyAccessible', switchedOff(false), 'it is reachable from the internet'),
      rule('EnableCloudwatchLogsExports', everyEntry(), 'less of what happens in it is recorded'),
    ],
  },
  'AWS::RDS::DBCluster': {
    rules: [
      rule('StorageEncrypted', switchedOn(false), 'what it stores is readable on the disk'),
      rule('KmsKeyId', encryptedWith(1), 'a weaker key encrypts it'),
      rule('DeletionProtection', switchedOn(false), 'one call deletes it'),
      rule('BackupRetentionPeriod', atLeast(1), 'it can be brought back for fewer days'),
    ],
  },
  'AWS::EFS::FileSystem': {
    rules: [
      rule('Encrypted', switchedOn(false), 'files are readable on the disk'),
      rule('KmsKeyId', encryptedWith(1), 'a weaker key encrypts it'),
      rule('BackupPolicy.Status', ordered(['DISABLED', 'ENABLED'], 'DISABLED'), 'lost files cannot be brought back'),
    ],
  },
  'AWS::ECR::Repository': {
    rules: [
      rule(
        'ImageTagMutability',
        ordered(['MUTABLE', 'IMMUTABLE'], 'MUTABLE'),
        'an image can be put in the place of another',
      ),
      rule('ImageScanningConfiguration.ScanOnPush', switchedOn(false), 'images with known faults are not noticed'),
      rule('EncryptionConfiguration.KmsKey', encryptedWith(1), 'a weaker key encrypts it'),
    ],
  },
  'AWS::Backup::BackupVault': {
    rules: [
      rule('EncryptionKeyArn', encryptedWith(1), 'a weaker key encrypts it'),
      rule('LockConfiguration', present, 'backups can be deleted earlier'),
    ],
  },
  'AWS::Backup::BackupPlan': {
    rules: [rule('BackupPlan', present, 'backups are made otherwise')],
    whole: 'no backups are made',
  },
};
