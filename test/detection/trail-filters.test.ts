import { parseFilterPattern, parseSelector } from '../../tools/detection/filter-grammar';
import { metricData } from '../../tools/detection/metric-data';
import { accessLogFilters } from '../../lib/detection/access-log-filters';
import { trailFilters } from '../../lib/detection/trail-filters';
import { accessLogEvents } from '../../tools/detection/recordings/trail-events/access-logs';
import { accountEvents } from '../../tools/detection/recordings/trail-events/account';
import { fileEvents } from '../../tools/detection/recordings/trail-events/files';
import { place, type TrailEvent } from '../../tools/detection/recordings/trail-events/trail-event';

const trail = trailFilters(place);
const accessLogs = accessLogFilters(place);
const trailEvents = [...fileEvents, ...accountEvents];

function expected({ counts }: TrailEvent) {
  return Object.entries(counts).map(([metricName, { value, dimensions = {} }]) => ({ metricName, value, dimensions }));
}

const byName = (one: { metricName: string }, other: { metricName: string }) =>
  one.metricName.localeCompare(other.metricName);

describe.each([
  ['the trail', trail, trailEvents],
  ['the access logs', accessLogs, accessLogEvents],
] as const)('the filters of %s', (_, filters, events) => {
  test.each(events.map((event) => [event.name, event] as const))(
    '%s: counts exactly what it should',
    (_name, event) => {
      expect(metricData(filters, event.event).sort(byName)).toEqual(expected(event).sort(byName));
    },
  );

  test.each(filters.map(({ metricName }) => [metricName]))('%s has a match and two near misses', (metricName) => {
    const counted = events.filter(({ counts }) => metricName in counts);
    expect(counted.length).toBeGreaterThanOrEqual(1);
    // Near: of the same log, and told from a match by a condition of this pattern. The number alone is checked here.
    expect(events.length - counted.length).toBeGreaterThanOrEqual(2);
  });

  test('keep to what CloudWatch Logs takes', () => {
    for (const { pattern, dimensions = {}, value } of filters) {
      expect(() => parseFilterPattern(pattern)).not.toThrow();
      expect(Object.keys(dimensions).length).toBeLessThanOrEqual(3);
      for (const path of Object.values(dimensions)) expect(parseSelector(path).length).toBeGreaterThan(0);
      expect(value).toMatch(/^1$|^\$\./);
    }
    expect(new Set(filters.map(({ metricName }) => metricName)).size).toBe(filters.length);
  });

  test('have no dimension that a stranger can fill', () => {
    for (const { dimensions = {} } of filters) {
      for (const path of Object.values(dimensions))
        expect(path).not.toMatch(/userIdentity|sourceIP|remote_ip|userAgent/);
    }
  });
});

describe('a dimension', () => {
  test('is of a resource of this environment, because its pattern holds it to the name', () => {
    const names = /"\*-prod-111122223333-eu-central-1"|"arn:aws:iam::111122223333:role\/\*"/;
    for (const { pattern, dimensions } of [...trail, ...accessLogs]) {
      if (dimensions !== undefined) expect(pattern).toMatch(names);
    }
  });

  test('of a role is taken of sessions that were given, never of refusals, which may name any role', () => {
    const withRole = trail.filter(({ dimensions }) => dimensions?.Role !== undefined);
    expect(withRole.map(({ metricName }) => metricName)).toEqual(['RoleSessions']);
    for (const { pattern } of withRole) expect(pattern).toContain('$.errorCode NOT EXISTS');
  });
});

test('CIS AWS Foundations 5.1 and 5.6 stand as they are written, with the parentheses that 5.1 needs', () => {
  expect(trail[0]?.pattern).toBe(
    '{ (($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*")) && ($.sourceIPAddress != "delivery.logs.amazonaws.com") && ($.eventName != "HeadBucket") }',
  );
  expect(trail[1]?.pattern).toBe('{ ($.eventName = "ConsoleLogin") && ($.errorMessage = "Failed authentication") }');
});

/** Written by CIS, and compared with its text above: auditors look for just these. */
const ofCis = ['UnauthorizedCalls', 'ConsoleSignInFailures'];

/** Every condition is a guard: without it, one of the recorded events would count where it should not, or not at all. */
describe('each condition of a filter is needed', () => {
  const cases = [
    ...trail.map((filter) => ({ filter, events: trailEvents })),
    ...accessLogs.map((filter) => ({ filter, events: accessLogEvents })),
  ]
    .filter(({ filter }) => !ofCis.includes(filter.metricName))
    .flatMap(({ filter, events }) => weakened(filter.pattern).map((pattern) => ({ filter, events, pattern })));

  test.each(cases.map((one) => [one.filter.metricName, one.pattern, one] as const))('%s: %s', (_, __, one) => {
    const { filter, events, pattern } = one;
    const wrong = events.filter(
      ({ event, counts }) => metricData([{ ...filter, pattern }], event).length > 0 !== filter.metricName in counts,
    );
    expect(wrong).not.toEqual([]);
  });
});

/** The pattern without one of its outermost conditions at a time. */
function weakened(pattern: string): string[] {
  const inner = pattern.slice(1, -1).trim();
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < inner.length; at += 1) {
    const character = inner.charAt(at);
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0 && inner.startsWith('&&', at)) {
      parts.push(inner.slice(from, at).trim());
      from = at + 2;
    }
  }
  parts.push(inner.slice(from).trim());
  return parts.map((_, left) => `{ ${parts.filter((_part, index) => index !== left).join(' && ')} }`);
}
