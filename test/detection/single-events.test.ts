import { loadConfiguration } from '../../lib/config/load-configuration';
import type { Environment } from '../../lib/config/parameters';
import { accountEvents } from '../../lib/detection/account-events';
import type { EventDetection } from '../../lib/detection/detection';
import { longestPattern } from '../../lib/detection/fitting-patterns';
import { patternsOf } from '../../lib/detection/rule-parts';
import { workloadEvents } from '../../lib/detection/workload-events';
import { matchesEventPattern } from '../../tools/detection/event-pattern';
import { baseline, today } from '../support/configurations';
import { everyKind } from '../support/every-kind';
import { environments } from '../support/templates';
import { recordedEvents } from '../../tools/detection/recordings/events/all-events';
import { isDeployment, onLaptop, unrelated, withOtherRights } from './events/variants';

const [prod] = loadConfiguration(baseline(), { file: 'baseline', today }).environments;
if (prod === undefined) throw new Error('the baseline has no environment');

function detectionsOf(environment: Environment): EventDetection[] {
  return [...accountEvents(environment), ...workloadEvents(environment)];
}

const detections = detectionsOf(prod);
const ids = detections.map(({ id }) => id);

function rungBy(event: unknown): string[] {
  return detections
    .filter((detection) => patternsOf(detection).some((pattern) => matchesEventPattern(pattern, event)))
    .map(({ id }) => id);
}

it.each(recordedEvents.map((recorded) => [recorded.name, recorded] as const))(
  'rings exactly what is meant when %s',
  (_name, { event, rings }) => {
    expect(rungBy(event).sort()).toEqual([...rings].sort());
  },
);

describe('the recorded events', () => {
  it('have names of their own within what they ring and nearly ring', () => {
    const keys = recordedEvents.map(({ name, rings, nearly }) => `${name}: ${rings.join()} ${nearly.join()}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('name only detections that there are', () => {
    const named = new Set(recordedEvents.flatMap(({ rings, nearly }) => [...rings, ...nearly]));
    expect([...named].filter((id) => !ids.includes(id))).toEqual([]);
  });

  it.each(ids)('ring %s at least once, and nearly at least twice', (id) => {
    const rung = recordedEvents.filter(({ rings }) => rings.includes(id));
    const nearly = recordedEvents.filter((recorded) => recorded.nearly.includes(id) && !recorded.rings.includes(id));
    expect([rung.length >= 1, nearly.length >= 2]).toEqual([true, true]);
  });
});

it.each(unrelated)('rings nothing more when an event %s', (_what, variant, stillRinging) => {
  for (const { name, event, rings } of recordedEvents) {
    const expected = rings.filter((id) => stillRinging.includes(id));
    expect([name, rungBy(variant(event))]).toEqual([name, expected]);
  }
});

describe('what a deployment does in silence', () => {
  const silent = recordedEvents.filter((recorded) => isDeployment(recorded) && recorded.rings.length === 0);
  // Its role is named by the policies of keys, so its use of them is expected from wherever it is.
  const calls = silent.filter(({ nearly }) => !nearly.includes('key-used-by-an-unexpected-principal'));

  it('is recorded for many detections', () => {
    expect(new Set(calls.flatMap(({ nearly }) => nearly)).size).toBeGreaterThan(10);
  });

  it.each(calls.map((recorded) => [recorded.name, recorded] as const))(
    'rings from a laptop, and from a stack of somebody else: %s',
    (_name, { event, nearly }) => {
      expect(rungBy(onLaptop(event))).toEqual(nearly);
      expect(rungBy(withOtherRights(event))).toEqual(nearly);
    },
  );
});

describe.each([prod, ...environments, ...everyKind].map((environment) => [environment.name, environment] as const))(
  'the detections of %s',
  (_name, environment) => {
    it('have patterns that EventBridge takes', () => {
      for (const { id, pattern, morePatterns = [] } of detectionsOf(environment)) {
        for (const each of [pattern, ...morePatterns]) {
          expect([id, JSON.stringify(each).length <= longestPattern]).toEqual([id, true]);
          expect(matchesEventPattern(each, { detail: {} })).toBe(false);
        }
      }
    });

    it('have ids of their own, which are the anchors of their titles', () => {
      const all = detectionsOf(environment);
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      for (const { id, title } of all) expect(id).toBe(title.toLowerCase().replaceAll(' ', '-'));
    });
  },
);

describe('with a hundred workloads', () => {
  const [workload] = prod.workloads;
  if (workload === undefined) throw new Error('the baseline has no workload');
  const large = {
    ...prod,
    workloads: Array.from({ length: 100 }, (_, index) => ({ ...workload, name: `application-${String(index)}` })),
  };
  const rules = detectionsOf(large).flatMap((detection) =>
    patternsOf(detection).map((pattern) => ({ id: detection.id, pattern })),
  );

  it('there are far fewer rules than the 300 that a bus may have, and each is short enough', () => {
    expect(rules.length).toBeLessThan(100);
    for (const { pattern } of rules) expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(longestPattern);
  });

  it('each of them rings as the only one does, by one rule a detection', () => {
    const ofWorkload = recordedEvents.filter(({ event }) => JSON.stringify(event).includes('portal'));
    expect(ofWorkload.length).toBeGreaterThan(50);
    for (const name of ['application-1', 'application-10', 'application-99']) {
      for (const recorded of ofWorkload) {
        const event: unknown = JSON.parse(JSON.stringify(recorded.event).replaceAll('portal', name));
        const rung = rules.filter(({ pattern }) => matchesEventPattern(pattern, event)).map(({ id }) => id);
        expect([name, recorded.name, rung.sort()]).toEqual([name, recorded.name, [...recorded.rings].sort()]);
      }
    }
  });
});
