import { leftOfStackName } from '../delivery';
import type { Path } from '../finding';
import { consumerName, foundationStackName, type Place } from '../names';
import { type ConfigurationRule, consumersOf, entries, type EnvironmentView, workloadsOf } from './rule';

/** A name of another environment that the patterns of one with a delivery would hold. */
interface Held {
  readonly name: string;
  readonly at: Path;
}

function foundationOf({ name = '' }: EnvironmentView): string {
  return foundationStackName({ name } as Place);
}

/** How the names begin of what deployments of an environment may make and change. */
function beginnings(environment: EnvironmentView): string[] {
  const { name = '' } = environment;
  return [
    // As much as CloudFormation leaves of it in the names that it makes.
    foundationOf(environment).slice(0, -'foundation'.length).slice(0, leftOfStackName),
    ...workloadsOf(environment, []).flatMap(({ item }) =>
      item.name === undefined ? [] : [consumerName({ name }, item.name, '')],
    ),
  ];
}

/** Names that begin so only by chance: of stacks, and of the roles and users of consumers. */
function namesIn(environment: EnvironmentView, path: Path): Held[] {
  const { name = '' } = environment;
  return [
    { name: foundationOf(environment), at: [...path, 'name'] },
    ...consumersOf(environment, path).flatMap(({ item, at, workload }) =>
      item.name === undefined || workload.name === undefined
        ? []
        : [{ name: consumerName({ name }, workload.name, item.name), at: [...at, 'name'] }],
    ),
  ];
}

/**
 * Whoever deploys an environment may change what has names that begin as the environment's do. Another environment of the
 * account, whose names begin so by chance, would be within that reach: `prod` and `prod-2`.
 */
export const deliveredNamesAreApart: ConfigurationRule = (configuration) => {
  const environments = entries(configuration.environments, ['environments']);
  return environments.flatMap(({ item: delivered }) => {
    const { account, delivery, name } = delivered;
    if (delivery === undefined || account === undefined || name === undefined) return [];
    const held = beginnings(delivered);
    return environments
      .filter(
        ({ item }) => item !== delivered && item.name !== undefined && item.name !== name && item.account === account,
      )
      .flatMap(({ item, at }) => {
        const found = namesIn(item, at).find((one) => held.some((beginning) => one.name.startsWith(beginning)));
        if (found === undefined) return [];
        return [
          {
            path: found.at,
            found: `a name that makes '${found.name}', which deployments of environment ${name} could change`,
            allowed: `a name with which it does not begin as names of ${name} do, in the same account`,
          },
        ];
      });
  });
};
