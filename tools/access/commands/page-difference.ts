import type { ChangedRow, PageDifference } from '../page/page-input';
import type { AccessRow } from '../rows/access-row';
import type { AccessDifference, AccessOnOneSide } from '../rows/difference';

/** The way in the other assembly to the same resource. */
function twinOf({ row, counterpart }: AccessOnOneSide): AccessRow | undefined {
  return counterpart?.resource === row.resource ? counterpart : undefined;
}

/**
 * A difference as people see it: who may do the same as before in more or in fewer cases has a way that changed, not one
 * that is gone and one that has come.
 */
export function pageDifference(
  { gained, lost }: AccessDifference,
  names: Pick<PageDifference, 'base' | 'head'>,
): PageDifference {
  const lostRows = new Map(lost.map((one) => [one.row, one]));
  const wider = gained.flatMap((one): ChangedRow[] => {
    const base = twinOf(one);
    if (base === undefined) return [];
    const alsoLost = lostRows.get(base);
    return [
      {
        ...{ base, head: one.row, reach: alsoLost === undefined ? 'wider' : 'other' },
        ...(one.witness && { nowAllowed: one.witness }),
        ...(alsoLost?.witness && { noLongerAllowed: alsoLost.witness }),
      },
    ];
  });
  const paired = new Set(wider.map(({ base }) => base));
  const narrower = lost.flatMap((one): ChangedRow[] => {
    const head = twinOf(one);
    if (head === undefined || paired.has(one.row)) return [];
    return [{ base: one.row, head, reach: 'narrower', ...(one.witness && { noLongerAllowed: one.witness }) }];
  });
  const changed = [...wider, ...narrower];
  const told = new Set(changed.flatMap(({ base, head }) => [base, head]));
  const untold = (side: readonly AccessOnOneSide[]) => side.filter(({ row }) => !told.has(row));
  return { ...names, gained: untold(gained), lost: untold(lost), changed };
}
