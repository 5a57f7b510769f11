import type { Cell } from './cell';

/** The part of the page that its address names: `#prod/arn%3A…/arn%3A…`, with `/table` behind it or without. */
export interface Address {
  /** Name of an environment, or {@link differenceTab}. */
  readonly tab?: string;
  readonly principal?: string;
  readonly resource?: string;
  /** `table` when the cell is to be shown where it stands; without, it is opened. */
  readonly place?: 'table';
}

/** No environment can have this name. */
export const differenceTab = '~difference';

export function addressOf(hash: string): Address {
  const [tab, principal, resource, place] = hash.replace(/^#/, '').split('/').map(decoded);
  return {
    ...(tab ? { tab } : {}),
    ...(principal && resource ? { principal, resource, ...(place === 'table' ? { place } : {}) } : {}),
  };
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    // Somebody cut a link in the middle of a character.
    return undefined;
  }
}

export function hashOf(tab: string, cell?: Pick<Cell, 'principal' | 'resource'>, place?: Address['place']): string {
  const parts = [
    tab,
    ...(cell === undefined ? [] : [principalKey(cell), cell.resource.arn]),
    ...(place === undefined ? [] : [place]),
  ];
  return `#${parts.map(encodeURIComponent).join('/')}`;
}

/** A service and an account might have the same id as something else; a kind and an id together are one principal. */
export function principalKey({ principal }: Pick<Cell, 'principal'>): string {
  return `${principal.kind}:${principal.id}`;
}
