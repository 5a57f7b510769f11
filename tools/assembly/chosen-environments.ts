import { ChoiceError } from '../../lib/config/written-configuration';

/**
 * The environments that a command is about.
 *
 * @param only its name. @default - all of them
 * @throws ChoiceError when there is none of that name
 */
export function chosenEnvironments<Environment extends { readonly name: string }>(
  environments: readonly Environment[],
  only: string | undefined,
): Environment[] {
  const found = environments.filter(({ name }) => only === undefined || name === only);
  if (found.length > 0) return found;
  throw new ChoiceError(
    `environment '${only ?? ''}'`,
    environments.map(({ name }) => name),
  );
}
