import { loadConfiguration } from '../../lib/config/load-configuration';
import type { Environment } from '../../lib/config/parameters';
import { accountEvents } from '../../lib/detection/account-events';
import type { EventPattern } from '../../lib/detection/detection';
import { patternsOf } from '../../lib/detection/rule-parts';
import { workloadEvents } from '../../lib/detection/workload-events';
import { matchesEventPattern } from '../../tools/detection/event-pattern';
import { baseline, today } from '../support/configurations';
import { recordedEvents, recordedEventsOf } from '../../tools/detection/recordings/events/all-events';
import { inEnvironment } from '../../tools/sandbox/drill/relocate-recording';
import { deliveredEnvironment } from '../support/delivered';
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

const delivered = deliveredEnvironment();

interface Known {
  readonly events: readonly unknown[];
  readonly outcomes: Map<EventPattern, readonly boolean[]>;
}

function knownFrom(events: readonly unknown[]): Known {
  return { events, outcomes: new Map() };
}

function outcomes(pattern: EventPattern, { events, outcomes: known }: Known): readonly boolean[] {
  const before = known.get(pattern) ?? events.map((event) => matchesEventPattern(pattern, event));
  known.set(pattern, before);
  return before;
}

interface Declared {
  readonly id: string;
  readonly pattern: EventPattern;
}

function declaredIn(environment: Environment): Declared[] {
  return [...accountEvents(environment), ...workloadEvents(environment)].flatMap((detection) =>
    patternsOf(detection).map((pattern) => ({ id: detection.id, pattern })),
  );
}

function cases(declared: readonly Declared[]) {
  return declared.flatMap(({ id, pattern }) =>
    weakened(pattern, id)
      .filter((weaker) => weaker.pattern !== undefined)
      .map((weaker) => [weaker.without, pattern, weaker.pattern as EventPattern] as const),
  );
}

function notices(pattern: EventPattern, weaker: EventPattern, known: Known): boolean {
  const before = outcomes(pattern, known);
  return known.events.some((event, index) => matchesEventPattern(weaker, event) !== before[index]);
}

const ofAll = knownFrom(withVariants(recordedEvents));

it.each(cases(declaredIn(prod)))('notices when %s is left out', (_without, pattern, weaker) => {
  expect(notices(pattern, weaker, ofAll)).toBe(true);
});

describe('where jobs deploy', () => {
  const ofDelivered = knownFrom(withVariants(inEnvironment(delivered, recordedEventsOf(delivered)).real));
  // What only another qualifier changes is held to above.
  const { qualifier } = delivered.delivery;
  const alike = new Set(declaredIn(prod).map(({ pattern }) => JSON.stringify(pattern)));
  const different = declaredIn(delivered).filter(
    ({ pattern }) => !alike.has(JSON.stringify(pattern).replaceAll(`cdk-${qualifier}-cfn`, 'cdk-hnb659fds-cfn')),
  );

  it.each(cases(different))('notices when %s is left out', (_without, pattern, weaker) => {
    expect(notices(pattern, weaker, ofDelivered)).toBe(true);
  });
});
