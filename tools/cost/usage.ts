import { z } from 'zod';

import { trailMetrics } from '../../lib/detection/trail-filters';
import { isObject } from '../access/template';
import { CostError } from './cost-error';

const amount = z.number().nonnegative();

/**
 * What a template does not say: how much an environment is used. All numbers are of one month.
 *
 * They are per vault, per secret, per function and so on, so that two templates can be compared under one usage.
 */
export const usageSchema = z.strictObject({
  managementEvents: amount.describe('calls that manage the account, in all Regions'),
  anotherTrail: z.boolean().describe('another trail records the management events first'),
  objectReads: amount.describe('reads and lists of each vault'),
  objectWrites: amount.describe('writes and deletions of each vault'),
  bytesPerEvent: amount.describe('bytes of an event of the trail'),
  bytesPerAccessLogLine: amount.describe('bytes of a line of the access log'),
  vaultGigabytes: amount.describe('GB of files in each vault'),
  recordGigabytes: amount.describe('GB of records in each bucket that receives trail or access logs'),
  recordFiles: amount.describe('files of records written to each such bucket'),
  secretCalls: amount.describe('calls of applications and functions for each secret'),
  keyRequests: amount.describe('uses of each key'),
  yearsInUse: amount.describe('full years since the first deployment'),
  messages: amount.describe('messages of alarms and rules on each topic'),
  forwardedEvents: amount.describe('events that each rule hands to another Region'),
  notices: amount.describe('notices of each function that looks after secrets'),
  secondsPerRun: amount.describe('seconds of a run of a function'),
  logBytesPerRun: amount.describe('bytes that a run of a function writes into its log'),
  runsPerRotation: amount.describe('runs of a function for one rotation'),
  journalWritesPerRun: amount.describe('write units of the journal for a run'),
  journalReadsPerRun: amount.describe('read units of the journal for a run'),
  journalGigabytes: amount.describe('GB of the journal'),
  queueRequests: amount.describe('requests to each queue'),
  metricHours: z
    .strictObject({ otherwise: amount.max(730), named: z.record(z.string(), amount.max(730)) })
    .describe('hours, of 730, in which a metric that counts what happens has data'),
});

export type Usage = z.infer<typeof usageSchema>;

export type Tier = 'development' | 'staging' | 'production';

const everyTier = {
  anotherTrail: false,
  bytesPerEvent: 1_500,
  bytesPerAccessLogLine: 600,
  yearsInUse: 0,
  secondsPerRun: 3,
  logBytesPerRun: 5_000,
  runsPerRotation: 5,
  journalWritesPerRun: 10,
  journalReadsPerRun: 5,
} satisfies Partial<Usage>;

/** What is assumed where nobody says better: one application of a small team, in each tier. */
export const assumedUsage: Readonly<Record<Tier, Usage>> = {
  development: {
    ...everyTier,
    managementEvents: 200_000,
    objectReads: 200_000,
    objectWrites: 100_000,
    vaultGigabytes: 1,
    recordGigabytes: 0.5,
    recordFiles: 10_000,
    secretCalls: 3_000,
    keyRequests: 10_000,
    messages: 50,
    forwardedEvents: 50,
    notices: 20,
    journalGigabytes: 0.01,
    queueRequests: 10,
    metricHours: {
      otherwise: 20,
      named: {
        [trailMetrics.deletedObjects]: 160,
        [trailMetrics.roleSessions]: 160,
        [trailMetrics.unauthorizedCalls]: 160,
      },
    },
  },
  staging: {
    ...everyTier,
    managementEvents: 300_000,
    objectReads: 400_000,
    objectWrites: 100_000,
    vaultGigabytes: 5,
    recordGigabytes: 2,
    recordFiles: 20_000,
    secretCalls: 5_000,
    keyRequests: 20_000,
    messages: 50,
    forwardedEvents: 50,
    notices: 20,
    journalGigabytes: 0.01,
    queueRequests: 10,
    metricHours: {
      otherwise: 20,
      named: {
        [trailMetrics.deletedObjects]: 160,
        [trailMetrics.downloadedBytes]: 320,
        [trailMetrics.downloadedObjects]: 320,
        [trailMetrics.roleSessions]: 320,
        [trailMetrics.unauthorizedCalls]: 160,
      },
    },
  },
  production: {
    ...everyTier,
    managementEvents: 500_000,
    objectReads: 1_800_000,
    objectWrites: 200_000,
    vaultGigabytes: 50,
    recordGigabytes: 10,
    recordFiles: 60_000,
    secretCalls: 10_000,
    keyRequests: 100_000,
    messages: 50,
    forwardedEvents: 50,
    notices: 20,
    journalGigabytes: 0.05,
    queueRequests: 10,
    metricHours: {
      otherwise: 20,
      named: {
        [trailMetrics.deletedObjects]: 730,
        [trailMetrics.downloadedBytes]: 730,
        [trailMetrics.downloadedObjects]: 730,
        [trailMetrics.roleSessions]: 730,
        [trailMetrics.unauthorizedCalls]: 160,
      },
    },
  },
};

/**
 * The assumed usage, with what a team knows better.
 *
 * @param text JSON object with any of the fields of `Usage`; each replaces the assumed one whole
 * @param source where it stands, for messages
 * @throws CostError that names every wrong field
 */
export function usageFrom(assumed: Usage, text: string, source: string): Usage {
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch (cause) {
    throw new CostError(`${source} is no JSON`, { cause });
  }
  if (!isObject(written)) throw new CostError(`${source} is no JSON object`);
  const result = usageSchema.safeParse({ ...assumed, ...written });
  if (result.success) return result.data;
  const mistakes = result.error.issues.map(({ path, message }) => [...path, message].join(': '));
  throw new CostError(`${source} does not say how an environment is used: ${mistakes.join('; ')}`);
}
