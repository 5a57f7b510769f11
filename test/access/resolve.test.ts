import { resolveStack } from '../../tools/access/resolve';
import type { Stack, Template } from '../../tools/access/template';

/** A stack with one resource to look at and one to refer to. */
function stackWith(value: unknown, rest: Partial<Template> = {}, name = 'some-stack'): Stack {
  return {
    name,
    account: '111122223333',
    region: 'eu-central-1',
    partition: 'aws',
    urlSuffix: 'amazonaws.com',
    terminationProtection: false,
    template: {
      ...rest,
      Resources: {
        Looked: { Type: 'Custom::Looked', Properties: { value } },
        Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'some-bucket' } },
        Generated: { Type: 'AWS::S3::Bucket' },
        Key: { Type: 'AWS::KMS::Key' },
        Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { Path: '/a/' } },
        Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'portal/prod/database' } },
        User: { Type: 'AWS::IAM::User', Properties: { UserName: 'scanner', Path: '/rotated/' } },
        ...rest.Resources,
      },
    },
  };
}

function resolved(value: unknown, rest?: Partial<Template>, others?: readonly Stack[]): unknown {
  return resolveStack(stackWith(value, rest), others).template.Resources.Looked?.Properties?.value;
}

const conditions = {
  Conditions: {
    Yes: { 'Fn::Equals': ['a', 'a'] },
    No: { 'Fn::Not': [{ Condition: 'Yes' }] },
    Both: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] },
    Either: { 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] },
  },
};

describe('what a value stands for after a deployment', () => {
  it.each<[string, unknown, unknown, Partial<Template>?]>([
    ['Ref of a named resource', { Ref: 'Bucket' }, 'some-bucket'],
    ['Ref of a parameter', { Ref: 'Size' }, '7', { Parameters: { Size: { Type: 'String', Default: '7' } } }],
    ['a pseudo parameter', { Ref: 'AWS::AccountId' }, '111122223333'],
    ['no value', [1, { Ref: 'AWS::NoValue' }], [1]],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'arn:aws:s3:::some-bucket'],
    ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Bucket.Arn' }, 'arn:aws:s3:::some-bucket'],
    ['an ARN with a path', { 'Fn::GetAtt': ['User', 'Arn'] }, 'arn:aws:iam::111122223333:user/rotated/scanner'],
    ['Fn::Join', { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '/*']] }, 'arn:aws:s3:::some-bucket/*'],
    [
      'Fn::Sub of a resource',
      { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Bucket}/${Bucket.Arn}' },
      'arn:aws:s3:::some-bucket/arn:aws:s3:::some-bucket',
    ],
    [
      'Fn::Sub of a variable',
      { 'Fn::Sub': ['${own}-${!literal}', { own: { Ref: 'Bucket' } }] },
      'some-bucket-${literal}',
    ],
    ['Fn::Select', { 'Fn::Select': [1, ['a', { Ref: 'Bucket' }]] }, 'some-bucket'],
    ['Fn::Split', { 'Fn::Split': ['-', { Ref: 'Bucket' }] }, ['some', 'bucket']],
    [
      'Fn::FindInMap',
      { 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'x'] },
      'found',
      { Mappings: { Map: { 'eu-central-1': { x: 'found' } } } },
    ],
    ['Fn::If that holds', { 'Fn::If': ['Either', 'then', 'else'] }, 'then', conditions],
    ['Fn::If that does not', { 'Fn::If': ['Both', 'then', { Ref: 'Bucket' }] }, 'some-bucket', conditions],
    [
      'a condition of a policy, which is no intrinsic',
      { Condition: { Bool: { key: 'true' } } },
      { Condition: { Bool: { key: 'true' } } },
    ],
    // Spread, because jest takes a parameter that a row does not fill for its callback.
  ])('%s', (_what, value, expected, ...[rest]) => {
    expect(resolved(value, rest)).toEqual(expected);
  });

  it('leaves out a property without a value', () => {
    expect(resolved({ kept: 1, gone: { Ref: 'AWS::NoValue' } })).toEqual({ kept: 1 });
  });

  it('leaves out a resource whose condition does not hold', () => {
    const stack = stackWith(1, { ...conditions, Resources: { Gone: { Type: 'AWS::S3::Bucket', Condition: 'No' } } });
    expect(resolveStack(stack).template.Resources).not.toHaveProperty('Gone');
  });

  it('reads an export and an output of another stack', () => {
    const other = stackWith(
      1,
      { Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Bucket', 'Arn'] }, Export: { Name: 'shared' } } } },
      'other',
    );
    const output = { 'Fn::GetStackOutput': { StackName: 'other', OutputName: 'Arn' } };
    expect(resolved({ 'Fn::ImportValue': 'shared' }, {}, [other])).toBe('arn:aws:s3:::some-bucket');
    expect(resolved(output, {}, [other])).toBe('arn:aws:s3:::some-bucket');
  });
});

describe('a name that AWS generates', () => {
  it('is the same in every run and different for every resource', () => {
    expect(resolved({ Ref: 'Generated' })).toBe(resolved({ Ref: 'Generated' }));
    expect(resolved({ Ref: 'Generated' })).not.toBe(resolved({ Ref: 'Bucket' }));
  });

  it.each([
    ['Key', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
    ['Policy', /^arn:aws:iam::111122223333:policy\/a\/some-stack-Policy-[0-9a-f]{12}$/],
    ['Secret', /^arn:aws:secretsmanager:eu-central-1:111122223333:secret:portal\/prod\/database-\w{6}$/],
  ])('has the form of its type: %s', (logicalId, form) => {
    expect(resolved({ Ref: logicalId })).toMatch(form);
  });
});

describe('what is not understood is an error that names it', () => {
  it.each<[string, unknown, Partial<Template>?]>([
    ['Fn::Cidr', { 'Fn::Cidr': ['10.0.0.0/16', 1, 8] }],
    ['Nowhere', { Ref: 'Nowhere' }],
    ['Colour', { 'Fn::GetAtt': ['Bucket', 'Colour'] }],
    ['Custom::Thing', { Ref: 'Thing' }, { Resources: { Thing: { Type: 'Custom::Thing' } } }],
    [
      'Secret',
      { Ref: 'Secret' },
      { Parameters: { Secret: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/a' } } },
    ],
    ['shared', { 'Fn::ImportValue': 'shared' }],
    ['no output Arn', { 'Fn::GetStackOutput': { StackName: 'other', OutputName: 'no output Arn' } }],
    ['Maybe', { 'Fn::If': ['Maybe', 1, 2] }],
    ['Map', { 'Fn::FindInMap': ['Map', 'a', 'b'] }],
    [
      'refers to itself',
      { Ref: 'Loop' },
      { Resources: { Loop: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { Ref: 'Loop' } } } } },
    ],
  ])('%s', (named, value, ...[rest]) => {
    expect(() => resolved(value, rest)).toThrow(named);
  });
});
