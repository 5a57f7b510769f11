import { pageDifference } from '../../access/commands/page-difference';
import type { PageInput } from '../../access/page/page-input';
import type { Review } from '../review';

/** A review as the page of access shows it. @param base, head what people call the two sides */
export function pageOf({ environments }: Review, base: string, head: string): PageInput {
  const shown = environments.filter(({ kind }) => kind !== 'removed');
  const gained = shown.flatMap(({ gains, newStacks }) =>
    [...gains, ...(newStacks?.gains ?? [])].flatMap((gain) => gain.gained),
  );
  const lost = shown.flatMap(({ losses }) => losses);
  return {
    environments: shown.map(({ name, account, region, headRows }) => ({ name, account, region, rows: headRows })),
    difference: pageDifference({ gained, lost }, { base, head }),
  };
}
