import { Driver, type Functions, type Happening, steps } from './driver';
import { Judge, type RulesOfRetirement, unrest } from './invariants';
import { Delivery, type Work } from './invocation';
import { cloneWorld, DAY, HOUR, type World } from './world';

/** When the scheduled function runs, after the faults are over, until everything that may become due is done. */
const settling: readonly Happening[] = [2 * HOUR, DAY, 2 * DAY, 8 * DAY, 9 * DAY, 10 * DAY, 11 * DAY].map((after) => ({
  after,
  what: 'tick',
}));

/** Plays everything that still comes, without faults. */
export async function playOut(driver: Driver, world: World, rules: RulesOfRetirement): Promise<readonly string[]> {
  const violations: string[] = [];
  for (let next = driver.next(world); next !== undefined; next = driver.next(world)) {
    if (next.work === undefined) {
      next.ended('done');
      continue;
    }
    const judge = new Judge(world, rules);
    next.ended(await new Delivery(world, judge, next.work).run());
    violations.push(...judge.violations);
  }
  return violations;
}

async function writesOf(world: World, rules: RulesOfRetirement, work: Work): Promise<number> {
  const delivery = new Delivery(world, new Judge(world, rules), work);
  await delivery.run();
  return delivery.writes;
}

/** Whatever is delivered once more after everything is done must change nothing. */
async function rerunWrites(functions: Functions, world: World, rules: RulesOfRetirement): Promise<string[]> {
  const driver = new Driver(functions, [], world);
  const token = world.secret.lastFinished;
  const works: [string, Work][] = [
    ...(token === undefined
      ? []
      : steps.map((step): [string, Work] => [`${step} of the finished rotation`, driver.workOfStep(token, step)])),
    ['a tick at rest', driver.workOfTick(world)],
  ];
  const found: string[] = [];
  for (const [name, work] of works) {
    const writes = await writesOf(world, rules, work);
    if (writes > 0) found.push(`${name} writes ${writes} times`);
  }
  return found;
}

/**
 * What is wrong with a world a while after everything was over: the faults have stopped, so whatever they left must be
 * cleared away by then, and every rotation finished.
 */
export function atRest(functions: Functions, rules: RulesOfRetirement, rotations: number, most = rotations) {
  return async (world: World): Promise<readonly string[]> => {
    const later = cloneWorld(world);
    later.scriptPosition = 0;
    const violations = await playOut(new Driver(functions, settling, later), later, rules);
    const { finishedRotations } = later.secret;
    return [
      ...violations,
      ...unrest(later),
      ...(finishedRotations >= rotations && finishedRotations <= most
        ? []
        : [`${finishedRotations} of ${rotations} rotations finished`]),
      ...(await rerunWrites(functions, later, rules)),
    ];
  };
}
