import { type EventField, fieldsOf, joined, lieTogether } from './event-fields';
import { type Expectation, expectationOf, InvalidEventPattern, isOperator } from './event-operators';

/** As in the property `EventPattern` of a rule, without intrinsic functions. */
export type EventPattern = Readonly<Record<string, unknown>>;

/** What a pattern asks of one field: any of the expectations. */
interface Requirement {
  readonly path: string;
  readonly expectations: readonly Expectation[];
}

/** Requirements that must all hold: a pattern without `$or`. */
type Alternative = readonly Requirement[];

function isObject(value: unknown): value is EventPattern {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Anything else under the name `$or` is a field that is called so. */
function isOr(name: string, value: unknown): value is readonly EventPattern[] {
  return (
    name === '$or' &&
    Array.isArray(value) &&
    value.length > 1 &&
    value.every((item) => isObject(item) && !Object.keys(item).some(isOperator))
  );
}

function alternativesOfField(value: unknown, path: string): Alternative[] {
  if (Array.isArray(value)) {
    if (value.length === 0) throw new InvalidEventPattern(path, 'the list of a field is empty');
    return [[{ path, expectations: value.map((entry: unknown) => expectationOf(entry, path)) }]];
  }
  if (isObject(value)) return alternativesOf(value, path);
  throw new InvalidEventPattern(path, 'a field has a list of what may be its value, or further fields');
}

/** The pattern multiplied out: it matches when one of these does. */
function alternativesOf(pattern: EventPattern, path: string): Alternative[] {
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw new InvalidEventPattern(path, 'it names no field');
  return entries.reduce<Alternative[]>(
    (sofar, [name, value]) => {
      const added = isOr(name, value)
        ? value.flatMap((choice) => alternativesOf(choice, path))
        : alternativesOfField(value, joined(path, name));
      return sofar.flatMap((left) => added.map((right) => [...left, ...right]));
    },
    [[]],
  );
}

/** Fields that meet the requirements from the given one on, none of them in another element of an array than the rest. */
function holds(alternative: Alternative, fields: Fields, chosen: readonly EventField[] = []): boolean {
  const [requirement, ...rest] = alternative;
  if (requirement === undefined) return true;
  const { path, expectations } = requirement;
  const present = fields.get(path) ?? [];
  if (present.length === 0 && expectations.some(({ acceptsAbsence }) => acceptsAbsence)) {
    return holds(rest, fields, chosen);
  }
  return present.some(
    (field) =>
      expectations.some(({ accepts }) => accepts(field.value)) &&
      lieTogether([...chosen, field]) &&
      holds(rest, fields, [...chosen, field]),
  );
}

/**
 * Whether EventBridge would hand an event to a rule with this pattern.
 *
 * Not modelled: EventBridge also refuses patterns with too many wildcards.
 *
 * @param event the whole event, its envelope included
 * @throws InvalidEventPattern for a pattern that EventBridge refuses, and for whatever is not understood: a pattern that
 * was read wrongly proves nothing
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function matchesEventPattern(pattern: EventPattern, event: unknown): boolean {
  const alternatives = readPattern(pattern);
  const fields = readEvent(event);
  return alternatives.some((alternative) => holds(alternative, fields));
}

const patterns = new WeakMap<EventPattern, readonly Alternative[]>();

/** Each pattern is read once: it is held against hundreds of events. */
function readPattern(pattern: EventPattern): readonly Alternative[] {
  const known = patterns.get(pattern);
  if (known !== undefined) return known;
  const alternatives = alternativesOf(pattern, '');
  for (const alternative of alternatives) {
    const paths = alternative.map(({ path }) => path);
    const twice = paths.find((path, index) => paths.indexOf(path) !== index);
    if (twice !== undefined) throw new InvalidEventPattern(twice, 'it is asked for twice');
  }
  patterns.set(pattern, alternatives);
  return alternatives;
}

type Fields = ReadonlyMap<string, readonly EventField[]>;

const events = new WeakMap<object, Fields>();

function readEvent(event: unknown): Fields {
  const known = typeof event === 'object' && event !== null ? events.get(event) : undefined;
  if (known !== undefined) return known;
  const fields = new Map<string, EventField[]>();
  for (const field of fieldsOf(event)) fields.set(field.path, [...(fields.get(field.path) ?? []), field]);
  if (typeof event === 'object' && event !== null) events.set(event, fields);
  return fields;
}
