import { everything } from '../../lib/config/consumers';
import type { Environment } from '../../lib/config/parameters';
import { accessRules, constructRules, wholeStackRules } from '../support/all-rules';
import { proveAll } from '../support/rules';
import { environmentsOf, exampleNames } from './example';

/**
 * Whether an environment has something for every question of access: a question about nothing fails. The examples that
 * lack files or prefixes of their own are asked theirs in the test of each.
 */
function hasPrefixes({ tier, workloads }: Environment): boolean {
  // The other tiers have the same workloads with other numbers.
  return (
    tier === 'production' &&
    workloads.some(({ consumers }) =>
      consumers.some(({ access }) => access.files.some(({ prefix }) => prefix !== everything)),
    )
  );
}

// What holds for every room holds for those of the examples.
describe.each(exampleNames)('example %s:', (name) => {
  const environments = environmentsOf(name);
  proveAll(constructRules, environments);
  proveAll(wholeStackRules, environments);
  const asked = environments.filter(hasPrefixes);
  if (asked.length > 0) proveAll(accessRules, asked);
});
