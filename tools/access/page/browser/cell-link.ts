import { hashOf } from './address';
import { element, unseen } from './element';
import type { Environment, Way } from './model';

/** A link to where the table of an environment shows what a principal may do to a resource; undefined if it does not. */
export type CellLink = (text: string, environment: string, way: Way) => HTMLAnchorElement | undefined;

/** Links into the tables of these environments. */
export function cellLinks(environments: readonly Environment[]): CellLink {
  const addressOf = (environment: string, way: Way) => hashOf(environment, way, 'table');
  const known = new Set(environments.flatMap(({ name, ways }) => ways.map((way) => addressOf(name, way))));
  return (text, environment, way) => {
    const address = addressOf(environment, way);
    if (!known.has(address)) return undefined;
    const where = ` of ${environment}: ${way.principal.name} on ${way.resource.name}`;
    return element('a', { href: address }, text, unseen(where));
  };
}
