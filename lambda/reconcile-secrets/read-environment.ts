import { EnvironmentIncomplete, requireVariables } from '../rotation/environment';
import type { LookedAfter } from './environment';

function isLookedAfter(value: unknown): value is LookedAfter {
  const fields: Readonly<Record<string, unknown>> = typeof value === 'object' && value !== null ? { ...value } : {};
  const { kind, name, user, overlapDays, watchDays, usedKeyDays } = fields;
  if (typeof name !== 'string') return false;
  if (kind === 'value' || kind === 'aging') return true;
  const days = [overlapDays, watchDays, ...(usedKeyDays === undefined ? [] : [usedKeyDays])];
  return (
    kind === 'access-key' && typeof user === 'string' && days.every((value) => typeof value === 'number' && value > 0)
  );
}

function readSecrets(text: string): readonly LookedAfter[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
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
