import * as fc from 'fast-check';

import type { Condition } from '../../../tools/access/rows/access-row';
import { allOf, always, anyOf, isNever, not } from '../../../tools/access/rows/condition-tree';
import { decide, type Facts, simplify } from '../../../tools/access/rows/decide';
import { holds } from '../../../tools/access/rows/holds';

const compare = (operator: string, key: string, ...values: string[]): Condition => ({ operator, key, values });

const nothing: Facts = new Map();

describe('what is known', () => {
  const facts: Facts = new Map([
    ['aws:principalarn', ['arn:aws:iam::111122223333:role/web']],
    ['s3:resourceaccount', ['111122223333', undefined]],
  ]);

  it('decides a comparison with it', () => {
    expect(decide(compare('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/w*'), facts)).toEqual(always);
    expect(isNever(decide(compare('StringEquals', 'AWS:principalARN', 'somebody'), facts))).toBe(true);
  });

  it('decides together what it does not decide one by one', () => {
    const present = compare('Null', 's3:ResourceAccount', 'false');
    const foreign = compare('StringNotEquals', 's3:ResourceAccount', '111122223333');
    expect(decide(present, facts)).toEqual(present);
    expect(isNever(decide(allOf([present, foreign]), facts))).toBe(true);
  });

  it('decides a part that comes out the same in every case, beside one that does not', () => {
    const absent = compare('Null', 's3:ResourceAccount', 'true');
    const foreign = compare('StringEquals', 's3:ResourceAccount', '444455556666');
    const own = compare('StringEqualsIfExists', 's3:ResourceAccount', '111122223333');
    expect(decide(anyOf([foreign, absent]), facts)).toEqual(absent);
    expect(decide(allOf([own, absent]), facts)).toEqual(absent);
  });

  it('leaves a comparison with a variable open', () => {
    const variable = compare('StringEquals', 'aws:PrincipalArn', '${aws:userid}');
    expect(decide(variable, facts)).toEqual(variable);
  });
});

describe('a condition in its simplest form', () => {
  const via = (...services: string[]) => compare('StringEquals', 'kms:ViaService', ...services);

  it('says once what two statements say of the same key', () => {
    expect(simplify(allOf([via('s3', 'secretsmanager'), via('s3')]), nothing)).toEqual(via('s3'));
    expect(simplify(allOf([via('s3', 'sns'), compare('StringLike', 'kms:viaservice', 's3*')]), nothing)).toEqual(
      via('s3'),
    );
  });

  it('holds never when two statements contradict each other', () => {
    expect(isNever(simplify(allOf([via('s3'), via('secretsmanager')]), nothing))).toBe(true);
    expect(isNever(simplify(allOf([via('s3'), not(via('s3'))]), nothing))).toBe(true);
    expect(isNever(simplify(allOf([via('s3'), compare('Null', 'kms:ViaService', 'true')]), nothing))).toBe(true);
  });

  it('takes a contradiction of lists for what it is: an empty list meets both', () => {
    const each = (...values: string[]) => compare('ForAllValues:StringEquals', 'aws:TagKeys', ...values);
    const both = allOf([each('a'), each('b')]);
    expect(simplify(both, nothing)).toEqual(both);
    expect(simplify(allOf([each('a', 'b'), each('b', 'c')]), nothing)).toEqual(each('b'));
  });
});

describe('comparisons of several values', () => {
  const each = compare('ForAllValues:StringEquals', 'aws:TagKeys', 'a', 'b');
  const some = (...values: string[]) => compare('ForAnyValue:StringEquals', 'aws:TagKeys', ...values);

  it('are not said once when different values may meet them', () => {
    const both = allOf([some('a', 'b'), some('b', 'c')]);
    expect(simplify(both, nothing)).toEqual(both);
    expect(simplify(allOf([each, some('a')]), nothing)).toEqual(allOf([each, some('a')]));
  });

  it('do not stand for one that also asks for the key', () => {
    const one = compare('StringEquals', 'aws:TagKeys', 'a');
    expect(simplify(allOf([each, one]), nothing)).toEqual(one);
    expect(simplify(allOf([one, each]), nothing)).toEqual(one);
  });
});

const leaves = fc
  .record({
    operator: fc.constantFrom(
      'StringEquals',
      'StringNotEquals',
      'StringLike',
      'StringEqualsIfExists',
      'Null',
      'ForAllValues:StringEquals',
      'ForAllValues:StringLike',
      'ForAnyValue:StringEquals',
    ),
    key: fc.constantFrom('a:One', 'a:Two'),
    values: fc.uniqueArray(fc.constantFrom('x', 'y', 'x*', 'true', 'false'), { minLength: 1, maxLength: 2 }),
  })
  .map(({ operator, key, values }): Condition => ({ operator, key, values }));

const conditions = fc.letrec<{ tree: Condition; leaf: Condition }>((tie) => ({
  leaf: leaves,
  tree: fc.oneof(
    { maxDepth: 3 },
    tie('leaf'),
    fc.array(tie('tree'), { maxLength: 3 }).map(allOf),
    fc.array(tie('tree'), { maxLength: 3 }).map(anyOf),
    tie('tree').map(not),
  ),
})).tree;

const context = fc.record(
  {
    'a:One': fc.oneof(fc.constantFrom('x', 'y', 'xx', 'z'), fc.subarray(['x', 'y', 'z'], { minLength: 2 })),
    'a:Two': fc.constantFrom('x', 'y', 'xx'),
  },
  { requiredKeys: [] },
);

it('keeps its meaning, whatever was decided or said once', () => {
  fc.assert(
    fc.property(conditions, context, fc.boolean(), (condition, sent, isSure) => {
      const two = sent['a:Two'];
      const facts: Facts = new Map([['a:two', isSure ? [two] : [two, 'y', undefined]]]);
      const request = { resource: '*', context: sent };
      expect(holds(simplify(condition, facts), request)).toBe(holds(condition, request));
    }),
    { numRuns: 5000 },
  );
});
