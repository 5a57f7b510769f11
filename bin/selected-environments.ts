import path from 'node:path';

import type { Node } from 'constructs';

import { ConfigurationError } from '../lib/config/finding';
import { loadConfiguration } from '../lib/config/load-configuration';
import type { ConfigurationInput, Environment } from '../lib/config/parameters';
import type { EmulatorProfile } from '../tools/sandbox/profile';
import { relocate } from '../tools/sandbox/relocate';

/** Ends the program with a message for people: what CDK would print of an error is its stack and its fields. */
function refuse(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/**
 * The checked environments that the context asks for.
 *
 * `-c application=NAME` takes `examples/NAME/environments.ts` instead of `lib/config/environments.ts`;
 * `-c environment=NAME` takes only one of its environments.
 *
 * @param profile the emulator of the sandbox, into whose account the environments move
 */
export function selectedEnvironments(node: Node, profile: EmulatorProfile | undefined): Environment[] {
  const application = node.tryGetContext('application') as string | undefined;
  const only = node.tryGetContext('environment') as string | undefined;
  if (application !== undefined && !/^[a-z][a-z-]*$/.test(application)) {
    refuse(`-c application=${application} is not the name of a folder in examples/`);
  }
  const file = application === undefined ? 'lib/config/environments.ts' : `examples/${application}/environments.ts`;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which file it is stands only in the context
  const { configuration } = require(path.join(__dirname, '..', file)) as { configuration: ConfigurationInput };
  const names = configuration.environments.map(({ name }) => name);
  if (only !== undefined && !names.includes(only)) {
    refuse(`-c environment=${only} is none of the environments of ${file}: ${names.join(', ')}`);
  }
  const wanted = ({ name }: { name: string }) => only === undefined || name === only;
  const source = { file, today: new Date() };
  try {
    if (profile === undefined) return loadConfiguration(configuration, source).environments.filter(wanted);
    // Only what is wanted moves: all environments in one account would be in each other's way.
    const moved = relocate({ environments: configuration.environments.filter(wanted) }, profile.account);
    return loadConfiguration(moved, source).environments;
  } catch (error) {
    if (error instanceof ConfigurationError) refuse(error.message);
    throw error;
  }
}
