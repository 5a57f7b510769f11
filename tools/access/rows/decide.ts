import { isPattern } from '../patterns';
import type { Condition } from './access-row';
import { allOf, comparisonsOf, mapLeaves, always, never, isNever } from './condition-tree';
import { type Comparison, comparisonHolds } from './holds';
import { operatorOf } from './operators';

/**
 * What is known about the context of every request of a row: by the name of a key in lower case, the values that it can
 * have; `undefined` among them when AWS may not send it.
 */
export type Facts = ReadonlyMap<string, readonly (string | undefined)[]>;

/** More cases than that are not worth telling apart: what is not decided stays as a condition. */
const mostWorlds = 64;

function hasVariable(comparison: Comparison): boolean {
  return comparison.values.some((value) => value.includes('${'));
}

function decideIn(condition: Condition, world: ReadonlyMap<string, string | undefined>): Condition {
  return mapLeaves(condition, (leaf) => {
    if ('resourceLike' in leaf || hasVariable(leaf)) return leaf;
    const key = leaf.key.toLowerCase();
    if (!world.has(key)) return leaf;
    const value = world.get(key);
    return comparisonHolds(leaf, value === undefined ? {} : { [key]: value }) ? always : never;
  });
}

function worldsOf(keys: readonly string[], facts: Facts): ReadonlyMap<string, string | undefined>[] {
  return keys.reduce<ReadonlyMap<string, string | undefined>[]>(
    (worlds, key) =>
      worlds.flatMap((world) => (facts.get(key) ?? []).map((value) => new Map([...world, [key, value]]))),
    [new Map()],
  );
}

/** The condition with everything in it decided that the facts decide, whichever of the possible values a key has. */
export function decide(condition: Condition, facts: Facts): Condition {
  const asked = [...new Set(comparisonsOf(condition).map(({ key }) => key.toLowerCase()))].filter((key) =>
    facts.has(key),
  );
  if (asked.length === 0) return condition;
  const sure = asked.filter((key) => facts.get(key)?.length === 1);
  const [world = new Map<string, string | undefined>()] = worldsOf(sure, facts);
  const decided = decideIn(condition, world);
  const open = asked.filter((key) => !sure.includes(key));
  const worlds = worldsOf(open, facts);
  if (open.length === 0 || worlds.length > mostWorlds) return decided;
  const [first, ...others] = worlds.map((possible) => decideIn(decided, possible));
  const agree = others.every((other) => JSON.stringify(other) === JSON.stringify(first));
  return first !== undefined && agree ? first : mapLeaves(decided, (leaf) => decideAlone(leaf, facts));
}

/** A single comparison that comes out the same for all possible values of its key. */
function decideAlone(leaf: Comparison | { readonly resourceLike: readonly string[] }, facts: Facts): Condition {
  if ('resourceLike' in leaf) return leaf;
  const possible = facts.get(leaf.key.toLowerCase());
  if (possible === undefined || hasVariable(leaf)) return leaf;
  const answers = possible.map((value) => comparisonHolds(leaf, value === undefined ? {} : { [leaf.key]: value }));
  if (answers.every((answer) => answer)) return always;
  return answers.some((answer) => answer) ? leaf : never;
}

/** The texts among which a comparison leaves its key, or each value of it; undefined when there are endlessly many. */
function choicesOf(comparison: Comparison): readonly string[] | undefined {
  if (/^null/i.test(comparison.operator) || hasVariable(comparison)) return undefined;
  const { base, set, ifExists } = operatorOf(comparison.operator);
  if (set === 'ForAnyValue' || ifExists) return undefined;
  if (base === 'stringequals') return comparison.values;
  const finite = ['stringlike', 'arnequals', 'arnlike'].includes(base) && !comparison.values.some(isPattern);
  return finite ? comparison.values : undefined;
}

function isAboutEachValue({ operator }: Comparison): boolean {
  return /^forallvalues:/i.test(operator);
}

/** What must hold anyway: the condition itself, or each part of one that is made of several. */
function partsOf(condition: Condition): readonly Condition[] {
  return 'all' in condition ? condition.all : [condition];
}

/** The comparisons among the parts that say something about the same values as this one. */
function besides(comparison: Comparison, parts: readonly Condition[]): Comparison[] {
  const key = comparison.key.toLowerCase();
  return parts.filter(
    (part): part is Comparison =>
      'operator' in part &&
      part.key.toLowerCase() === key &&
      !hasVariable(part) &&
      (!isAboutEachValue(comparison) || isAboutEachValue(part)),
  );
}

/** A comparison whose values are listed, with what the others leave of them: it stands for all of them. */
interface Pin {
  readonly comparison: Comparison;
  readonly replaced: readonly Comparison[];
}

function pinsOf(parts: readonly Condition[]): Pin[] {
  const pins: Pin[] = [];
  const comparisons = parts.filter((part) => 'operator' in part);
  // One about the key as a whole also stands for those about each value, and not the other way round: it asks for the key.
  const wholeFirst = [...comparisons.filter((one) => !isAboutEachValue(one)), ...comparisons.filter(isAboutEachValue)];
  for (const part of wholeFirst) {
    if (pins.some(({ replaced }) => replaced.includes(part))) continue;
    const choices = choicesOf(part);
    if (choices === undefined) continue;
    const others = besides(part, parts);
    const left = [...new Set(choices)].filter((value) =>
      others.every((other) => comparisonHolds(other, { [part.key]: value })),
    );
    // Nothing is left for any value: the key may still be absent.
    if (left.length === 0 && isAboutEachValue(part)) continue;
    pins.push({ comparison: { ...part, values: left }, replaced: others });
  }
  return pins;
}

/**
 * The condition in its simplest form: values of a key that another part excludes are left out, and what follows from the
 * rest with them. One that nothing can meet, as two different values of the same key, holds never.
 */
export function simplify(condition: Condition, facts: Facts): Condition {
  let current = decide(condition, facts);
  for (;;) {
    const next = simplifyOnce(current, facts);
    if (isNever(next) || JSON.stringify(next) === JSON.stringify(current)) return next;
    current = next;
  }
}

function simplifyOnce(condition: Condition, facts: Facts): Condition {
  const parts = partsOf(condition);
  const pins = pinsOf(parts);
  if (pins.length === 0) return condition;
  if (pins.some(({ comparison }) => comparison.values.length === 0)) return never;
  const single = pins.filter(({ comparison }) => !isAboutEachValue(comparison));
  const known: Facts = new Map([
    ...facts,
    ...single.map(({ comparison: { key, values } }) => [key.toLowerCase(), values] as const),
  ]);
  return allOf(
    parts.map((part) => {
      const pin = 'operator' in part ? pins.find(({ replaced }) => replaced.includes(part)) : undefined;
      if (pin === undefined) return decide(part, known);
      return pin.replaced[0] === part ? pin.comparison : always;
    }),
  );
}
