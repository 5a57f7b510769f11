import type { AccessLevel } from '../../rows/access-row';
import { sortedLevels } from '../level';
import type { Principal, Resource, Way } from './model';

/** Everything that one principal may do to one resource. */
export interface Cell {
  readonly principal: Principal;
  readonly resource: Resource;
  readonly ways: readonly Way[];
  readonly levels: readonly AccessLevel[];
}

/** The cells of these ways, in their order. */
export function cellsOf(ways: readonly Way[]): Cell[] {
  const groups = new Map<Principal, Map<Resource, Way[]>>();
  for (const way of ways) {
    const ofPrincipal = groups.get(way.principal) ?? new Map<Resource, Way[]>();
    groups.set(way.principal, ofPrincipal);
    const known = ofPrincipal.get(way.resource);
    if (known === undefined) ofPrincipal.set(way.resource, [way]);
    else known.push(way);
  }
  return [...groups].flatMap(([principal, ofPrincipal]) =>
    [...ofPrincipal].map(([resource, own]) => ({
      principal,
      resource,
      ways: own,
      levels: sortedLevels(own.map(({ level }) => level)),
    })),
  );
}
