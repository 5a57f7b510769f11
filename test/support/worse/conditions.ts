import { listOf, type Statement } from '../../../tools/access/template';
import { type Part, strangerAccount } from './part';

/** Conditions that hold for more requests, or in a denial for fewer. */

type Written = NonNullable<Statement['Condition']>;
type Values = Written[string][string];

interface Leaf {
  readonly operator: string;
  readonly key: string;
  readonly values: Values;
}

function leavesOf(condition: Written): Leaf[] {
  return Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
  );
}

/** The condition with one comparison put in the place of another. */
function replaced(condition: Written, { operator, key }: Leaf, by: Leaf): Written {
  const { [key]: _gone, ...others } = condition[operator] ?? {};
  const { [operator]: _operator, ...rest } = condition;
  const kept: Written = Object.keys(others).length === 0 ? rest : { ...rest, [operator]: others };
  return { ...kept, [by.operator]: { ...kept[by.operator], [by.key]: by.values } };
}

const toPattern: Readonly<Record<string, string>> = {
  StringEquals: 'StringLike',
  StringLike: 'StringLike',
  ArnEquals: 'ArnLike',
  ArnLike: 'ArnLike',
  StringNotEquals: 'StringNotLike',
  StringNotLike: 'StringNotLike',
  ArnNotEquals: 'ArnNotLike',
  ArnNotLike: 'ArnNotLike',
};

const opposite: Readonly<Record<string, string>> = {
  StringEquals: 'StringNotEquals',
  StringLike: 'StringNotLike',
  ArnEquals: 'ArnNotEquals',
  ArnLike: 'ArnNotLike',
  IpAddress: 'NotIpAddress',
  NumericLessThan: 'NumericGreaterThan',
};

const opposites = new Map([
  ...Object.entries(opposite),
  ...Object.entries(opposite).map(([one, other]) => [other, one] as const),
]);

/** Values that let more through, for the keys that have an order or a shape. */
function looser({ operator, values }: Leaf): Values | undefined {
  const [value = ''] = listOf(values);
  switch (operator) {
    case 'NumericLessThan':
      return '1.0';
    case 'NumericGreaterThan':
      return String(Number(value) * 10);
    case 'IpAddress':
    case 'NotIpAddress':
      return ['0.0.0.0/0'];
    case 'Bool':
    case 'BoolIfExists':
    case 'Null':
      return value === 'true' ? 'false' : 'true';
    default:
      return undefined;
  }
}

/** Another value beside those that there are, of the kind that they are. */
function oneMore({ operator, values }: Leaf): Values | undefined {
  if (!/Equals$|Like$|IpAddress$/.test(operator)) return undefined;
  const [value] = listOf(values);
  // What is no text refers to something in the template.
  if (typeof value !== 'string') return [...listOf(values), `arn:aws:iam::${strangerAccount}:role/stranger`];
  if (operator.endsWith('IpAddress')) return [...listOf(values), '192.0.2.0/24'];
  const other = value.replace(/\d{12}/, strangerAccount);
  return [...listOf(values), other === value ? `another-${value}` : other];
}

function operatorsFor({ operator }: Leaf, isAllow: boolean): { what: string; operator: string }[] {
  const [, set, name = ''] = /^(ForAllValues:|ForAnyValue:)?(.*)$/.exec(operator) ?? [];
  const found: { what: string; operator: string }[] = [];
  // A negated operator is met by a request without the key anyway.
  const isPlain = !name.includes('Not') && name !== 'Null' && !name.endsWith('IfExists');
  if (isAllow && isPlain) found.push({ what: `${operator} with IfExists`, operator: `${operator}IfExists` });
  if (name.endsWith('IfExists')) {
    found.push({ what: `${operator} without IfExists`, operator: operator.replace('IfExists', '') });
  }
  if (set !== undefined) {
    const other = set === 'ForAllValues:' ? 'ForAnyValue:' : 'ForAllValues:';
    found.push({ what: `${operator} with ${other}`, operator: `${other}${name}` });
  }
  const turned = opposites.get(name);
  if (turned !== undefined) found.push({ what: `${operator} turned round`, operator: `${set ?? ''}${turned}` });
  return found;
}

/** A condition, each comparison of it once in each way that makes it hold back less. */
export function* looserCondition(condition: Written, isAllow: boolean): Generator<Part<Written>> {
  for (const leaf of leavesOf(condition)) {
    const { operator, key } = leaf;
    const put = (by: Partial<Leaf>) => replaced(condition, leaf, { ...leaf, ...by });
    for (const other of operatorsFor(leaf, isAllow)) {
      yield { what: `${other.what} of ${key}`, value: put({ operator: other.operator }) };
    }
    const [, set = '', name = ''] = /^(ForAllValues:|ForAnyValue:)?(.*)$/.exec(operator) ?? [];
    const pattern = toPattern[name];
    if (pattern !== undefined) {
      yield { what: `${operator} of ${key} for anything`, value: put({ operator: `${set}${pattern}`, values: '*' }) };
    }
    const loose = looser(leaf);
    if (loose !== undefined) yield { what: `${operator} of ${key} loosened`, value: put({ values: loose }) };
    const more = oneMore(leaf);
    if (more !== undefined) yield { what: `${operator} of ${key} with one more value`, value: put({ values: more }) };
  }
}
