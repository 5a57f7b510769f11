import { isObject } from '../../access/template';

/** The smallest part of a policy document that can come or go alone. */
export interface Right {
  readonly effect: string;
  /** As people read it: `allows s3:GetObject on *`. */
  readonly words: string;
}

/** The same text for the same value, whatever the order of its keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === undefined) return 'nothing';
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([name, part]) => `${JSON.stringify(name)}:${canonical(part)}`).join()}}`;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : canonical(value);
}

function each(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** Conditions hold the same for a value and for a list of it alone, in any order. */
function conditionOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    const parts = value.map(conditionOf);
    return parts.length === 1 ? parts[0] : parts.toSorted((one, other) => (shown(one) < shown(other) ? -1 : 1));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, conditionOf(part)]));
}

/** One part for each action and resource; what is all but a list stays whole, because no part of it means anything alone. */
function partsOf(statement: Readonly<Record<string, unknown>>): string[] {
  const { Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } = statement;
  const actions = Action === undefined ? [`all actions but ${shown(conditionOf(NotAction))}`] : each(Action).map(shown);
  const resources =
    Resource === undefined
      ? NotResource === undefined
        ? ['']
        : [` on all but ${shown(conditionOf(NotResource))}`]
      : each(Resource).map((one) => ` on ${shown(one)}`);
  const whom = [
    ...(Principal === undefined ? [] : [` to ${shown(conditionOf(Principal))}`]),
    ...(NotPrincipal === undefined ? [] : [` to all but ${shown(conditionOf(NotPrincipal))}`]),
  ].join('');
  const when = Condition === undefined ? '' : ` if ${canonical(conditionOf(Condition))}`;
  const verb = Effect === 'Deny' ? 'refuses' : 'allows';
  return actions.flatMap((action) => resources.map((resource) => `${verb} ${action}${resource}${whom}${when}`));
}

/** All parts of a policy document: two documents that are written differently and say the same have the same parts. */
export function rightsIn(document: unknown): Right[] {
  const statements = isObject(document) ? each(document.Statement).filter(isObject) : [];
  return statements.flatMap((statement) =>
    partsOf(statement).map((words) => ({ effect: String(statement.Effect), words })),
  );
}
