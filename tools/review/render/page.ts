import type { PageInput } from '../../access/page/page-input';
import type { AccessRow } from '../../access/rows/access-row';
import type { Review } from '../review';

/** A review as the page of access shows it. @param base, head what people call the two sides */
export function pageOf({ environments }: Review, base: string, head: string): PageInput {
  const shown = environments.filter(({ kind }) => kind !== 'removed');
  const gained = shown.flatMap(({ gains }) => gains.flatMap((gain) => gain.gained));
  const lost = shown.flatMap(({ losses }) => losses);
  // A row that the other side has in another form is a changed one to people, not one gained and one lost.
  const changed = gained.flatMap(({ row, counterpart }) =>
    counterpart?.resource === row.resource ? [{ base: counterpart, head: row }] : [],
  );
  const told = new Set<AccessRow>(changed.flatMap((one) => [one.base, one.head]));
  const untold = (rows: readonly { readonly row: AccessRow }[]) =>
    rows.map(({ row }) => row).filter((row) => !told.has(row));
  return {
    environments: shown.map(({ name, account, region, headRows }) => ({ name, account, region, rows: headRows })),
    difference: { base, head, gained: untold(gained), lost: untold(lost), changed },
  };
}
