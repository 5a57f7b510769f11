import { type AccessKeySecret, momentsOf, oldKeyAfter, whatIsDue } from '../../../tools/sandbox/rotation/moments';

function keyWith(overlapDays: number, watchDays: number): AccessKeySecret {
  return {
    kind: 'access-key',
    name: 'key',
    consumer: 'consumer',
    fields: {},
    rotation: { everyDays: 90, overlapDays, watchDays, consumerCacheSeconds: 300 },
  };
}

describe('the old key', () => {
  it.each([
    [0, 'works'],
    [6, 'works'],
    [7, 'inactive'],
    [8, 'inactive'],
    [9, 'deleted'],
  ] as const)('%i days after the rotation, with an overlap of 7 days and a watch of 2: %s', (days, expected) => {
    expect(oldKeyAfter(keyWith(7, 2), days)).toBe(expected);
  });
});

describe('the moments of a life', () => {
  it('are the day before anything is due, and the days on which it is', () => {
    expect(momentsOf([keyWith(7, 1)])).toEqual([6, 7, 8]);
  });

  it('of several secrets come in order, and each once', () => {
    expect(momentsOf([keyWith(10, 1), keyWith(7, 3)])).toEqual([6, 7, 9, 10, 11]);
  });

  it('say what is due to whom, and nothing of those that have no moment then', () => {
    const secrets = [keyWith(10, 1), keyWith(7, 3)];
    expect(whatIsDue(secrets, 7)).toBe('the old key is deactivated');
    expect(whatIsDue(secrets, 10)).toBe('the old key is deactivated; the old key is deleted');
    expect(whatIsDue(secrets, 6)).toBe('nothing is due');
  });
});
