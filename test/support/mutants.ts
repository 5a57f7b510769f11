import { isObject, type PolicyDocument, type Resource, type Stack, type Statement } from '../../tools/access/template';
import { otherwiseWritten } from './text-mutants';
import { untrueVariables } from './untrue-variables';

/** A copy of the stacks in which one thing is missing, switched, wider or untrue. */
export interface Mutant {
  /** Where it is: `FilesVaultBucket1975ED47: VersioningConfiguration removed`. */
  readonly name: string;
  /** The same for all resources of a type: `AWS::S3::Bucket: VersioningConfiguration removed`. */
  readonly kind: string;
  readonly stacks: readonly Stack[];
}

interface Change {
  readonly what: string;
  readonly resource: Resource | undefined;
}

const policyProperties = ['AssumeRolePolicyDocument', 'KeyPolicy', 'PolicyDocument', 'ResourcePolicy'];

function withoutKey(object: Readonly<Record<string, unknown>>, key: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

function isIntrinsic(value: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0]?.startsWith('Fn::') === true);
}

/** The value without one of its parts, or with a switch or a number changed, once for each part at any depth. */
function* smaller(value: unknown, path: string): Generator<{ what: string; value: unknown }> {
  if (Array.isArray(value)) {
    const items = value as unknown[];
    for (const [index, item] of items.entries()) {
      const put = (changed: unknown) => items.with(index, changed);
      yield { what: `${path}[] removed`, value: items.toSpliced(index, 1) };
      for (const part of smaller(item, `${path}[]`)) yield { what: part.what, value: put(part.value) };
    }
  } else if (isObject(value) && !isIntrinsic(value)) {
    for (const [key, item] of Object.entries(value)) {
      yield { what: `${path}.${key} removed`, value: withoutKey(value, key) };
      for (const part of smaller(item, `${path}.${key}`))
        yield { what: part.what, value: { ...value, [key]: part.value } };
    }
  } else if (typeof value === 'boolean') {
    yield { what: `${path} switched`, value: !value };
  } else if (typeof value === 'number') {
    yield { what: `${path} halved`, value: Math.floor(value / 2) };
  }
}

/** An Allow statement that reaches further than it was written. */
function* wider(statement: Statement): Generator<{ what: string; value: Statement }> {
  if (statement.Effect !== 'Allow') return;
  const actions = [statement.Action ?? []].flat();
  if (statement.Resource !== undefined && statement.Resource !== '*') {
    yield { what: 'Resource widened', value: { ...statement, Resource: '*' } };
  }
  yield {
    what: 'Action widened',
    value: { ...statement, Action: [...actions, `${actions[0]?.split(':')[0] ?? ''}:*`] },
  };
  if (statement.Principal !== undefined) yield { what: 'Principal widened', value: { ...statement, Principal: '*' } };
}

function* weakerStatement(statement: Statement): Generator<{ what: string; value: Statement }> {
  for (const element of ['Action', 'Resource', 'Principal', 'Condition'] as const) {
    const value = statement[element];
    if (element === 'Condition' && value !== undefined) {
      yield { what: 'Condition removed', value: withoutKey({ ...statement }, 'Condition') as unknown as Statement };
    }
    for (const part of smaller(value, element)) {
      yield { what: part.what, value: { ...statement, [element]: part.value } };
    }
  }
  yield* wider(statement);
}

function* weakerPolicy(document: PolicyDocument): Generator<{ what: string; value: PolicyDocument }> {
  const statements = document.Statement;
  for (const [index, statement] of statements.entries()) {
    const name = statement.Sid ?? String(index);
    yield { what: `${name} removed`, value: { ...document, Statement: statements.toSpliced(index, 1) } };
    for (const part of weakerStatement(statement)) {
      // An operator or a list without an entry is refused by AWS, and is the removal of the whole.
      if (/:\{\}|:\[\]/.test(JSON.stringify(part.value))) continue;
      yield { what: `${name}: ${part.what}`, value: { ...document, Statement: statements.with(index, part.value) } };
    }
  }
}

/** Log groups have their policy as text. */
function* weakerPolicyIn(value: unknown): Generator<{ what: string; value: unknown }> {
  if (typeof value !== 'string') {
    yield* weakerPolicy(value as PolicyDocument);
    return;
  }
  for (const part of weakerPolicy(JSON.parse(value) as PolicyDocument)) {
    yield { what: part.what, value: JSON.stringify(part.value) };
  }
}

function* weaker(resource: Resource): Generator<Change> {
  yield { what: 'removed', resource: undefined };
  const { Properties = {} } = resource;
  for (const [name, value] of Object.entries(Properties)) {
    const put = (changed: unknown): Resource => ({ ...resource, Properties: { ...Properties, [name]: changed } });
    yield { what: `${name} removed`, resource: { ...resource, Properties: withoutKey(Properties, name) } };
    const parts = policyProperties.includes(name) ? weakerPolicyIn(value) : smaller(value, name);
    for (const part of parts) yield { what: part.what, resource: put(part.value) };
  }
  yield* untrueVariables(resource);
  yield* otherwiseWritten(resource);
  for (const name of ['DeletionPolicy', 'UpdateReplacePolicy', 'DependsOn'] as const) {
    if (resource[name] === undefined) continue;
    yield { what: `${name} removed`, resource: withoutKey({ ...resource }, name) as unknown as Resource };
  }
}

/** Every mutant of the stacks. */
export function* mutantsOf(stacks: readonly Stack[]): Generator<Mutant> {
  for (const [index, stack] of stacks.entries()) {
    if (stack.terminationProtection) {
      const what = 'termination protection removed';
      yield {
        name: `${stack.name}: ${what}`,
        kind: `stack ${what}`,
        stacks: stacks.with(index, { ...stack, terminationProtection: false }),
      };
    }
    const { Resources } = stack.template;
    for (const [id, original] of Object.entries(Resources)) {
      for (const { what, resource } of weaker(original)) {
        const changed = resource === undefined ? withoutKey(Resources, id) : { ...Resources, [id]: resource };
        const template = { ...stack.template, Resources: changed as Readonly<Record<string, Resource>> };
        yield {
          name: `${id}: ${what}`,
          kind: `${original.Type}: ${what}`,
          stacks: stacks.with(index, { ...stack, template }),
        };
      }
    }
  }
}
