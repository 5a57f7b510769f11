import type { Environment } from '../../../lib/config/parameters';
import type { AccessRow } from '../../../tools/access/rows/access-row';
import { accessRows } from '../../../tools/access/rows/access-rows';
import { environmentsOf, exampleNames } from '../../examples/example';
import { everyKind } from '../../support/every-kind';
import type { Room } from '../../support/room';
import { environments } from '../../support/templates';

/** Every environment that the repository has, by a name of its own. */
export const scenes: ReadonlyMap<string, Environment> = new Map([
  ...environments.map((environment) => [environment.name, environment] as const),
  ...everyKind.map((environment) => [`every kind, ${environment.name}`, environment] as const),
  ...exampleNames.flatMap((example) =>
    environmentsOf(example).map((environment) => [`${example}, ${environment.name}`, environment] as const),
  ),
]);

/** Who can do what in a room, as its templates say. */
export function rowsOf({ environment, stacks }: Room): Promise<AccessRow[]> {
  const { name, account, region } = environment;
  return accessRows({ name, account, region, stacks });
}
