import { trialIn } from '../access-keys/trial';
import { EnvironmentIncomplete, requireVariables } from '../rotation/environment';
import { membersOf, parseJson } from '../rotation/json';
import type { ProbedKey } from './environment';

function readKey(value: unknown): ProbedKey | undefined {
  const { name, user, trial: found } = membersOf(value);
  const trial = trialIn(found);
  return typeof name === 'string' && typeof user === 'string' && trial !== undefined
    ? { name, user, trial }
    : undefined;
}

/**
 * Reads the environment contract.
 *
 * @throws EnvironmentIncomplete
 */
export function readSpecification(variables: Readonly<Record<string, string | undefined>>): {
  readonly prefix: string;
  readonly keys: readonly ProbedKey[];
} {
  const { SECRET_PREFIX, KEYS } = requireVariables(variables, ['SECRET_PREFIX', 'KEYS']);
  const parsed = parseJson(KEYS);
  const keys = Array.isArray(parsed) ? parsed.map(readKey) : [undefined];
  const complete = keys.filter((key) => key !== undefined);
  if (complete.length !== keys.length) {
    throw new EnvironmentIncomplete('KEYS is no list of access keys that this version knows: deploy the stack again');
  }
  return { prefix: SECRET_PREFIX, keys: complete };
}
