import type { Charge, NotPriced } from './cost-table';
import { type Facts, monthsKept } from './facts';
import type { PriceName } from './prices';

/**
 * What lines of a log cost that one source writes each month: taking them in, and keeping them once the log group is full.
 *
 * AWS charges for keeping what is left after compression, so this is more than will be charged.
 */
export function logCosts(
  log: { readonly group: string; readonly gigabytes: number; readonly takenInFor?: PriceName },
  for_: Pick<Charge, 'purpose' | 'detection'>,
  facts: Facts,
): (Charge | NotPriced)[] {
  const { group, gigabytes, takenInFor = 'logsIn' } = log;
  const takenIn: Charge = { ...for_, price: takenInFor, units: gigabytes, by: 'use' };
  const months = monthsKept(group, facts);
  if (months === undefined) {
    return [takenIn, { what: `keeping the lines of ${group}`, why: 'no template says for how long it keeps them' }];
  }
  return [takenIn, { ...for_, price: 'logsKept', units: gigabytes * months, by: 'use' }];
}
