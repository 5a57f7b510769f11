import type { Finding } from '../finding';
import type { EnvironmentRule, EnvironmentView } from './rule';

/** Whether there is a log group in which the trail's events are counted. What is invalid is reported already. */
export function isCounted({ audit }: EnvironmentView): boolean {
  const trail = audit?.trail;
  return trail?.mode !== 'none' && !(trail?.mode === 'existing' && trail.logGroupName === undefined);
}

/** Whether another environment is said to ring for what happens to others in the account. */
export function isWatchedElsewhere({ alarms }: EnvironmentView): boolean {
  return alarms?.accountWide === 'in-another-environment';
}

/**
 * Whoever leaves the account to another environment must have one that rings for it: by the same trail where events are
 * counted, and in production by nothing weaker. Else what this environment leaves out rings nowhere, and nothing says so.
 */
export const accountIsWatched: EnvironmentRule = (environment, path, all) => {
  const { account, region, tier } = environment;
  if (!isWatchedElsewhere(environment) || account === undefined || region === undefined) return [];
  const watching = all.filter(
    (other) => other.account === account && other.region === region && !isWatchedElsewhere(other),
  );
  const finding = (found: string, allowed: string): Finding => ({
    path: [...path, 'alarms', 'accountWide'],
    found: `'in-another-environment', ${found}`,
    allowed,
  });
  if (watching.length === 0) {
    // One whose place is not known may be the one that watches.
    if (all.some((other) => other.account === undefined || other.region === undefined)) return [];
    return [
      finding(
        `and no other environment of account ${account} in ${region} watches over it`,
        "'on', or another environment of that account and Region with 'on', which is what one has that says nothing",
      ),
    ];
  }
  const named = watching.map(({ name = 'one without a name' }) => name).join(', ');
  if (isCounted(environment) && !watching.some(isCounted)) {
    return [
      finding(
        `and what watches over the account (${named}) has no log group to count refused calls and sign-ins in`,
        "'on' here, or audit.trail with a log group there",
      ),
    ];
  }
  if (tier === 'production' && !watching.some((other) => other.tier === undefined || other.tier === 'production')) {
    return [
      {
        ...finding(
          `and what watches over the account (${named}) is not of production`,
          "in production 'on', or another environment of production that watches over the account: limits and recipients of a lower tier are weaker",
        ),
        deviable: 'paging-alarms',
      },
    ];
  }
  return [];
};
