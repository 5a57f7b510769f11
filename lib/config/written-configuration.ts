import { readdirSync } from 'node:fs';
import path from 'node:path';

import type { ConfigurationInput } from './parameters';

const root = path.join(__dirname, '../..');

/** Something was asked for by a name that nothing has. */
export class ChoiceError extends Error {
  override readonly name = 'ChoiceError';

  constructor(sought: string, choices: readonly string[]) {
    super(`there is no ${sought}; choose one of ${choices.join(', ')}`);
  }
}

/** A configuration as a team wrote it: not checked yet. */
export interface WrittenConfiguration {
  /** Path within the project, for messages. */
  readonly file: string;
  readonly configuration: unknown;
}

/**
 * Reads the configuration of an example, or the project's own.
 *
 * @param application name of a folder in `examples/`. @default - `lib/config/environments.ts`
 * @throws ChoiceError when there is no such example
 */
export function writtenConfiguration(application: string | undefined): WrittenConfiguration {
  const file = application === undefined ? 'lib/config/environments.ts' : exampleFile(application);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which file it is is known only at run time
  const written = require(path.join(root, file)) as { readonly configuration?: unknown };
  return { file, configuration: written.configuration };
}

function exampleFile(application: string): string {
  const examples = readdirSync(path.join(root, 'examples'));
  // Compared, not joined: the name comes from a command line and must not become a path.
  if (!examples.includes(application)) throw new ChoiceError(`example '${application}'`, examples);
  return `examples/${application}/environments.ts`;
}

/**
 * The configuration with only one of its environments.
 *
 * A configuration that has no list of environments is returned as it is: its check says what is wrong with it.
 *
 * @param name of the environment. @default - all of them
 * @throws ChoiceError when there is no such environment
 */
export function onlyEnvironment({ file, configuration }: WrittenConfiguration, name: string | undefined): unknown {
  const environments = (configuration as Partial<ConfigurationInput> | undefined)?.environments;
  if (name === undefined || !Array.isArray(environments)) return configuration;
  const wanted = environments.filter((environment) => environment.name === name);
  if (wanted.length === 0) {
    throw new ChoiceError(
      `environment '${name}' in ${file}`,
      environments.map((environment) => environment.name),
    );
  }
  return { ...(configuration as ConfigurationInput), environments: wanted };
}
