import type { Environment } from '../../lib/config/parameters';
import { accountEvents } from '../../lib/detection/account-events';
import { deliveryEvents } from '../../lib/detection/delivery-events';
import type { EventDetection } from '../../lib/detection/detection';
import { longestPattern } from '../../lib/detection/fitting-patterns';
import { forwardedEvents } from '../../lib/detection/forwarded-events';
import { patternsOf } from '../../lib/detection/rule-parts';
import { workloadEvents } from '../../lib/detection/workload-events';
import { matchesEventPattern } from '../../tools/detection/event-pattern';
import { recordedEvents, recordedEventsOf } from '../../tools/detection/recordings/events/all-events';
import { deliveryEvents as recordedDelivery } from '../../tools/detection/recordings/events/delivery/delivery-events';
import { globalRegion, type RecordedEvent } from '../../tools/detection/recordings/events/recorded-event';
import { inEnvironment } from '../../tools/sandbox/drill/relocate-recording';
import { deliveredEnvironment } from '../support/delivered';
import { everyKind } from '../support/every-kind';
import { named } from '../support/templates';
import { withCall } from './events/calls';
import { deliveryCalls } from './events/delivery-calls';
import { isDeployment, onLaptop, unrelated, withOtherRights } from './events/variants';

const prod: Environment = deliveredEnvironment();
/** Where the roles of the bootstrap have names that look like those of consumers: `cdk-prod-…`. */
const namesake: Environment = deliveredEnvironment({ qualifier: 'prod' });
/** The same in a part of its roles: their names end in the Region. */
const ofRegion: Environment = { ...deliveredEnvironment(), name: 'eu' };
/** Another environment watches over its account, and it has the name of its qualifier too. */
const lodger = named(everyKind, 'lodger');
const undelivered: Environment = { ...prod, delivery: undefined };

function detectionsOf(environment: Environment): EventDetection[] {
  return [...accountEvents(environment), ...workloadEvents(environment)];
}

/** The detection of each rule that takes an event: once for each rule. */
function rungBy(detections: readonly EventDetection[], event: unknown): string[] {
  return detections.flatMap((detection) =>
    patternsOf(detection)
      .filter((pattern) => matchesEventPattern(pattern, event))
      .map(() => detection.id),
  );
}

function recordedIn(environment: Environment): readonly RecordedEvent[] {
  return inEnvironment(environment, recordedEventsOf(environment)).real;
}

const detections = detectionsOf(prod);
const recorded = recordedIn(prod);
const regionOf = ({ event }: RecordedEvent) => (event as { readonly region: string }).region;

it('is in every recording that the environment has something of', () => {
  expect(recorded.map(({ name }) => name)).toEqual([...recordedEvents, ...recordedDelivery].map(({ name }) => name));
});

it.each(recorded.map((one) => [one.name, one] as const))(
  'rings exactly what is meant, each by one rule, when %s',
  (_name, { event, rings }) => {
    expect(rungBy(detections, event).sort()).toEqual([...rings].sort());
  },
);

it.each([
  ['the name of its qualifier', namesake],
  ['the name of a part of its Region', ofRegion],
  ['its account watched over by another, and the name of its qualifier', lodger],
])('rings the same in an environment with %s, though roles of its bootstrap look like its own', (_, environment) => {
  const ids = detectionsOf(environment).map(({ id }) => id);
  // Of what only looks like ours, because somebody else's role ends in our name, the runbook says that it rings.
  const looksLikeOurs = (one: RecordedEvent) =>
    JSON.stringify(one.event).includes('cdk-otherapp-cfn-exec') && environment === ofRegion;
  const events = recordedIn(environment).filter((one) => !looksLikeOurs(one));
  expect(events.length).toBeGreaterThan(recordedDelivery.length);
  for (const { name, event, rings } of events) {
    const meant = rings.filter((id) => ids.includes(id)).sort();
    expect([name, rungBy(detectionsOf(environment), event).sort()]).toEqual([name, meant]);
  }
});

describe('the recorded events of who may deploy', () => {
  it('have names of their own', () => {
    const names = [...recordedEvents, ...recordedDelivery].map(({ name, rings, nearly }) =>
      [name, ...rings, ...nearly].join(),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(deliveryEvents(prod).map(({ id }) => id))('ring %s at least twice, and nearly at least four times', (id) => {
    const rung = recordedDelivery.filter(({ rings }) => rings.includes(id));
    const near = recordedDelivery.filter(({ rings, nearly }) => nearly.includes(id) && !rings.includes(id));
    expect([rung.length >= 2, near.length >= 4]).toEqual([true, true]);
  });

  it('ring nothing where there is no delivery but what rings for others', () => {
    const ids = detectionsOf(undelivered).map(({ id }) => id);
    const more = detections.map(({ id }) => id).filter((id) => !ids.includes(id));
    expect(more).toEqual([
      'identity-provider-changed',
      'delivery-stack-changed',
      'stack-deployed-by-hand',
      'bootstrap-role-taken-by-hand',
    ]);
    expect(deliveryEvents(undelivered)).toEqual([]);
  });
});

it.each(unrelated)('rings nothing more when an event %s', (_what, variant, stillRinging) => {
  for (const { name, event, rings } of recorded) {
    const expected = rings.filter((id) => stillRinging.includes(id));
    expect([name, rungBy(detections, variant(event))]).toEqual([name, expected]);
  }
});

it('rings by what a deployment does in silence, from a laptop and from a stack of somebody else', () => {
  const silent = recordedDelivery.filter((one) => isDeployment(one) && one.rings.length === 0);
  expect(silent.length).toBeGreaterThan(5);
  for (const { name, event, nearly } of inEnvironment(prod, silent).real) {
    expect([name, rungBy(detections, onLaptop(event))]).toEqual([name, nearly]);
    expect([name, rungBy(detections, withOtherRights(event))]).toEqual([name, nearly]);
  }
});

it('rings once by what no deployment does, from a laptop and from a stack of somebody else as well', () => {
  const rung = inEnvironment(prod, recordedDelivery).real.filter((one) => isDeployment(one) && one.rings.length > 0);
  expect(rung.length).toBeGreaterThan(10);
  for (const { name, event, rings } of rung) {
    expect([name, rungBy(detections, onLaptop(event))]).toEqual([name, rings]);
    expect([name, rungBy(detections, withOtherRights(event))]).toEqual([name, rings]);
  }
});

it.each(deliveryCalls)('%s rings once by each call that it must: %s', (id, standsIn, calls) => {
  const events = inEnvironment(
    prod,
    calls.map((eventName) => withCall(standsIn, eventName)),
  ).real;
  expect(events).toHaveLength(calls.length);
  for (const [at, event] of events.entries()) {
    expect([calls[at], rungBy(detections, event).filter((rung) => rung === id)]).toEqual([calls[at], [id]]);
  }
});

describe('what the global Region hands home', () => {
  const globalOf = (environment: Environment) =>
    detectionsOf(environment).filter(({ recordedIn: where }) => where === 'global');
  const patterns = forwardedEvents(prod, globalOf(prod));

  it('has one rule more, of the calls that change stacks', () => {
    expect(patterns.map(({ id }) => id)).toEqual([
      'forward-events',
      'forward-iam',
      'forward-signin',
      'forward-sts',
      'forward-cloudformation',
      'forward-root-user-used',
    ]);
    const detail = patterns.find(({ id }) => id === 'forward-cloudformation')?.pattern.detail;
    expect(detail).toHaveProperty('eventName', expect.arrayContaining(['ExecuteChangeSet', 'DeleteStack']));
  });

  it('has every recorded event of that Region that rings, once', () => {
    const there = recorded.filter((one) => regionOf(one) === globalRegion && one.rings.length > 0);
    expect(there.length).toBeGreaterThan(40);
    for (const { name, event } of there) {
      const copies = patterns.filter(({ pattern }) => matchesEventPattern(pattern, event)).length;
      expect([name, copies]).toEqual([name, 1]);
    }
  });

  it.each([
    ['as it is', named(everyKind, 'full')],
    ['with the least that an environment has', { ...named(everyKind, 'guest'), account: lodger.account }],
  ])('has what another environment of the account looks for, %s', (_, watcher) => {
    const handed = forwardedEvents(watcher, globalOf(watcher));
    const wanted = globalOf(lodger).flatMap(patternsOf);
    const looked = recordedIn(lodger).filter(({ event }) =>
      wanted.some((pattern) => matchesEventPattern(pattern, event)),
    );
    expect(looked.length).toBeGreaterThan(60);
    for (const { name, event } of looked) {
      const copies = handed.filter(({ pattern }) => matchesEventPattern(pattern, event)).length;
      expect([name, copies]).toEqual([name, 1]);
    }
  });

  it('is at home alone for stacks of an environment that has none there', () => {
    const placesOf = (environment: Environment) =>
      deliveryEvents(environment)
        .filter(({ id }) => id.includes('stack'))
        .map(({ recordedIn: where }) => where);
    expect([placesOf(prod), placesOf(lodger)]).toEqual([
      ['global', 'global'],
      ['home', 'home'],
    ]);
  });
});

describe('the patterns', () => {
  // As long as the names of buckets let them be.
  const longName = { ...prod, name: 'production-of-portals', region: 'eu-central-1' };
  const longRegion = { ...prod, name: 'production-europe', region: 'ap-southeast-2' };
  const longPartition = { ...prod, name: 'production-europe1', region: 'us-gov-west-1' };
  const many = {
    ...prod,
    workloads: Array.from({ length: 100 }, (_, index) =>
      prod.workloads.map((workload) => ({ ...workload, name: `application-${String(index)}` })),
    ).flat(),
  };

  it.each([
    ['as they are', prod],
    ['of a lodger', lodger],
    ['with a long name', longName],
    ['with a long Region', longRegion],
    ['with a long partition', longPartition],
    ['with a hundred workloads', many],
  ])('are short enough for EventBridge, %s', (_, environment) => {
    const all = detectionsOf(environment).flatMap((detection) =>
      patternsOf(detection).map((pattern) => ({ id: detection.id, length: JSON.stringify(pattern).length })),
    );
    expect(all.filter(({ length }) => length > longestPattern)).toEqual([]);
    expect(all.length).toBeLessThan(100);
  });
});
