import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { loadConfiguration } from '../../lib/config/load-configuration';
import { partitionOf } from '../../lib/config/names';
import type { ConfigurationInput, Environment } from '../../lib/config/parameters';
import { SandboxError } from './errors';
import type { EmulatorProfile } from './profile';
import { relocate } from './relocate';

const root = join(__dirname, '../..');
const examples = join(root, 'examples');

/** What to deploy. */
export interface Choice {
  readonly environment: string;
  /** Name of a folder in `examples/`. @default - the project's own environments */
  readonly application: string | undefined;
}

function fileOf(application: string | undefined): string {
  if (application === undefined) return 'lib/config/environments.ts';
  // Compared, not joined: the name comes from the command line and must not become a path.
  const there = existsSync(examples) ? readdirSync(examples) : [];
  if (there.includes(application)) return `examples/${application}/environments.ts`;
  throw new SandboxError(`there is no example '${application}'`, `Choose one of ${there.join(', ')}`);
}

/**
 * The chosen environment, as it will be deployed to the emulator.
 *
 * @throws SandboxError when there is no such environment, or none that the emulator can play; ConfigurationError when it is not valid
 */
export function environmentOf(choice: Choice, profile: EmulatorProfile): Environment {
  const file = fileOf(choice.application);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which file it is stands only in the choice
  const { configuration } = require(join(root, file)) as { readonly configuration: ConfigurationInput };
  const environments = configuration.environments.filter(({ name }) => name === choice.environment);
  if (environments.length === 0) {
    const names = configuration.environments.map(({ name }) => name).join(', ');
    throw new SandboxError(`${file} has no environment '${choice.environment}'`, `Choose one of ${names}`);
  }
  const relocated = relocate({ environments }, profile.account);
  const [environment] = loadConfiguration(relocated, { file, today: new Date() }).environments;
  if (environment === undefined) throw new SandboxError(`${file} is empty`, 'Declare an environment there');
  if (partitionOf(environment) !== 'aws') {
    throw new SandboxError(
      `${profile.emulator} does not know Region ${environment.region}, whose partition is ${partitionOf(environment)}`,
      'Choose an environment in a commercial Region; "npm test" proves the policies of the others from their templates',
    );
  }
  return environment;
}
