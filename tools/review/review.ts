import type { SynthesizedEnvironment } from '../assembly/cloud-assembly';
import { type EnvironmentReview, newlyThere, noMoreThere } from './environment-review';
import type { Judged } from './finding';
import { type Grant, type Outcome, outcomeOf } from './grants';
import { kept } from './kept-environment';
import { isRenamed, moved, renamed } from './moved-environment';

export interface Review {
  /** There is nothing that it could be compared with, so that nothing needs a grant. */
  readonly isFirst: boolean;
  readonly environments: readonly EnvironmentReview[];
  readonly outcome: Outcome;
}

export interface ReviewInput {
  /** @default - the first deployment */
  readonly base?: readonly SynthesizedEnvironment[];
  readonly head: readonly SynthesizedEnvironment[];
  readonly grants: readonly Grant[];
  readonly today: Date;
}

/** Everything of an environment that needs an entry in the grants. */
export function judgedIn(environment: EnvironmentReview): Judged[] {
  const { gains, newStacks, newEnvironment, weakened, lostData } = environment;
  return [newEnvironment ?? [], newStacks ?? [], gains, weakened, lostData].flat();
}

/**
 * What a change does: to access, to what protects, to what holds data, to values, cost and code, in each environment.
 *
 * Nothing is asked of AWS and nothing is written: the same sides, grants and day give the same review.
 *
 * @throws ReviewError when nobody can tell the access of the head
 */
export async function review({ base, head, grants, today }: ReviewInput): Promise<Review> {
  const before = new Map((base ?? []).map((environment) => [environment.name, environment]));
  const same = head.map((environment) => before.get(environment.name));
  for (const { name } of head) before.delete(name);
  const environments: EnvironmentReview[] = [];
  for (const [index, environment] of head.entries()) {
    const known = same[index] ?? [...before.values()].find((gone) => isRenamed(gone, environment));
    if (known === undefined) environments.push(await newlyThere(environment));
    else if (known.name !== environment.name) environments.push(await renamed(known, environment));
    else if (known.account === environment.account) environments.push(await kept(known, environment));
    else environments.push(await moved(known, environment));
    if (known !== undefined) before.delete(known.name);
  }
  for (const gone of before.values()) environments.push(noMoreThere(gone));
  const isFirst = base === undefined || base.length === 0;
  const judged = isFirst ? [] : environments.flatMap(judgedIn);
  const outcome = outcomeOf(judged, grants, today);
  if (!isFirst) return { isFirst, environments, outcome };
  // Without a base nobody can say which entry is needed.
  return { isFirst, environments, outcome: { ...outcome, passes: outcome.outdated.length === 0, unused: [] } };
}
