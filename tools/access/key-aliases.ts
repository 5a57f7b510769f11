import { matchesArn } from './arn-patterns';
import { identityOfResolved } from './physical-ids';
import { entriesOf, isObject, listOf, type Resource, type Stack, type Statement } from './template';

const aliasKey = 'kms:ResourceAliases';
const operator = 'ForAnyValue:StringEquals';

/** ARNs of the keys of some stacks, by the alias that the stacks give them: `alias/strongroom/prod/portal`. */
type KeysByAlias = ReadonlyMap<string, string>;

function keysByAlias(stacks: readonly Stack[]): KeysByAlias {
  const keys = entriesOf(stacks, 'AWS::KMS::Key').map(identityOfResolved);
  return new Map(
    entriesOf(stacks, 'AWS::KMS::Alias').flatMap(({ resource: { Properties = {} } }) => {
      const target = String(Properties.TargetKeyId);
      const arn = keys.find(({ ref, attributes }) => attributes.Arn === target || ref === target)?.attributes.Arn;
      return arn === undefined ? [] : [[String(Properties.AliasName), arn] as const];
    }),
  );
}

/** Whether it is a statement about keys that have one of some aliases, spelled out. */
function asksForAliases(statement: Statement): boolean {
  return statement.Condition?.[operator]?.[aliasKey] !== undefined && statement.Resource !== undefined;
}

/** The condition without the question for aliases, and without operators that then ask nothing. */
function rest(condition: NonNullable<Statement['Condition']>): NonNullable<Statement['Condition']> {
  const { [operator]: asked = {}, ...others } = condition;
  const { [aliasKey]: _answered, ...kept } = asked;
  return Object.keys(kept).length === 0 ? others : { ...others, [operator]: kept };
}

function aboutKeys(statement: Statement, keys: KeysByAlias): Statement {
  const { Condition = {}, Resource, ...said } = statement;
  const asked = listOf(Condition[operator]?.[aliasKey]);
  const found = asked.flatMap((alias) => keys.get(alias) ?? []);
  // Nobody here knows which key has, or will have, an alias that no stack makes.
  if (found.length < asked.length) return statement;
  const meant = found.filter((arn) => listOf(Resource).some((pattern) => matchesArn(arn, pattern)));
  if (meant.length === 0) return statement;
  const remaining = rest(Condition);
  return {
    ...said,
    Resource: [...new Set(meant)],
    ...(Object.keys(remaining).length === 0 ? {} : { Condition: remaining }),
  };
}

/** What was made of a statement with which keys, so that answers which are remembered of it stay known. */
const made = new WeakMap<object, Map<string, Statement>>();

function remembered(statement: Statement, keys: KeysByAlias): Statement {
  const byKeys = made.get(statement) ?? new Map<string, Statement>();
  made.set(statement, byKeys);
  const which = JSON.stringify([...keys]);
  const known = byKeys.get(which) ?? aboutKeys(statement, keys);
  byKeys.set(which, known);
  return known;
}

/** The same object where nothing in it changes. */
function replaced(value: unknown, keys: KeysByAlias): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => replaced(item, keys));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isObject(value)) return value;
  if (asksForAliases(value as unknown as Statement)) return remembered(value as unknown as Statement, keys);
  const entries = Object.entries(value).map(([name, part]) => [name, replaced(part, keys)] as const);
  return entries.some(([name, part]) => part !== value[name]) ? Object.fromEntries(entries) : value;
}

const asking = new WeakMap<Resource, boolean>();

function isAsking(resource: Resource): boolean {
  const known = asking.get(resource) ?? JSON.stringify(resource.Properties ?? {}).includes(aliasKey);
  asking.set(resource, known);
  return known;
}

/**
 * Resolved stacks in which a statement about keys with some aliases is one about the keys that have them: an alias has
 * one key in an account and Region, so both say the same of the keys that the stacks make.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-resource-aliases
 */
export function withKeysOfAliases(stacks: readonly Stack[]): readonly Stack[] {
  const askers = stacks.filter(({ template }) => Object.values(template.Resources).some(isAsking));
  if (askers.length === 0) return stacks;
  const keys = keysByAlias(stacks);
  return stacks.map((stack) => {
    if (!askers.includes(stack)) return stack;
    const Resources = Object.fromEntries(
      Object.entries(stack.template.Resources).map(([logicalId, resource]) => [
        logicalId,
        isAsking(resource) ? (replaced(resource, keys) as Resource) : resource,
      ]),
    );
    return { ...stack, template: { ...stack.template, Resources } };
  });
}
