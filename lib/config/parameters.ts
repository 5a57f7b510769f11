import { z } from 'zod';

import { environmentAlarms, workloadAlarms } from './alarms';
import { consumers, everything, externalIds } from './consumers';
import { delivery } from './delivery';
import {
  accountId,
  day,
  distinct,
  emailAddress,
  listOf,
  logRetentionDays,
  name,
  objectPrefix,
  oneOf,
  owner,
  region,
  roleArn,
  runbookUrl,
  sentence,
  settingName,
  settingValue,
  switchedOn,
  text,
  wholeNumber,
} from './leaves';
import { secrets } from './secrets';
import { deviableRules } from './deviable-rules';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html */
const objectLock = z.strictObject({
  /** GOVERNANCE yields to the break-glass role; COMPLIANCE yields to nobody, not even the account's root, until the days are over. */
  mode: oneOf(['GOVERNANCE', 'COMPLIANCE']),
  days: wholeNumber(1, 36_500, 'days'),
});

const lifecycleFields = z.strictObject({
  prefix: z.union([z.literal(everything), objectPrefix], {
    error: `a declared prefix that ends with '/', or '*' for the whole vault`,
  }),
  infrequentAccessAfterDays: wholeNumber(30, 36_500, 'days').optional(),
  glacierAfterDays: wholeNumber(1, 36_500, 'days').optional(),
  /** Adds a delete marker at that age; the versions stay until the vault's own rule removes them. */
  expireAfterDays: wholeNumber(1, 36_500, 'days').optional(),
});

const lifecycleRule = lifecycleFields.refine(
  (rule) => [rule.infrequentAccessAfterDays, rule.glacierAfterDays, rule.expireAfterDays].some(Number.isInteger),
  { error: 'at least one of infrequentAccessAfterDays, glacierAfterDays and expireAfterDays' },
);

/** The file vault: one bucket under the workload's own key. */
const files = z.strictObject({
  prefixes: listOf(objectPrefix, 'prefixes', 1, 100),
  /** Default retention of each new version. @default - not locked; refused in production */
  objectLock: objectLock.optional(),
  /** A noncurrent version goes when it is older than `days` and `keep` newer ones exist. */
  noncurrentVersions: z
    .strictObject({ keep: wholeNumber(1, 100, 'versions'), days: wholeNumber(1, 36_500, 'days') })
    .default({ keep: 5, days: 90 }),
  incompleteUploadDays: wholeNumber(1, 30, 'days').default(7),
  lifecycle: listOf(lifecycleRule, 'lifecycle rules').default([]),
  /** Longest age of a request's signature, and so longest life of a presigned URL, in minutes. */
  presignedUrlMinutes: wholeNumber(1, 10_080, 'minutes').default(15),
  /** What happens to bucket and key when the stack is removed. A locked or filled bucket cannot be destroyed. */
  onRemoval: oneOf(['retain', 'destroy']).default('retain'),
});

/** An account whose role this workload assumes. */
const customer = z.strictObject({ name, roleArn, externalIds });

/** One application. */
export const workload = z.strictObject({
  /** Name of the application; first part of its bucket, roles and secret prefix. */
  name,
  owner,
  dataClass: oneOf(['public', 'internal', 'confidential', 'health']),
  files: files.optional(),
  secrets: secrets.default([]),
  /** Plain settings in Parameter Store below `/<workload>/<environment>/`. Never a secret. */
  settings: z.record(settingName, settingValue, { error: 'an object of named settings' }).default({}),
  customers: listOf(customer, 'customers').default([]),
  consumers: consumers.default([]),
  /** Tries every access key of the workload each hour with that key alone. Nothing to do where it has none. */
  accessProbe: switchedOn.default(true),
  /** Its own limits. @default - those of its environment */
  alarms: workloadAlarms.optional(),
});

const trail = z.discriminatedUnion(
  'mode',
  [
    z.strictObject({
      mode: z.literal('create'),
      /** `writes` leaves reads of objects unrecorded: who downloaded what is then unknown. */
      dataEvents: oneOf(['all', 'writes']),
      /** How long the trail's files are kept in their bucket, in days. 2,192 days are the six years of HIPAA. */
      retentionDays: wholeNumber(1, 36_500, 'days'),
      logRetentionDays,
      objectLock: objectLock.optional(),
    }),
    /** An organization's trail, or one made elsewhere, that already records this account. */
    z.strictObject({
      mode: z.literal('existing'),
      trailName: text(/^[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]$/, 'the name of the trail, 3 to 128 characters'),
      /** The log group it delivers to. @default - none: alarms on rates cannot be had */
      logGroupName: text(/^[A-Za-z0-9_./#-]{1,512}$/, 'the name of a log group').optional(),
    }),
    z.strictObject({ mode: z.literal('none') }),
  ],
  { error: 'a trail with mode create, existing or none' },
);

const detection = oneOf(['on', 'off', 'existing']);

const audit = z.strictObject({
  trail,
  /** How long server access logs are kept, in days. */
  accessLogRetentionDays: wholeNumber(1, 36_500, 'days'),
  /**
   * Has S3 deliver server access logs to a log group too, within seconds: only they know of requests with a wrong key,
   * and only there an alarm can count them. Each record costs as a vended log. AWS lists no Regions that lack it; where
   * one does, the deployment fails at `AWS::Logs::DeliverySource`. @default - files alone
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/sal-cw-enabling.html
   */
  accessLogsInCloudWatch: z.strictObject({ retentionDays: logRetentionDays }).optional(),
  /** How long the journal keeps its records of what was rotated, in days. */
  journalRetentionDays: wholeNumber(90, 3653, 'days').default(400),
  /** One detector per account and Region: `existing` where somebody else made it. */
  guardDuty: detection,
  /** One account analyzer per account and Region. */
  accessAnalyzer: detection,
});

/** An unsafe value, wanted for a reason and until a day; on the day after, synthesis fails. */
const deviation = z.strictObject({
  rule: oneOf(deviableRules),
  /** @default - the whole environment */
  workload: name.optional(),
  reason: sentence,
  /** Last day on which it holds (UTC), at most 366 days ahead. */
  until: day,
});

const environment = z.strictObject({
  name,
  tier: oneOf(['development', 'staging', 'production']),
  account: accountId,
  region,
  owner,
  /** Who gets the alerts; each must confirm its subscription once. */
  alertRecipients: distinct(listOf(emailAddress, 'e-mail addresses', 1, 20)),
  /** Who gets what is read by day. @default - alertRecipients */
  informationRecipients: distinct(listOf(emailAddress, 'e-mail addresses', 1, 20)).optional(),
  /** Where a message says that the runbook stands; the heading is added. @default - its path in the repository */
  runbookUrl: runbookUrl.default('docs/runbook.md'),
  /** Limits of alarms, and which there are. @default - those of the tier */
  alarms: environmentAlarms.optional(),
  /** The one role that may shorten a lock or delete a locked version. @default - nobody may */
  breakGlassRoleArn: roleArn.optional(),
  /** Roles that may put the values of secrets that a person fills; they cannot read them back. */
  secretOperatorArns: distinct(listOf(roleArn, 'roles', 0, 10)).default([]),
  audit,
  /** Deployment from a repository without keys. @default - by whoever may take the CDK's ordinary bootstrap roles */
  delivery: delivery.optional(),
  workloads: listOf(workload, 'workloads', 1, 200),
  deviations: listOf(deviation, 'deviations').default([]),
});

/** The one schema: type and validation of everything a team tunes. */
export const configurationSchema = z.strictObject({ environments: listOf(environment, 'environments', 1, 100) });

/** What a team writes: defaults may be left out. */
export type ConfigurationInput = z.input<typeof configurationSchema>;
export type Configuration = z.output<typeof configurationSchema>;
export type Environment = Configuration['environments'][number];
export type Tier = Environment['tier'];
type Audit = Environment['audit'];
export type Delivery = NonNullable<Environment['delivery']>;
export type CreatedTrail = Extract<Audit['trail'], { mode: 'create' }>;
export type Workload = Environment['workloads'][number];
export type Files = NonNullable<Workload['files']>;
export type Customer = Workload['customers'][number];
