import { listOf, type PolicyDocument, type Statement } from '../../../tools/access/template';
import type { World } from './world';

/** A world in which one thing of the policies or of the boundary is missing or wider. */
export interface Changed {
  /** `boundary NeverFiles: Action s3:GetObject* removed`. */
  readonly name: string;
  /** The statement that was changed, as it was and as it is. */
  readonly statements: readonly Statement[];
  readonly world: World;
}

interface Part {
  readonly what: string;
  /** Undefined when the whole is gone. */
  readonly value: Statement | undefined;
}

function without<Item>(items: readonly Item[], index: number): Item[] {
  return items.filter((_, place) => place !== index);
}

/** The statement without one entry of a list. */
function* shorter(statement: Statement, element: 'Action' | 'NotResource' | 'Resource'): Generator<Part> {
  const items = listOf(statement[element]);
  if (items.length < 2) return;
  for (const [index, item] of items.entries()) {
    yield { what: `${element} ${item} removed`, value: { ...statement, [element]: without(items, index) } };
  }
}

function* withoutConditions(statement: Statement): Generator<Part> {
  const conditions = statement.Condition ?? {};
  for (const [operator, keys] of Object.entries(conditions)) {
    for (const [key, values] of Object.entries(keys)) {
      const { [key]: _gone, ...otherKeys } = keys;
      const { [operator]: _operator, ...otherOperators } = conditions;
      const rest = Object.keys(otherKeys).length === 0 ? otherOperators : { ...otherOperators, [operator]: otherKeys };
      const { Condition: _all, ...bare } = statement;
      const value = Object.keys(rest).length === 0 ? bare : { ...bare, Condition: rest };
      yield { what: `${operator} ${key} removed`, value };
      const list = listOf(values);
      if (list.length < 2) continue;
      for (const [index, item] of list.entries()) {
        const fewer = { ...conditions, [operator]: { ...keys, [key]: without(list, index) } };
        yield { what: `${operator} ${key} ${item} removed`, value: { ...statement, Condition: fewer } };
      }
    }
  }
}

function* wider(statement: Statement): Generator<Part> {
  if (statement.Effect === 'Deny') {
    if (statement.NotResource !== undefined) {
      const { NotResource: _except, ...rest } = statement;
      yield { what: 'exceptions removed', value: { ...rest, Resource: '*' } };
    }
    return;
  }
  const resources = listOf(statement.Resource);
  if (!resources.includes('*')) yield { what: 'Resource widened', value: { ...statement, Resource: '*' } };
}

function* changesOf(statement: Statement): Generator<Part> {
  yield { what: 'removed', value: undefined };
  yield* shorter(statement, 'Action');
  yield* shorter(statement, 'Resource');
  yield* shorter(statement, 'NotResource');
  yield* withoutConditions(statement);
  yield* wider(statement);
}

function* changesIn(
  document: PolicyDocument,
): Generator<{ part: Part; statement: Statement; document: PolicyDocument }> {
  for (const [index, statement] of document.Statement.entries()) {
    for (const part of changesOf(statement)) {
      const statements =
        part.value === undefined ? without(document.Statement, index) : document.Statement.with(index, part.value);
      yield { part, statement, document: { ...document, Statement: statements } };
    }
  }
}

function changed(where: string, { part, statement }: { part: Part; statement: Statement }, world: World): Changed {
  return {
    name: `${where} ${statement.Sid ?? ''}: ${part.what}`,
    statements: part.value === undefined ? [statement] : [statement, part.value],
    world,
  };
}

/** Every change of the statements of a world. */
export function* changesOfWorld(world: World): Generator<Changed> {
  for (const [index, policy] of world.policies.entries()) {
    for (const change of changesIn(policy)) {
      yield changed('policy', change, { ...world, policies: world.policies.with(index, change.document) });
    }
  }
  for (const change of changesIn(world.boundary)) {
    yield changed('boundary', change, { ...world, boundary: change.document });
  }
}
