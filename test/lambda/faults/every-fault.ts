import { Driver, type Functions, type Happening } from '../../support/aws-model/driver';
import { type Coverage, Exploration } from '../../support/aws-model/explore';
import { atRest } from '../../support/aws-model/rest';
import { newWorld } from '../../support/aws-model/world';
import { report } from './figures';
import { rules } from './functions';

/** Goes through every life with at most so many faults, and keeps the figures. */
export async function everyFault(
  suite: string,
  functions: Functions,
  script: readonly Happening[],
  faults: number,
): Promise<Coverage> {
  const world = newWorld();
  const started = performance.now();
  // Every script of a whole life holds three rotations, one of them started by the scheduled function or by hand.
  const exploration = new Exploration(new Driver(functions, script, world), rules, atRest(functions, rules, 3));
  const coverage = await exploration.explore(world, faults);
  const [, singles = 0, pairs = 0] = coverage.lives;
  report(suite, {
    singles,
    pairs,
    'distinct worlds': coverage.states,
    'invocations run': coverage.invocations,
    'calls run': coverage.calls,
    milliseconds: Math.round(performance.now() - started),
  });
  return coverage;
}
