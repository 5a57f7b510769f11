import type {
  AccountAlarmSettings,
  AlarmOverrides,
  WorkloadAlarmOverrides,
  WorkloadAlarmSettings,
} from '../config/alarms';

export interface AlarmSettings {
  readonly account: AccountAlarmSettings;
  /** Of every workload that says nothing else. */
  readonly workload: WorkloadAlarmSettings;
}

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

type SomeOf<Settings> = { readonly [Name in keyof Settings]?: Partial<Settings[Name]> | undefined };

function mergedGroup<Group extends object>(settings: Group, overrides: SomeOf<Group> | undefined): Group {
  const given: Readonly<Record<string, object | undefined>> = { ...overrides };
  const entries = Object.entries(settings as Readonly<Record<string, object>>);
  return Object.fromEntries(entries.map(([name, setting]) => [name, { ...setting, ...written(given[name]) }])) as Group;
}

/** Without what was written as undefined, which means that nothing was. */
function written(setting: object | undefined): object {
  return Object.fromEntries(Object.entries(setting ?? {}).filter(([, value]) => value !== undefined));
}
