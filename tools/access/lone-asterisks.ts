import { isObject, type Stack, type Template } from './template';

const arnOperator = /^(For(All|Any)Values?:)?Arn(Not)?(Equals|Like)(IfExists)?$/i;

/** Every ARN, part by part. */
const everyArn = 'arn:*:*:*:*:*';

function written(value: unknown): unknown {
  if (value === '*') return everyArn;
  return Array.isArray(value) ? value.map(written) : value;
}

/** What has been looked at; stacks that differ in one place share all others. */
const known = new WeakMap<object, unknown>();

/** The same object where nothing in it changes, so that what is remembered of it stays known. */
function expanded(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (known.has(value)) return known.get(value);
  const made = Array.isArray(value) ? listExpanded(value) : objectExpanded(value as Readonly<Record<string, unknown>>);
  known.set(value, made);
  return made;
}

function listExpanded(list: readonly unknown[]): readonly unknown[] {
  const items = list.map(expanded);
  return items.some((item, index) => item !== list[index]) ? items : list;
}

function objectExpanded(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(object).map(([name, part]): [string, unknown] => {
    if (!arnOperator.test(name) || !isObject(part)) return [name, expanded(part)];
    if (!Object.values(part).flat().includes('*')) return [name, part];
    return [name, Object.fromEntries(Object.entries(part).map(([key, values]) => [key, written(values)]))];
  });
  return entries.some(([name, part]) => part !== object[name]) ? Object.fromEntries(entries) : object;
}

/**
 * The stack with a lone asterisk under an ARN operator written out: it stands for every ARN, and whoever compares part by
 * part would take it for none, and the condition for one that nobody meets.
 */
export function withoutLoneAsterisks(stack: Stack): Stack {
  const template = expanded(stack.template) as Template;
  return template === stack.template ? stack : { ...stack, template };
}
