import { groupedBy } from '../grouped';
import { TooManyCasesError } from '../implication/cells';
import { satisfyingRequest } from '../implication/satisfy';
import type { AccessRow, Condition } from './access-row';
import { allOf, anyOf, not } from './condition-tree';
import type { ConcreteRequest } from './holds';

/** What one side allows and the other does not, by its meaning: how statements are cut and written makes no difference. */

/** Access that only one of two assemblies has. */
export interface AccessOnOneSide {
  readonly row: AccessRow;
  /** A request that is allowed on this side alone; absent when the conditions are too many to find one. */
  readonly witness?: ConcreteRequest;
  /** What the other side has that is nearest: the same principal and action. */
  readonly counterpart?: AccessRow;
}

export interface AccessDifference {
  readonly gained: readonly AccessOnOneSide[];
  readonly lost: readonly AccessOnOneSide[];
}

function groupOf({ environment, action }: AccessRow, principal: string): string {
  return JSON.stringify([environment, principal, action]);
}

function whole({ resource, conditions }: AccessRow): Condition {
  return allOf([{ resourceLike: [resource] }, conditions]);
}

/** Whether a row reaches as far as another in what is no condition on a request. */
function reaches(row: AccessRow, other: AccessRow): boolean {
  return (
    (row.maximumSessionSeconds ?? 0) >= (other.maximumSessionSeconds ?? 0) &&
    (row.alsoNeeds === undefined || row.alsoNeeds === other.alsoNeeds)
  );
}

function isSame(one: AccessRow, other: AccessRow): boolean {
  return (
    one.resource === other.resource &&
    reaches(one, other) &&
    JSON.stringify(one.conditions) === JSON.stringify(other.conditions)
  );
}

/** What is left of a row when all that others allow is taken from it: undefined when that is nothing. */
function beyond(row: AccessRow, others: readonly AccessRow[]): Pick<AccessOnOneSide, 'row' | 'witness'> | undefined {
  if (others.some((other) => isSame(other, row))) return undefined;
  const covering = others.filter((other) => reaches(other, row));
  try {
    const witness = satisfyingRequest(allOf([whole(row), not(anyOf(covering.map(whole)))]));
    return witness && { row, witness };
  } catch (error) {
    if (!(error instanceof TooManyCasesError)) throw error;
    return { row };
  }
}

/** The row that says most nearly the same. */
function nearest(row: AccessRow, others: readonly AccessRow[]): AccessRow | undefined {
  const own = others.filter(({ principal }) => principal.id === row.principal.id);
  return own.find(({ resource }) => resource === row.resource) ?? own[0];
}

function onlyIn(rows: readonly AccessRow[], others: readonly AccessRow[]): AccessOnOneSide[] {
  const groups = groupedBy(others, (row) => groupOf(row, row.principal.id));
  const anyone = '*';
  return rows.flatMap((row) => {
    const own = groups.get(groupOf(row, row.principal.id)) ?? [];
    // Whatever anyone may do, this principal may do as well.
    const everybodys = row.principal.id === anyone ? [] : (groups.get(groupOf(row, anyone)) ?? []);
    const left = beyond(row, [...own, ...everybodys]);
    if (left === undefined) return [];
    const counterpart = nearest(row, own);
    return [{ ...left, ...(counterpart === undefined ? {} : { counterpart }) }];
  });
}

/**
 * What the head of a change allows that its base does not, and the other way round.
 *
 * A statement that is split, narrowed or written in another way is no gain. Where the conditions are too many to decide, a
 * row counts as gained and as lost: never silently as the same.
 */
export function differenceOf(base: readonly AccessRow[], head: readonly AccessRow[]): AccessDifference {
  return { gained: onlyIn(head, base), lost: onlyIn(base, head) };
}
