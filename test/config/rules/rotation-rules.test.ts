import { passwordsTurnUp } from '../../../lib/config/rules/rotation-rules';
import { alphabet } from '../../../lambda/rotate-password/policy';
import { mistakesAfter, workload } from '../../support/configurations';

const [queue, mail, sessions, scannerKey] = [2, 3, 4, 6].map((index) => `${workload}.secrets[${String(index)}]`) as [
  string,
  string,
  string,
  string,
];

describe('phases of a key', () => {
  it('deletes the old key before the next rotation, because IAM allows two', () => {
    const everyDays = `${scannerKey}.rotation.everyDays`;
    expect(mistakesAfter({ [everyDays]: 9 })).toEqual([]);
    expect(mistakesAfter({ [everyDays]: 8 })).toEqual([
      {
        path: everyDays,
        found: '8 days',
        allowed: 'at least overlapDays + watchDays + 1 = 9 days: IAM allows two keys, so the old one must be gone',
      },
    ]);
  });
});

describe('an old access key that is still used', () => {
  const usedKeyDays = `${scannerKey}.rotation.usedKeyDays`;

  it('is cut off after the overlap and before the next rotation', () => {
    expect(mistakesAfter({ [usedKeyDays]: 8 })).toEqual([]);
    expect(mistakesAfter({ [usedKeyDays]: 58 })).toEqual([]);
    expect(mistakesAfter({ [usedKeyDays]: 7 })).toEqual([
      {
        path: usedKeyDays,
        found: '7 days',
        allowed: 'more than overlapDays = 7 days: an unused key is deactivated then anyway',
      },
    ]);
    expect(mistakesAfter({ [usedKeyDays]: 59 })).toEqual([
      {
        path: usedKeyDays,
        found: '59 days',
        allowed: 'at most everyDays - watchDays - 1 = 58 days: IAM allows two keys, so the old one must be gone',
      },
    ]);
  });
});

describe('a key set', () => {
  const everyDays = `${sessions}.rotation.everyDays`;

  const refusal = (days: number, least: number, minutes: number, cacheSeconds: number) => [
    {
      path: everyDays,
      found: `${String(days)} days`,
      allowed: `at least ${String(least)} days with tokenMinutes = ${String(minutes)} and verifierCacheSeconds = ${String(cacheSeconds)}: verifiers must know a key before it signs, and keep it until its last token ends`,
    },
  ];

  it.each([
    // Four hours to promote in, five minutes of skew and a day for a late rotation come to each of them.
    ['a token of a minute', 1, 0, 2],
    ['as much as two days hold', 1440 - 240 - 5 - 60, 3600, 2],
    ['a minute more', 1440 - 240 - 5 - 59, 3600, 3],
    ['a second more', 1440 - 240 - 5 - 60, 3601, 3],
    ['a cache twice as long as tokens live', 60, 10 * 3600, 2],
    ['that cache and a second, twice over', 60, 10 * 3600 + 1, 3],
    ['the longest cache and the longest token', 43_200, 86_400, 33],
  ])('outlives %s (%i minutes, cached for %i seconds) with %i days', (_what, minutes, cacheSeconds, least) => {
    const changes = { [`${sessions}.tokenMinutes`]: minutes, [`${sessions}.verifierCacheSeconds`]: cacheSeconds };
    expect(mistakesAfter({ ...changes, [everyDays]: least })).toEqual([]);
    expect(mistakesAfter({ ...changes, [everyDays]: least - 1 })).toEqual(
      refusal(least - 1, least, minutes, cacheSeconds),
    );
  });

  it('rotates after the defaults of an hour a token and an hour a cache', () => {
    expect(mistakesAfter({ [`${sessions}.tokenMinutes`]: undefined, [everyDays]: 1 })).toEqual(refusal(1, 2, 60, 3600));
  });
});

describe('passwords', () => {
  it.each([20, 128])('of %i characters turn up soon', (length) => {
    expect(mistakesAfter({ [`${queue}.length`]: length, [`${mail}.length`]: length })).toEqual([]);
  });

  const judged = (characters: string, secret: object) =>
    passwordsTurnUp(characters)({ workloads: [{ secrets: [secret] }] }, ['environments', 0], []);

  it.each(['password', 'username-password'])('are refused where hardly a draw keeps every rule: %s', (kind) => {
    expect(judged('Qx7-', { kind, length: 128 })).toEqual([
      {
        path: ['environments', 0, 'workloads', 0, 'secrets', 0, 'length'],
        found: expect.stringMatching(/^128 characters, for which \d\.\de\+\d+ draws are expected$/) as string,
        allowed:
          'a length, and an alphabet of lambda/rotate-password/policy.ts, with which a password that keeps every rule takes at most 10 draws',
      },
    ]);
  });

  it('are refused where none can keep every rule', () => {
    const withoutDigits = alphabet.replaceAll(/\d/g, '');
    expect(judged(withoutDigits, { kind: 'password', length: 32 })).toEqual([
      expect.objectContaining({ found: '32 characters, for which no draw keeps every rule' }),
    ]);
  });

  it('are held to the alphabet that they are drawn from', () => {
    expect(judged(alphabet, { kind: 'password', length: 128 })).toEqual([]);
  });

  it('are judged by nothing where their length is no number, which is reported already', () => {
    expect(judged('Qx7-', { kind: 'password' })).toEqual([]);
  });
});
