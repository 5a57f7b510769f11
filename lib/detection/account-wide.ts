import type { Environment } from '../config/parameters';

/**
 * Whether an environment rings for what happens to others in its account. Else another environment does, and this one
 * rings for what is its own.
 */
export function watchesAccount({ alarms }: Pick<Environment, 'alarms'>): boolean {
  return alarms?.accountWide !== 'in-another-environment';
}
