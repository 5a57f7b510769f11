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

/** The value of a condition key; its name is case-insensitive, as in IAM. */
function valueOf(key: string, context: RequestContext): string | undefined {
  const value = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
  if (value === undefined || typeof value === 'string') return value;
  throw new Error(`${key} has one value in a request, not several`);
}

function matchesPattern(value: string, pattern: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(value);
}

/** ARN operators compare the six parts one by one: a wildcard does not reach across a colon, but for the last part. */
function matchesArn(value: string, pattern: string): boolean {
  const parts = (arn: string) => [...arn.split(':').slice(0, 5), arn.split(':').slice(5).join(':')];
  const wanted = parts(pattern);
  return parts(value).every((part, index) => matchesPattern(part, wanted[index] ?? ''));
}

type Test = (value: string | undefined, expected: readonly string[]) => boolean;

const positive =
  (matches: (value: string, pattern: string) => boolean): Test =>
  (value, expected) =>
    value !== undefined && expected.some((pattern) => matches(value, pattern));

/** A negated operator is also met by a key that is absent. */
const negated =
  (matches: (value: string, pattern: string) => boolean): Test =>
  (value, expected) =>
    value === undefined || !expected.some((pattern) => matches(value, pattern));

const equal = (value: string, pattern: string) => value === pattern;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const operators: Readonly<Record<string, Test>> = {
  StringEquals: positive(equal),
  StringNotEquals: negated(equal),
  StringLike: positive(matchesPattern),
  StringNotLike: negated(matchesPattern),
  ArnEquals: positive(matchesArn),
  ArnLike: positive(matchesArn),
  ArnNotEquals: negated(matchesArn),
  ArnNotLike: negated(matchesArn),
  Null: (value, expected) => expected.includes(value === undefined ? 'true' : 'false'),
};

function holds(operator: string, key: string, expected: readonly string[], context: RequestContext) {
  const test = operators[operator];
  if (test === undefined) {
    throw new Error(`${operator} on ${key} is unknown; add it to tools/access/encryption-context.ts`);
  }
  return test(valueOf(key, context), expected);
}

/** The statement as it stands for this request: undefined when a condition on the encryption context is not met. */
function decided(statement: Statement, context: RequestContext): Statement | undefined {
  if (statement.Condition === undefined) return statement;
  const remaining: Record<string, Readonly<Record<string, string | readonly string[]>>> = {};
  for (const [operator, keys] of Object.entries(statement.Condition)) {
    const onContext = Object.entries(keys).filter(([key]) => isOnContext(key));
    if (!onContext.every(([key, expected]) => holds(operator, key, listOf(expected), context))) return undefined;
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
