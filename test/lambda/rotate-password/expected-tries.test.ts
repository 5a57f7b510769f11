import { expectedTries, mostExpectedTries } from '../../../lambda/rotate-password/expected-tries';
import { alphabet, brokenRules } from '../../../lambda/rotate-password/policy';
import { seeded } from './random';

function drawnTries(length: number, passwords: number): number {
  const random = seeded(length);
  const draw = () => Array.from({ length }, () => alphabet.charAt(random(alphabet.length))).join('');
  const accepted = Array.from({ length: passwords }, draw).filter(
    (password) => brokenRules(password, alphabet).length === 0,
  );
  return passwords / accepted.length;
}

describe('the expected number of tries', () => {
  it.each([20, 32, 128])('is what drawn passwords of %i characters need, within a tenth', (length) => {
    const expected = expectedTries({ length, alphabet });
    const drawn = drawnTries(length, 1500);
    expect(Math.abs(expected - drawn) / drawn).toBeLessThan(0.1);
  });

  it('is far below the bound for every length that the configuration allows', () => {
    const lengths = Array.from({ length: 10 }, (_, index) => 20 + 12 * index);
    const worst = Math.max(...lengths.map((length) => expectedTries({ length, alphabet })));
    expect(worst).toBeLessThan(mostExpectedTries / 3);
  });

  it.each([
    ['no digit', 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-._'],
    ['no upper-case letter', 'abcdefghijklmnopqrstuvwxyz0123456789-._'],
    ['no special character', 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'],
    ['nothing to begin with', '-._'],
    ['one character twice', `${alphabet}A`],
  ])('is infinite for an alphabet with %s', (_, poor) => {
    expect(expectedTries({ length: 32, alphabet: poor })).toBe(Infinity);
  });

  it.each([0, 19, 129, 20.5, Number.NaN])('is infinite for a length of %d', (length) => {
    expect(expectedTries({ length, alphabet })).toBe(Infinity);
  });

  it('is beyond the bound for an alphabet so small that equal characters and sequences fill it', () => {
    expect(expectedTries({ length: 128, alphabet: 'Ab1-' })).toBeGreaterThan(mostExpectedTries);
  });

  it('counts equal characters, which leave next to nothing of a small alphabet', () => {
    expect(expectedTries({ length: 128, alphabet: 'Qx7-' })).toBeGreaterThan(1000);
  });
});
