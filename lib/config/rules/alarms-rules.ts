import type { AccountAlarmSettings, WorkloadAlarmOverrides } from '../alarms';
import type { Finding, Path } from '../finding';
import type { Lenient } from '../lenient';
import { isCounted, isWatchedElsewhere } from './account-rules';
import { type EnvironmentRule, type EnvironmentView, workloadsOf } from './rule';

/** Alarms that wake somebody, as the catalogues in lib/detection give them that urgency. */
const paging = {
  account: ['consoleSignInFailures', 'refusedRoles', 'trailSilence', 'lostAlerts'],
  workload: [
    'deniedAccess',
    'failedAuthentication',
    'downloadedBytes',
    'downloadedObjects',
    'deletedObjects',
    'bulkDeletions',
    'deletedVersions',
    'silentReconciler',
    'rotationOverdue',
    'accessProbe',
  ],
} as const;

/** What is written of the alarms on workloads, by the environment and by each workload. */
function writtenForWorkloads(environment: EnvironmentView, path: Path) {
  return [
    { alarms: environment.alarms?.workload, at: [...path, 'alarms', 'workload'] },
    ...workloadsOf(environment, path).map(({ item, at }) => ({ alarms: item.alarms, at: [...at, 'alarms'] })),
  ];
}

/** An alarm that is switched off is forgotten; so in production it needs a reason and an end. */
export const pagingAlarmsAreOn: EnvironmentRule = (environment, path) => {
  if (environment.tier !== 'production') return [];
  const finding = (at: Path): Finding => ({
    path: at,
    found: 'false',
    allowed: 'in production true: raise its limit instead of switching off what wakes somebody',
    deviable: 'paging-alarms',
  });
  const account = environment.alarms?.account;
  return [
    ...paging.account
      .filter((name) => account?.[name]?.on === false)
      .map((name) => finding([...path, 'alarms', 'account', name, 'on'])),
    ...writtenForWorkloads(environment, path).flatMap(({ alarms, at }) =>
      paging.workload.filter((name) => alarms?.[name]?.on === false).map((name) => finding([...at, name, 'on'])),
    ),
    ...workloadsOf(environment, path)
      .filter(({ item }) => item.accessProbe === false && hasAccessKey(item.secrets))
      .map(({ at }) => finding([...at, 'accessProbe'])),
  ];
};

function hasAccessKey(secrets: readonly ({ readonly kind?: string } | undefined)[] | undefined): boolean {
  return secrets?.some((secret) => secret?.kind === 'access-key') ?? false;
}

/** Without a log group to count in, no alarm on the trail can ring, and nothing would say so. */
export const trailCanBeCounted: EnvironmentRule = ({ tier, audit }, path) =>
  tier === 'production' && audit?.trail?.mode === 'existing' && audit.trail.logGroupName === undefined
    ? [
        {
          path: [...path, 'audit', 'trail', 'logGroupName'],
          found: 'nothing',
          allowed:
            'in production the log group that the trail delivers to: without it, nobody counts refusals, downloads and deletions',
          deviable: 'trail-alarms',
        },
      ]
    : [];

type WorkloadAlarm = keyof WorkloadAlarmOverrides;

/** What an alarm counts, and why it may not be there to be counted. */
interface Source {
  readonly alarms: readonly WorkloadAlarm[];
  readonly missing: boolean;
  readonly allowed: string;
}

function sourcesOf(environment: EnvironmentView): Source[] {
  const { audit } = environment;
  const trail = audit?.trail;
  const uncounted = !isCounted(environment);
  return [
    {
      alarms: ['deniedAccess', 'deletedObjects', 'bulkDeletions', 'deletedVersions', 'roleSessions'],
      missing: uncounted,
      allowed: "no limit: without a trail's log group nothing is counted",
    },
    {
      alarms: ['downloadedBytes', 'downloadedObjects'],
      missing: uncounted || (trail?.mode === 'create' && trail.dataEvents === 'writes'),
      allowed: "no limit, or audit.trail.dataEvents 'all': reads are not recorded",
    },
    {
      alarms: ['failedAuthentication'],
      missing: audit !== undefined && audit.accessLogsInCloudWatch === undefined,
      allowed: 'no limit, or audit.accessLogsInCloudWatch: only these logs know of requests with a wrong key',
    },
  ];
}

function isLimited(setting: Lenient<NonNullable<WorkloadAlarmOverrides[WorkloadAlarm]>> | undefined): boolean {
  return setting !== undefined && setting.on !== false && Object.keys(setting).length > 0;
}

/** A limit that somebody wrote is meant to ring. Where nothing is written, there is no alarm on what cannot be counted. */
export const limitsCanBeReached: EnvironmentRule = (environment, path) => {
  const missing = sourcesOf(environment).filter((source) => source.missing);
  return [
    ...writtenForWorkloads(environment, path).flatMap(({ alarms, at }) =>
      missing.flatMap((source) =>
        source.alarms
          .filter((name) => isLimited(alarms?.[name]))
          .map((name): Finding => ({ path: [...at, name], found: 'a limit', allowed: source.allowed })),
      ),
    ),
    ...accountLimits(environment, path),
    ...workloadsOf(environment, path)
      .filter(({ item }) => item.accessProbe === false && isLimited(item.alarms?.accessProbe))
      .map(({ at }): Finding => ({
        path: [...at, 'alarms', 'accessProbe'],
        found: 'a limit',
        allowed: 'no limit, or accessProbe true: nothing tries the keys',
      })),
  ];
};

function accountLimits(environment: EnvironmentView, path: Path): Finding[] {
  const { alarms } = environment;
  const findings = (names: readonly (keyof AccountAlarmSettings)[], allowed: string) =>
    names
      .filter((name) => isLimited(alarms?.account?.[name]))
      .map((name): Finding => ({ path: [...path, 'alarms', 'account', name], found: 'a limit', allowed }));
  if (!isCounted(environment)) {
    return findings(
      ['unauthorizedCalls', 'consoleSignInFailures', 'refusedRoles', 'trailSilence'],
      "no limit: without a trail's log group nothing is counted",
    );
  }
  return isWatchedElsewhere(environment)
    ? findings(
        ['unauthorizedCalls', 'consoleSignInFailures'],
        "no limit, or alarms.accountWide 'on': another environment counts what everybody in the account does",
      )
    : [];
}
