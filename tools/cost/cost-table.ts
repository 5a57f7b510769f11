import { priceList, type PriceName } from './prices';
import type { Tier, Usage } from './usage';

/** What money is spent for: that something is kept, that somebody watches over it, that its secrets change. */
export const purposes = ['keeping', 'watching', 'rotating'] as const;
export type Purpose = (typeof purposes)[number];

/**
 * What a line has to do with detection: `rings` is there only so that something rings; `listens` is the record of the
 * account that everything rings by, and that an environment has for its own sake too.
 */
type Detection = 'rings' | 'listens';

/** Units of something that one or more resources are charged for, each month. */
export interface Charge {
  readonly purpose: Purpose;
  readonly price: PriceName;
  readonly units: number;
  /** Whether the template says how many, or how much the environment is used. */
  readonly by: 'template' | 'use';
  readonly detection?: Detection;
}

/** A line of the table: the charges of all resources of one type that are alike. */
export interface CostLine extends Charge {
  /** Resource type of CloudFormation. */
  readonly type: string;
  /** Dollars a month at list prices. */
  readonly list: number;
  /** Dollars a month if the account, or those billed with it, use their free tiers for nothing else. */
  readonly afterFreeTier: number;
}

/** Something that costs, and whose price or amount is not known here. It is never counted as nothing. */
export interface NotPriced {
  readonly what: string;
  readonly why: string;
}

export interface CostTable {
  /** Name of the environment. */
  readonly environment: string;
  readonly tier: Tier;
  readonly account: string;
  /** The environment's own Region, which is not the one of the prices. */
  readonly region: string;
  readonly usage: Usage;
  readonly lines: readonly CostLine[];
  readonly notPriced: readonly NotPriced[];
}

export interface Dollars {
  readonly list: number;
  readonly afterFreeTier: number;
}

export function sumOf(lines: readonly Dollars[]): Dollars {
  return {
    list: lines.reduce((sum, { list }) => sum + list, 0),
    afterFreeTier: lines.reduce((sum, { afterFreeTier }) => sum + afterFreeTier, 0),
  };
}

/** What tells lines apart: no two of a table have the same. */
export function keyOf({ purpose, type, price, by, detection }: Omit<CostLine, 'units' | keyof Dollars>): string {
  return [purpose, type, price, by, detection ?? ''].join('|');
}

/**
 * The lines that charges add up to, with their dollars.
 *
 * A free tier is of one price, whatever lines there are of it: each line has the share that its units have.
 */
export function linesOf(charges: readonly (Charge & { readonly type: string })[]): CostLine[] {
  const merged = new Map<string, Charge & { readonly type: string }>();
  for (const charge of charges) {
    const key = keyOf(charge);
    const known = merged.get(key);
    merged.set(key, known === undefined ? charge : { ...known, units: known.units + charge.units });
  }
  const all = [...merged.values()].filter(({ units }) => units > 0);
  return all.map((charge) => {
    const { dollars, per, freeUnits = 0 } = priceList.prices[charge.price];
    const units = all.reduce((sum, { price, units: more }) => (price === charge.price ? sum + more : sum), 0);
    const list = (charge.units / per) * dollars;
    return { ...charge, list, afterFreeTier: list * (Math.max(0, units - freeUnits) / units) };
  });
}
