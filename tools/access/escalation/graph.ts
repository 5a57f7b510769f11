import { containsArn, intersectsArn } from '../arn-patterns';
import type { AccessRow, Condition, RowPrincipal } from '../rows/access-row';
import { always, isNever, mapLeaves, never } from '../rows/condition-tree';
import { type Facts, simplify } from '../rows/decide';
import type { Stack } from '../template';
import type { EscalationPath, Gain, Need } from './path';
import { escalationPaths } from './paths';
import { type Subject, subjectsOf } from './subjects';

/** One step that a principal can take past its own rights. */
export interface Edge {
  /** As in a row. */
  readonly from: RowPrincipal;
  readonly to: Subject;
  readonly path: EscalationPath;
  /** What lets it: for each need of the path the rows with which it is met. */
  readonly rows: readonly AccessRow[];
}

export interface Evidence {
  /**
   * Access of everybody in question. Rows of principals that stand in no stack may be among them: what the roles of
   * deployments can reach is found by giving theirs.
   */
  readonly rows: readonly AccessRow[];
  /** Resolved, with everybody who can be reached. */
  readonly stacks: readonly Stack[];
  /** @default - all that are known */
  readonly paths?: readonly EscalationPath[];
}

/** What is known of the context of a call that is a step to a subject. */
function factsOf(from: RowPrincipal, subject: Subject, need: Need): Facts {
  return new Map<string, readonly (string | undefined)[]>([
    ['iam:permissionsboundary', [subject.boundary]],
    ...(need.passedTo === undefined ? [] : [['iam:passedtoservice', [need.passedTo]] as const]),
    ...(from.id.startsWith('arn:') ? [['aws:principalarn', [from.id]] as const] : []),
    ...(subject.journalKeys.length === 0 ? [] : [['dynamodb:leadingkeys', subject.journalKeys] as const]),
  ]);
}

/** Whether a condition can come out true for a call on a resource; what nobody knows may. */
function mayHold(condition: Condition, resource: string, facts: Facts): boolean {
  const placed = mapLeaves(condition, (leaf) => {
    if (!('resourceLike' in leaf)) return leaf;
    if (leaf.resourceLike.some((pattern) => containsArn(pattern, resource))) return always;
    return leaf.resourceLike.some((pattern) => intersectsArn(pattern, resource)) ? leaf : never;
  });
  return !isNever(simplify(placed, facts));
}

type ByAction = ReadonlyMap<string, readonly AccessRow[]>;

function byPrincipal(rows: readonly AccessRow[]): { readonly principal: RowPrincipal; readonly byAction: ByAction }[] {
  const found = new Map<string, { principal: RowPrincipal; byAction: Map<string, AccessRow[]> }>();
  for (const row of rows) {
    const { principal } = row;
    const name = `${principal.kind} ${principal.id}`;
    const known = found.get(name) ?? { principal, byAction: new Map<string, AccessRow[]>() };
    found.set(name, known);
    const action = row.action.toLowerCase();
    const same = known.byAction.get(action) ?? [];
    known.byAction.set(action, same);
    same.push(row);
  }
  return [...found.values()];
}

function rowFor(need: Need, from: RowPrincipal, byAction: ByAction, subject: Subject): AccessRow | undefined {
  const places = need.on === 'anything' ? ['*'] : (subject.related[need.on] ?? []);
  if (places.length === 0) return undefined;
  const facts = factsOf(from, subject, need);
  const others = need.on === 'function' ? subject.otherFunctions : [];
  for (const action of need.anyOf) {
    for (const row of byAction.get(action.toLowerCase()) ?? []) {
      if (others.some((known) => containsArn(known, row.resource))) continue;
      const fits = places.some((place) => intersectsArn(row.resource, place) && mayHold(row.conditions, place, facts));
      if (fits) return row;
    }
  }
  return undefined;
}

function appliesTo({ things, services, who }: EscalationPath, subject: Subject): boolean {
  if (things !== undefined) return things.some((kind) => kind === subject.kind);
  if (subject.kind !== 'role' && subject.kind !== 'user') return false;
  if (who !== undefined && who !== subject.kind) return false;
  return services === undefined || services.some((service) => subject.trusted.includes(service));
}

/** Nobody gains by becoming or driving itself. */
function leadsAnywhere(gives: Gain, from: RowPrincipal, subject: Subject): boolean {
  return from.id !== subject.id || (gives !== 'becomes' && gives !== 'drives');
}

/** Every step that the rows allow. */
export function edgesOf({ rows, stacks, paths = escalationPaths }: Evidence): Edge[] {
  const subjects = subjectsOf(stacks, rows);
  const principals = byPrincipal(rows);
  return paths.flatMap((path) =>
    subjects.flatMap((to) => {
      if (!appliesTo(path, to)) return [];
      return principals.flatMap(({ principal: from, byAction }): Edge[] => {
        if (!leadsAnywhere(path.gives, from, to)) return [];
        const met = path.needs.map((need) => rowFor(need, from, byAction, to));
        const deciding = met.filter((row) => row !== undefined);
        return deciding.length === met.length ? [{ from, to, path, rows: deciding }] : [];
      });
    }),
  );
}

/** Something that a principal reaches, over others whom it becomes. */
export interface Reach {
  readonly from: RowPrincipal;
  readonly to: Subject;
  readonly gives: Gain;
  /** The shortest chain; all but the last step become somebody. */
  readonly chain: readonly Edge[];
}

/**
 * Everything that each principal reaches by chains of steps, breadth first, so that each chain is a shortest one.
 *
 * Who becomes somebody takes that one's steps from there; who only drives somebody does not, for it goes where its own
 * code goes. What somebody who was widened could then do is asked by giving its rows as they would be.
 */
export function reachOf(edges: readonly Edge[]): Reach[] {
  const steps = new Map<string, Edge[]>();
  for (const edge of edges) steps.set(edge.from.id, [...(steps.get(edge.from.id) ?? []), edge]);
  const starts = new Map(edges.map(({ from }) => [`${from.kind} ${from.id}`, from]));
  return [...starts.values()].flatMap((from) => reachFrom(from, steps));
}

function reachFrom(from: RowPrincipal, steps: ReadonlyMap<string, readonly Edge[]>): Reach[] {
  const found = new Map<string, Reach>();
  const visited = new Set([from.id]);
  let waiting: { readonly at: string; readonly chain: readonly Edge[] }[] = [{ at: from.id, chain: [] }];
  while (waiting.length > 0) {
    const next: typeof waiting = [];
    for (const { at, chain } of waiting) {
      for (const edge of steps.get(at) ?? []) {
        const { to, path } = edge;
        const longer = [...chain, edge];
        const name = `${path.gives} ${to.id}`;
        const isOwn = to.id === from.id && (path.gives === 'becomes' || path.gives === 'drives');
        if (!found.has(name) && !isOwn) found.set(name, { from, to, gives: path.gives, chain: longer });
        if (path.gives !== 'becomes' || visited.has(to.id)) continue;
        visited.add(to.id);
        next.push({ at: to.id, chain: longer });
      }
    }
    waiting = next;
  }
  return [...found.values()];
}
