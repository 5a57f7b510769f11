import type { Condition } from '../rows/access-row';
import { type Comparison, comparisonHolds, type ConcreteRequest } from '../rows/holds';
import { matchesArn } from '../arn-patterns';
import { groupedBy } from '../grouped';
import { arnCellsOf, TooManyCasesError } from './cells';
import { representativesOf, type Sent } from './representatives';

/** Finds a request for which a condition holds: by it, one condition is shown not to imply another. */

type ResourceLike = Extract<Condition, { readonly resourceLike: readonly string[] }>;
type Leaf = Comparison | ResourceLike;

/** A condition whose negations stand at its leaves alone. */
type Formula =
  | { readonly all: readonly Formula[] }
  | { readonly any: readonly Formula[] }
  | { readonly subject: string; readonly leaf: Leaf; readonly wanted: boolean };

const theResource = '';

function subjectOf(leaf: Leaf): string {
  return 'resourceLike' in leaf ? theResource : leaf.key.toLowerCase();
}

function formulaOf(condition: Condition, wanted = true): Formula {
  if ('not' in condition) return formulaOf(condition.not, !wanted);
  if ('all' in condition) {
    const parts = condition.all.map((part) => formulaOf(part, wanted));
    return wanted ? { all: parts } : { any: parts };
  }
  if ('any' in condition) {
    const parts = condition.any.map((part) => formulaOf(part, wanted));
    return wanted ? { any: parts } : { all: parts };
  }
  return { subject: subjectOf(condition), leaf: condition, wanted };
}

function leavesOf(formula: Formula): Leaf[] {
  if ('all' in formula) return formula.all.flatMap(leavesOf);
  if ('any' in formula) return formula.any.flatMap(leavesOf);
  return [formula.leaf];
}

/** Places in the search; a policy that a person wrote needs a few hundred. */
const mostPlaces = 50_000;

class Search {
  private readonly values = new Map<string, readonly Sent[]>();
  private readonly tables = new Map<Leaf, bigint>();
  private places = 0;

  constructor(formula: Formula) {
    const bySubject = groupedBy(leavesOf(formula), subjectOf);
    for (const [subject, leaves] of bySubject) {
      const values =
        subject === theResource
          ? arnCellsOf((leaves as ResourceLike[]).flatMap(({ resourceLike }) => resourceLike))
          : representativesOf(leaves as Comparison[]);
      this.values.set(subject, values);
      for (const leaf of leaves) this.tables.set(leaf, tableOf(leaf, values));
    }
  }

  /** Which values are left for each subject, when the formulas can all hold. */
  public solve(open: readonly Formula[], left: ReadonlyMap<string, bigint>): ReadonlyMap<string, bigint> | undefined {
    this.places += 1;
    if (this.places > mostPlaces) throw new TooManyCasesError('the conditions have too many alternatives');
    const allowed = new Map(left);
    const waiting = [...open];
    const choices: (readonly Formula[])[] = [];
    for (let formula = waiting.pop(); formula !== undefined; formula = waiting.pop()) {
      if ('all' in formula) waiting.push(...formula.all);
      else if ('any' in formula) choices.push(formula.any);
      else {
        const rest = this.leftFor(formula.subject, allowed) & this.table(formula);
        if (rest === 0n) return undefined;
        allowed.set(formula.subject, rest);
      }
    }
    const viable = choices
      .filter((parts) => !parts.some((part) => this.holdsAlready(part, allowed)))
      .map((parts) => parts.filter((part) => this.mayHold(part, allowed)));
    const [first, ...others] = viable.sort((one, other) => one.length - other.length);
    if (first === undefined) return allowed;
    for (const part of first) {
      const solved = this.solve([part, ...others.map((any) => ({ any }))], allowed);
      if (solved !== undefined) return solved;
    }
    return undefined;
  }

  public requestOf(left: ReadonlyMap<string, bigint>): ConcreteRequest {
    const chosen = [...this.values].map(([subject, values]): [string, Sent] => {
      const mask = this.leftFor(subject, left);
      return [subject, values.find((_value, index) => (mask >> BigInt(index)) % 2n === 1n)];
    });
    const resource = new Map(chosen).get(theResource);
    const context = chosen.flatMap(([subject, value]) =>
      subject === theResource || value === undefined ? [] : [[subject, value] as const],
    );
    return { resource: typeof resource === 'string' ? resource : '*', context: Object.fromEntries(context) };
  }

  private leftFor(subject: string, allowed: ReadonlyMap<string, bigint>): bigint {
    return allowed.get(subject) ?? (1n << BigInt(this.values.get(subject)?.length ?? 0)) - 1n;
  }

  private table({ leaf, wanted, subject }: Extract<Formula, { leaf: Leaf }>): bigint {
    const table = this.tables.get(leaf) ?? 0n;
    return wanted ? table : ~table & this.leftFor(subject, new Map());
  }

  private mayHold(formula: Formula, allowed: ReadonlyMap<string, bigint>): boolean {
    return !('leaf' in formula) || (this.leftFor(formula.subject, allowed) & this.table(formula)) !== 0n;
  }

  private holdsAlready(formula: Formula, allowed: ReadonlyMap<string, bigint>): boolean {
    return 'leaf' in formula && (this.leftFor(formula.subject, allowed) & ~this.table(formula)) === 0n;
  }
}

function tableOf(leaf: Leaf, values: readonly Sent[]): bigint {
  return values.reduce<bigint>(
    (table, value, index) => (leafHolds(leaf, value) ? table | (1n << BigInt(index)) : table),
    0n,
  );
}

function leafHolds(leaf: Leaf, value: Sent): boolean {
  if ('resourceLike' in leaf) return leaf.resourceLike.some((pattern) => matchesArn(String(value), pattern));
  return comparisonHolds(leaf, value === undefined ? {} : { [leaf.key]: value });
}

/**
 * A request for which the condition holds; undefined when there is none.
 *
 * @throws TooManyCasesError when that cannot be said in sensible time
 */
export function satisfyingRequest(condition: Condition): ConcreteRequest | undefined {
  const formula = formulaOf(condition);
  const search = new Search(formula);
  const solved = search.solve([formula], new Map());
  return solved && search.requestOf(solved);
}
