import type { ConfigurationInput } from '../../lib/config/parameters';

type EnvironmentInput = ConfigurationInput['environments'][number];

/** Replaces an account id wherever it stands for itself: alone, or as the account of an ARN. */
function replaced(value: unknown, from: string, to: string): unknown {
  if (typeof value === 'string') return value === from ? to : value.replaceAll(`:${from}:`, `:${to}:`);
  if (Array.isArray(value)) return value.map((item) => replaced(item, from, to));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, from, to)]));
}

/** An environment that leaves its account to another one has nobody there to leave it to. */
function watchingItself(environment: EnvironmentInput): EnvironmentInput {
  const { accountWide: _, ...alarms } = environment.alarms ?? {};
  return environment.alarms?.accountWide === undefined ? environment : { ...environment, alarms };
}

/** The emulator is bootstrapped once, as the CDK does it by itself, and nobody delivers to it. */
function deployedByHand({ delivery: _, ...environment }: EnvironmentInput): EnvironmentInput {
  return environment;
}

/**
 * Moves every environment into another account: the account itself, and every ARN in it that names the account, such as
 * the break-glass role. Principals of other accounts stay where they are. One that comes alone watches over the account
 * itself.
 *
 * @param configuration not checked yet; what is no list of environments, or no account id, stays for its check to find
 */
export function relocate(configuration: unknown, account: string): unknown {
  const environments = (configuration as Partial<ConfigurationInput> | undefined)?.environments;
  if (!Array.isArray(environments)) return configuration;
  return {
    ...(configuration as ConfigurationInput),
    environments: environments
      .map((environment) => (environments.length === 1 ? watchingItself(environment) : environment))
      .map(deployedByHand)
      .map((environment) =>
        /^\d{12}$/.test(environment.account) ? replaced(environment, environment.account, account) : environment,
      ),
  };
}
