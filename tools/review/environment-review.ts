import type { AccessRow } from '../access/rows/access-row';
import type { AccessOnOneSide } from '../access/rows/difference';
import type { SynthesizedEnvironment } from '../assembly/cloud-assembly';
import { type CostChange, costChange } from '../cost/compare';
import { costOf, tierOf } from '../cost/environment-cost';
import { assumedUsage } from '../cost/usage';
import { accessGains } from './access/access-gains';
import { headAccess, messageOf, type NoteOr, notUnderstood, type SideAccess } from './access/side-access';
import { type TemplateChanges, templateChanges } from './changes';
import type { AccessGain, GuardChange, NewEnvironment, NewStacks } from './finding';
import { fingerprintOf } from './fingerprint';
import { deviationChanges } from './guards/deviation-changes';

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
  readonly newStacks?: NewStacks;
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

export const nobodyGains = { gains: [], losses: [], lostPolicies: [], weakened: [], strengthened: [] } as const;

const nothingChanged: TemplateChanges = { lostData: [], lostOthers: [], values: [], code: [], others: [] };

export function costBetween(
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

/** All access of an environment as one finding. @param gains what people are shown of it. @default - all of it */
export function newEnvironmentOf(
  head: SynthesizedEnvironment,
  { rows, unread }: SideAccess,
  gains?: readonly AccessGain[],
): NewEnvironment {
  const { name, account, region } = head;
  const all = accessGains(
    head,
    rows.map((row) => ({ row })),
    unread,
  );
  const deviations = deviationChanges(head, [], head.stacks).weakened;
  const whole = [...all, ...deviations].map((one) => one.fingerprint).sort();
  const fingerprint = fingerprintOf('environment', whole, head);
  return {
    kind: 'new environment',
    environment: name,
    fingerprint,
    account,
    region,
    rows,
    gains: gains ?? all,
    deviations,
  };
}

export function costPart(cost: NoteOr<CostChange>): { readonly cost?: CostChange } {
  return 'found' in cost ? { cost: cost.found } : {};
}

export function notesOf(...parts: readonly NoteOr<unknown>[]): string[] {
  return parts.flatMap((part) => ('note' in part ? [part.note] : []));
}

export async function newlyThere(head: SynthesizedEnvironment): Promise<EnvironmentReview> {
  const after = await headAccess(head);
  await notUnderstood(head, () => after.confirm(after.rows));
  const cost = costBetween(undefined, head);
  return {
    ...nothingChanged,
    ...nobodyGains,
    name: head.name,
    account: head.account,
    region: head.region,
    kind: 'new',
    notes: notesOf(cost),
    newEnvironment: newEnvironmentOf(head, after),
    ...costPart(cost),
    baseRows: [],
    headRows: after.rows,
  };
}

export function noMoreThere(base: SynthesizedEnvironment): EnvironmentReview {
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
    ...nobodyGains,
    ...costPart(cost),
    baseRows: [],
    headRows: [],
  };
}
