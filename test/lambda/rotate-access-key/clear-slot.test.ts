import type { AccountedKey, Standing } from '../../../lambda/access-keys/accounting';
import type { AccessKeys, LastUse } from '../../../lambda/access-keys/ports';
import { clearSlot } from '../../../lambda/rotate-access-key/clear-slot';
import { CallFailed } from '../../../lambda/rotation/errors';
import type { KeyRecord } from '../../../lambda/rotation/journal';
import { accounted } from './given';

const created = new Date('2027-03-01T00:00:00Z');
const now = new Date('2027-04-01T00:00:00Z');
const lookUpFails = 'the lookup fails';

function key(standing: Standing, record?: Partial<KeyRecord>, status = 'Active', createdAt = created): AccountedKey {
  return accounted({ id: `AKIA-${standing}`, status, createdAt }, standing, record);
}

function userWith(use: LastUse | typeof lookUpFails = {}) {
  const done: string[] = [];
  const keys: AccessKeys = {
    list: () => Promise.reject(new Error('not asked')),
    create: () => Promise.reject(new Error('not asked')),
    denySessionsBefore: () => Promise.reject(new Error('not asked')),
    sessionsDeniedBefore: () => Promise.reject(new Error('not asked')),
    setStatus: (id, status) => Promise.resolve(void done.push(`${status} ${id}`)),
    delete: (id) => Promise.resolve(void done.push(`delete ${id}`)),
    lastUse: () =>
      use === lookUpFails
        ? Promise.reject(new CallFailed('iam:GetAccessKeyLastUsed', 'throttled', 'Throttling'))
        : Promise.resolve(use),
  };
  return { keys, done };
}

const slots = {
  secret: 'portal/prod/scanner-key',
  now,
  rules: { overlapDays: 7, watchDays: 1 },
  currentSince: new Date('2027-03-10T00:00:00Z'),
  isEmergency: false,
  isStillUnused: () => Promise.resolve(true),
};

const current = key('current', {});
const dueForDeletion = key(
  'old',
  { inactive: { since: '2027-03-17T00:00:00Z', by: 'retirement', refusedAt: '2027-03-17T00:00:00Z' } },
  'Inactive',
);
const inOverlap = key('old', {});
const stopped = (problem: string): unknown => expect.objectContaining({ name: 'RotationStopped', problem });

test('touches nothing while there is room', async () => {
  const { keys, done } = userWith();
  await expect(clearSlot(keys, [current], slots)).resolves.toEqual([]);
  await expect(clearSlot(keys, [key('foreign')], slots)).resolves.toEqual([]);
  expect(done).toEqual([]);
});

test.each([
  ['what a lost call made', key('orphan')],
  ['what an abandoned rotation made', key('abandoned', {})],
  ['an old key whose watch is over', dueForDeletion],
])('removes %s, deactivated before it is deleted', async (_, other) => {
  const { keys, done } = userWith();
  await expect(clearSlot(keys, [current, other], slots)).resolves.toEqual([other]);
  expect(done).toEqual([`Inactive ${other.key.id}`, `delete ${other.key.id}`]);
});

test.each([
  ['an old key in its overlap', inOverlap, {}, 'overlap-not-over'],
  [
    'an old key whose refusal nobody saw',
    key('old', { inactive: { since: '2027-03-17T00:00:00Z', by: 'retirement' } }, 'Inactive'),
    {},
    'overlap-not-over',
  ],
  ['an old key that is tried although it is inactive', dueForDeletion, { at: now }, 'overlap-not-over'],
  ['an old key of whose use nobody knows', dueForDeletion, lookUpFails, 'overlap-not-over'],
  ['a foreign key', key('foreign'), {}, 'foreign-key'],
  ['an orphan that was used', key('orphan'), { at: created }, 'foreign-key'],
  ['an orphan of whose use nobody knows', key('orphan'), lookUpFails, 'foreign-key'],
  ['an abandoned key that somebody uses', key('abandoned', {}), { at: now }, 'foreign-key'],
  ['an abandoned key of whose use nobody knows', key('abandoned', {}), lookUpFails, 'foreign-key'],
] as const)('refuses before any change with %s', async (_, other, use, problem) => {
  const { keys, done } = userWith(use);
  await expect(clearSlot(keys, [current, other], slots)).rejects.toEqual(stopped(problem));
  await expect(clearSlot(keys, [current, other], slots)).rejects.toEqual(
    expect.objectContaining({ message: expect.stringContaining(other.key.id) as unknown }),
  );
  expect(done).toEqual([]);
});

test('keeps an old key that an operator wants back, although its watch is over', async () => {
  const { keys, done } = userWith();
  const wanted = { ...slots, wanted: dueForDeletion.key.id };
  await expect(clearSlot(keys, [current, dueForDeletion], wanted)).rejects.toEqual(stopped('overlap-not-over'));
  expect(done).toEqual([]);
});

test.each([inOverlap, key('foreign'), key('abandoned', {})])(
  'takes the place of whatever is not current in an emergency',
  async (other) => {
    const { keys, done } = userWith({ at: now });
    await expect(clearSlot(keys, [current, other], { ...slots, isEmergency: true })).resolves.toEqual([other]);
    expect(done).toContain(`delete ${other.key.id}`);
  },
);

test('takes only the older of two in an emergency', async () => {
  const { keys, done } = userWith();
  const younger = { ...key('foreign'), key: { ...key('foreign').key, id: 'AKIA-younger', createdAt: now } };
  const older = key('foreign');
  await expect(clearSlot(keys, [younger, older], { ...slots, isEmergency: true })).resolves.toEqual([older]);
  expect(done).toEqual(['Inactive AKIA-foreign', 'delete AKIA-foreign']);
});

test('leaves other keys alone in an emergency while there is room', async () => {
  const { keys, done } = userWith();
  await clearSlot(keys, [key('foreign')], { ...slots, isEmergency: true });
  expect(done).toEqual([]);
});

describe('when somebody moves a label meanwhile', () => {
  /** The labels as they are found by one look after another. */
  function looks(...unused: readonly boolean[]) {
    const asked: (string | undefined)[] = [];
    const isStillUnused = (versionId: string | undefined) => {
      asked.push(versionId);
      return Promise.resolve(unused[asked.length - 1] ?? true);
    };
    return { asked, slots: { ...slots, isStillUnused } };
  }

  test('leaves a key alone whose version is in use again', async () => {
    const { keys, done } = userWith();
    const { asked, slots: seen } = looks(false);
    await expect(clearSlot(keys, [current, dueForDeletion], seen)).rejects.toEqual(stopped('labels-moved'));
    expect(asked).toEqual(['old']);
    expect(done).toEqual([]);
  });

  test('activates a key again that came into use as it was stopped', async () => {
    const { keys, done } = userWith();
    const other = key('abandoned', {});
    await expect(clearSlot(keys, [current, other], looks(true, false).slots)).rejects.toEqual(stopped('labels-moved'));
    expect(done).toEqual([`Inactive ${other.key.id}`, `Active ${other.key.id}`]);
  });

  test('leaves a key inactive that was inactive before', async () => {
    const { keys, done } = userWith();
    await expect(clearSlot(keys, [current, dueForDeletion], looks(true, false).slots)).rejects.toEqual(
      stopped('labels-moved'),
    );
    expect(done).toEqual([`Inactive ${dueForDeletion.key.id}`]);
  });

  test('leaves it alone in an emergency too', async () => {
    const { keys, done } = userWith();
    await expect(clearSlot(keys, [current, inOverlap], { ...looks(false).slots, isEmergency: true })).rejects.toEqual(
      stopped('labels-moved'),
    );
    expect(done).toEqual([]);
  });

  test('looks before each key, and by its version where it has one', async () => {
    const { keys } = userWith();
    const { asked, slots: seen } = looks();
    await clearSlot(keys, [key('orphan'), dueForDeletion], seen);
    expect(asked).toEqual([undefined, undefined, 'old', 'old']);
  });
});
