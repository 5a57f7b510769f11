import { fittingPatterns, longestPattern } from '../../lib/detection/fitting-patterns';
import { ruleName } from '../../lib/detection/rule-name';

const place = { name: 'production' };

describe('the name of a rule', () => {
  it('begins as everything of its environment', () => {
    expect(ruleName(place, 'trail-changed', 0)).toBe('strongroom-production-trail-changed');
  });

  it('counts the rules of one detection', () => {
    expect(ruleName(place, 'role-refused', 1)).toBe('strongroom-production-role-refused-2');
  });

  it('keeps long names apart within 64 characters', () => {
    const detection = 'public-access-block-of-the-account-changed';
    const names = [0, 1, 2].map((part) => ruleName(place, detection, part));
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name).toMatch(/^strongroom-production-.{1,42}$/);
  });
});

describe('patterns over a list', () => {
  const build = (part: readonly string[]) => ({ detail: { name: part } });
  const items = Array.from({ length: 100 }, (_, index) => `${'x'.repeat(60)}${String(index)}`);

  it('are one as long as it fits', () => {
    expect(fittingPatterns(items.slice(0, 3), build)).toEqual([build(items.slice(0, 3))]);
  });

  it('are several that together have all items once', () => {
    const patterns = fittingPatterns(items, build);
    expect(patterns.length).toBeGreaterThan(3);
    expect(patterns.flatMap(({ detail }) => (detail as { readonly name: readonly string[] }).name)).toEqual(items);
    for (const pattern of patterns) expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(longestPattern);
  });

  it('are none over nothing', () => {
    expect(fittingPatterns([], build)).toEqual([]);
  });

  it('rejects an item that alone is too long', () => {
    expect(() => fittingPatterns(['x'.repeat(longestPattern)], build)).toThrow(/longer than the 2048/);
  });
});
