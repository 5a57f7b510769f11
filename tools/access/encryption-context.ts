import { comparisonHolds } from './rows/holds';
import { listOf, type PolicyDocument, type Statement } from './template';

/**
 * Conditions on the encryption context, which the simulator drops from a request without a word, so that a statement
 * with one would be judged as if it had none.
 */
const prefix = 'kms:encryptioncontext:';

function isOnContext(key: string): boolean {
  return key.toLowerCase().startsWith(prefix);
}

/** What AWS sends with a request: one value for a key, or several for a key that has several. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/** The statement as it stands for this request: undefined when a condition on the encryption context is not met. */
function decided(statement: Statement, context: RequestContext): Statement | undefined {
  if (statement.Condition === undefined) return statement;
  const remaining: Record<string, Readonly<Record<string, string | readonly string[]>>> = {};
  for (const [operator, keys] of Object.entries(statement.Condition)) {
    const onContext = Object.entries(keys).filter(([key]) => isOnContext(key));
    const met = onContext.every(([key, expected]) =>
      comparisonHolds({ operator, key, values: listOf(expected) }, context),
    );
    if (!met) return undefined;
    const rest = Object.entries(keys).filter(([key]) => !isOnContext(key));
    if (rest.length > 0) remaining[operator] = Object.fromEntries(rest);
  }
  return { ...statement, Condition: remaining };
}

/**
 * The policy as it stands for a request with this encryption context: conditions on it are decided here, and all others
 * are left for the simulator.
 */
export function decideEncryptionContext(policy: PolicyDocument, context: RequestContext): PolicyDocument {
  return { ...policy, Statement: policy.Statement.flatMap((statement) => decided(statement, context) ?? []) };
}

/** The rest of a request's context, which the simulator understands. */
export function withoutEncryptionContext(context: RequestContext): Record<string, string | string[]> {
  const rest = Object.entries(context).filter(([key]) => !isOnContext(key));
  return Object.fromEntries(rest.map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]));
}
