import type { Entry } from '../../../tools/access/template';
import { callsOfData } from './calls-of-data';
import { callsOfIdentities } from './calls-of-identities';
import type { CallsOfType } from './calls-of-types';
import { callsOfWatching } from './calls-of-watching';
import type { Call, World } from './world';

const callsOfTypes: Readonly<Record<string, CallsOfType>> = {
  ...callsOfData,
  ...callsOfIdentities,
  ...callsOfWatching,
};

/** The resources of the environment's own stacks. */
export function resourcesIn({ own }: World): Entry[] {
  return own.flatMap((stack) =>
    Object.entries(stack.template.Resources).map(([logicalId, resource]) => ({ stack, logicalId, resource })),
  );
}

/** The calls by which CloudFormation makes one action on a resource; none where the resource has nothing to make it on. */
export function callsFor(world: World, entry: Entry, action: string): readonly Call[] {
  const { Type } = entry.resource;
  const type = callsOfTypes[Type];
  if (type === undefined) throw new Error(`nothing says on what calls for ${Type} are made`);
  const other = type.others?.[action];
  if (other !== undefined) return other(entry, world);
  const context = type.context?.(entry, world);
  return type.on(entry, world).map((resource) => ({ action, resource, ...(context === undefined ? {} : { context }) }));
}
