import { type ConfigurationRule, entries, repeated } from './rule';

export const environmentNamesAreUnique: ConfigurationRule = (configuration) =>
  repeated(entries(configuration.environments, ['environments']), ({ name }) => name).map(({ at, key }) => ({
    path: [...at, 'name'],
    found: `'${key}' a second time`,
    allowed: 'a name that no other environment has',
  }));

/** A second GuardDuty detector or account analyzer in one account and Region fails the deployment. */
export const oneDetectorPerRegion: ConfigurationRule = (configuration) =>
  (['guardDuty', 'accessAnalyzer'] as const).flatMap((field) =>
    repeated(
      entries(configuration.environments, ['environments']).filter(({ item }) => item.audit?.[field] === 'on'),
      ({ account, region }) => (account === undefined || region === undefined ? undefined : `${account} ${region}`),
    ).map(({ at, key }) => ({
      path: [...at, 'audit', field],
      found: `'on' a second time in account and Region ${key}`,
      allowed: "'on' in one environment of an account and Region, 'existing' in the others",
    })),
  );

/** Two watchers of one account in one Region ring for each other's events as well, and each hands all of them home. */
export const oneWatcherPerRegion: ConfigurationRule = (configuration) =>
  repeated(
    entries(configuration.environments, ['environments']).filter(({ item }) =>
      [undefined, 'on'].includes(item.alarms?.accountWide),
    ),
    ({ account, region }) => (account === undefined || region === undefined ? undefined : `${account} ${region}`),
  ).map(({ at, key }) => ({
    path: [...at, 'alarms', 'accountWide'],
    found: `what happens in account and Region ${key} would ring a second time here`,
    allowed:
      "'in-another-environment' in all but one environment of an account and Region, best the one of the highest tier",
  }));
