import type { Environment } from '../../lib/config/parameters';
import { isObject, type Resource } from '../../tools/access/template';
import type { Mutant } from './mutants';
import { documentsOf, synth } from './templates';

/** Of two environments, what is not the same in both but for their names and accounts. */

/** The text of a part of an environment's templates as it would be in an environment without name and account. */
function anonymous(value: unknown, { name, account }: Environment): string {
  return JSON.stringify(value ?? null)
    .replaceAll(account, '<account>')
    .replaceAll(new RegExp(`\\b${name}\\b`, 'g'), '<name>')
    .replaceAll(/[0-9a-f]{64}/g, '<asset>');
}

/** Each part of a resource by the name with which mutants of it begin: its properties, statements and policies. */
function partsOf(resource: Resource, environment: Environment): Map<string, string> {
  const { Properties = {}, Type: _type, Metadata: _metadata, ...attributes } = resource;
  const statements = documentsOf(resource)
    .filter(isObject)
    .flatMap(({ Statement }) => Statement);
  return new Map([
    ...Object.entries({ ...attributes, ...Properties }).map(([name, value]): [string, string] => [
      name,
      anonymous(value, environment),
    ]),
    ...statements.map((statement, index): [string, string] => [
      statement.Sid ?? String(index),
      anonymous(statement, environment),
    ]),
  ]);
}

function resourcesOf(environment: Environment): Map<string, Map<string, string>> {
  return new Map(
    synth(environment).flatMap(({ template }) =>
      Object.entries(template.Resources).map(([id, resource]) => [id, partsOf(resource, environment)] as const),
    ),
  );
}

/**
 * The mutants of one environment that mutants of another do not stand for: of resources, properties and statements that
 * the other does not have, or not like that.
 */
export function mutantsUnlike(environment: Environment, other: Environment, mutants: readonly Mutant[]): Mutant[] {
  const [own, others] = [resourcesOf(environment), resourcesOf(other)];
  const isUnlike = ({ name }: Mutant): boolean => {
    const [id = '', ...what] = name.split(': ');
    const parts = own.get(id);
    if (parts === undefined) return false;
    const known = others.get(id);
    if (known === undefined) return true;
    // `RetentionInDays halved`, `WriteTrail: Principal removed`
    const changed = what.join(': ').split(/[ .[:]/)[0] ?? '';
    return parts.has(changed) && parts.get(changed) !== known.get(changed);
  };
  return mutants.filter(isUnlike);
}
