import type * as Dictionary from '../../../lambda/rotate-password/dictionary';
import { longestWord, shortestWord } from '../../../lambda/rotate-password/dictionary';
import { alphabet, brokenRules } from '../../../lambda/rotate-password/policy';

const good = 'Rk7.wQz2-Xv9_Jm4Tp8Hb';

function broken(password: string): readonly string[] {
  return brokenRules(password, alphabet);
}

describe('the rules of a password', () => {
  it('are all kept by a good one', () => {
    expect(broken(good)).toEqual([]);
  });

  it.each([20, 128])('are kept by one of %i characters', (length) => {
    expect(broken(good.repeat(7).slice(0, length))).toEqual([]);
  });

  it.each([
    ['of 19 characters', 'Rk7.wQz2-Xv9_Jm4Tp8', '20 to 128 characters'],
    ['of 129 characters', 'Rk7.wQz2-Xv9_Jm4Tp8Hb'.repeat(7).slice(0, 129), '20 to 128 characters'],
    ['without an upper-case letter', good.toLowerCase(), 'an upper-case letter'],
    ['without a lower-case letter', good.toUpperCase(), 'a lower-case letter'],
    ['without a digit', 'Rkx.wQzy-Xvz_JmrTpqHb', 'a digit'],
    ['without a special character', 'Rk7twQz2xXv9rJm4Tp8Hb', 'a special character'],
    ['with a character that a shell reads', 'Rk7.wQz2-Xv9$Jm4Tp8Hb', 'characters of the alphabet only'],
    ['with a character that ends a user name in a URL', 'Rk7.wQz2-Xv9@Jm4Tp8Hb', 'characters of the alphabet only'],
    ['that a command takes for an option', `-${good}`, 'a letter or digit first'],
    ['with three equal characters', `${good}777`, 'no three equal characters in a row'],
    ['with three equal letters in different case', `${good}xXx`, 'no three equal characters in a row'],
    ['with an alphabetical sequence', `${good}.abc`, 'no sequence'],
    ['with a sequence in mixed case', `${good}.aBC`, 'no sequence'],
    ['with an alphabetical sequence backwards', `${good}.cba`, 'no sequence'],
    ['with a sequence at the end of the alphabet', `${good}.xyz`, 'no sequence'],
    ['with a numeric sequence', `${good}.123`, 'no sequence'],
    ['with a numeric sequence backwards', `${good}.321`, 'no sequence'],
    ['with a sequence around the zero', `${good}.890`, 'no sequence'],
    ['with neighbours on the keyboard', `${good}.qwe`, 'no sequence'],
    ['with a word', `${good}.cupboard`, 'no word of a dictionary'],
    ['with a word of four letters', `${good}.moon`, 'no word of a dictionary'],
    ['with a word in mixed case', `${good}.mOoN`, 'no word of a dictionary'],
    ['with a password that everybody knows', `${good}.monkey1`, 'no word of a dictionary'],
    ['that begins with a word', `Moon${good}`, 'no word of a dictionary'],
    ['with the longest words', `${good}.electroencephalographer`, 'no word of a dictionary'],
  ])('refuse one %s', (_, password, rule) => {
    expect(broken(password)).toContain(rule);
  });

  it.each(['789', 'poi', 'mnb', '098', 'sdf', 'lkj'])('refuse the sequence %s alone', (sequence) => {
    expect(broken(`${good}.${sequence}`)).toEqual(['no sequence']);
  });

  it.each(['the', 'ab', '12', 'ace', '135', 'aab', 'yz', 'qp'])(
    'allow %s, which is too short or no sequence',
    (part) => {
      expect(broken(`${good}.${part}`)).toEqual([]);
    },
  );

  it('name no character of the password', () => {
    expect(broken('cupboard$abc').join(' ')).not.toMatch(/cupboard|\$/);
  });

  it('draw from an alphabet that shells, URLs and connection strings take as it is', () => {
    expect(encodeURIComponent(alphabet)).toBe(alphabet);
    expect(alphabet).not.toMatch(/["'`\\$@/:;?#&%+= {}[\]()<>|~^,!*]/);
  });
});

describe('the dictionary', () => {
  /** Read anew: whoever asked first has it kept for all others. */
  function made(): ReadonlySet<string> {
    let words: ReadonlySet<string> = new Set();
    jest.isolateModules(() => {
      words = jest.requireActual<typeof Dictionary>('../../../lambda/rotate-password/dictionary').dictionary();
    });
    return words;
  }

  it.each(['moon', 'cupboard', 'monkey1'])('holds %s, in lower case', (word) => {
    expect(made()).toContain(word);
    expect(made()).not.toContain(word.toUpperCase());
  });

  it('holds words of exactly the lengths that are looked for', () => {
    const lengths = Array.from(made(), (word) => word.length);
    const [least, most] = lengths.reduce(
      ([low, high], length) => [Math.min(low, length), Math.max(high, length)],
      [Infinity, 0],
    );
    expect([least, most]).toEqual([shortestWord, longestWord]);
  });
});
