import type { Environment } from '../config/parameters';
import { watchesAccount } from '../detection/account-wide';
import { globalRegionOf } from '../detection/global-region';

/** The Regions in which an environment has stacks, each to be bootstrapped: its own first. */
export function deployedRegions(environment: Environment): string[] {
  const regions = watchesAccount(environment)
    ? [environment.region, globalRegionOf(environment)]
    : [environment.region];
  return [...new Set(regions)];
}
