import { loadConfiguration } from './load-configuration';
import type { Environment } from './parameters';
import { onlyEnvironment, writtenConfiguration } from './written-configuration';

/**
 * One environment by its name, checked together with all others of its file.
 *
 * @param application name of a folder in `examples/`. @default - `lib/config/environments.ts`
 * @throws ChoiceError when there is no such example or environment
 * @throws ConfigurationError when any environment of the file is wrong
 */
export function checkedEnvironment(application: string | undefined, name: string): Environment {
  const written = writtenConfiguration(application);
  onlyEnvironment(written, name);
  const { environments } = loadConfiguration(written.configuration, { file: written.file, today: new Date() });
  const environment = environments.find((candidate) => candidate.name === name);
  if (environment === undefined) throw new Error(`${written.file} lost its environment ${name}`);
  return environment;
}
