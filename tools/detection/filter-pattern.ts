import { type Condition, parseFilterPattern, type Selector } from './filter-grammar';

/** A pattern made ready for many events. */
export interface FilterPattern {
  /** Whether a log event, as JSON text or as what it says, is counted. */
  matches(event: unknown): boolean;
}

/**
 * Judges log events as CloudWatch Logs judges them by a JSON filter pattern.
 *
 * No library does: the one that exists (aws-json-term-matcher, for Python) knows neither NOT EXISTS nor IS NULL nor
 * wildcards. So this is an oracle of our own, held to every example of AWS's page. What the page leaves open:
 *
 * - A comparison with a field that is absent is false, `!=` too. Tried on AWS's own console by
 *   https://github.com/DataBiosphere/azul/issues/5884. So an exclusion by `!=` needs a field that is always there.
 * - A comparison with an array or object is false, whatever the operator: "the filter will not be applied".
 * - A number is compared as a number if both sides are one, else their texts are compared. Order exists between numbers
 *   only.
 *
 * @throws FilterPatternError when the pattern is none
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterPattern(pattern: string): FilterPattern {
  const condition = parseFilterPattern(pattern);
  return {
    matches(event) {
      const found = typeof event === 'string' ? parsed(event) : event;
      return typeof found === 'object' && found !== null && holds(condition, found);
    },
  };
}

/** What stands in an event at a path such as `$.resources[0].ARN`; `undefined` where there is nothing. */
export function valueAt(event: unknown, selector: Selector): unknown {
  let value = event;
  for (const step of selector) {
    if (typeof step === 'number') {
      value = Array.isArray(value) ? (value as unknown[])[step] : undefined;
    } else {
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      value = isObject && Object.hasOwn(value as object, step) ? (value as Record<string, unknown>)[step] : undefined;
    }
  }
  return value;
}

/** A log event that is no JSON matches no JSON pattern. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function holds(condition: Condition, event: object): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.parts.every((part) => holds(part, event));
    case 'or':
      return condition.parts.some((part) => holds(part, event));
    case 'not-exists':
      return valueAt(event, condition.selector) === undefined;
    case 'is-null':
      return valueAt(event, condition.selector) === null;
    case 'is-boolean':
      return valueAt(event, condition.selector) === condition.value;
    case 'compare':
      return compares(condition, valueAt(event, condition.selector));
    case 'regex': {
      const value = valueAt(event, condition.selector);
      if (typeof value !== 'string' && typeof value !== 'number') return false;
      return condition.expression.test(String(value)) === (condition.operator === '=');
    }
  }
}

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

function compares({ operator, operand, quoted }: Extract<Condition, { kind: 'compare' }>, value: unknown): boolean {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return false;
  const isNumeric = !quoted && decimal.test(operand) && typeof value === 'number';
  switch (operator) {
    case '=':
      return isNumeric ? value === Number(operand) : matchesText(operand, String(value));
    case '!=':
      return isNumeric ? value !== Number(operand) : !matchesText(operand, String(value));
    case '<':
      return isNumeric && value < Number(operand);
    case '<=':
      return isNumeric && value <= Number(operand);
    case '>':
      return isNumeric && value > Number(operand);
    case '>=':
      return isNumeric && value >= Number(operand);
  }
}

/** An asterisk stands for any text at the beginning and at the end only: `Ev*ent` is that very text. */
function matchesText(operand: string, value: string): boolean {
  if (operand === '*') return true;
  const startsOpen = operand.startsWith('*');
  const endsOpen = operand.endsWith('*');
  const core = operand.slice(startsOpen ? 1 : 0, endsOpen ? -1 : undefined);
  if (startsOpen && endsOpen) return value.includes(core);
  if (startsOpen) return value.endsWith(core);
  return endsOpen ? value.startsWith(core) : value === core;
}
