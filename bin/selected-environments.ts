import type { Node } from 'constructs';

import { loadConfiguration } from '../lib/config/load-configuration';
import type { Environment } from '../lib/config/parameters';
import { onlyEnvironment, writtenConfiguration } from '../lib/config/written-configuration';
import type { EmulatorProfile } from '../tools/sandbox/profile';
import { relocate } from '../tools/sandbox/relocate';

/**
 * The checked environments that the context asks for.
 *
 * `-c application=NAME` takes `examples/NAME/environments.ts` instead of `lib/config/environments.ts`;
 * `-c environment=NAME` takes only one of its environments.
 *
 * @param profile the emulator of the sandbox, into whose account the environments move
 * @throws ChoiceError, ConfigurationError
 */
export function selectedEnvironments(node: Node, profile: EmulatorProfile | undefined): Environment[] {
  const only = node.tryGetContext('environment') as string | undefined;
  const written = writtenConfiguration(node.tryGetContext('application') as string | undefined);
  const selected = onlyEnvironment(written, only);
  const source = { file: written.file, today: new Date() };
  if (profile !== undefined) {
    // Only what is wanted moves: all environments in one account would be in each other's way.
    return loadConfiguration(relocate(selected, profile.account), source).environments;
  }
  // Everything is checked, also what is not wanted now: environments can be in each other's way.
  const { environments } = loadConfiguration(written.configuration, source);
  return environments.filter(({ name }) => only === undefined || name === only);
}
