import type { Resource } from '../../../tools/access/template';
import type { Kind, ReviewCase } from './review-case';
import { environmentOf, type Resources, stackWith, world } from './small-world';

/** The world with some resources in another form; undefined takes one out. */
export function worldWith(
  changes: Readonly<Record<string, Resource | undefined>>,
  start: Resources = world,
): Resources {
  return Object.fromEntries(
    Object.entries({ ...start, ...changes }).flatMap(([id, resource]) =>
      resource === undefined ? [] : [[id, resource]],
    ),
  );
}

type Properties = Readonly<Record<string, unknown>>;

/** A resource of the world with other properties. */
export function changed(
  id: string,
  change: (properties: Properties) => Properties,
  start: Resources = world,
): Resource {
  const resource = start[id];
  if (resource === undefined) throw new Error(`the world has no ${id}`);
  return { ...resource, Properties: change(resource.Properties ?? {}) };
}

/** A resource of the world with one property at a path, with dots, set to another value; undefined takes it out. */
export function having(id: string, path: string, value: unknown, start: Resources = world): Resource {
  const put = (object: unknown, [name = '', ...rest]: readonly string[]): Properties => {
    const fields = (object ?? {}) as Properties;
    const made = rest.length === 0 ? value : put(fields[name], rest);
    const others = Object.entries(fields).filter(([key]) => key !== name);
    return Object.fromEntries(made === undefined ? others : [...others, [name, made]]);
  };
  return changed(id, (properties) => put(properties, path.split('.')), start);
}

type Statement = Readonly<Record<string, unknown>>;

/** A resource of the world with its policy's statements changed. */
export function withStatements(
  id: string,
  property: string,
  change: (statements: Statement[]) => readonly Statement[],
  start: Resources = world,
): Resource {
  return changed(
    id,
    (properties) => {
      const document = properties[property] as { readonly Statement: Statement[] };
      return { ...properties, [property]: { ...document, Statement: change(structuredClone(document.Statement)) } };
    },
    start,
  );
}

/** One change of the world. */
export function change(name: string, needs: readonly Kind[], after: Resources, before: Resources = world): ReviewCase {
  return {
    name,
    needs,
    sides: () => ({ base: [environmentOf(stackWith(before))], head: [environmentOf(stackWith(after))] }),
  };
}
