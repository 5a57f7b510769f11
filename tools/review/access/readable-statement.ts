import { actionsMatching } from '../../access/actions';
import { mentionedIn } from '../../access/rows/named-principals';
import { operatorOf } from '../../access/rows/operators';
import { isObject, listOf, type Statement } from '../../access/template';
import { canonicalText } from '../fingerprint';

/** A statement, divided into what access can be told of, and the rest as texts. */
export interface DividedStatement {
  /** Absent when nothing of it is understood. */
  readonly read?: Statement;
  readonly unread: readonly string[];
}

function isReadableResource(resource: unknown): boolean {
  return typeof resource === 'string' && (resource === '*' || resource.startsWith('arn:')) && !resource.includes('${');
}

function throws(work: () => unknown): boolean {
  try {
    work();
    return false;
  } catch {
    return true;
  }
}

function hasReadablePrincipal(statement: Statement): boolean {
  const isAbsent = statement.Principal === undefined && statement.NotPrincipal === undefined;
  return isAbsent || !throws(() => mentionedIn(statement));
}

function hasReadableCondition({ Condition }: Statement): boolean {
  if (Condition === undefined) return true;
  return (
    isObject(Condition) &&
    Object.entries(Condition).every(
      ([operator, keys]) =>
        isObject(keys) && (/^null(ifexists)?$/i.test(operator) || !throws(() => operatorOf(operator))),
    )
  );
}

/** One text for each action and resource, so that a statement that is cut in two says the same. */
function textsOf(statement: Statement, actions: readonly unknown[], resources: readonly unknown[]): string[] {
  const { Sid: _name, Action: _action, Resource: _resource, ...rest } = statement;
  return actions.flatMap((Action) =>
    resources.map((Resource) =>
      canonicalText({
        ...rest,
        ...(Action === undefined ? {} : { Action }),
        ...(Resource === undefined ? {} : { Resource }),
      }),
    ),
  );
}

/** Something, or nothing as the only item. */
function itemsOf(value: unknown): readonly unknown[] {
  return value === undefined ? [undefined] : listOf(value);
}

/** Whether AWS is known to have an action of that pattern. */
export type IsKnown = (action: unknown) => boolean;

/** Looks up every action that some statements name. */
export async function knownAmong(statements: readonly unknown[]): Promise<IsKnown> {
  const named = statements.flatMap((one) => (isObject(one) ? listOf(one.Action) : []));
  const patterns = [...new Set(named)].filter((one) => typeof one === 'string');
  const found = await Promise.all(patterns.map(async (one) => ((await actionsMatching(one)).length > 0 ? [one] : [])));
  const known = new Set<unknown>(found.flat());
  return (action) => known.has(action);
}

/**
 * Divides a statement by what our own reading of policies understands: kinds of principals, actions that AWS is known to
 * have, ARNs, and operators.
 */
export function divided(statement: unknown, isKnown: IsKnown): DividedStatement {
  const isStatement = isObject(statement) && (statement.Effect === 'Allow' || statement.Effect === 'Deny');
  if (!isStatement) return { unread: [canonicalText(statement)] };
  const whole = statement as unknown as Statement;
  const [actions, resources] = [itemsOf(whole.Action), itemsOf(whole.Resource)];
  const isReadable =
    hasReadablePrincipal(whole) &&
    hasReadableCondition(whole) &&
    listOf(whole.NotResource).every(isReadableResource) &&
    listOf(whole.NotAction).every((action) => typeof action === 'string');
  if (!isReadable) return { unread: textsOf(whole, actions, resources) };

  // A Deny with an action that nobody knows is asked about each action one by one, and refuses none of them.
  const isAction = (one: unknown) => one === undefined || whole.Effect === 'Deny' || isKnown(one);
  const isArn = (one: unknown) => one === undefined || isReadableResource(one);
  const readActions = actions.filter(isAction);
  const readResources = resources.filter(isArn);
  const unreadActions = actions.filter((one) => !isAction(one));
  const unreadResources = resources.filter((one) => !isArn(one));
  const unread = [...textsOf(whole, unreadActions, resources), ...textsOf(whole, readActions, unreadResources)];
  if (unread.length === 0) return { read: whole, unread };
  if (readActions.length === 0 || readResources.length === 0) return { unread };
  const part = {
    ...whole,
    ...(whole.Action === undefined ? {} : { Action: readActions }),
    ...(whole.Resource === undefined ? {} : { Resource: readResources }),
  } as Statement;
  return { read: part, unread };
}
