import { z } from 'zod';

import { oneOf, switchedOn, wholeNumber } from './leaves';

/**
 * What a team tunes of its alarms. Whatever is left out has the value of its tier, in lib/detection/settings.ts; what a
 * workload leaves out has its environment's.
 */

/** Whether the alarm exists at all. */
const on = switchedOn.optional();

/** An alarm on a number of something within a time. */
const limit = z.strictObject({
  on,
  /** It rings at that many or more. */
  atLeast: wholeNumber(1, 1_000_000_000_000, 'numbers').optional(),
  /** Within that many minutes: the trail delivers within minutes, not seconds. */
  withinMinutes: wholeNumber(5, 1440, 'minutes').optional(),
});

const evenMinutes = 'even whole minutes from 20 to 1,440';

/** Alarms on the account. */
const accountAlarms = z.strictObject({
  /** Calls of anybody in the account that were refused for want of rights. */
  unauthorizedCalls: limit.optional(),
  /** Sign-ins to the console with a wrong password or second factor. */
  consoleSignInFailures: limit.optional(),
  /** Refused attempts to become a role of this environment. */
  refusedRoles: limit.optional(),
  trailSilence: z
    .strictObject({
      on,
      /** Without a single event in the trail's log group; two halves of it are looked at. */
      minutes: z
        .number({ error: evenMinutes })
        .min(20, { error: evenMinutes })
        .max(1440, { error: evenMinutes })
        .multipleOf(2, { error: evenMinutes })
        .optional(),
    })
    .optional(),
  /** Messages of alarms and rules that did not reach their topic or recipients. */
  lostAlerts: z.strictObject({ on }).optional(),
});

/** Alarms on one workload. */
export const workloadAlarms = z.strictObject({
  /** Requests for its files that were refused. A read of a key that does not exist counts too, if the reader may not list. */
  deniedAccess: limit.optional(),
  /** Requests with an unknown key id or a wrong signature. Needs access logs in CloudWatch Logs. */
  failedAuthentication: limit.optional(),
  /** Bytes of objects that were read. Needs data events of reads. */
  downloadedBytes: limit.optional(),
  /** Objects that were read. Needs data events of reads. */
  downloadedObjects: limit.optional(),
  /** Objects that were hidden behind a delete marker, one call each. */
  deletedObjects: limit.optional(),
  /** Calls that delete up to 1,000 objects or versions each, which the trail does not list. */
  bulkDeletions: limit.optional(),
  /** Versions that were deleted for good, one call each. */
  deletedVersions: limit.optional(),
  /** Sessions of one role for another account. */
  roleSessions: limit.optional(),
  /** Failed runs of one function. */
  functionErrors: limit.optional(),
  /** Runs of one function that Lambda refused for want of concurrency. */
  functionThrottles: limit.optional(),
  /** Events that the functions which look after secrets and try keys could not handle. */
  failedEvents: z.strictObject({ on }).optional(),
  /** Hours without a run of the function that looks after secrets. */
  silentReconciler: z.strictObject({ on, hours: wholeNumber(2, 24, 'hours').optional() }).optional(),
  /** Days that a rotating secret may be older than its schedule says. */
  rotationOverdue: z.strictObject({ on, graceDays: wholeNumber(1, 30, 'days').optional() }).optional(),
  /** Hours for which a secret may stand without a value. */
  unfilledSecret: z.strictObject({ on, hours: wholeNumber(1, 24, 'hours').optional() }).optional(),
  /** Values that a person fills, older than they may be. How old is said at the secret, or by the tier. */
  agedSecret: z.strictObject({ on }).optional(),
  /** Hours in a row in which the access probe must fail, or say nothing. */
  accessProbe: z.strictObject({ on, hours: wholeNumber(1, 24, 'hours').optional() }).optional(),
});

/** Alarms on the account, and on every workload that says nothing else. */
export const environmentAlarms = z.strictObject({
  /**
   * Whether it rings for what happens in the account beside its own resources: the root user, sign-ins, policies, buckets,
   * trails and principals of others, GuardDuty. `in-another-environment` where another one of the same account and Region
   * rings for all of them, and hands over the events of the global Region. That should be the one of the highest tier:
   * its limits and recipients count. @default - `on`
   */
  accountWide: oneOf(['on', 'in-another-environment']).optional(),
  account: accountAlarms.optional(),
  workload: workloadAlarms.optional(),
});

/** What a team writes for an environment. */
export type AlarmOverrides = z.output<typeof environmentAlarms>;

/** What a team writes for a workload. */
export type WorkloadAlarmOverrides = z.output<typeof workloadAlarms>;

/** What is written may leave out; what is in force says everything. */
type Complete<Written> = {
  readonly [Name in keyof Written]-?: {
    readonly [Part in keyof NonNullable<Written[Name]>]-?: NonNullable<NonNullable<Written[Name]>[Part]>;
  };
};

/** An alarm on a number of something within a time, in force. */
export type Limit = Complete<{ limit: z.output<typeof limit> }>['limit'];

/** What an environment's alarms on the account ring at. */
export type AccountAlarmSettings = Complete<z.output<typeof accountAlarms>>;

/** What a workload's alarms ring at. */
export type WorkloadAlarmSettings = Complete<WorkloadAlarmOverrides>;
