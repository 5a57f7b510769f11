import { accountFor, withoutAttemptOf } from '../../../lambda/access-keys/accounting';
import { emptyBookkeeping } from '../../../lambda/rotation/journal';

const start = Date.UTC(2027, 2, 1);

const key = (id: string, seconds: number) => ({ id, status: 'Active', createdAt: new Date(start + seconds * 1000) });
const lostCall = (seconds: number) => ({ token: 'lost', at: new Date(start + seconds * 1000).toISOString() });

/** What each key counts as beside calls whose answer was lost. */
function standings(listed: readonly ReturnType<typeof key>[], calls: readonly ReturnType<typeof lostCall>[]) {
  const description = { arn: 'of-the-secret', rotationEnabled: true, isDeleted: false, stages: {} };
  const known = { known: { versionId: 'of-another-time' } };
  const accounted = accountFor(listed, known, description, { ...emptyBookkeeping, attempts: calls });
  return Object.fromEntries(accounted.map(({ key: { id }, standing }) => [id, standing]));
}

describe('a key that lies in no version', () => {
  test('is ours when it alone was made within a call whose answer was lost', () => {
    expect(standings([key('one', 5)], [lostCall(0)])).toEqual({ one: 'orphan' });
    expect(standings([key('one', 5), key('another', 600)], [lostCall(0)])).toEqual({
      one: 'orphan',
      another: 'foreign',
    });
  });

  test('is nobody’s when a person made another within the same call: nothing tells which is whose', () => {
    expect(standings([key('one', 5), key('other', 60)], [lostCall(0)])).toEqual({ one: 'foreign', other: 'foreign' });
  });

  test('is ours when there were as many calls as such keys', () => {
    expect(standings([key('one', 5), key('other', 60)], [lostCall(0), lostCall(58)])).toEqual({
      one: 'orphan',
      other: 'orphan',
    });
    expect(standings([key('one', 5), key('other', 605)], [lostCall(0), lostCall(600)])).toEqual({
      one: 'orphan',
      other: 'orphan',
    });
  });

  test('is nobody’s although there was another call, at another time', () => {
    expect(standings([key('one', 5), key('other', 60)], [lostCall(0), lostCall(600)])).toEqual({
      one: 'foreign',
      other: 'foreign',
    });
  });

  test('has no rival in a key that lies in a version', () => {
    expect(standings([key('one', 5), key('known', 60)], [lostCall(0)])).toEqual({ one: 'orphan', known: 'abandoned' });
  });
});

describe('once an orphan is gone', () => {
  test('the call that made it is accounted for', () => {
    expect(withoutAttemptOf([lostCall(0), lostCall(600)], key('orphan', 605))).toEqual([lostCall(0)]);
  });

  test('only one of several calls is, the one nearest to it', () => {
    const [first, second, third] = [lostCall(0), lostCall(30), lostCall(60)];
    expect(withoutAttemptOf([first, second, third], key('orphan', 50))).toEqual([first, third]);
  });

  test('calls of another time are still unknown', () => {
    expect(withoutAttemptOf([lostCall(0)], key('orphan', 600))).toEqual([lostCall(0)]);
  });
});
