import type { Operation } from './operation';

/**
 * The operation as the assembly would name what it is about: an emulator that makes up ids of its own, as AWS does, knows
 * resources by other names than the policies that the gate asks.
 */
export function withAssemblyNames(operation: Operation, names: ReadonlyMap<string, string> = new Map()): Operation {
  let parameters = JSON.stringify(operation.parameters);
  for (const [live, assembled] of names) parameters = parameters.replaceAll(live, assembled);
  return { ...operation, parameters: JSON.parse(parameters) as Operation['parameters'] };
}
