import { entriesOf } from '../../tools/access/template';
import { assertKept, type Observation, observationsInWords, observePlace } from '../../tools/delivery/smoke';
import { byHand, FakeRoom, stacks } from './live-room';

const foundation = stacks.find(
  ({ name }) =>
    entriesOf(
      [...stacks].filter((one) => one.name === name),
      'AWS::CloudTrail::Trail',
    ).length > 0,
);

async function observed(change: (room: FakeRoom) => void = () => undefined): Promise<Observation[]> {
  const room = new FakeRoom();
  change(room);
  return observePlace({ stacks, byHand }, room);
}

async function broken(change: (room: FakeRoom) => void): Promise<string[]> {
  const found = (await observed(change)).filter(({ verdict }) => verdict === 'broken');
  return found.map(({ subject, found: what }) => `${subject}: ${what}`);
}

it('finds every promise kept in a room that is as it was deployed', async () => {
  const observations = await observed();

  expect(observations.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
  expect(() => assertKept('prod', observations)).not.toThrow();
});

it('looks at every stack, alarm, topic with subscribers, and trail of the environment', async () => {
  const subjects = (await observed()).map(({ subject }) => subject.split(' ')[0]);
  const count = (word: string) => subjects.filter((subject) => subject === word).length;
  const alarms = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) =>
    entriesOf(stacks, type),
  );

  const all = [...byHand, ...stacks];
  expect(count('stack')).toBe(all.length);
  expect(count('termination')).toBe(all.filter(({ terminationProtection }) => terminationProtection).length);
  expect(count('alarm')).toBe(alarms.length);
  expect(count('topic')).toBeGreaterThan(0);
  expect(count('trail')).toBe(1);
  expect(count('access')).toBeGreaterThan(0);
});

it.each<[string, (room: FakeRoom) => void, RegExp]>([
  ['a stack is not there', (room) => (room.changeStack = () => undefined), /^stack .*: it is not there$/],
  [
    'a stack went back',
    (room) => (room.changeStack = (s) => ({ ...s, status: 'UPDATE_ROLLBACK_COMPLETE' })),
    /it is UPDATE_ROLLBACK_COMPLETE/,
  ],
  [
    'a stack is at work',
    (room) => (room.changeStack = (s) => ({ ...s, status: 'UPDATE_IN_PROGRESS' })),
    /it is UPDATE_IN_PROGRESS/,
  ],
  [
    'a stack lost its protection',
    (room) => (room.changeStack = (s) => ({ ...s, isProtected: false })),
    /^termination protection/,
  ],
  ['an alarm is gone', (room) => (room.changeAlarm = () => undefined), /^alarm .*: the alarm does not exist/],
  [
    'an alarm rings nowhere',
    (room) => (room.changeAlarm = (a) => ({ ...a, actions: [] })),
    /^alarm .*: it rings nowhere/,
  ],
  ['a subscription is gone', (room) => (room.changeSubscriptions = (all) => all.slice(1)), /^topic .* are gone/],
  [
    'nobody has confirmed',
    (room) => (room.changeSubscriptions = (all) => all.map((one) => ({ ...one, isConfirmed: false }))),
    /^topic .*: portal-team@example.com.* must confirm/,
  ],
  ['the trail was stopped', (room) => (room.isLogging = false), /^trail .*: it does not log/],
  ['a key does not do what it is for', (room) => (room.probed = 1), /^access that .*: a key does not do/],
])('notices when %s', async (_what, change, found) => {
  const all = await broken(change);

  expect(all).not.toEqual([]);
  for (const one of all) expect(one).toMatch(found);
});

it('waits for a key that was not tried yet', async () => {
  const observations = await observed((room) => (room.probed = undefined));

  expect(observations.filter(({ verdict }) => verdict === 'waits').map(({ found }) => found)).toContain(
    'not tried yet: the probe runs every hour',
  );
  expect(() => assertKept('prod', observations)).not.toThrow();
});

it('says when another template was deployed', async () => {
  const change = (room: FakeRoom) => (room.changeStack = (stack) => ({ ...stack, physicalIds: new Map() }));

  await expect(observed(change)).rejects.toThrow('another assembly was deployed to it');
});

it('stops, and names what is broken', async () => {
  const observations = await observed((room) => (room.isLogging = false));

  expect(() => assertKept('prod', observations)).toThrow(
    new RegExp(
      `prod does not keep what its templates promise:\n- trail ${foundation?.name ?? ''}/\\w+: it does not log`,
    ),
  );
  expect(observationsInWords('prod', observations)).toMatch(
    /promises looked at: \d+ hold, 1 broken, 0 cannot be known yet/,
  );
});

it('shows nothing when there was nothing to look at', () => {
  expect(() => assertKept('prod', [])).toThrow('it has no stack to look at');
});
