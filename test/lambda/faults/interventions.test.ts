import { Driver } from '../../support/aws-model/driver';
import { Exploration } from '../../support/aws-model/explore';
import { DAY, newWorld } from '../../support/aws-model/world';
import { settled } from './after-people';
import { report } from './figures';
import { accessKey, rules, wholeLife } from './functions';
import { actsOfPeople } from './people';

// Not at random: every act of a person right before every call of a whole life.
test('touches no key that is current, pending, foreign or in use, whatever a person does before any call', async () => {
  const world = newWorld();
  // The first rotation is the scheduled function's own; another is of a kind with the next.
  const life = wholeLife.filter(({ after }) => after < 60 * DAY);
  const started = performance.now();
  const acts = Object.entries(actsOfPeople).map(([act, by]) => ({ act, by }));
  const exploration = new Exploration(new Driver(accessKey, life, world), rules, settled, acts);
  const { lives, states, invocations, calls } = await exploration.explore(world, 1);
  report('acts-of-people', {
    acts: acts.length,
    lives: lives[1] ?? 0,
    'distinct worlds': states,
    'invocations run': invocations,
    'calls run': calls,
    milliseconds: Math.round(performance.now() - started),
  });
  expect(lives[1]).toBeGreaterThan(120 * acts.length);
}, 60_000);
