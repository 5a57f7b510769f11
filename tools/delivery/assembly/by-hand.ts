import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Stack } from '../../access/template';
import { readCloudAssembly } from '../../assembly/cloud-assembly';

/**
 * Where an assembly keeps what a person deploys for an environment. It travels with the assembly and under its digest, and
 * stands in none of its stages: nothing that is deployed from the assembly is found there.
 */
export function byHandFolder(assembly: string, environment: string): string {
  return join(assembly, 'delivery', environment);
}

/** What a person has to have deployed before the environment can be; nothing where nobody delivers. */
export function stacksByHand(assembly: string, environment: string): Stack[] {
  const folder = byHandFolder(assembly, environment);
  return existsSync(folder) ? readCloudAssembly(folder).flatMap(({ stacks }) => stacks) : [];
}
