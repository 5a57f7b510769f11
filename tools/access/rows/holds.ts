import { matchesArn } from '../arn-patterns';
import type { RequestContext } from '../encryption-context';
import type { Condition } from './access-row';
import { AccessError } from './errors';
import { operatorOf } from './operators';

/** One comparison of a condition, as a policy writes it. */
export type Comparison = Extract<Condition, { readonly operator: string }>;

/** A request as far as conditions ask about it. */
export interface ConcreteRequest {
  /** ARN of a resource, or `*`. */
  readonly resource: string;
  readonly context: RequestContext;
}

/** What a request sends for a key, whose name is case-insensitive; undefined when it does not. */
function sent(key: string, context: RequestContext): readonly string[] | undefined {
  const wanted = key.toLowerCase();
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === wanted);
  if (found === undefined) return undefined;
  return typeof found[1] === 'string' ? [found[1]] : found[1];
}

function valueOfVariable(variable: string, context: RequestContext): string | undefined {
  if (/^[*?$]$/.test(variable)) throw new AccessError(`a condition has \${${variable}}, which is not understood`);
  const [, key = variable, otherwise] = /^(.*?)\s*,\s*'(.*)'$/.exec(variable) ?? [];
  const [only, ...more] = sent(key.trim(), context) ?? [];
  return only !== undefined && more.length === 0 ? only : otherwise;
}

/**
 * The value of a policy with its variables filled in; undefined when one of them has no value, so that nothing matches.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
function filledIn(value: string, context: RequestContext): string | undefined {
  const variables = [...value.matchAll(/\$\{([^}]+)\}/g)].map(
    ([written, variable = '']) => [written, valueOfVariable(variable, context)] as const,
  );
  if (variables.some(([, filling]) => filling === undefined)) return undefined;
  return variables.reduce((text, [written, filling = '']) => text.replace(written, () => filling), value);
}

/**
 * Whether one comparison holds for what a request sends.
 *
 * @throws UnknownOperatorError, AccessError
 */
export function comparisonHolds({ operator, key, values }: Comparison, context: RequestContext): boolean {
  const request = sent(key, context);
  if (/^null(ifexists)?$/i.test(operator)) {
    return values.some((value) => value.toLowerCase() === String(request === undefined));
  }
  const { compare, negated, set, ifExists } = operatorOf(operator);
  const wanted = values.flatMap((value) => filledIn(value, context) ?? []);
  const one = (value: string) => wanted.some((candidate) => compare(value, candidate)) !== negated;
  if (set === 'ForAllValues') return (request ?? []).every(one);
  if (request === undefined) return set === undefined && (ifExists || negated);
  if (set === 'ForAnyValue') return request.some(one);
  // A key with several values needs one of the two words before its operator; without, AWS matches nothing.
  const [only, ...more] = request;
  return only !== undefined && more.length === 0 && one(only);
}

/**
 * Whether a condition holds for a request.
 *
 * @throws UnknownOperatorError, AccessError
 */
export function holds(condition: Condition, request: ConcreteRequest): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, request));
  if ('any' in condition) return condition.any.some((part) => holds(part, request));
  if ('not' in condition) return !holds(condition.not, request);
  if ('resourceLike' in condition)
    return condition.resourceLike.some((pattern) => matchesArn(request.resource, pattern));
  return comparisonHolds(condition, request.context);
}
