import type { Resource } from '../../tools/access/template';
import { guardChanges, guards } from '../../tools/review/guards/guard-changes';
import { pairResources, pairStacks } from '../../tools/review/pairs';
import { environmentOf, type Resources, stackWith } from './corpus/small-world';
import { samples } from './guard-samples';

function changesBetween(before: Resources, after: Resources) {
  const [base, head] = [[stackWith(before)], [stackWith(after)]];
  const { weakened, strengthened } = guardChanges(
    environmentOf(...head),
    pairStacks(base, head).pairs,
    pairResources(base, head),
  );
  const properties = (some: readonly { readonly property: string }[]) => some.map(({ property }) => property);
  return { weakened: properties(weakened), strengthened: properties(strengthened) };
}

function withValue(type: string, path: string, value: unknown): Resource {
  if (path === '') return { Type: type, Properties: value as Readonly<Record<string, unknown>> };
  const nested = path
    .split('.')
    .reduceRight<unknown>((inner, name) => (inner === undefined ? {} : { [name]: inner }), value);
  return { Type: type, Properties: nested as Readonly<Record<string, unknown>> };
}

const rules = Object.entries(guards).flatMap(([type, { rules: some }]) =>
  some.map(({ path }) => [type, path] as const),
);

it('has a sample of every setting, and no other', () => {
  expect(Object.keys(samples).sort()).toEqual(rules.map(([type, path]) => `${type} ${path}`).sort());
});

const cases = rules.flatMap(([type, path]) =>
  (samples[`${type} ${path}`] ?? []).map(([strong, weak, how]) => ({ type, path, strong, weak, how })),
);

describe.each(cases)('$type $path: $strong to $weak', ({ type, path, strong, weak, how }) => {
  const [before, after] = [strong, weak].map((value) => ({ Guard: withValue(type, path, value) }));
  if (before === undefined || after === undefined) throw new Error('there are two sides');
  // A setting that needs several properties is told by those that differ.
  const told = (properties: readonly string[]) => properties.some((property) => path === '' || property === path);

  it('is weaker', () => {
    expect(told(changesBetween(before, after).weakened)).toBe(true);
  });

  it(
    how === 'either'
      ? 'is weaker the other way round too, as far as anybody knows'
      : 'is stronger the other way round, and not weaker',
    () => {
      const { weakened, strengthened } = changesBetween(after, before);
      expect([told(weakened), told(strengthened)]).toEqual(how === 'either' ? [true, false] : [false, true]);
    },
  );

  it('is the same beside itself', () => {
    for (const side of [before, after]) expect(changesBetween(side, side)).toEqual({ weakened: [], strengthened: [] });
  });
});

const whole = Object.entries(guards).filter(([, one]) => one.whole !== undefined);
const more = Object.entries(guards).filter(([, one]) => one.more !== undefined);

it.each(whole.map(([type]) => type))('%s is weaker when it is removed, and stronger when it is added', (type) => {
  const guard = { Guard: { Type: type, Properties: {} } };
  expect(changesBetween(guard, {})).toEqual({ weakened: [''], strengthened: [] });
  expect(changesBetween({}, guard)).toEqual({ weakened: [], strengthened: [''] });
});

it.each(more.map(([type]) => type))('%s is weaker when it is added', (type) => {
  expect(changesBetween({}, { Guard: { Type: type, Properties: {} } })).toEqual({ weakened: [''], strengthened: [] });
});

it.each(['DeletionPolicy', 'UpdateReplacePolicy'] as const)('%s is weaker when it keeps less, on anything', (name) => {
  const kept = (policy?: string) => ({
    Thing: { Type: 'AWS::SSM::Parameter', ...(policy === undefined ? {} : { [name]: policy }) },
  });
  expect(changesBetween(kept('Retain'), kept('Delete')).weakened).toEqual([name]);
  expect(changesBetween(kept('Retain'), kept()).weakened).toEqual([name]);
  expect(changesBetween(kept('Snapshot'), kept('Delete')).weakened).toEqual([name]);
  expect(changesBetween(kept(), kept('Retain')).strengthened).toEqual([name]);
  expect(changesBetween(kept(), kept('Delete'))).toEqual({ weakened: [], strengthened: [] });
});
