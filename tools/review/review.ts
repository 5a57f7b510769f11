import { isDeepStrictEqual } from 'node:util';

import { type Assembly, assemblyOf } from '../access/assembly';
import type { SynthesizedEnvironment } from '../assembly/cloud-assembly';
import type { AccessRow } from '../access/rows/access-row';
import { accessRows } from '../access/rows/access-rows';
import { type AccessOnOneSide, differenceOf } from '../access/rows/difference';
import { resolveStack } from '../access/resolve';
import type { Stack } from '../access/template';
import { type CostChange, costChange } from '../cost/compare';
import { costOf, tierOf } from '../cost/environment-cost';
import { assumedUsage } from '../cost/usage';
import { accessGains, furtherPolicies, meaningOf } from './access/access-gains';
import { weakenedLimits } from './access/limits';
import { type UnknownPolicy, withoutUnknownPolicies } from './access/unknown-policies';
import { type TemplateChanges, templateChanges } from './changes';
import type { AccessGain, GuardChange, Judged, NewEnvironment } from './finding';
import { fingerprintOf } from './fingerprint';
import { type Grant, type Outcome, outcomeOf } from './grants';
import { guardChanges } from './guards/guard-changes';
import { type PairedStacks, pairResources, pairStacks } from './pairs';
import { ReviewError } from './review-error';

/** What a change does to one environment. */
export interface EnvironmentReview extends TemplateChanges {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly kind: 'kept' | 'new' | 'removed';
  /** What people should know about how it was judged. */
  readonly notes: readonly string[];
  readonly gains: readonly AccessGain[];
  readonly newEnvironment?: NewEnvironment;
  readonly losses: readonly AccessOnOneSide[];
  /** Policies that no stack contains, and that nobody has any more. */
  readonly lostPolicies: readonly string[];
  readonly weakened: readonly GuardChange[];
  readonly strengthened: readonly GuardChange[];
  /** Absent when the cost of neither side can be told; a note says why. */
  readonly cost?: CostChange;
  /** Access on both sides. */
  readonly baseRows: readonly AccessRow[];
  readonly headRows: readonly AccessRow[];
}

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

const nothingChanged: TemplateChanges = { lostData: [], lostOthers: [], values: [], code: [], others: [] };

/** Who can do what on one side, as far as the stacks tell it. */
interface SideAccess {
  readonly rows: readonly AccessRow[];
  readonly unknown: readonly UnknownPolicy[];
  readonly assembly: Assembly;
}

async function accessOf(environment: SynthesizedEnvironment): Promise<SideAccess> {
  const { stacks, unknown } = withoutUnknownPolicies(environment.stacks);
  return { rows: await accessRows({ ...environment, stacks }), unknown, assembly: assemblyOf(stacks) };
}

function resolvedOf(stacks: readonly Stack[]): Stack[] {
  return stacks.map((stack) => resolveStack(stack, stacks));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function headAccess(environment: SynthesizedEnvironment): Promise<SideAccess> {
  try {
    return await accessOf(environment);
  } catch (cause) {
    throw new ReviewError(
      `${environment.name}: nobody can tell who gains access, because the head is not understood: ${messageOf(cause)}`,
      { cause },
    );
  }
}

type NoteOr<Found> = { readonly found: Found } | { readonly note: string };

/** What cannot be told of the base is a note: a change that mends it must get through. */
async function baseAccess(environment: SynthesizedEnvironment): Promise<NoteOr<SideAccess>> {
  try {
    return { found: await accessOf(environment) };
  } catch (cause) {
    return {
      note: `The access of the base is not understood, so that all access of the head counts as new: ${messageOf(cause)}`,
    };
  }
}

function costBetween(
  base: SynthesizedEnvironment | undefined,
  head: SynthesizedEnvironment | undefined,
): NoteOr<CostChange> {
  try {
    const usage = assumedUsage[tierOf((head ?? base)?.stacks ?? [])];
    return { found: costChange(base && costOf(base, usage), head && costOf(head, usage)) };
  } catch (error) {
    return { note: `What it costs is not told: ${messageOf(error)}` };
  }
}

/** The stacks without what a condition leaves out. */
function withoutLeftOut(stacks: readonly Stack[], resolved: readonly Stack[]): Stack[] {
  return stacks.map((stack, index) => {
    const left = resolved[index]?.template.Resources ?? {};
    const Resources = Object.entries(stack.template.Resources).filter(([id]) => id in left);
    return { ...stack, template: { ...stack.template, Resources: Object.fromEntries(Resources) } };
  });
}

function newEnvironmentOf(head: SynthesizedEnvironment, rows: readonly AccessRow[]): NewEnvironment {
  const { name, account, region } = head;
  const whole = rows.map((row) => [row.principal.kind, row.principal.id, meaningOf([row])]);
  const fingerprint = fingerprintOf('environment', whole, head);
  return { kind: 'new environment', environment: name, fingerprint, account, region, rows };
}

function costPart(cost: NoteOr<CostChange>): { readonly cost?: CostChange } {
  return 'found' in cost ? { cost: cost.found } : {};
}

function notesOf(...parts: readonly NoteOr<unknown>[]): string[] {
  return parts.flatMap((part) => ('note' in part ? [part.note] : []));
}

async function newlyThere(head: SynthesizedEnvironment): Promise<EnvironmentReview> {
  const { rows, unknown } = await headAccess(head);
  const cost = costBetween(undefined, head);
  return {
    ...nothingChanged,
    name: head.name,
    account: head.account,
    region: head.region,
    kind: 'new',
    notes: notesOf(cost),
    gains: accessGains(head, [], unknown),
    newEnvironment: newEnvironmentOf(head, rows),
    losses: [],
    lostPolicies: [],
    weakened: [],
    strengthened: [],
    ...costPart(cost),
    baseRows: [],
    headRows: rows,
  };
}

function noMoreThere(base: SynthesizedEnvironment): EnvironmentReview {
  const cost = costBetween(base, undefined);
  return {
    ...templateChanges(base, {
      pairs: [],
      added: [],
      removed: base.stacks.filter(({ parent }) => parent === undefined),
    }),
    name: base.name,
    account: base.account,
    region: base.region,
    kind: 'removed',
    notes: [
      'The application has this environment no more. The CDK deletes none of its stacks: they stay as they are, and nobody reviews them any longer.',
      ...notesOf(cost),
    ],
    gains: [],
    losses: [],
    lostPolicies: [],
    weakened: [],
    strengthened: [],
    ...costPart(cost),
    baseRows: [],
    headRows: [],
  };
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

/** Nobody gains or loses anything by templates that are the same, wherever in the code they come from. */
function isSame(base: SynthesizedEnvironment, head: SynthesizedEnvironment): boolean {
  const told = ({ stacks }: SynthesizedEnvironment) =>
    stacks.map(({ name, account, region, template, parent }) => ({ name, account, region, template, parent }));
  return isDeepStrictEqual(told(base), told(head));
}

async function kept(base: SynthesizedEnvironment, head: SynthesizedEnvironment): Promise<EnvironmentReview> {
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
    ...costPart(cost),
    headRows: after.rows,
  };
  const notes = [...renamedNotes(paired), ...notesOf(told, cost)];
  if ('note' in told) {
    return {
      ...nothingChanged,
      ...templateChanges(head, paired),
      ...common,
      notes,
      gains: accessGains(head, [], after.unknown),
      newEnvironment: newEnvironmentOf(head, after.rows),
      losses: [],
      lostPolicies: [],
      weakened: [],
      strengthened: [],
      baseRows: [],
    };
  }
  const { found } = told;
  const { gained, lost } = differenceOf(found.rows, after.rows);
  const resolved = { base: resolvedOf(before.stacks), head: resolvedOf(head.stacks) };
  const headIndex = new Map(head.stacks.map((stack, index) => [stack, index]));
  const pruned = {
    base: withoutLeftOut(before.stacks, resolved.base),
    head: withoutLeftOut(head.stacks, resolved.head),
  };
  const pairs = paired.pairs.map((pair, index) => ({
    ...pair,
    base: pruned.base[index] ?? pair.base,
    head: pruned.head[headIndex.get(pair.head) ?? -1] ?? pair.head,
  }));
  // What stands in a stack that stays behind protects as before; a nested stack goes with its place.
  const looked = resolved.base.filter(
    (stack, index) => index < paired.pairs.length || (stack.parent !== undefined && isKept(stack, paired)),
  );
  const guards = guardChanges(head, pairs, pairResources(looked, resolved.head));
  const changes = templateChanges(head, { ...paired, pairs });
  return {
    ...changes,
    ...common,
    notes,
    gains: accessGains(head, gained, furtherPolicies(after.unknown, found.unknown)),
    losses: lost,
    lostPolicies: furtherPolicies(found.unknown, after.unknown).map(({ arn }) => arn),
    weakened: [...guards.weakened, ...(await weakenedLimits(head, found.assembly, after.assembly))],
    strengthened: guards.strengthened,
    baseRows: found.rows,
  };
}

/** Whether a stack that the head does not have was deployed by one that it has. */
function isKept({ parent }: Stack, { removed }: PairedStacks): boolean {
  return !removed.some(({ name }) => name === parent?.name);
}

/** Everything of an environment that needs an entry in the grants. */
export function judgedIn(environment: EnvironmentReview): Judged[] {
  const { gains, newEnvironment, weakened, lostData } = environment;
  return [...(newEnvironment === undefined ? [] : [newEnvironment]), ...gains, ...weakened, ...lostData];
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
  const environments: EnvironmentReview[] = [];
  for (const environment of head) {
    const same = before.get(environment.name);
    before.delete(environment.name);
    if (same === undefined) environments.push(await newlyThere(environment));
    else if (same.account === environment.account) environments.push(await kept(same, environment));
    else environments.push(await moved(same, environment));
  }
  for (const gone of before.values()) environments.push(noMoreThere(gone));
  const isFirst = base === undefined || base.length === 0;
  const judged = isFirst ? [] : environments.flatMap(judgedIn);
  const outcome = outcomeOf(judged, grants, today);
  if (!isFirst) return { isFirst, environments, outcome };
  // Without a base nobody can say which entry is needed.
  return { isFirst, environments, outcome: { ...outcome, passes: outcome.outdated.length === 0, unused: [] } };
}

/** In another account everything is new, and everything of the old one stays. */
async function moved(base: SynthesizedEnvironment, head: SynthesizedEnvironment): Promise<EnvironmentReview> {
  const [there, gone] = [await newlyThere(head), noMoreThere(base)];
  const notes = [
    `It moves from account ${base.account} to ${head.account}: everything in the new one is new, and the stacks in the old one stay as they are.`,
    ...there.notes,
  ];
  return { ...there, notes, lostData: gone.lostData, lostOthers: gone.lostOthers };
}
