import { isObject, type Resource, type Stack, type Statement, type Template } from '../../tools/access/template';

/** Templates with one thing changed by hand, for tests that show what notices it. */

type Stacks = readonly Stack[];

function editResources(
  stacks: Stacks,
  edit: (resource: Resource, logicalId: string) => Resource,
): { readonly stacks: Stacks; readonly found: number } {
  let found = 0;
  const made = stacks.map((stack) => {
    const Resources = Object.fromEntries(
      Object.entries(stack.template.Resources).map(([logicalId, resource]) => {
        const edited = edit(resource, logicalId);
        if (edited !== resource) found += 1;
        return [logicalId, edited];
      }),
    );
    return { ...stack, template: { ...stack.template, Resources } };
  });
  return { stacks: made, found };
}

type Properties = Readonly<Record<string, unknown>>;

/**
 * Every resource of a type, or those of it that are meant, with other properties.
 *
 * @throws Error when there is none
 */
export function withProperties(
  stacks: Stacks,
  type: string,
  change: (properties: Properties) => Properties,
  isMeant: (properties: Properties, logicalId: string) => boolean = () => true,
): Stacks {
  const { stacks: made, found } = editResources(stacks, (resource, logicalId) => {
    const { Type, Properties: properties = {} } = resource;
    return Type === type && isMeant(properties, logicalId) ? { ...resource, Properties: change(properties) } : resource;
  });
  if (found === 0) throw new Error(`no ${type} is meant`);
  return made;
}

/** What a statement becomes; undefined takes it out. */
export type StatementEdit = (statement: Statement) => Statement | undefined;

/**
 * Templates with every statement of a name changed, wherever it stands.
 *
 * @throws Error when none has that name
 */
export function withStatement(stacks: Stacks, sid: string, edit: StatementEdit): Stacks {
  let found = 0;
  const changed = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.flatMap((item: unknown): unknown[] => {
        if (!isObject(item) || item.Sid !== sid || item.Effect === undefined) return [changed(item)];
        found += 1;
        const made = edit(item as unknown as Statement);
        return made === undefined ? [] : [made];
      });
    }
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, changed(item)]));
  };
  const made = stacks.map((stack) => ({ ...stack, template: changed(stack.template) as Template }));
  if (found === 0) throw new Error(`no statement is named ${sid}`);
  return made;
}

/** Another resource in the first stack, or in the last one. */
export function withResource(stacks: Stacks, where: 'first' | 'last', logicalId: string, resource: Resource): Stacks {
  return stacks.map((stack, index) =>
    index === (where === 'first' ? 0 : stacks.length - 1)
      ? { ...stack, template: { ...stack.template, Resources: { ...stack.template.Resources, [logicalId]: resource } } }
      : stack,
  );
}

/** Another output of the last stack. */
export function withOutput(stacks: Stacks, name: string, Value: unknown): Stacks {
  return stacks.map((stack, index) =>
    index === stacks.length - 1
      ? { ...stack, template: { ...stack.template, Outputs: { ...stack.template.Outputs, [name]: { Value } } } }
      : stack,
  );
}

/** The templates without the resources of a type that are meant. @throws Error when none is */
export function withoutResources(
  stacks: Stacks,
  type: string,
  isMeant: (properties: Properties) => boolean = () => true,
): Stacks {
  let found = 0;
  const made = stacks.map((stack) => {
    const kept = Object.entries(stack.template.Resources).filter(([, resource]) => {
      const isGone = resource.Type === type && isMeant(resource.Properties ?? {});
      if (isGone) found += 1;
      return !isGone;
    });
    return { ...stack, template: { ...stack.template, Resources: Object.fromEntries(kept) } };
  });
  if (found === 0) throw new Error(`no ${type} is meant`);
  return made;
}
