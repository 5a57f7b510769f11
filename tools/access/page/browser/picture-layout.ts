import type { AccessLevel } from '../../rows/access-row';
import { highestLevel } from '../level';
import { resourceKinds } from '../resource-kind';
import { standings } from '../standing';
import type { Cell } from './cell';
import { type Environment, type Resource, standingIn } from './model';

export interface Node {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  readonly y: number;
}

export interface Edge {
  readonly from: Node;
  readonly to: Node;
  readonly level: AccessLevel;
}

export interface Layout {
  readonly left: readonly Node[];
  readonly right: readonly Node[];
  readonly edges: readonly Edge[];
  readonly height: number;
}

/** Height of a line of the picture, in its own units. */
const LINE = 22;
/** More resources of one kind than this are drawn as one. */
const MOST_OF_A_KIND = 8;
/** More lines than this on one side cannot be followed with the eye. */
const MOST_NODES = 60;

interface Bare {
  readonly id: string;
  readonly label: string;
  readonly group: string;
}

/**
 * Principals left, resources right, each in groups, and within a group so that lines cross little: the mean place of
 * what each is tied to decides. Undefined when there are too many to be drawn.
 */
export function layOut(environment: Environment, cells: readonly Cell[]): Layout | undefined {
  const resources = [...new Set(cells.map(({ resource }) => resource))];
  const together = new Map(resources.map((resource) => [resource, nodeOf(resource, resources)]));
  const people = new Map(
    cells.map(({ principal }) => [
      principal,
      { id: `${principal.kind}:${principal.id}`, label: principal.name, group: standingIn(environment, principal) },
    ]),
  );
  const ties = new Map<string, { from: Bare; to: Bare; levels: AccessLevel[] }>();
  for (const { principal, resource, levels } of cells) {
    const [from, to] = [people.get(principal), together.get(resource)];
    if (from === undefined || to === undefined) continue;
    const key = JSON.stringify([from.id, to.id]);
    ties.set(key, { from, to, levels: [...(ties.get(key)?.levels ?? []), ...levels] });
  }
  const all = [...ties.values()];
  const lefts = grouped(distinct(all.map(({ from }) => from)), standings);
  const rights = grouped(distinct(all.map(({ to }) => to)), resourceKinds);
  if (lefts.length > MOST_NODES || rights.length > MOST_NODES) return undefined;

  // Two rounds are enough for graphs of this size, and any fixed number gives the same picture every time.
  let [left, right] = [lefts, rights];
  for (let round = 0; round < 2; round++) {
    right = untangled(
      right,
      left,
      all.map(({ from, to }) => [to.id, from.id]),
      resourceKinds,
    );
    left = untangled(
      left,
      right,
      all.map(({ from, to }) => [from.id, to.id]),
      standings,
    );
  }
  const [placedLeft, placedRight] = spread(left, right);
  const nodes = new Map([...placedLeft, ...placedRight].map((node) => [node.id, node]));
  const edges = all.flatMap(({ from, to, levels }) => {
    const [start, end] = [nodes.get(from.id), nodes.get(to.id)];
    return start === undefined || end === undefined ? [] : [{ from: start, to: end, level: highestLevel(levels) }];
  });
  const height = Math.max(...[...nodes.values()].map(({ y }) => y), 0) + LINE;
  return { left: placedLeft, right: placedRight, edges, height };
}

function nodeOf(resource: Resource, all: readonly Resource[]): Bare {
  const ofKind = all.filter(({ kind }) => kind === resource.kind).length;
  return ofKind > MOST_OF_A_KIND
    ? { id: `kind:${resource.kind}`, label: `${resource.kind} (${String(ofKind)})`, group: resource.kind }
    : { id: `resource:${resource.arn}`, label: resource.name, group: resource.kind };
}

function distinct(nodes: readonly Bare[]): Bare[] {
  return [...new Map(nodes.map((node) => [node.id, node])).values()];
}

function grouped(nodes: readonly Bare[], groups: readonly string[]): Bare[] {
  return groups.flatMap((group) => nodes.filter((node) => node.group === group));
}

function untangled(
  nodes: readonly Bare[],
  others: readonly Bare[],
  ties: readonly (readonly [string, string])[],
  groups: readonly string[],
): Bare[] {
  const places = new Map(others.map(({ id }, index) => [id, index]));
  const mean = (id: string) => {
    const tied = ties.filter(([own]) => own === id).map(([, other]) => places.get(other) ?? 0);
    return tied.reduce((sum, place) => sum + place, 0) / Math.max(tied.length, 1);
  };
  const means = new Map(nodes.map(({ id }) => [id, mean(id)]));
  const byMean = nodes.toSorted((one, other) => (means.get(one.id) ?? 0) - (means.get(other.id) ?? 0));
  return grouped(byMean, groups);
}

/** A line for each, half a line between groups; the shorter side is spread over the height of the longer. */
function spread(left: readonly Bare[], right: readonly Bare[]): [Node[], Node[]] {
  const stacked = [left, right].map((nodes) => {
    let y = 0;
    return nodes.map((node, index) => {
      const isNewGroup = index > 0 && nodes[index - 1]?.group !== node.group;
      y += index === 0 ? LINE : isNewGroup ? LINE * 1.6 : LINE;
      return { ...node, y };
    });
  });
  const height = Math.max(...stacked.flat().map(({ y }) => y), 0);
  const [first = [], second = []] = stacked.map((nodes) => {
    const own = nodes.at(-1)?.y ?? height;
    const free = (height - own) / (nodes.length + 1);
    return nodes.map((node, index) => ({ ...node, y: Math.round(node.y + free * (index + 1)) }));
  });
  return [first, second];
}
