import type { Condition } from '../../../tools/access/rows/access-row';
import { meeting } from './meeting';

/** The witness must be allowed for the reason that the row gives, so a condition is met by what it asks for alone. */

const file = 'arn:aws:s3:::vault/documents/a';
const comparison = (operator: string, key: string, ...values: string[]): Condition => ({ operator, key, values });

it('leaves a request as it is that meets the condition already', () => {
  const sent = { 'aws:SecureTransport': 'true' };
  expect(meeting({ not: comparison('Bool', 'aws:SecureTransport', 'false') }, sent, file)).toEqual(sent);
});

it.each<[string, Condition, Record<string, string>]>([
  ['a value', comparison('StringEquals', 'sts:ExternalId', 'one', 'two'), { 'sts:ExternalId': 'one' }],
  ['a pattern', comparison('StringLike', 's3:prefix', 'documents/*'), { 's3:prefix': 'documents/witness' }],
  ['an address range', comparison('IpAddress', 'aws:SourceIp', '192.0.2.0/26'), { 'aws:SourceIp': '192.0.2.0' }],
  [
    'a lower bound',
    comparison('NumericGreaterThan', 'aws:MultiFactorAuthAge', '60'),
    { 'aws:MultiFactorAuthAge': '61' },
  ],
  ['a flag', comparison('Bool', 'aws:MultiFactorAuthPresent', 'true'), { 'aws:MultiFactorAuthPresent': 'true' }],
  [
    'one of two ways',
    { any: [{ any: [] }, comparison('StringEquals', 'kms:ViaService', 's3')] },
    { 'kms:ViaService': 's3' },
  ],
])('sends %s that a condition asks for', (_what, condition, expected) => {
  expect(meeting(condition, {}, file)).toEqual(expected);
});

it('takes away what must not be sent', () => {
  const sent = { 's3:signatureAge': '900001' };
  const context = meeting({ not: comparison('NumericGreaterThan', 's3:signatureAge', '900000') }, sent, file);
  expect(Number(context?.['s3:signatureAge'] ?? 0)).toBeLessThanOrEqual(900_000);
});

it('finds the one value that two conditions on a key leave', () => {
  const condition: Condition = {
    all: [
      comparison('StringLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/first', 'arn:aws:iam::*:role/second'),
      { not: comparison('StringLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/first') },
    ],
  };
  expect(meeting(condition, {}, file)).toEqual({ 'aws:PrincipalArn': 'arn:aws:iam::witness:role/second' });
});

it('says so when nothing meets a condition', () => {
  const key = 'aws:PrincipalAccount';
  const condition: Condition = {
    all: [comparison('StringEquals', key, '111122223333'), comparison('StringEquals', key, '444455556666')],
  };
  expect(meeting(condition, {}, file)).toBeUndefined();
  expect(meeting({ any: [] }, {}, file)).toBeUndefined();
  expect(meeting({ resourceLike: ['arn:aws:s3:::another/*'] }, {}, file)).toBeUndefined();
});
