import fc from 'fast-check';
import { Driver, type Happening, steps } from '../../support/aws-model/driver';
import { happen } from '../../support/aws-model/faults';
import { Judge } from '../../support/aws-model/invariants';
import { Delivery, type Work } from '../../support/aws-model/invocation';
import { playOut } from '../../support/aws-model/rest';
import { cloneWorld, DAY, HOUR, newWorld, type World } from '../../support/aws-model/world';
import { report } from './figures';
import { accessKey, rules } from './functions';
import { settled } from './after-people';
import { actsOfPeople } from './people';

const seed = 20_270_101;
const runs = 1_500;

const rotation = (after: number): Happening => ({ after, what: 'rotate' });
const tick = (after: number): Happening => ({ after, what: 'tick' });

/**
 * Worlds at the moments when a rotation begins: the first, one at rest, one whose old key is inactive, and those in which
 * the old key is due to be stopped and to be deleted.
 */
async function beginnings(): Promise<readonly World[]> {
  const overlap = [rotation(0), tick(HOUR), rotation(30 * DAY), tick(30 * DAY + HOUR)];
  const scripts: Happening[][] = [
    [],
    [rotation(0), tick(HOUR)],
    [...overlap, tick(38 * DAY)],
    [...overlap, tick(36 * DAY)],
    [...overlap, tick(37.5 * DAY)],
  ];
  return Promise.all(
    scripts.map(async (script) => {
      const world = newWorld();
      await playOut(new Driver(accessKey, script, world), world, rules);
      world.now += 2 * DAY;
      world.scriptPosition = 0;
      return world;
    }),
  );
}

interface Disturbance {
  readonly beginning: World;
  readonly twins: readonly number[];
  readonly ticks: number;
  readonly acts: readonly string[];
  readonly scheduler: fc.Scheduler;
}

/** Lets a rotation, copies of its deliveries, ticks and people come between each other at every call. */
async function disturb({ beginning, twins, ticks, acts, scheduler }: Disturbance) {
  const world = cloneWorld(beginning);
  const judge = new Judge(world, rules);
  const driver = new Driver(accessKey, [rotation(0)], world);
  const pause = (call: string) => scheduler.schedule(Promise.resolve(), call);
  const deliver = (work: Work) => new Delivery(world, judge, work, [], pause).run();

  const secretsManager = async () => {
    for (let count = 0; count < 12; count += 1) {
      const next = driver.next(world);
      if (next === undefined) return;
      next.ended(next.work === undefined ? 'done' : await deliver(next.work));
    }
  };
  const twin = async (step: number) => {
    await pause('a delivery again');
    const { rotation: running } = world.secret;
    // Only what was sent once can arrive twice.
    const name = steps[Math.min(step, running?.step ?? 0)];
    if (running !== undefined && name !== undefined) await deliver(driver.workOfStep(running.token, name));
  };
  const schedule = async () => {
    await pause('a tick');
    await deliver(driver.workOfTick(world));
  };
  const person = async (act: string) => {
    await pause(act);
    const by = actsOfPeople[act];
    if (by !== undefined) happen(world, { act, by });
  };
  await scheduler.waitFor(
    Promise.all([
      secretsManager(),
      ...twins.map(twin),
      ...Array.from({ length: ticks }, schedule),
      ...acts.map(person),
    ]),
  );
  return { world, violations: judge.violations };
}

async function assertAlways(suite: string, mostActs: number): Promise<void> {
  const started = performance.now();
  const worlds = await beginnings();
  let calls = 0;
  const disturbance = fc.record({
    beginning: fc.constantFrom(...worlds),
    twins: fc.array(fc.nat({ max: steps.length - 1 }), { maxLength: 3 }),
    ticks: fc.nat({ max: 2 }),
    acts: fc.array(fc.constantFrom(...Object.keys(actsOfPeople)), {
      minLength: Math.min(1, mostActs),
      maxLength: mostActs,
    }),
    scheduler: fc.scheduler(),
  });
  process.stderr.write(`${suite}: seed ${seed}\n`);
  await fc.assert(
    fc.asyncProperty(disturbance, async (one) => {
      const { world, violations } = await disturb(one);
      calls += one.scheduler.report().length;
      expect(violations).toEqual([]);
      expect(await settled(world)).toEqual([]);
    }),
    { seed, numRuns: runs },
  );
  report(suite, {
    interleavings: runs,
    'calls interleaved': calls,
    milliseconds: Math.round(performance.now() - started),
  });
}

// fast-check prints the seed and the smallest order of calls when one breaks an invariant.
test('keeps every promise when rotations and ticks come between each other at any call', async () => {
  await assertAlways('interleavings-of-functions', 0);
}, 120_000);

test('touches no key that is current, pending, foreign or in use, whatever people do in between', async () => {
  await assertAlways('interleavings-with-people', 3);
}, 120_000);
