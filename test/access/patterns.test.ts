import * as fc from 'fast-check';

import { commonArns, containsArn, intersectsArn, matchesArn } from '../../tools/access/arn-patterns';
import {
  commonPatterns,
  commonText,
  containsPattern,
  intersectsPattern,
  matchesPattern,
} from '../../tools/access/patterns';

/** Everything short over a small alphabet; `z` stands for the letters that no pattern of these tests writes. */
const texts = (function* () {
  for (let length = 0, among = ['']; length <= 5; length += 1) {
    yield* among;
    among = among.flatMap((text) => ['a', 'b', 'z'].map((letter) => text + letter));
  }
})();
const allTexts = [...texts];

/** So short that whatever tells two of them apart is among the texts. */
const patterns = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 4 }).map((tokens) => tokens.join(''));

function matchesSlowly(text: string, pattern: string): boolean {
  if (pattern === '') return text === '';
  const [token, rest] = [pattern[0], pattern.slice(1)];
  if (token === '*') return matchesSlowly(text, rest) || (text !== '' && matchesSlowly(text.slice(1), pattern));
  return text !== '' && (token === '?' || token === text[0]) && matchesSlowly(text.slice(1), rest);
}

const runs = { numRuns: 300 };

describe('a pattern', () => {
  it('matches what it says, letter by letter', () => {
    fc.assert(
      fc.property(patterns, (pattern) => {
        const differing = allTexts.filter((text) => matchesPattern(text, pattern) !== matchesSlowly(text, pattern));
        expect(differing).toEqual([]);
      }),
      runs,
    );
  });

  it('contains another exactly when it matches all of its texts', () => {
    fc.assert(
      fc.property(patterns, patterns, (outer, inner) => {
        const outside = allTexts.some((text) => matchesSlowly(text, inner) && !matchesSlowly(text, outer));
        expect(containsPattern(outer, inner)).toBe(!outside);
      }),
      runs,
    );
  });

  it('meets another exactly when both match some text, and names one', () => {
    fc.assert(
      fc.property(patterns, patterns, (one, other) => {
        const text = commonText(one, other, 'z');
        const both = allTexts.some((candidate) => matchesSlowly(candidate, one) && matchesSlowly(candidate, other));
        expect(intersectsPattern(one, other)).toBe(both);
        expect(text !== undefined).toBe(both);
        if (text !== undefined) expect([matchesSlowly(text, one), matchesSlowly(text, other)]).toEqual([true, true]);
      }),
      runs,
    );
  });

  it('has in common with another what both match', () => {
    fc.assert(
      fc.property(patterns, patterns, (one, other) => {
        const common = commonPatterns(one, other) ?? [];
        const differing = allTexts.filter(
          (text) =>
            common.some((pattern) => matchesSlowly(text, pattern)) !==
            (matchesSlowly(text, one) && matchesSlowly(text, other)),
        );
        expect(differing).toEqual([]);
      }),
      runs,
    );
  });

  it.each([
    ['a.c', 'abc'],
    ['a+', 'aa'],
    ['(a)', 'a'],
    ['a$', 'a'],
    ['[ab]', 'a'],
  ])('takes %s for nothing but itself', (pattern, other) => {
    expect([matchesPattern(pattern, pattern), matchesPattern(other, pattern)]).toEqual([true, false]);
    expect(matchesPattern(`${pattern}x`, `${pattern}*`)).toBe(true);
  });
});

describe('an ARN pattern', () => {
  const bucket = 'arn:aws:s3:::things';

  it('has no wildcard that reaches across a colon, but in its last part', () => {
    expect(matchesArn('arn:aws:sns:eu-central-1:111122223333:news', 'arn:aws:sns:*:news')).toBe(false);
    expect(
      matchesArn('arn:aws:logs:eu-central-1:111122223333:log-group:a:log-stream:b', 'arn:aws:logs:*:*:log-*'),
    ).toBe(true);
    expect(intersectsArn('arn:aws:iam::111122223333:role/*', 'arn:aws:iam::*:user/*')).toBe(false);
  });

  it('contains what lies in each of its parts', () => {
    expect(containsArn('arn:aws:s3:::thing*', `${bucket}/*`)).toBe(true);
    expect(containsArn(`${bucket}/*`, bucket)).toBe(false);
    expect(containsArn(`${bucket}/*`, '*')).toBe(false);
    expect(containsArn('*', bucket)).toBe(true);
  });

  it.each<[string, string, readonly string[]]>([
    [`${bucket}/*`, 'arn:aws:s3:::*/in/a', [`${bucket}/in/a`, `${bucket}/*/in/a`]],
    [`${bucket}/in/*`, 'arn:aws:s3:::thing?/*.txt', [`${bucket}/in/*.txt`]],
    [`${bucket}/*`, '*', [`${bucket}/*`]],
    [bucket, 'arn:aws:sns:*:*:*', []],
  ])('%s has in common with %s', (one, other, common) => {
    expect([...(commonArns(one, other) ?? [])].sort()).toEqual([...common].sort());
  });
});
