import { EnvironmentIncomplete, requireVariables } from '../rotation/environment';
import { membersOf, parseJson } from '../rotation/json';
import type { LookedAfter } from './environment';

function isLookedAfter(value: unknown): value is LookedAfter {
  const { kind, name, user, overlapDays, watchDays, usedKeyDays } = membersOf(value);
  if (typeof name !== 'string') return false;
  if (kind === 'value' || kind === 'aging') return true;
  const days = [overlapDays, watchDays, ...(usedKeyDays === undefined ? [] : [usedKeyDays])];
  return (
    kind === 'access-key' && typeof user === 'string' && days.every((value) => typeof value === 'number' && value > 0)
  );
}

function readSecrets(text: string): readonly LookedAfter[] {
  const value = parseJson(text);
  if (!Array.isArray(value) || !value.every(isLookedAfter)) {
    throw new EnvironmentIncomplete('SECRETS is no list of secrets that this version knows: deploy the stack again');
  }
  return value;
}

/**
 * Reads the environment contract.
 *
 * @throws EnvironmentIncomplete
 */
export function readSpecification(variables: Readonly<Record<string, string | undefined>>): {
  readonly prefix: string;
  readonly secrets: readonly LookedAfter[];
} {
  const { SECRET_PREFIX, SECRETS } = requireVariables(variables, ['SECRET_PREFIX', 'SECRETS']);
  return { prefix: SECRET_PREFIX, secrets: readSecrets(SECRETS) };
}
