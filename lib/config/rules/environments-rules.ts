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
