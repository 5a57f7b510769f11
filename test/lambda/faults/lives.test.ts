import { Reconciler } from '../../../lambda/reconcile-secrets/reconcile';
import { AccessKeyRotation } from '../../../lambda/rotate-access-key/rotate';
import { Driver, type Functions } from '../../support/aws-model/driver';
import { Exploration } from '../../support/aws-model/explore';
import { atRest, playOut } from '../../support/aws-model/rest';
import { DAY, newWorld } from '../../support/aws-model/world';
import { report } from './figures';
import { accessKeyFunctions, randomValues, rules } from './functions';
import { keyDisabled } from './lives/disabled-keys';
import { emergencies } from './lives/emergencies';
import type { Life } from './lives/life';
import { requests } from './lives/requests';
import { stragglers } from './lives/stragglers';
import { strayRotations } from './lives/strays';
import { livesOfValues } from './lives/values';

const lives = [...emergencies, ...stragglers, ...requests, ...keyDisabled, ...strayRotations];

const figures = { scenarios: 0, lives: 0, 'invocations run': 0, 'calls run': 0, milliseconds: 0 };

afterAll(() => report('lives', figures));

/** Each kind of fault at each call again, in a life in which people and emergencies come in between. */
async function explore(functions: Functions, { before, script, rotations, usedKeyDays }: Life): Promise<number> {
  const started = performance.now();
  const rulesOfLife = { ...rules, ...(usedKeyDays === undefined ? {} : { usedKey: usedKeyDays * DAY }) };
  const world = newWorld();
  expect(await playOut(new Driver(functions, before, world), world, rulesOfLife)).toEqual([]);
  world.scriptPosition = 0;
  const driver = new Driver(functions, script, newWorld());
  const rest = atRest(functions, rulesOfLife, ...rotations);
  const coverage = await new Exploration(driver, rulesOfLife, rest).explore(world, 1);
  const [, singles = 0] = coverage.lives;
  figures.scenarios += 1;
  figures.lives += singles;
  figures['invocations run'] += coverage.invocations;
  figures['calls run'] += coverage.calls;
  figures.milliseconds += Math.round(performance.now() - started);
  return singles;
}

test.each(lives.map((life) => [life.name, life] as const))(
  'keeps every promise in the life of %s',
  async (_, life) => {
    const { usedKeyDays } = life;
    const bound = usedKeyDays === undefined ? {} : { usedKeyDays };
    expect(await explore(accessKeyFunctions(AccessKeyRotation, Reconciler, bound), life)).toBeGreaterThan(50);
  },
  60_000,
);

test.each(livesOfValues.map((life) => [life.name, life] as const))(
  'keeps every promise about a rotated value in the life of %s',
  async (_, life) => {
    expect(await explore(randomValues(newWorld()), life)).toBeGreaterThan(50);
  },
  60_000,
);
