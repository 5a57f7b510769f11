import type { AccountedKey, Standing } from '../../../lambda/access-keys/accounting';
import type { AccessKeys, LastUse } from '../../../lambda/access-keys/ports';
import { clearSlot } from '../../../lambda/rotate-access-key/clear-slot';
import type { KeyRecord } from '../../../lambda/rotation/journal';
import { DAY, HOUR, SECRET_NAME } from '../../support/aws-model/world';
import { ModelRoom, stopped } from '../rotation/model-room';
import { accounted } from './given';

const now = new Date('2027-04-01T00:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * DAY);
const createdAt = daysAgo(30);

function key(standing: Standing, record?: Partial<KeyRecord>, status = 'Active', made = createdAt): AccountedKey {
  return accounted({ id: `AKIA-${standing}-${made.toISOString()}`, status, createdAt: made }, standing, record);
}

const refusedAt = daysAgo(2).toISOString();
const dueForDeletion = key('old', { inactive: { since: refusedAt, by: 'retirement', refusedAt } }, 'Inactive');

function clear(
  all: readonly AccountedKey[],
  lastUse: (id: string) => Promise<LastUse> = () => Promise.resolve({}),
  more: { readonly isEmergency?: boolean; readonly wanted?: string } = {},
) {
  const asked: string[] = [];
  const keys: AccessKeys = {
    ...new ModelRoom().ports.keys,
    lastUse: (id) => {
      asked.push(id);
      return lastUse(id);
    },
    setStatus: () => Promise.resolve(),
    delete: () => Promise.resolve(),
  };
  const slots = {
    secret: SECRET_NAME,
    now,
    rules: { overlapDays: 7, watchDays: 1 },
    currentSince: daysAgo(20),
    isEmergency: false,
    isStillUnused: () => Promise.resolve(true),
    ...more,
  };
  return { asked, cleared: clearSlot(keys, all, slots) };
}

test('a bug in the lookup of a use is not taken for a use that nobody knows', async () => {
  const { cleared } = clear([key('current', {}), key('orphan')], () => Promise.reject(new TypeError('a bug')));
  await expect(cleared).rejects.toThrow('a bug');
});

test('an abandoned key goes that was used within the hour of its trial', async () => {
  const abandoned = key('abandoned', {});
  for (const after of [0, 1, HOUR]) {
    const at = new Date(createdAt.getTime() + after);
    await expect(clear([key('current', {}), abandoned], () => Promise.resolve({ at })).cleared).resolves.toEqual([
      abandoned,
    ]);
  }
});

test('an abandoned key stays that was used later', async () => {
  const at = new Date(createdAt.getTime() + HOUR + 1);
  const { cleared } = clear([key('current', {}), key('abandoned', {})], () => Promise.resolve({ at }));
  await expect(cleared).rejects.toEqual(stopped('foreign-key'));
});

test('an old key stays that an operator asks to have activated again, though it is due to go', async () => {
  const { cleared } = clear([key('current', {}), dueForDeletion], undefined, { wanted: dueForDeletion.key.id });
  await expect(cleared).rejects.toEqual(stopped('overlap-not-over'));
});

test('another old key goes all the same', async () => {
  const { cleared } = clear([key('current', {}), dueForDeletion], undefined, { wanted: 'another-key' });
  await expect(cleared).resolves.toEqual([dueForDeletion]);
});

test('nobody is asked for the use of an old key that is active: it stays anyway', async () => {
  const { asked, cleared } = clear([key('current', {}), key('old', {})]);
  await expect(cleared).rejects.toEqual(stopped('overlap-not-over'));
  expect(asked).toEqual([]);
});

test('what may go does not keep a key of somebody else from staying where there is room for both', async () => {
  const orphan = key('orphan');
  await expect(clear([orphan, key('foreign')]).cleared).resolves.toEqual([orphan]);
});

test('whatever may go goes, and in an emergency one more, where a user has more keys than IAM says', async () => {
  const [orphan, foreign] = [key('orphan'), key('foreign', undefined, 'Active', daysAgo(1))];
  const { cleared } = clear([key('current', {}), orphan, foreign], undefined, { isEmergency: true });
  await expect(cleared).resolves.toEqual([orphan, foreign]);
});

test('no current key makes place, even where nothing else can', async () => {
  const both = [key('current', {}), key('current', {}, 'Active', daysAgo(1))];
  await expect(clear(both, undefined, { isEmergency: true }).cleared).resolves.toEqual([]);
});
