import type { SynthesizedEnvironment } from '../assembly/cloud-assembly';
import { headAccess } from './access/side-access';
import { type EnvironmentReview, newEnvironmentOf, newlyThere, noMoreThere } from './environment-review';
import { kept } from './kept-environment';
import { likeEnough, pairStacks } from './pairs';

/** In another account everything is new, and everything of the old one stays. */
export async function moved(base: SynthesizedEnvironment, head: SynthesizedEnvironment): Promise<EnvironmentReview> {
  const [there, gone] = [await newlyThere(head), noMoreThere(base)];
  const notes = [
    `It moves from account ${base.account} to ${head.account}: everything in the new one is new, and the stacks in the old one stay as they are.`,
    ...there.notes,
  ];
  return { ...there, notes, lostData: gone.lostData, lostOthers: gone.lostOthers };
}

/** Whether two environments of one place are made of the same, whatever they are called. */
export function isRenamed(base: SynthesizedEnvironment, head: SynthesizedEnvironment): boolean {
  if (base.account !== head.account || base.region !== head.region) return false;
  const { pairs } = pairStacks(base.stacks, head.stacks);
  return pairs.length >= likeEnough * Math.max(base.stacks.length, head.stacks.length);
}

/** The environment with another name wherever that stands as a word. */
function underName(base: SynthesizedEnvironment, name: string): SynthesizedEnvironment {
  const escaped = base.name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const word = new RegExp(`(?<![A-Za-z0-9])${escaped}(?![A-Za-z0-9])`, 'g');
  return JSON.parse(JSON.stringify(base).replaceAll(word, () => name)) as SynthesizedEnvironment;
}

/**
 * Under another name every stack is a new one beside the old, which stays with all that it holds; what differs is told as
 * if the name had been the same.
 */
export async function renamed(base: SynthesizedEnvironment, head: SynthesizedEnvironment): Promise<EnvironmentReview> {
  const [told, gone] = [await kept(underName(base, head.name), head), noMoreThere(base)];
  const gains = [...told.gains, ...(told.newStacks?.gains ?? [])];
  const { newStacks: _within, ...rest } = told;
  return {
    ...rest,
    notes: [
      `It was called ${base.name}. CloudFormation makes new stacks beside the old ones, which stay as they are with all that they hold; what is listed here differs beside the name.`,
      ...told.notes,
    ],
    gains: [],
    newEnvironment: newEnvironmentOf(head, await headAccess(head), gains),
    lostData: gone.lostData,
    lostOthers: gone.lostOthers,
  };
}
