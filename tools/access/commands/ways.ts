import { groupedBy } from '../grouped';
import { levels } from '../page/level';
import type { AccessLevel, AccessRow } from '../rows/access-row';

/** Several actions that a principal may do to the same resource, by the same statements and under the same conditions. */
export interface Way extends Pick<
  AccessRow,
  'environment' | 'principal' | 'resource' | 'conditions' | 'deciding' | 'alsoNeeds'
> {
  readonly actions: readonly string[];
  /** From what harms least to what harms most. */
  readonly levels: readonly AccessLevel[];
}

/** The rows as people read them: what differs by its action alone stands together. */
export function waysOf(rows: readonly AccessRow[]): Way[] {
  const groups = groupedBy(rows, ({ environment, principal, resource, conditions, alsoNeeds, deciding }) =>
    JSON.stringify([environment, principal.kind, principal.id, resource, conditions, alsoNeeds, deciding]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { environment, principal, resource, conditions, deciding, alsoNeeds } = first;
    return [
      {
        ...{ environment, principal, resource, conditions, deciding },
        ...(alsoNeeds === undefined ? {} : { alsoNeeds }),
        actions: [...new Set(group.map(({ action }) => action))],
        levels: levels.filter((level) => group.some((row) => row.level === level)),
      },
    ];
  });
}
