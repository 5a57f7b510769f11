import { Driver } from '../../support/aws-model/driver';
import { Exploration, InvariantBroken } from '../../support/aws-model/explore';
import { createKey, deleteKey } from '../../support/aws-model/identity';
import { Judge } from '../../support/aws-model/invariants';
import { atRest } from '../../support/aws-model/rest';
import { newWorld } from '../../support/aws-model/world';
import { brokenFunctions } from './broken-functions';
import { rules, wholeLife } from './functions';

// A check that cannot fail proves nothing: every way in which other tools fail must be found.
test.each(brokenFunctions)('finds a rotation that %s', async (_, found, functions) => {
  const world = newWorld();
  const exploration = new Exploration(new Driver(functions, wholeLife, world), rules, atRest(functions, rules, 3));
  const failure: unknown = await exploration.explore(world, 1).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(InvariantBroken);
  expect(String(failure)).toMatch(found);
});

test('finds a third key', () => {
  const world = newWorld();
  createKey(world, 'rotation');
  createKey(world, 'rotation');
  world.user.keys.push(...world.user.keys.slice(0, 1));
  const judge = new Judge(world, rules);
  judge.look();
  expect(judge.violations).toEqual(['the user has 3 keys']);
});

test('finds that a key of a person is deleted', () => {
  const world = newWorld();
  const { id } = createKey(world, 'person');
  const judge = new Judge(world, rules);
  deleteKey(world, id, 'rotation', (event) => judge.witness(event));
  expect(judge.violations).toEqual([`${id} was deleted although a person made it`]);
});

test('finds that a key is deactivated which was used a moment ago', () => {
  const world = newWorld();
  const { id } = createKey(world, 'rotation');
  const [key] = world.user.keys;
  Object.assign(key ?? {}, { promotedAt: world.now, demotedAt: world.now, stragglerUntil: Infinity });
  world.now += rules.overlap;
  const judge = new Judge(world, rules);
  if (key !== undefined) judge.witness({ what: 'deactivated', by: 'rotation', key });
  expect(judge.violations).toEqual([`${id} was deactivated although it was used a moment ago`]);
});

test('finds that a key is deleted in its watch', () => {
  const world = newWorld();
  const { id } = createKey(world, 'rotation');
  const [key] = world.user.keys;
  Object.assign(key ?? {}, { promotedAt: world.now, demotedAt: world.now, status: 'Inactive' });
  const judge = new Judge(world, rules);
  if (key !== undefined) judge.witness({ what: 'deleted', by: 'rotation', key });
  expect(judge.violations).toEqual([`${id} was deleted in its watch`]);
});
