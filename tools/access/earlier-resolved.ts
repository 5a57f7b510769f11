import type { Resource, Stack } from './template';

/** Among what was read: an output of another stack. */
export const anotherStack = Symbol('another stack');

/** Logical ids of the resources whose names were asked for. */
export type Read = Set<string | typeof anotherStack>;

/** A resource as it was first resolved. */
export interface EarlierResolved {
  readonly resolved: Resource;
  readonly stack: Stack;
  readonly read: Read;
}

const place = ['name', 'account', 'region', 'partition', 'urlSuffix', 'parent'] as const;

/** Whether it is the same in another stack: whatever was read for it is. */
export function holdsIn(other: Stack, { stack, read }: EarlierResolved): boolean {
  const { Resources: were, Parameters, Conditions, Mappings } = stack.template;
  const { Resources: are, ...template } = other.template;
  return (
    place.every((at) => stack[at] === other[at]) &&
    Parameters === template.Parameters &&
    Conditions === template.Conditions &&
    Mappings === template.Mappings &&
    [...read].every((id) => typeof id === 'string' && were[id] === are[id])
  );
}
