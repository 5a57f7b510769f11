import type { SynthesizedEnvironment } from '../../tools/assembly/cloud-assembly';
import type { Grant } from '../../tools/review/grants';
import { type Review, review } from '../../tools/review/review';
import { environmentOf, type Resources, stackWith, world } from './corpus/small-world';

export const today = new Date('2026-10-01T00:00:00Z');

/** A change of one stack. */
export async function reviewOf(
  after: Resources,
  before: Resources = world,
  grants: readonly Grant[] = [],
): Promise<Review> {
  return reviewOfSides([environmentOf(stackWith(before))], [environmentOf(stackWith(after))], grants);
}

export async function reviewOfSides(
  base: readonly SynthesizedEnvironment[] | undefined,
  head: readonly SynthesizedEnvironment[],
  grants: readonly Grant[] = [],
): Promise<Review> {
  return review({ ...(base === undefined ? {} : { base }), head, grants, today });
}

/** The only environment of a review. */
export function onlyOne({ environments }: Review) {
  const [first, ...others] = environments;
  if (first === undefined || others.length > 0)
    throw new Error(`the review has ${String(environments.length)} environments`);
  return first;
}
