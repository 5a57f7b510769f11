import type { Room } from './room';
import { resourcesOf } from './templates';

/** A resource as it stands after a deployment: no intrinsic function is left in its properties. */
export interface Found {
  readonly logicalId: string;
  readonly stackName: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly deletionPolicy: string | undefined;
  readonly updateReplacePolicy: string | undefined;
}

/** All resources of a type. @throws Error when there is none */
export function all(room: Room, type: string): Found[] {
  return resourcesOf(room.assembly.stacks, type).map(({ stack, logicalId, resource }) => ({
    logicalId,
    stackName: stack.name,
    properties: resource.Properties ?? {},
    deletionPolicy: resource.DeletionPolicy,
    updateReplacePolicy: resource.UpdateReplacePolicy,
  }));
}

/** The one resource of a type whose property has a value. @throws Error when there is none or more than one */
export function theOne(room: Room, type: string, property: string, value: string): Found {
  const [found, ...more] = all(room, type).filter(({ properties }) => properties[property] === value);
  if (found === undefined || more.length > 0) throw new Error(`not exactly one ${type} with ${property} ${value}`);
  return found;
}

export function none(room: Room, type: string): void {
  expect(
    room.assembly.stacks.flatMap(({ template }) =>
      Object.values(template.Resources).filter(({ Type }) => Type === type),
    ),
  ).toEqual([]);
}
