import * as fc from 'fast-check';

import type { Condition } from '../../../tools/access/rows/access-row';
import { holds } from '../../../tools/access/rows/holds';
import { UnknownOperatorError } from '../../../tools/access/rows/operators';

type Sent = string | readonly string[] | undefined;

function compared(operator: string, values: readonly string[], sent: Sent): boolean {
  const context: Record<string, string | readonly string[]> = sent === undefined ? {} : { 'Some:Key': sent };
  return holds({ operator, key: 'some:key', values }, { resource: '*', context });
}

describe('a comparison', () => {
  it.each<[string, readonly string[], Sent, boolean]>([
    ['StringEquals', ['a', 'b'], 'b', true],
    ['StringEquals', ['a'], 'A', false],
    ['StringEquals', ['a*'], 'ab', false],
    ['StringEquals', ['a'], undefined, false],
    ['StringEqualsIfExists', ['a'], undefined, true],
    ['StringEqualsIfExists', ['a'], 'b', false],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringNotEquals', ['a', 'b'], 'c', true],
    ['StringNotEquals', ['a'], undefined, true],
    ['StringEqualsIgnoreCase', ['aB'], 'Ab', true],
    ['StringNotEqualsIgnoreCase', ['aB'], 'Ab', false],
    ['StringLike', ['a*c', 'x'], 'abbc', true],
    ['StringLike', ['a?c'], 'abbc', false],
    ['StringNotLike', ['a*'], 'ab', false],
    ['StringNotLike', ['a*'], undefined, true],
    ['stringlike', ['a*'], 'ab', true],
    ['ArnLike', ['arn:aws:sns:*:*:news'], 'arn:aws:sns:eu-central-1:111122223333:news', true],
    ['ArnEquals', ['arn:aws:sns:*:*:n*'], 'arn:aws:sns:eu-central-1:111122223333:news', true],
    ['ArnLike', ['arn:aws:sns:*:news'], 'arn:aws:sns:eu-central-1:111122223333:news', false],
    ['ArnLike', ['*'], 'arn:aws:sns:eu-central-1:111122223333:news', false],
    ['ArnNotEquals', ['arn:aws:iam::111122223333:role/a'], 'arn:aws:iam::111122223333:role/a', false],
    ['ArnNotLike', ['arn:aws:iam::111122223333:role/*'], undefined, true],
    ['NumericEquals', ['10'], '10.0', true],
    ['NumericEquals', ['0'], '', false],
    ['NumericEquals', [' '], '0', false],
    ['NumericNotEquals', ['10'], '11', true],
    ['NumericLessThan', ['1.2'], '1.10', true],
    ['NumericLessThan', ['10'], '9', true],
    ['NumericLessThan', ['10'], '10', false],
    ['NumericLessThanEquals', ['10'], '10', true],
    ['NumericGreaterThan', ['10'], '11', true],
    ['NumericGreaterThan', ['10'], undefined, false],
    ['NumericGreaterThanIfExists', ['10'], undefined, true],
    ['NumericGreaterThanEquals', ['10'], '10', true],
    ['NumericGreaterThan', ['10'], 'much', false],
    ['DateLessThan', ['2030-01-01T00:00:00Z'], '2029-12-31T23:59:59Z', true],
    ['DateGreaterThan', ['2030-01-01'], '2029-12-31T23:59:59Z', false],
    ['DateLessThanEquals', ['1893456000'], '2030-01-01T00:00:00Z', true],
    ['DateEquals', ['2030-01-01T01:00:00+01:00'], '2030-01-01T00:00:00Z', true],
    ['DateNotEquals', ['2030-01-01T00:00:00Z'], '2030-01-01T00:00:00Z', false],
    ['Bool', ['true'], 'True', true],
    ['Bool', ['false'], 'true', false],
    ['Bool', ['false'], undefined, false],
    ['BoolIfExists', ['false'], undefined, true],
    ['BinaryEquals', ['QmFzZTY0'], 'QmFzZTY0', true],
    ['IpAddress', ['198.51.100.0/24'], '198.51.100.255', true],
    ['IpAddress', ['198.51.100.0/25'], '198.51.100.128', false],
    ['IpAddress', ['198.51.100.7'], '198.51.100.7', true],
    ['IpAddress', ['0.0.0.0/0'], '203.0.113.9', true],
    ['IpAddress', ['0.0.0.0/0'], '2001:db8::1', false],
    ['IpAddress', ['2001:db8::/32'], '2001:0DB8:1:2:3:4:5:6', true],
    ['IpAddress', ['2001:db8::/32'], '2001:db9::1', false],
    ['IpAddress', ['198.51.100.0/24'], 'nowhere', false],
    ['NotIpAddress', ['198.51.100.0/24'], '203.0.113.9', true],
    ['NotIpAddress', ['198.51.100.0/24'], undefined, true],
    ['Null', ['true'], undefined, true],
    ['Null', ['true'], 'a', false],
    ['Null', ['false'], 'a', true],
    ['Null', ['false'], undefined, false],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b', 'a'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
    ['ForAllValues:StringEquals', ['a'], undefined, true],
    ['ForAllValues:StringNotEquals', ['a'], ['b', 'a'], false],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'], true],
    ['ForAnyValue:StringEquals', ['a'], ['c'], false],
    ['ForAnyValue:StringEquals', ['a'], undefined, false],
    ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], true],
    ['ForAnyValue:StringLike', ['a*'], 'ab', true],
    // Without one of the two words, a key with several values meets no comparison.
    ['StringEquals', ['a'], ['a', 'b'], false],
    ['StringNotEquals', ['c'], ['a', 'b'], false],
  ])('%s %j of %j', (operator, values, sent, answer) => {
    expect(compared(operator, values, sent)).toBe(answer);
  });

  it('is an error that names an operator which is unknown', () => {
    const unknown = () => compared('StringResembles', ['a'], 'a');
    expect(unknown).toThrow(UnknownOperatorError);
    expect(unknown).toThrow('StringResembles');
  });

  it('takes the values of variables from the request, or their default', () => {
    const request = { resource: '*', context: { 's3:prefix': 'home/me/a', 'aws:username': 'me' } };
    const like = (value: string) => holds({ operator: 'StringLike', key: 's3:prefix', values: [value] }, request);
    expect(like('home/${aws:username}/*')).toBe(true);
    expect(like('home/${aws:PrincipalTag/team}/*')).toBe(false);
    expect(like("home/${aws:PrincipalTag/team, 'me'}/*")).toBe(true);
    expect(() => like('home/${*}')).toThrow('${*}');
  });
});

describe('a condition of several', () => {
  const tls: Condition = { operator: 'Bool', key: 'aws:SecureTransport', values: ['true'] };
  const inFolder: Condition = { resourceLike: ['arn:aws:s3:::things/in/*', 'arn:aws:s3:::others/*'] };
  const request = { resource: 'arn:aws:s3:::things/in/a', context: { 'aws:SecureTransport': 'true' } };

  it('holds when its parts do', () => {
    expect(holds({ all: [] }, request)).toBe(true);
    expect(holds({ any: [] }, request)).toBe(false);
    expect(holds({ all: [tls, inFolder] }, request)).toBe(true);
    expect(holds({ all: [tls, { not: inFolder }] }, request)).toBe(false);
    expect(holds({ any: [{ not: tls }, inFolder] }, request)).toBe(true);
    expect(holds(inFolder, { ...request, resource: 'arn:aws:s3:::things/out/a' })).toBe(false);
  });
});

/** An operator and its opposite never agree about a key that is sent once. */
it('negates every operator exactly', () => {
  const values = fc.uniqueArray(fc.constantFrom('a', 'ab', 'A*', '1', '2.0'), { minLength: 1, maxLength: 3 });
  const operators = fc
    .constantFrom('String', 'Numeric')
    .chain((kind) => fc.constantFrom([`${kind}Equals`, `${kind}NotEquals`] as const));
  fc.assert(
    fc.property(operators, values, fc.constantFrom('a', 'AB', '1', '2'), ([is, isNot], wanted, sent) => {
      expect(compared(is, wanted, sent)).toBe(!compared(isNot, wanted, sent));
    }),
  );
});
