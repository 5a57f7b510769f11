import type { AccessRow } from '../rows/access-row';
import { pathName } from '../rows/arn-name';
import { principalName, resourceName } from '../rows/words';

/**
 * Names of resources for people, by ARN: a key, whose ARN is a row of digits, has the path of the construct that made it,
 * and who acts has one name as who acts and as what is acted on.
 */
export function resourceNames(rows: readonly AccessRow[]): Map<string, string> {
  const acting = rows.filter(({ principal }) => principal.constructPath !== undefined);
  const names = new Map(acting.map(({ principal }) => [principal.id, principalName(principal)]));
  for (const { resource, deciding } of rows) {
    if (names.has(resource)) continue;
    if (!/:kms:[^:]*:[^:]*:key\/[^*]+$/.test(resource)) {
      names.set(resource, resourceName(resource));
      continue;
    }
    const own = deciding.find(({ policy, effect }) => policy === 'resource' && effect === 'Allow');
    if (own !== undefined) names.set(resource, pathName(own.constructPath) ?? resourceName(resource));
  }
  return names;
}
