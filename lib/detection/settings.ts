/** An alarm on a number of something within a time. */
export interface Limit {
  /** Whether the alarm exists at all. */
  readonly on: boolean;
  /** It rings at that many or more. At least 1. */
  readonly atLeast: number;
  /** Within that many minutes, 5 to 1,440: the trail delivers within minutes, not seconds. */
  readonly withinMinutes: number;
}

interface Switch {
  /** Whether the alarm exists at all. */
  readonly on: boolean;
}

/** What an environment's alarms on the account ring at. */
export interface AccountAlarmSettings {
  /** Calls of anybody in the account that were refused for want of rights. */
  readonly unauthorizedCalls: Limit;
  /** Sign-ins to the console with a wrong password or second factor. */
  readonly consoleSignInFailures: Limit;
  /** Refused attempts to become a role of this environment. */
  readonly refusedRoles: Limit;
  /** Minutes without a single event in the trail's log group, 20 to 1,440, even. */
  readonly trailSilence: Switch & { readonly minutes: number };
  /** Messages of alarms and rules that did not reach their topic or recipients. */
  readonly lostAlerts: Switch;
}

/** What a workload's alarms ring at. */
export interface WorkloadAlarmSettings {
  /** Requests for its files that were refused. A read of a key that does not exist counts too, if the reader may not list. */
  readonly deniedAccess: Limit;
  /** Requests with an unknown key id or a wrong signature. Needs access logs in CloudWatch Logs. */
  readonly failedAuthentication: Limit;
  /** Bytes of objects that were read. Needs data events of reads. */
  readonly downloadedBytes: Limit;
  /** Objects that were read. Needs data events of reads. */
  readonly downloadedObjects: Limit;
  /** Objects that were hidden behind a delete marker, one call each. */
  readonly deletedObjects: Limit;
  /** Calls that delete up to 1,000 objects or versions each, which the trail does not list. */
  readonly bulkDeletions: Limit;
  /** Versions that were deleted for good, one call each. */
  readonly deletedVersions: Limit;
  /** Sessions of one role for another account. */
  readonly roleSessions: Limit;
  /** Failed runs of one function. */
  readonly functionErrors: Limit;
  /** Runs of one function that Lambda refused for want of concurrency. */
  readonly functionThrottles: Limit;
  /** Events that the function which looks after secrets could not handle. */
  readonly failedEvents: Switch;
  /** Hours without a run of that function, 2 to 24. */
  readonly silentReconciler: Switch & { readonly hours: number };
  /** Days that a rotating secret may be older than its schedule says, 1 to 30. */
  readonly rotationOverdue: Switch & { readonly graceDays: number };
  /** Hours for which a secret may stand without a value, 1 to 24. */
  readonly unfilledSecret: Switch & { readonly hours: number };
  /** Values that a person fills, older than they may be. How old is said at the secret, or by the tier. */
  readonly agedSecret: Switch;
  /** Hours in a row in which the access probe must fail, or say nothing, 1 to 24. */
  readonly accessProbe: Switch & { readonly hours: number };
}

export interface AlarmSettings {
  readonly account: AccountAlarmSettings;
  /** Of every workload that says nothing else. */
  readonly workload: WorkloadAlarmSettings;
}

type SomeOf<Settings> = { readonly [Name in keyof Settings]?: Partial<Settings[Name]> };

/** What a team writes for an environment; what it leaves out has its tier's value. */
export interface AlarmOverrides {
  readonly account?: SomeOf<AccountAlarmSettings>;
  readonly workload?: SomeOf<WorkloadAlarmSettings>;
}

/** What a team writes for a workload; what it leaves out has its environment's value. */
export type WorkloadAlarmOverrides = SomeOf<WorkloadAlarmSettings>;

const gigabyte = 1_000_000_000;

const production: AlarmSettings = {
  account: {
    unauthorizedCalls: { on: true, atLeast: 10, withinMinutes: 5 },
    consoleSignInFailures: { on: true, atLeast: 3, withinMinutes: 5 },
    refusedRoles: { on: true, atLeast: 5, withinMinutes: 5 },
    trailSilence: { on: true, minutes: 60 },
    lostAlerts: { on: true },
  },
  workload: {
    deniedAccess: { on: true, atLeast: 20, withinMinutes: 5 },
    failedAuthentication: { on: true, atLeast: 5, withinMinutes: 5 },
    downloadedBytes: { on: true, atLeast: gigabyte, withinMinutes: 5 },
    downloadedObjects: { on: true, atLeast: 5000, withinMinutes: 5 },
    deletedObjects: { on: true, atLeast: 100, withinMinutes: 5 },
    bulkDeletions: { on: true, atLeast: 1, withinMinutes: 5 },
    deletedVersions: { on: true, atLeast: 1, withinMinutes: 5 },
    roleSessions: { on: true, atLeast: 60, withinMinutes: 60 },
    functionErrors: { on: true, atLeast: 2, withinMinutes: 60 },
    functionThrottles: { on: true, atLeast: 2, withinMinutes: 60 },
    failedEvents: { on: true },
    silentReconciler: { on: true, hours: 3 },
    rotationOverdue: { on: true, graceDays: 2 },
    unfilledSecret: { on: true, hours: 24 },
    agedSecret: { on: true },
    accessProbe: { on: true, hours: 1 },
  },
};

/**
 * Values by tier.
 *
 * Staging is watched as production is. In development people try things out and mistype, and each alarm costs: what
 * remains are the signs that matter wherever real credentials are.
 */
export const alarmDefaults: Readonly<Record<'development' | 'staging' | 'production', AlarmSettings>> = {
  production,
  staging: production,
  development: merged(production, {
    account: {
      unauthorizedCalls: { on: false },
      refusedRoles: { on: false },
      consoleSignInFailures: { atLeast: 10 },
      trailSilence: { minutes: 1440 },
    },
    workload: {
      deniedAccess: { atLeast: 100 },
      failedAuthentication: { on: false },
      downloadedObjects: { on: false },
      deletedObjects: { on: false },
      bulkDeletions: { on: false },
      roleSessions: { on: false },
      functionThrottles: { on: false },
      unfilledSecret: { on: false },
      rotationOverdue: { graceDays: 7 },
    },
  }),
};

/** Settings of an environment. */
export function environmentAlarms(
  tier: keyof typeof alarmDefaults,
  overrides: AlarmOverrides | undefined,
): AlarmSettings {
  return merged(alarmDefaults[tier], overrides ?? {});
}

/** Settings of one of its workloads. */
export function workloadAlarms(
  environment: AlarmSettings,
  overrides: WorkloadAlarmOverrides | undefined,
): WorkloadAlarmSettings {
  return mergedGroup(environment.workload, overrides);
}

function merged(settings: AlarmSettings, overrides: AlarmOverrides): AlarmSettings {
  return {
    account: mergedGroup(settings.account, overrides.account),
    workload: mergedGroup(settings.workload, overrides.workload),
  };
}

function mergedGroup<Group extends object>(settings: Group, overrides: SomeOf<Group> | undefined): Group {
  const given: Readonly<Record<string, object | undefined>> = { ...overrides };
  const entries = Object.entries(settings as Readonly<Record<string, object>>);
  return Object.fromEntries(entries.map(([name, setting]) => [name, { ...setting, ...given[name] }])) as Group;
}
