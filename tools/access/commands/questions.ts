import { intersectsArn } from '../arn-patterns';
import { knownActions, matchesAction } from '../actions';
import { resourceNames } from '../page/resource-names';
import type { AccessRow } from '../rows/access-row';
import { principalName } from '../rows/words';
import { QuestionError } from './question-error';

/** The two questions that people ask of access: who can do this, and what can this one do. */

/** Levenshtein would be too much: the same letters, or the same beginning, is what people mistype. */
function near(action: string, known: readonly string[]): string[] {
  const [service = '', name = ''] = action.toLowerCase().split(':');
  return known.filter((candidate) => {
    const [ofService = '', itsName = ''] = candidate.toLowerCase().split(':');
    return ofService === service && (itsName.startsWith(name.slice(0, 6)) || itsName.includes(name));
  });
}

/**
 * The rows of an action, a pattern of actions (`s3:Get*`), on a resource.
 *
 * @param resource an ARN, a pattern of ARNs, or a part of the name that people know it by. @default - whatever it is done to
 * @throws QuestionError for an action that AWS does not have, and for a resource that nothing is called
 */
export async function whoCan(rows: readonly AccessRow[], action: string, resource?: string): Promise<AccessRow[]> {
  const known = (await knownActions()).map((one) => one.action);
  if (!known.some((one) => matchesAction(one, action)))
    throw new QuestionError(`action ${action}`, near(action, known));
  const found = rows.filter((row) => matchesAction(row.action, action));
  if (resource === undefined) return found;
  if (resource.startsWith('arn:')) return found.filter((row) => intersectsArn(row.resource, resource));
  const names = resourceNames(rows);
  const isCalled = (row: AccessRow) =>
    [row.resource, names.get(row.resource) ?? ''].some((name) => name.toLowerCase().includes(resource.toLowerCase()));
  // A name that nothing has is a mistake; the empty answer would be taken for safety.
  if (!rows.some(isCalled)) throw new QuestionError(`resource called ${resource}`, [...new Set(names.values())]);
  return found.filter((row) => isCalled(row) || row.resource === '*');
}

/**
 * The rows of a principal.
 *
 * @param principal an ARN, an account, a service, or the name of a role or user, whole or its end
 * @throws QuestionError when nobody, or more than one, is called so
 */
export function whatCan(rows: readonly AccessRow[], principal: string): AccessRow[] {
  const all = [...new Map(rows.map((row) => [row.principal.id, row.principal])).values()];
  const exact = all.filter(({ id }) => id === principal);
  const wanted = principal.toLowerCase();
  const called = all.filter((one) => {
    const name = principalName(one).toLowerCase();
    return name === wanted || name.endsWith(`-${wanted}`) || one.id.startsWith(`${wanted}.amazonaws.com`);
  });
  const found = exact.length > 0 ? exact : called;
  const names = all.map(principalName).sort();
  if (found.length === 0) throw new QuestionError(`principal called ${principal}`, names);
  const ids = new Set(found.map(({ id }) => id));
  const environments = new Set(rows.filter((row) => ids.has(row.principal.id)).map((row) => row.environment));
  if (found.length > 1 && environments.size === 1) {
    throw new QuestionError(`single principal called ${principal}`, found.map(principalName));
  }
  return rows.filter((row) => ids.has(row.principal.id));
}
