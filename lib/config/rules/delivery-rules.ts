import { readOnlyEnding } from '../delivery';
import { type ConfigurationRule, type EnvironmentView, entries, repeated } from './rule';

function ofAccount({ account }: EnvironmentView, key: string | undefined): string | undefined {
  return account === undefined || key === undefined ? undefined : `${key} in account ${account}`;
}

/**
 * Bootstrap roles trust their whole account, and their names carry the qualifier and nothing of the environment: with one
 * qualifier, the deploy role of one environment would deploy the other.
 */
export const qualifiersAreUnique: ConfigurationRule = (configuration) =>
  repeated(entries(configuration.environments, ['environments']), (environment) =>
    ofAccount(environment, environment.delivery?.qualifier),
  ).map(({ at, key }) => ({
    path: [...at, 'delivery', 'qualifier'],
    found: `${key} a second time`,
    allowed: 'a qualifier that no other environment of the account has',
  }));

/** A second provider of the same address in one account fails the deployment. */
export const oneIdentityProviderPerAccount: ConfigurationRule = (configuration) =>
  repeated(entries(configuration.environments, ['environments']), (environment) =>
    ofAccount(environment, environment.delivery?.identityProvider === 'create' ? "'create'" : undefined),
  ).map(({ at, key }) => ({
    path: [...at, 'delivery', 'identityProvider'],
    found: `${key} a second time`,
    allowed: "'create' in one environment of an account, 'existing' in the others",
  }));

/** Else the jobs that only look at one environment, which nobody approves, could take the deploy role of the other. */
export const readOnlyNamesAreFree: ConfigurationRule = (configuration) => {
  const environments = entries(configuration.environments, ['environments']);
  return environments.flatMap(({ item: { name = '' }, at }) => {
    const looked = environments.find(({ item }) => `${item.name ?? ''}${readOnlyEnding}` === name);
    if (looked?.item.delivery === undefined) return [];
    return [
      {
        path: [...at, 'name'],
        found: `'${name}', which is what jobs are called that only look at ${looked.item.name ?? ''}`,
        allowed: `a name that is not the one of another environment and ${readOnlyEnding}`,
      },
    ];
  });
};
