import { Driver } from '../../support/aws-model/driver';
import { Exploration, InvariantBroken } from '../../support/aws-model/explore';
import { atRest } from '../../support/aws-model/rest';
import { newWorld } from '../../support/aws-model/world';
import { accessKeyFunctions, rules } from '../faults/functions';
import type { Sources } from './broken-functions';
import type { Life } from './lives';

/** What the invariants find first in a life: with no fault at all, with one, with as many as it is lived under. */
export async function firstBroken(sources: Sources, { script, rotations, faults: most, around }: Life) {
  const plain = accessKeyFunctions(sources.AccessKeyRotation, sources.Reconciler);
  const functions = around === undefined ? plain : around(plain, sources);
  for (let faults = 0; faults <= most; faults += 1) {
    const world = newWorld();
    const settled = atRest(functions, rules, rotations);
    try {
      await new Exploration(new Driver(functions, script, world), rules, settled).explore(world, faults);
    } catch (error) {
      if (error instanceof InvariantBroken) return error.message;
      throw error;
    }
  }
  return undefined;
}
