import { loadConfiguration } from '../../lib/config/load-configuration';
import { partitionOf } from '../../lib/config/names';
import type { ConfigurationInput, Environment } from '../../lib/config/parameters';
import {
  onlyEnvironment,
  type WrittenConfiguration,
  writtenConfiguration,
} from '../../lib/config/written-configuration';
import { SandboxError } from './errors';
import type { EmulatorProfile } from './profile';
import { relocate } from './relocate';

/** What to deploy. */
export interface Choice {
  /** Name of one of its environments. @default - the first of tier production, else the first */
  readonly environment: string | undefined;
  /** Name of a folder in `examples/`. @default - the project's own environments */
  readonly application: string | undefined;
}

/** Of a configuration that is not checked yet. */
function defaultEnvironment({ configuration }: WrittenConfiguration): string | undefined {
  const environments = (configuration as Partial<ConfigurationInput> | undefined)?.environments;
  const production = environments?.find(({ tier }) => tier === 'production') ?? environments?.[0];
  return production?.name;
}

/**
 * The chosen environment, as it will be deployed to the emulator.
 *
 * @throws ChoiceError when there is no such environment; SandboxError when the emulator cannot play it; ConfigurationError
 * when it is not valid
 */
export function environmentOf(choice: Choice, profile: EmulatorProfile): Environment {
  const written = writtenConfiguration(choice.application);
  const name = choice.environment ?? defaultEnvironment(written);
  const relocated = relocate(onlyEnvironment(written, name), profile.account);
  const { file } = written;
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
