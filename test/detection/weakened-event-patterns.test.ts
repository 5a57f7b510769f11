import { loadConfiguration } from '../../lib/config/load-configuration';
import { accountEvents } from '../../lib/detection/account-events';
import type { EventPattern } from '../../lib/detection/detection';
import { patternsOf } from '../../lib/detection/rule-parts';
import { workloadEvents } from '../../lib/detection/workload-events';
import { matchesEventPattern } from '../../tools/detection/event-pattern';
import { baseline, today } from '../support/configurations';
import { recordedEvents } from '../../tools/detection/recordings/events/all-events';
import { withVariants } from './events/variants';

/** A pattern without one thing that it asks for. */
interface Weakened {
  readonly without: string;
  readonly pattern: unknown;
}

function isObject(value: unknown): value is EventPattern {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Each way to leave out one field, or one alternative of those that are bound together. */
function weakened(value: unknown, path: string): Weakened[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const where = `${path}.${name}`;
    const put = (replacement: unknown) => {
      if (replacement !== undefined) return { ...value, [name]: replacement };
      const rest = Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
      return Object.keys(rest).length === 0 ? undefined : rest;
    };
    if (name === '$or') {
      const choices = inner as readonly unknown[];
      const fewer = choices.map((_, index) => {
        const [only, ...others] = choices.filter((__, other) => other !== index);
        const rest = Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
        return {
          without: `${where}[${String(index)}]`,
          pattern: others.length === 0 ? { ...rest, ...(only as EventPattern) } : { ...rest, $or: [only, ...others] },
        };
      });
      const lighter = choices.flatMap((choice, index) =>
        weakened(choice, `${where}[${String(index)}]`).map(({ without, pattern }) => ({
          without,
          pattern: put(choices.map((same, other) => (other === index ? (pattern ?? {}) : same))),
        })),
      );
      return [...fewer, ...lighter.filter(({ pattern }) => !JSON.stringify(pattern).includes('{}'))];
    }
    if (isObject(inner)) {
      return [
        { without: where, pattern: put(undefined) },
        ...weakened(inner, where).map(({ without, pattern }) => ({ without, pattern: put(pattern) })),
      ];
    }
    return [{ without: where, pattern: put(undefined) }];
  });
}

const [prod] = loadConfiguration(baseline(), { file: 'baseline', today }).environments;
if (prod === undefined) throw new Error('the baseline has no environment');

const events = withVariants(recordedEvents);

const known = new Map<EventPattern, readonly boolean[]>();

function outcomes(pattern: EventPattern): readonly boolean[] {
  const before = known.get(pattern) ?? events.map((event) => matchesEventPattern(pattern, event));
  known.set(pattern, before);
  return before;
}

const all = [...accountEvents(prod), ...workloadEvents(prod)].flatMap((detection) =>
  patternsOf(detection).flatMap((pattern) =>
    weakened(pattern, detection.id)
      .filter((weaker) => weaker.pattern !== undefined)
      .map((weaker) => [weaker.without, pattern, weaker.pattern as EventPattern] as const),
  ),
);

it.each(all)('notices when %s is left out', (_without, pattern, weaker) => {
  const before = outcomes(pattern);
  expect(events.some((event, index) => matchesEventPattern(weaker, event) !== before[index])).toBe(true);
});
