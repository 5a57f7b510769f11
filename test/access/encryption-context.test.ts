import { decideEncryptionContext } from '../../tools/access/encryption-context';
import type { Statement } from '../../tools/access/template';

const key = 'kms:EncryptionContext:aws:s3:arn';

function applies(Condition: Statement['Condition'], context: Record<string, string>): boolean {
  const statement: Statement = {
    Effect: 'Allow',
    Action: 'kms:Decrypt',
    Resource: '*',
    ...(Condition && { Condition }),
  };
  return decideEncryptionContext({ Statement: [statement] }, context).Statement.length > 0;
}

describe('a condition on the encryption context', () => {
  it.each<[string, Statement['Condition'], string | undefined, boolean]>([
    ['equals', { StringEquals: { [key]: 'a' } }, 'a', true],
    ['equals one of several', { StringEquals: { [key]: ['a', 'b'] } }, 'b', true],
    ['equals something else', { StringEquals: { [key]: 'a' } }, 'A', false],
    ['equals what is absent', { StringEquals: { [key]: 'a' } }, undefined, false],
    ['is like', { StringLike: { [key]: 'arn:*/x?' } }, 'arn:some/thing/xy', true],
    ['is not like, and is', { StringNotLike: { [key]: ['a*', 'b*'] } }, 'b1', false],
    ['is not like', { StringNotLike: { [key]: ['a*', 'b*'] } }, 'c', true],
    ['is not like what is absent', { StringNotLike: { [key]: 'a' } }, undefined, true],
    ['does not equal', { StringNotEquals: { [key]: 'a' } }, 'b', true],
    ['is an ARN', { ArnLike: { [key]: 'arn:aws:logs:*:1:log-group:/a/*' } }, 'arn:aws:logs:x:1:log-group:/a/b:c', true],
    [
      'is an ARN whose wildcard does not cross a colon',
      { ArnLike: { [key]: 'arn:aws:logs:*:log-group' } },
      'arn:aws:logs:x:1:log-group',
      false,
    ],
    ['is absent, and must not be', { Null: { [key]: 'false' } }, undefined, false],
    ['is there, as it must', { Null: { [key]: 'false' } }, 'a', true],
    ['is there, and must not be', { Null: { [key]: 'true' } }, 'a', false],
  ])('that %s', (_what, condition, value, expected) => {
    expect(applies(condition, value === undefined ? {} : { [key]: value })).toBe(expected);
  });

  it('is found whatever the case of its name', () => {
    expect(applies({ StringEquals: { 'kms:EncryptionContext:AWS:S3:arn': 'a' } }, { [key]: 'a' })).toBe(true);
  });

  it('leaves every other condition to the simulator', () => {
    const Condition = { StringEquals: { [key]: 'a', 'kms:ViaService': 's3' }, Bool: { 'aws:SecureTransport': 'true' } };
    const statement: Statement = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*', Condition };
    expect(decideEncryptionContext({ Statement: [statement] }, { [key]: 'a' }).Statement[0]?.Condition).toEqual({
      StringEquals: { 'kms:ViaService': 's3' },
      Bool: { 'aws:SecureTransport': 'true' },
    });
  });

  it('is an error when its operator is unknown', () => {
    expect(() => applies({ StringResembles: { [key]: 'a' } }, {})).toThrow('StringResembles');
  });
});
