import { Driver, type Functions } from '../../support/aws-model/driver';
import { Exploration, InvariantBroken } from '../../support/aws-model/explore';
import { atRest } from '../../support/aws-model/rest';
import { newWorld } from '../../support/aws-model/world';
import { rules, wholeLife } from '../faults/functions';
import { functionsWith } from './broken-functions';
import { knownBugs } from './known-bugs';

/** What the suites of faults find first in functions with a bug: with no fault at all, with one, with two. */
async function firstBroken(functions: Functions): Promise<string | undefined> {
  for (const faults of [0, 1]) {
    const world = newWorld();
    try {
      await new Exploration(new Driver(functions, wholeLife, world), rules, atRest(functions, rules, 3)).explore(
        world,
        faults,
      );
    } catch (error) {
      if (error instanceof InvariantBroken) return error.message;
      throw error;
    }
  }
  return undefined;
}

test.each(knownBugs.map((bug, index) => [bug.bug, bug, index] as const))(
  'finds the bug of %s',
  async (_, bug, index) => {
    await expect(firstBroken(functionsWith(bug, index))).resolves.toEqual(expect.any(String));
  },
  600_000,
);
