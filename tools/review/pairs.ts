import { isDeepStrictEqual } from 'node:util';

import type { Entry, Stack } from '../access/template';

/** A stack on both sides; the base goes by its name of the head, so that what it names is the same thing. */
export interface StackPair {
  readonly base: Stack;
  readonly head: Stack;
  /** What the base calls it, where that differs. */
  readonly renamedFrom?: string;
}

export interface PairedStacks {
  readonly pairs: readonly StackPair[];
  readonly added: readonly Stack[];
  readonly removed: readonly Stack[];
}

function placeOf({ account, region, name }: Stack): string {
  return [account, region, name].join('/');
}

/** The part of the resources that two stacks have in common, by logical id and type: from 0 to 1. */
function likeness(one: Stack, other: Stack): number {
  const [left, right] = [one.template.Resources, other.template.Resources];
  const common = Object.entries(left).filter(([id, { Type }]) => right[id]?.Type === Type).length;
  return common / Math.max(Object.keys(left).length, Object.keys(right).length, 1);
}

/** A stack that has most of its resources in common with another is that one under another name. */
export const likeEnough = 0.6;

/** Which stack of the base is which of the head. */
export function pairStacks(base: readonly Stack[], head: readonly Stack[]): PairedStacks {
  const known = new Map(base.map((stack) => [placeOf(stack), stack]));
  const pairs: StackPair[] = [];
  const left = new Set(base);
  const unpaired: Stack[] = [];
  for (const stack of head) {
    const same = known.get(placeOf(stack));
    if (same === undefined) unpaired.push(stack);
    else {
      left.delete(same);
      pairs.push({ base: same, head: stack });
    }
  }
  const added: Stack[] = [];
  for (const stack of unpaired) {
    const [likest] = [...left]
      .filter(({ account, region }) => account === stack.account && region === stack.region)
      .map((candidate) => ({ candidate, like: likeness(candidate, stack) }))
      .filter(({ like }) => like >= likeEnough)
      .sort((one, other) => other.like - one.like);
    if (likest === undefined) added.push(stack);
    else {
      left.delete(likest.candidate);
      const { candidate } = likest;
      pairs.push({ base: { ...candidate, name: stack.name }, head: stack, renamedFrom: candidate.name });
    }
  }
  return { pairs: pairs.map((pair) => adopted(pair, pairs)), added, removed: [...left] };
}

/** A nested stack names the stack that deploys it: by its new name too. */
function adopted(pair: StackPair, pairs: readonly StackPair[]): StackPair {
  const { parent } = pair.base;
  const renamed = pairs.find(({ renamedFrom }) => renamedFrom !== undefined && renamedFrom === parent?.name);
  if (parent === undefined || renamed === undefined) return pair;
  return { ...pair, base: { ...pair.base, parent: { ...parent, name: renamed.head.name } } };
}

/** A resource on the sides where it is. */
export interface ResourcePair {
  readonly base?: Entry;
  readonly head?: Entry;
}

function entriesIn(stacks: readonly Stack[]): Entry[] {
  return stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources).map(([logicalId, resource]) => ({ stack, logicalId, resource })),
  );
}

function keyOf({ stack, logicalId, resource }: Entry): string {
  return [placeOf(stack), logicalId, resource.Type].join('/');
}

/** Properties by which a template names a resource itself. */
const nameProperties = [
  'AlarmName',
  'AnalyzerName',
  'BucketName',
  'DashboardName',
  'FilterName',
  'FunctionName',
  'GroupName',
  'LogGroupName',
  'Name',
  'QueueName',
  'RoleName',
  'TableName',
  'TopicName',
  'TrailName',
  'UserName',
];

function nameOf({ resource, stack }: Entry): string | undefined {
  const { Properties = {} } = resource;
  const property = nameProperties.find((name) => typeof Properties[name] === 'string');
  return property === undefined
    ? undefined
    : [stack.account, stack.region, resource.Type, property, String(Properties[property])].join('/');
}

function isSame(one: Entry, other: Entry): boolean {
  if (one.resource.Type !== other.resource.Type) return false;
  const name = nameOf(one);
  if (name !== undefined && name === nameOf(other)) return true;
  if (one.logicalId === other.logicalId) return true;
  return isDeepStrictEqual(one.resource.Properties, other.resource.Properties);
}

/**
 * Which resource of the base is which of the head, among resolved stacks: first by their place; of the rest, one that has
 * the same name, the same logical id in another stack, or the very same properties.
 */
export function pairResources(base: readonly Stack[], head: readonly Stack[]): ResourcePair[] {
  const before = new Map(entriesIn(base).map((entry) => [keyOf(entry), entry]));
  const pairs: ResourcePair[] = [];
  const fresh: Entry[] = [];
  for (const entry of entriesIn(head)) {
    const same = before.get(keyOf(entry));
    if (same === undefined) fresh.push(entry);
    else {
      before.delete(keyOf(entry));
      pairs.push({ base: same, head: entry });
    }
  }
  for (const gone of before.values()) {
    const index = fresh.findIndex((entry) => isSame(gone, entry));
    const [moved] = index === -1 ? [] : fresh.splice(index, 1);
    pairs.push(moved === undefined ? { base: gone } : { base: gone, head: moved });
  }
  return [...pairs, ...fresh.map((entry) => ({ head: entry }))];
}
