import fc from 'fast-check';

import { TooManyCasesError } from '../../../tools/access/implication/cells';
import { satisfyingRequest } from '../../../tools/access/implication/satisfy';
import type { Condition } from '../../../tools/access/rows/access-row';
import { type ConcreteRequest, holds } from '../../../tools/access/rows/holds';

const bucket = 'arn:aws:s3:::records';

function says(operator: string, key: string, ...values: string[]): Condition {
  return { operator, key, values };
}

function implies(one: Condition, other: Condition): boolean {
  return satisfyingRequest({ all: [one, { not: other }] }) === undefined;
}

test.each<[string, Condition, Condition]>([
  ['a list and a longer one', says('StringEquals', 'k', 'a'), says('StringEquals', 'k', 'a', 'b')],
  ['a value and a pattern', says('StringEquals', 'k', 'invoices/7'), says('StringLike', 'k', 'invoices/*')],
  ['a pattern and a wider one', says('StringLike', 'k', 'invoices/2*'), says('StringLike', 'k', 'invoices/*')],
  ['a value and that the key is sent', says('StringEquals', 'k', 'a'), says('Null', 'k', 'false')],
  ['a value and the same if it is sent', says('StringEquals', 'k', 'a'), says('StringEqualsIfExists', 'k', 'a')],
  ['an absent key and a negated value', says('Null', 'k', 'true'), says('StringNotEquals', 'k', 'a')],
  ['a range and a wider one', says('IpAddress', 'ip', '198.51.100.16/28'), says('IpAddress', 'ip', '198.51.100.0/24')],
  [
    'a range of IPv6 and a wider one',
    says('IpAddress', 'ip', '2001:db8:1::/48'),
    says('IpAddress', 'ip', '2001:db8::/32'),
  ],
  ['a number and a larger bound', says('NumericLessThan', 'n', '60'), says('NumericLessThanEquals', 'n', '60')],
  [
    'a day and a later one',
    says('DateLessThan', 'd', '2026-01-01T00:00:00Z'),
    says('DateLessThan', 'd', '2026-02-01T00:00:00Z'),
  ],
  [
    'a role and all of its account',
    says('ArnEquals', 'a', 'arn:aws:iam::111122223333:role/web'),
    says('ArnLike', 'a', 'arn:aws:iam::111122223333:*'),
  ],
  ['resources and more of them', { resourceLike: [`${bucket}/in/*`] }, { resourceLike: [`${bucket}/*`] }],
  [
    'two things and one of them',
    { all: [says('StringEquals', 'k', 'a'), says('Bool', 'b', 'true')] },
    says('Bool', 'b', 'true'),
  ],
  [
    'every value among some, and among more',
    { all: [says('ForAllValues:StringEquals', 'k', 'a'), says('Null', 'k', 'false')] },
    says('ForAllValues:StringEquals', 'k', 'a', 'b'),
  ],
])('sees that %s: one is the narrower', (_what, narrower, wider) => {
  expect(implies(narrower, wider)).toBe(true);
  expect(implies(wider, narrower)).toBe(false);
});

it('sees what a split or a case-by-case spelling leaves the same', () => {
  const split: Condition = { any: [says('StringEquals', 'k', 'a'), says('StringEquals', 'k', 'b')] };
  const one = says('StringEquals', 'k', 'b', 'a');
  expect([implies(split, one), implies(one, split)]).toEqual([true, true]);
  const spelt = [
    says('StringEquals', 'aws:SourceAccount', '1'),
    says('StringEquals', 'AWS:sourceaccount', '1'),
  ] as const;
  expect([implies(...spelt), implies(spelt[1], spelt[0])]).toEqual([true, true]);
  const resources: Condition = { any: [{ resourceLike: [`${bucket}/a/*`] }, { resourceLike: [`${bucket}/b/*`] }] };
  expect(implies({ resourceLike: [`${bucket}/b/*`, `${bucket}/a/*`] }, resources)).toBe(true);
});

it('sees that a condition on an absent key is met by every value and an absence, taken apart', () => {
  const parts: Condition = { any: [says('Null', 'k', 'true'), says('StringLike', 'k', '*')] };
  expect(implies({ all: [] }, parts)).toBe(true);
});

it('does not decide what depends on a policy variable', () => {
  expect(() => satisfyingRequest(says('StringEquals', 'k', '${aws:username}'))).toThrow(TooManyCasesError);
});

/** The last two have several values in a request, which only the operators for sets understand. */
const keys = ['team', 'path', 'addresses', 'count', 'tags', 'vias'] as const;
const texts = ['a', 'ab', 'b', 'abc', ''];
const wantedTexts = fc.uniqueArray(fc.constantFrom('a', 'b', 'ab', 'abc'), { minLength: 1, maxLength: 2 });
const leaf = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('StringEquals', 'StringNotEquals', 'StringEqualsIfExists', 'StringEqualsIgnoreCase'),
      fc.constantFrom(keys[0], keys[1]),
      wantedTexts,
    )
    .map(([operator, key, values]): Condition => ({ operator, key, values })),
  fc
    .tuple(
      fc.constantFrom(
        'ForAllValues:StringEquals',
        'ForAnyValue:StringLike',
        'ForAllValues:StringNotEquals',
        'ForAnyValue:StringNotEquals',
      ),
      fc.constantFrom(keys[4], keys[5]),
      wantedTexts,
    )
    .map(([operator, key, values]): Condition => ({ operator, key, values })),
  fc
    .tuple(
      fc.constantFrom('StringLike', 'StringNotLike', 'StringNotLikeIfExists'),
      fc.constantFrom(keys[0], keys[1]),
      fc.uniqueArray(fc.constantFrom('a*', '*b', '*', '?', 'a?c', '*b*'), { minLength: 1, maxLength: 2 }),
    )
    .map(([operator, key, values]): Condition => ({ operator, key, values })),
  fc
    .tuple(
      fc.constantFrom('NumericLessThan', 'NumericGreaterThanEquals', 'NumericNotEquals'),
      fc.constantFrom('1', '2', '2.5'),
    )
    .map(([operator, value]): Condition => ({ operator, key: keys[3], values: [value] })),
  fc
    .tuple(
      fc.constantFrom('IpAddress', 'NotIpAddress'),
      fc.constantFrom('198.51.100.0/24', '198.51.100.128/25', '203.0.113.7/32'),
    )
    .map(([operator, value]): Condition => ({ operator, key: keys[2], values: [value] })),
  fc
    .tuple(fc.constantFrom(...keys), fc.constantFrom('true', 'false'))
    .map(([key, value]): Condition => says('Null', key, value)),
  fc
    .uniqueArray(fc.constantFrom(`${bucket}/*`, `${bucket}/a*`, `${bucket}/?b`, '*', bucket), {
      minLength: 1,
      maxLength: 2,
    })
    .map((resourceLike): Condition => ({ resourceLike })),
);
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('condition'), { maxLength: 3 }).map((all): Condition => ({ all })),
    fc.array(tie('condition'), { maxLength: 3 }).map((any): Condition => ({ any })),
    tie('condition').map((not): Condition => ({ not })),
  ),
}));
const value = fc.option(fc.constantFrom(...texts), { nil: undefined });
const list = fc.option(fc.uniqueArray(fc.constantFrom(...texts), { maxLength: 3 }), { nil: undefined });
const request = fc
  .record({
    resource: fc.constantFrom(
      bucket,
      `${bucket}/a`,
      `${bucket}/ab`,
      `${bucket}/b`,
      `${bucket}/xb`,
      '*',
      'arn:aws:sqs:eu-central-1:111122223333:q',
    ),
    team: value,
    path: value,
    tags: list,
    vias: list,
    addresses: fc.constantFrom(undefined, '198.51.100.1', '198.51.100.200', '203.0.113.7', '203.0.113.8'),
    count: fc.constantFrom(undefined, '0', '1', '1.5', '2', '2.5', '3'),
  })
  .map(({ resource, ...context }): ConcreteRequest => {
    const sent = Object.entries(context).flatMap(([key, one]) => (one === undefined ? [] : [[key, one] as const]));
    return { resource, context: Object.fromEntries(sent) };
  });

it('finds only requests for which the condition holds', () => {
  fc.assert(
    fc.property(condition, (some) => {
      const found = satisfyingRequest(some);
      fc.pre(found !== undefined);
      expect(holds(some, found)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('finds one whenever there is one', () => {
  fc.assert(
    fc.property(condition, request, (some, one) => {
      fc.pre(holds(some, one));
      expect(satisfyingRequest(some)).toBeDefined();
    }),
    { numRuns: 1_000 },
  );
});
