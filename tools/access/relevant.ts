import { matchesAction } from './actions';
import { listOf, type PolicyDocument, type Statement } from './template';

function concerns(statement: Statement, action: string): boolean {
  return (
    statement.NotAction !== undefined || listOf(statement.Action).some((pattern) => matchesAction(action, pattern))
  );
}

/**
 * The policy with only those statements that an action can meet, which changes no answer about that action.
 *
 * One statement always stays: a policy that says nothing about an action is not the same as no policy.
 */
export function relevantTo(action: string, policy: PolicyDocument): PolicyDocument {
  const statements = policy.Statement.filter((statement) => concerns(statement, action));
  return { ...policy, Statement: statements.length > 0 ? statements : policy.Statement.slice(0, 1) };
}
