/** How the value in a request compares with the values in a policy. */
type Relation = 'equals' | 'equals ignoring case' | 'like' | 'within' | '<' | '<=' | '>' | '>=' | 'true' | 'sent';

/** A condition of a policy without the many spellings of its operator, so that its opposite is one as well. */
export interface Comparison {
  readonly key: string;
  /** As a policy writes it when the comparison is to hold, in lower case and without what stands before and behind it. */
  readonly operator: string;
  readonly relation: Relation;
  readonly values: readonly string[];
  /** Which of the request's values must compare so, of a key that may have several. */
  readonly quantifier: 'one' | 'every' | 'some';
  /** Whether they must compare so, or must not. */
  readonly holds: boolean;
  /** What the answer is to a request without the key. */
  readonly whenAbsent: boolean;
}

const relations = lowerCased<Relation>({
  StringEquals: 'equals',
  StringEqualsIgnoreCase: 'equals ignoring case',
  StringLike: 'like',
  // Both ARN operators take wildcards.
  ArnEquals: 'like',
  ArnLike: 'like',
  NumericEquals: 'equals',
  NumericLessThan: '<',
  NumericLessThanEquals: '<=',
  NumericGreaterThan: '>',
  NumericGreaterThanEquals: '>=',
  DateEquals: 'equals',
  DateLessThan: '<',
  DateLessThanEquals: '<=',
  DateGreaterThan: '>',
  DateGreaterThanEquals: '>=',
  BinaryEquals: 'equals',
  IpAddress: 'within',
  Bool: 'true',
});

const opposites = lowerCased({
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
});

/** Keys of which a request sends several values. */
const listKeys = new Set([
  'aws:calledvia',
  'aws:principalorgpaths',
  'aws:principalservicenameslist',
  'aws:tagkeys',
  'dynamodb:attributes',
  'dynamodb:leadingkeys',
  'events:source',
]);

/** IAM does not tell the cases of operators apart. */
function lowerCased<Value extends string>(entries: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(entries).map(([name, value]) => [name.toLowerCase(), value]));
}

interface WrittenCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * What a condition compares; undefined for an operator or a value of which nobody has said what it means.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function comparisonOf({ operator, key, values }: WrittenCondition): Comparison | undefined {
  const written = operator.toLowerCase();
  if (written === 'null') return presence(key, values);

  const [, set, name = '', ifExists] = /^(?:(forallvalues|foranyvalue):)?(\w+?)(ifexists)?$/.exec(written) ?? [];
  const isNegated = opposites.has(name);
  const positive = (opposites.get(name) ?? name).toLowerCase();
  const relation = relations.get(positive);
  if (relation === undefined || values.length === 0) return undefined;
  // AWS compares no list with a single value, so neither such a condition nor its opposite says what it seems to.
  if (set === undefined && listKeys.has(key.toLowerCase())) return undefined;
  // Nothing of AWS says what this one answers to a request without the key.
  if (set === 'foranyvalue' && ifExists !== undefined) return undefined;

  const quantifier = set === undefined ? 'one' : set === 'forallvalues' ? 'every' : 'some';
  // A negated operator is also met by a request without the key, as is one that asks about every value.
  const whenAbsent = ifExists !== undefined || quantifier === 'every' || (quantifier === 'one' && isNegated);
  if (relation !== 'true') {
    return { key, operator: positive, relation, values, quantifier, holds: !isNegated, whenAbsent };
  }

  const wanted = flag(values);
  return wanted === undefined
    ? undefined
    : { key, operator: positive, relation, values: [], quantifier, holds: wanted, whenAbsent };
}

function presence(key: string, values: readonly string[]): Comparison | undefined {
  const isAbsent = flag(values);
  return isAbsent === undefined
    ? undefined
    : {
        key,
        operator: 'null',
        relation: 'sent',
        values: [],
        quantifier: 'one',
        holds: !isAbsent,
        whenAbsent: isAbsent,
      };
}

function flag(values: readonly string[]): boolean | undefined {
  const [value = '', ...others] = new Set(values.map((each) => each.toLowerCase()));
  return others.length === 0 && /^(true|false)$/.test(value) ? value === 'true' : undefined;
}

/** Holds exactly when the given one does not. */
export function oppositeOf(comparison: Comparison): Comparison {
  const quantifier = { one: 'one', every: 'some', some: 'every' } as const;
  return {
    ...comparison,
    quantifier: quantifier[comparison.quantifier],
    holds: !comparison.holds,
    whenAbsent: !comparison.whenAbsent,
  };
}
