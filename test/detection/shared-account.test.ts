import type { Environment } from '../../lib/config/parameters';
import { accountEvents } from '../../lib/detection/account-events';
import { accountRates } from '../../lib/detection/account-rates';
import type { EventDetection } from '../../lib/detection/detection';
import { forwardedEvents } from '../../lib/detection/forwarded-events';
import { patternsOf } from '../../lib/detection/rule-parts';
import { environmentAlarms } from '../../lib/detection/settings';
import { trailFilters } from '../../lib/detection/trail-filters';
import { workloadEvents } from '../../lib/detection/workload-events';
import { matchesEventPattern } from '../../tools/detection/event-pattern';
import { inEnvironment } from '../../tools/sandbox/drill/relocate-recording';
import { recordedEvents } from '../../tools/detection/recordings/events/all-events';
import type { RecordedEvent } from '../../tools/detection/recordings/events/recorded-event';
import { everyKind } from '../support/every-kind';
import { named, synth } from '../support/templates';

/** Two environments of one account and Region; the second leaves the account to the first. */
const watcher = named(everyKind, 'full');
const lodger = named(everyKind, 'lodger');
const alone: Environment = { ...lodger, alarms: undefined };

function eventsOf(environment: Environment): EventDetection[] {
  return [...accountEvents(environment), ...workloadEvents(environment)];
}

const without = (all: readonly string[], some: readonly string[]) => all.filter((one) => !some.includes(one));

function matches(patterns: readonly unknown[], { event }: RecordedEvent): boolean {
  return patterns.some((pattern) => matchesEventPattern(pattern as EventDetection['pattern'], event));
}

function rungIn(environment: Environment, recorded: RecordedEvent): string[] {
  return eventsOf(environment)
    .filter((detection) => matches(patternsOf(detection), recorded))
    .map(({ id }) => id);
}

const ofAccount = [
  'other-bucket-changed',
  'public-access-block-of-the-account-changed',
  'threat-detection-changed',
  'iam-policy-changed',
  'root-user-used',
  'console-sign-in-without-mfa',
  'guardduty-finding',
];

describe('an environment whose account another one watches over', () => {
  const ids = eventsOf(lodger).map(({ id }) => id);

  it('leaves to it what is about nothing of its own, and nothing else', () => {
    const all = eventsOf(alone).map(({ id }) => id);
    expect(without(all, ids)).toEqual(ofAccount);
    expect(without(ids, all)).toEqual([]);
  });

  it('leaves to it what is counted of everybody, with the filters of that', () => {
    const ratesOf = (environment: Environment) =>
      accountRates(environment, environmentAlarms('staging', environment.alarms).account).map(({ id }) => id);
    const metricsOf = (environment: Environment) => trailFilters(environment).map(({ metricName }) => metricName);
    expect(without(ratesOf(alone), ratesOf(lodger))).toEqual(['unauthorized-calls', 'console-sign-in-failures']);
    expect(without(metricsOf(alone), metricsOf(lodger))).toEqual(['UnauthorizedCalls', 'ConsoleSignInFailures']);
    expect(ratesOf(lodger)).toEqual(expect.arrayContaining(['refused-roles', 'trail-silent', 'lost-alerts']));
  });

  const { real } = inEnvironment(lodger, recordedEvents);

  it('rings for its own trail, principals and users, and not for those of others', () => {
    const narrowed = ['trail-changed', 'boundary-removed-or-changed', 'access-key-or-password-created'];
    for (const id of narrowed) {
      const rungWhenAlone = real.filter((recorded) => rungIn(alone, recorded).includes(id));
      const own = rungWhenAlone.filter(({ ofOthers }) => ofOthers !== true);
      const others = rungWhenAlone.filter(({ ofOthers }) => ofOthers === true);
      expect([id, own.length > 0, others.length > 0]).toEqual([id, true, true]);
      expect(own.filter((recorded) => !rungIn(lodger, recorded).includes(id))).toEqual([]);
      expect(others.filter((recorded) => rungIn(lodger, recorded).includes(id))).toEqual([]);
    }
  });

  it('rings as before for everything else of its own', () => {
    for (const recorded of real.filter(({ ofOthers }) => ofOthers !== true)) {
      const meant = without(rungIn(alone, recorded), ofAccount);
      expect([recorded.name, rungIn(lodger, recorded)]).toEqual([recorded.name, meant]);
    }
  });

  it('has no watch over a trail that it does not make', () => {
    const trail = { mode: 'existing' as const, trailName: 'organization' };
    const guest = { ...lodger, audit: { ...lodger.audit, trail } };
    expect(eventsOf(guest).map(({ id }) => id)).not.toContain('trail-changed');
    expect(eventsOf({ ...guest, alarms: undefined }).map(({ id }) => id)).toContain('trail-changed');
  });
});

describe('the events of the global Region', () => {
  const globalOf = (environment: Environment) =>
    eventsOf(environment).filter(({ recordedIn }) => recordedIn === 'global');

  it('are handed over by the environment that watches over the account alone', () => {
    const regionsOf = (environment: Environment) => new Set(synth(environment).map(({ region }) => region));
    expect(regionsOf(watcher)).toEqual(new Set(['eu-west-1', 'us-east-1']));
    expect(regionsOf(lodger)).toEqual(new Set(['eu-west-1']));
  });

  it.each([
    ['as it is', watcher],
    ['with the least that an environment has', { ...named(everyKind, 'guest'), account: watcher.account }],
  ])('come once, whichever the other looks for, from the one that watches, %s', (_, watching) => {
    const patterns = forwardedEvents(watching, globalOf(watching)).map(({ pattern }) => pattern);
    const wanted = globalOf(lodger).flatMap(patternsOf);
    const { real, spare } = inEnvironment(lodger, recordedEvents);
    const looked = [...real, ...spare].filter((recorded) => matches(wanted, recorded));
    expect(looked.length).toBeGreaterThan(20);
    for (const recorded of looked) {
      const copies = patterns.filter((pattern) => matches([pattern], recorded)).length;
      expect([recorded.name, copies]).toEqual([recorded.name, 1]);
    }
  });
});
