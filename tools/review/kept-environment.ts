import { isDeepStrictEqual } from 'node:util';

import { differenceOf } from '../access/rows/difference';
import type { Stack } from '../access/template';
import type { SynthesizedEnvironment } from '../assembly/cloud-assembly';
import { furtherUnread } from './access/access-gains';
import { weakenedLimits } from './access/limits';
import { baseAccess, headAccess, notUnderstood } from './access/side-access';
import { weakenedUnread } from './access/unread-limits';
import { templateChanges } from './changes';
import {
  costBetween,
  costPart,
  type EnvironmentReview,
  newEnvironmentOf,
  nobodyGains,
  notesOf,
} from './environment-review';
import { deviationChanges } from './guards/deviation-changes';
import { guardChanges } from './guards/guard-changes';
import { divideByStacks } from './new-stacks';
import { type PairedStacks, pairResources, pairStacks, type ResourcePair } from './pairs';

/** The stacks without what a condition leaves out. */
function withoutLeftOut(stacks: readonly Stack[], resolved: readonly Stack[]): Stack[] {
  return stacks.map((stack, index) => {
    const left = resolved[index]?.template.Resources ?? {};
    const Resources = Object.entries(stack.template.Resources).filter(([id]) => id in left);
    return { ...stack, template: { ...stack.template, Resources: Object.fromEntries(Resources) } };
  });
}

function renamedNotes({ pairs }: PairedStacks): string[] {
  return pairs.flatMap(({ head, renamedFrom }) =>
    renamedFrom === undefined || head.parent !== undefined
      ? []
      : [
          `The stack ${renamedFrom} is now called ${head.name}. CloudFormation makes a new stack of that name beside the old one; access and guards are compared as if it were the same.`,
        ],
  );
}

function newNotes({ added }: PairedStacks): string[] {
  const names = added.filter(({ parent }) => parent === undefined).map(({ name }) => name);
  return names.length === 0 ? [] : [`New: the ${names.length === 1 ? 'stack' : 'stacks'} ${names.join(', ')}.`];
}

/** Nobody gains or loses anything by templates that are the same, wherever in the code they come from. */
function isSame(base: SynthesizedEnvironment, head: SynthesizedEnvironment): boolean {
  const told = ({ stacks }: SynthesizedEnvironment) =>
    stacks.map(({ name, account, region, template, parent }) => ({ name, account, region, template, parent }));
  return isDeepStrictEqual(told(base), told(head));
}

/**
 * What a change does to an environment that both sides have.
 *
 * @throws ReviewError when nobody can tell the access of the head
 */
export async function kept(base: SynthesizedEnvironment, head: SynthesizedEnvironment): Promise<EnvironmentReview> {
  const paired = pairStacks(base.stacks, head.stacks);
  const renamed = new Map(paired.pairs.map((pair) => [pair.head, pair]));
  // Under the names of the head, what CloudFormation would name after a stack is the same on both sides.
  const before = { ...base, stacks: [...[...renamed.values()].map((pair) => pair.base), ...paired.removed] };
  const after = await headAccess(head);
  const told = isSame(before, head) ? { found: after } : await baseAccess(before);
  const cost = costBetween(before, head);
  const common = {
    name: head.name,
    account: head.account,
    region: head.region,
    kind: 'kept' as const,
    notes: [...renamedNotes(paired), ...newNotes(paired), ...notesOf(told, cost)],
    ...costPart(cost),
    headRows: after.rows,
  };
  if ('note' in told) {
    await notUnderstood(head, () => after.confirm(after.rows));
    const newEnvironment = newEnvironmentOf(head, after);
    return { ...nobodyGains, ...templateChanges(head, paired), ...common, newEnvironment, baseRows: [] };
  }
  const { found } = told;
  const { gained, lost } = differenceOf(found.rows, after.rows);
  // What both sides say is nobody's gain, whoever is right about it.
  await notUnderstood(head, () => after.confirm(gained.map(({ row }) => row)));
  const headIndex = new Map(head.stacks.map((stack, index) => [stack, index]));
  const pruned = {
    base: withoutLeftOut(before.stacks, found.resolved),
    head: withoutLeftOut(head.stacks, after.resolved),
  };
  const pairs = paired.pairs.map((pair, index) => ({
    ...pair,
    base: pruned.base[index] ?? pair.base,
    head: pruned.head[headIndex.get(pair.head) ?? -1] ?? pair.head,
  }));
  // What stands in a stack that stays behind protects as before; a nested stack goes with its place.
  const looked = found.resolved.filter(
    (stack, index) => index < paired.pairs.length || (stack.parent !== undefined && isKept(stack, paired)),
  );
  const resources = pairResources(looked, after.resolved);
  const added = new Set(paired.added.map(({ name }) => name));
  const isNew = ({ base: was, head: is }: ResourcePair) =>
    was === undefined && is !== undefined && added.has(is.stack.name);
  const guards = guardChanges(
    head,
    pairs,
    resources.filter((one) => !isNew(one)),
  );
  const ownGuards = guardChanges(head, [], resources.filter(isNew));
  const unread = furtherUnread(after.unread, found.unread);
  const divided = divideByStacks(head, [...added], after, { gained, unread, guards, ownGuards });
  const deviations = deviationChanges(head, before.stacks, head.stacks);
  return {
    ...templateChanges(head, { ...paired, pairs }),
    ...common,
    ...divided,
    losses: lost,
    lostPolicies: furtherUnread(found.unread, after.unread).flatMap(({ kind, text }) =>
      kind === 'policy' || kind === 'allowing' ? [text] : [],
    ),
    weakened: [
      ...divided.weakened,
      ...(await weakenedLimits(head, found.assembly, after.assembly)),
      ...weakenedUnread(head, found, after),
      ...deviations.weakened,
    ],
    strengthened: [...guards.strengthened, ...ownGuards.strengthened, ...deviations.strengthened],
    baseRows: found.rows,
  };
}

/** Whether a stack that the head does not have was deployed by one that it has. */
function isKept({ parent }: Stack, { removed }: PairedStacks): boolean {
  return !removed.some(({ name }) => name === parent?.name);
}
