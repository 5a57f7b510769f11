import { dueFor } from '../../../lambda/access-keys/retirement';

const refused = Date.UTC(2027, 2, 8);
const minutes = 60_000;
const dayAfter = new Date(refused + 24 * 60 * minutes);
const refusedAt = new Date(refused).toISOString();

function dueWhenUsed(after: number) {
  const old = {
    key: { id: 'AKIAIOSFODNN7EXAMPLE', status: 'Inactive', createdAt: new Date(0) },
    record: { versionId: 'old', promoted: true, inactive: { since: refusedAt, by: 'retirement', refusedAt } },
    currentSince: new Date(refused - 7 * 24 * 60 * minutes),
  } as const;
  return dueFor(old, { overlapDays: 7, watchDays: 1 }, dayAfter, { at: new Date(refused + after) });
}

test.each([-minutes, 0, 15 * minutes])('a use %i ms after the refusal is our own trial of the key', (after) => {
  expect(dueWhenUsed(after)).toEqual({ due: 'delete' });
});

test('a use more than a quarter of an hour after it is somebody’s', () => {
  expect(dueWhenUsed(15 * minutes + 1)).toMatchObject({ due: 'postponed', because: 'used-while-inactive' });
});
