import fc from 'fast-check';

import { conditionText, implies, simplified } from '../../../tools/access/completeness/canonical-condition';
import { negated } from '../../../tools/access/completeness/negation';
import type { Condition } from '../../../tools/access/rows/access-row';
import { holds } from '../../../tools/access/rows/holds';

const value = fc.constantFrom('a', 'ab', 'b', 'c');
const pattern = fc.constantFrom('a', 'a*', '*b', '?', 'b');
const key = fc.constantFrom('aws:one', 'aws:two');
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    operator: fc.constantFrom('StringEquals', 'StringNotEquals'),
    key,
    values: fc.uniqueArray(value, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    operator: fc.constantFrom('StringLike', 'StringNotLike'),
    key,
    values: fc.uniqueArray(pattern, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ operator: fc.constant('Null'), key, values: fc.constantFrom(['true'], ['false']) }),
);
const { tree } = fc.letrec<{ tree: Condition }>((again) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({ all: fc.array(again('tree'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(again('tree'), { maxLength: 3 }) }),
    fc.record({ not: again('tree') }),
  ),
}));
const request = fc.record({ 'aws:one': fc.option(value), 'aws:two': fc.option(value) }).map((sent) => ({
  resource: '*',
  context: Object.fromEntries(
    Object.entries(sent).flatMap(([name, one]): [string, string][] => (one === null ? [] : [[name, one]])),
  ),
}));

it('says the same after it was simplified', () => {
  fc.assert(
    fc.property(tree, request, (condition, context) => {
      expect(holds(simplified(condition), context)).toBe(holds(condition, context));
    }),
    { numRuns: 3000 },
  );
});

it('follows only from what it follows from', () => {
  fc.assert(
    fc.property(tree, tree, request, (one, other, context) => {
      fc.pre(implies(simplified(one), simplified(other)) && holds(one, context));
      expect(holds(other, context)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('is denied by its opposite', () => {
  fc.assert(
    fc.property(tree, request, (condition, context) => {
      expect(holds(negated(condition), context)).toBe(!holds(condition, context));
    }),
  );
});

const through = (...services: string[]): Condition => ({
  operator: 'StringEquals',
  key: 'kms:ViaService',
  values: services,
});
const by = (...arns: string[]): Condition => ({ operator: 'ArnEquals', key: 'aws:PrincipalArn', values: arns });

it.each<[string, Condition, Condition]>([
  ['values in another order', through('s3', 'sqs'), through('sqs', 's3')],
  ['statements that differ in one value', { any: [through('s3'), through('sqs')] }, through('s3', 'sqs')],
  [
    'statements cut in another way',
    { any: [{ all: [by('x', 'y'), through('s3')] }, { all: [by('x'), through('sqs')] }] },
    { any: [{ all: [by('x'), through('sqs', 's3')] }, { all: [through('s3'), by('y')] }] },
  ],
  ['a boundary that lets more through', { all: [through('s3'), through('s3', 'sqs')] }, through('s3')],
])('is the same line for %s', (_what, one, other) => {
  expect(conditionText(one)).toBe(conditionText(other));
});

it.each<[string, Condition, Condition]>([
  ['another value', through('s3'), through('sqs')],
  ['one value less', through('s3', 'sqs'), through('s3')],
  ['no condition', through('s3'), { all: [] }],
  ['another combination', { all: [by('x'), through('s3')] }, { any: [by('x'), through('s3')] }],
])('is another line for %s', (_what, one, other) => {
  expect(conditionText(one)).not.toBe(conditionText(other));
});
