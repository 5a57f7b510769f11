import { Driver } from '../../support/aws-model/driver';
import { Exploration, InvariantBroken } from '../../support/aws-model/explore';
import { createKey, deleteKey, setKeyStatus } from '../../support/aws-model/identity';
import { Judge } from '../../support/aws-model/invariants';
import { atRest } from '../../support/aws-model/rest';
import { HOUR, type KeyState, MINUTE, newWorld, type VersionState, type World } from '../../support/aws-model/world';
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

test('finds that a key of the secret is stopped by a run that did not look at the labels right before', () => {
  const world = newWorld();
  const { id, secret } = createKey(world, 'rotation');
  const [key] = world.user.keys;
  const value = JSON.stringify({ accessKeyId: id, secretAccessKey: secret });
  world.secret.versions['a-version'] = { value, createdAt: world.now, stages: [] };
  const judge = new Judge(world, rules);
  if (key !== undefined) judge.witness({ what: 'deactivated', by: 'rotation', key });
  expect(judge.violations).toEqual([`${id} was deactivated without a look at the labels right before`]);
  if (key !== undefined) judge.witness({ what: 'deactivated', by: 'rotation', key }, { inUse: [] });
  expect(judge.violations).toHaveLength(1);
});

describe('a key that came into use as it was stopped', () => {
  function stopped() {
    const world = newWorld();
    const { id, secret } = createKey(world, 'rotation');
    const value = JSON.stringify({ accessKeyId: id, secretAccessKey: secret });
    world.secret.versions['a-version'] = { value, createdAt: world.now, stages: ['AWSCURRENT'], isCurrentByHand: true };
    const judge = new Judge(world, rules);
    setKeyStatus(world, id, 'Inactive', 'rotation', (event) => judge.witness(event, { inUse: [] }));
    return { world, id, judge };
  }

  test('has to work again before the run ends', () => {
    const { id, judge } = stopped();
    judge.assertNothingOwed();
    expect(judge.violations).toEqual([`${id} was deactivated as it came into use, and left so`]);
  });

  test('is nobody’s fault once it works again', () => {
    const { world, id, judge } = stopped();
    setKeyStatus(world, id, 'Active', 'rotation', (event) => judge.witness(event));
    judge.assertNothingOwed();
    expect(judge.violations).toEqual([]);
  });
});

test.each([
  ['excuses that a key of a person goes which nothing tells from that of a lost call', 0],
  ['finds that a key of a person is deleted beside that of a lost call', 1],
] as const)('%s', (_, others) => {
  const world = newWorld();
  world.journal.bookkeeping = { keys: {}, attempts: [{ token: 'lost', at: new Date(world.now).toISOString() }] };
  const { id } = createKey(world, 'person');
  for (let count = 0; count < others; count += 1) createKey(world, 'rotation');
  const judge = new Judge(world, rules);
  deleteKey(world, id, 'rotation', (event) => judge.witness(event));
  expect(judge.violations).toEqual(others === 0 ? [] : [`${id} was deleted although a person made it`]);
});

describe('an emergency', () => {
  function valueOf({ id, secret }: { readonly id: string; readonly secret: string }): string {
    return JSON.stringify({ accessKeyId: id, secretAccessKey: secret });
  }

  interface Cut {
    readonly world: World;
    readonly old: KeyState;
    readonly current: VersionState;
  }

  function ended(change: (cut: Cut) => void): readonly string[] {
    const world = newWorld();
    world.emergencySince = world.now;
    world.now += HOUR;
    const made = createKey(world, 'rotation');
    const current = { value: valueOf(createKey(world, 'rotation')), createdAt: world.now, stages: ['AWSCURRENT'] };
    world.secret.versions = { old: { value: valueOf(made), createdAt: 0, stages: ['AWSPREVIOUS'] }, current };
    for (const old of world.user.keys.slice(0, 1)) {
      Object.assign(old, { status: 'Inactive', triedAt: world.now });
      world.now += MINUTE;
      world.user.sessionsDeniedBefore = world.now;
      change({ world, old, current });
    }
    const judge = new Judge(world, rules);
    judge.look();
    return judge.violations;
  }

  test('may end when everything else is cut off', () => {
    const change = jest.fn();
    expect(ended(change)).toEqual([]);
    expect(change).toHaveBeenCalled();
  });

  test.each<[string, RegExp, (cut: Cut) => void]>([
    ['with the value of before', /ended with an old value/u, ({ current }) => Object.assign(current, { createdAt: 0 })],
    ['while another key is active', /is active$/u, ({ old }) => Object.assign(old, { status: 'Active' })],
    ['before anybody saw the old key fail', /nobody saw key/u, ({ old }) => Reflect.deleteProperty(old, 'triedAt')],
    [
      'while older sessions go on',
      /sessions of before/u,
      ({ world }) => Reflect.deleteProperty(world.user, 'sessionsDeniedBefore'),
    ],
    [
      'while sessions go on that the old key made as it was stopped',
      /sessions of before/u,
      ({ world, old }) => Object.assign(world.user, { sessionsDeniedBefore: old.statusSince }),
    ],
  ])('may not end %s', (_, found, change) => {
    expect(ended(change)).toEqual([expect.stringMatching(found)]);
  });
});
