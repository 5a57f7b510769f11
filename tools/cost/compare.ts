import { isDeepStrictEqual } from 'node:util';

import { CostError } from './cost-error';
import { type CostLine, type CostTable, type Dollars, keyOf, type NotPriced, sumOf } from './cost-table';

/** A line that is not the same in two tables. */
interface ChangedLine extends Omit<CostLine, 'units' | keyof Dollars> {
  readonly unitsBefore: number;
  readonly unitsAfter: number;
  /** Dollars a month more; negative when it becomes cheaper. */
  readonly change: Dollars;
}

export interface CostChange {
  readonly environment: string;
  readonly before: Dollars;
  readonly after: Dollars;
  readonly change: Dollars;
  /** Greatest change first. */
  readonly lines: readonly ChangedLine[];
  /** What costs from now on, nobody can say how much. */
  readonly newlyNotPriced: readonly NotPriced[];
}

function less(after: Dollars, before: Dollars): Dollars {
  return { list: after.list - before.list, afterFreeTier: after.afterFreeTier - before.afterFreeTier };
}

const nothing = { units: 0, list: 0, afterFreeTier: 0 };

/**
 * What a change of the templates costs a month.
 *
 * @param before undefined for a new environment
 * @param after undefined for one that is removed
 * @throws CostError for tables of different usage: the difference would be the usage's, not the templates'
 */
export function costChange(before: CostTable | undefined, after: CostTable | undefined): CostChange {
  if (before !== undefined && after !== undefined && !isDeepStrictEqual(before.usage, after.usage)) {
    throw new CostError(
      `the costs of ${before.environment} and ${after.environment} are of different usage; count both with the same`,
    );
  }
  const linesBefore = new Map(before?.lines.map((line) => [keyOf(line), line]));
  const linesAfter = new Map(after?.lines.map((line) => [keyOf(line), line]));
  const lines = [...new Map([...linesBefore, ...linesAfter])].flatMap(
    ([key, { purpose, type, price, by, detection }]) => {
      const old = linesBefore.get(key) ?? nothing;
      const next = linesAfter.get(key) ?? nothing;
      const change = less(next, old);
      if (old.units === next.units && change.afterFreeTier === 0) return [];
      const of = { purpose, type, price, by, ...(detection === undefined ? {} : { detection }) };
      return [{ ...of, unitsBefore: old.units, unitsAfter: next.units, change }];
    },
  );
  const knownBefore = new Set(before?.notPriced.map(({ what }) => what));
  const totalBefore = sumOf(before?.lines ?? []);
  const totalAfter = sumOf(after?.lines ?? []);
  return {
    environment: after?.environment ?? before?.environment ?? '',
    before: totalBefore,
    after: totalAfter,
    change: less(totalAfter, totalBefore),
    lines: lines.sort((left, right) => Math.abs(right.change.list) - Math.abs(left.change.list)),
    newlyNotPriced: (after?.notPriced ?? []).filter(({ what }) => !knownBefore.has(what)),
  };
}
