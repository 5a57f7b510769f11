import { resolveStack } from '../../tools/access/resolve';
import type { Resource, Stack, Template } from '../../tools/access/template';

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
        ...(rest.Resources?.First && { First: rest.Resources.First }),
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
    ['Fn::Base64', { 'Fn::Base64': { Ref: 'Bucket' } }, 'c29tZS1idWNrZXQ='],
    ['Fn::Cidr', { 'Fn::Cidr': ['10.1.0.0/16', '2', '8'] }, ['10.1.0.0/24', '10.1.1.0/24']],
    [
      'Fn::Cidr of IPv6',
      { 'Fn::Cidr': ['2001:db8::/56', 2, 64] },
      ['2001:db8:0:0:0:0:0:0/64', '2001:db8:0:1:0:0:0:0/64'],
    ],
    ['Fn::Length', { 'Fn::Length': { 'Fn::Split': [',', 'a,b,c'] } }, 3],
    ['Fn::ToJsonString', { 'Fn::ToJsonString': { a: { Ref: 'Bucket' } } }, '{"a":"some-bucket"}'],
    ['Fn::FindInMap without an entry', { 'Fn::FindInMap': ['Map', 'a', 'b', { DefaultValue: 'c' }] }, 'c'],
    ['only more functions', { Ref: 'Bucket' }, 'some-bucket', { Transform: ['AWS::LanguageExtensions'] }],
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

describe('a resource that was resolved before, in a stack that differs elsewhere', () => {
  const named = (BucketName: unknown) => ({ Type: 'AWS::S3::Bucket', Properties: { BucketName } });

  function after(change: (stack: Stack) => Partial<Stack>, value: unknown, rest?: Partial<Template>): unknown {
    const stack = stackWith(value, rest);
    resolveStack(stack, [stack]);
    const changed = { ...stack, ...change(stack) };
    return resolveStack(changed, [changed]).template.Resources.Looked?.Properties?.value;
  }

  const withResource = (id: string, resource: Resource) => (stack: Stack) => ({
    template: { ...stack.template, Resources: { ...stack.template.Resources, [id]: resource } },
  });

  it.each<[string, unknown, Partial<Template>?]>([
    ['itself names', { Ref: 'Bucket' }],
    ['names by another', { Ref: 'Next' }, { Resources: { Next: named({ 'Fn::Sub': '${Bucket}-next' }) } }],
    [
      'names by one that an earlier resource named too',
      { Ref: 'Next' },
      { Resources: { First: named({ Ref: 'Next' }), Next: named({ 'Fn::Sub': '${Bucket}-next' }) } },
    ],
    [
      'reads in an output',
      { 'Fn::GetStackOutput': { StackName: 'some-stack', OutputName: 'Name' } },
      { Outputs: { Name: { Value: { Ref: 'Bucket' } } } },
    ],
  ])('follows a change of what it %s', (_what, value, ...[rest]) => {
    const names = rest?.Resources === undefined ? 'other-bucket' : 'other-bucket-next';
    expect(after(withResource('Bucket', named('other-bucket')), value, rest)).toBe(names);
  });

  it('follows a change of the place, of a parameter and of a condition', () => {
    const size = (Default: string) => ({ Parameters: { Size: { Type: 'String', Default } } });
    const chosen = (words: readonly string[]) => ({ Conditions: { Chosen: { 'Fn::Equals': words } } });
    const template = (part: Partial<Template>) => (stack: Stack) => ({ template: { ...stack.template, ...part } });
    expect(after(() => ({ region: 'eu-west-1' }), { Ref: 'AWS::Region' })).toBe('eu-west-1');
    expect(after(template(size('8')), { Ref: 'Size' }, size('7'))).toBe('8');
    expect(after(template(chosen(['a', 'b'])), { 'Fn::If': ['Chosen', 1, 2] }, chosen(['a', 'a']))).toBe(2);
  });
});

describe('a nested stack', () => {
  const inner = stackWith(
    [{ Ref: 'Given' }, { Ref: 'Own' }],
    {
      Parameters: { Given: { Type: 'String' }, Own: { Type: 'String', Default: 'own' } },
      Outputs: { Told: { Value: { 'Fn::Join': ['/', [{ Ref: 'Given' }, 'told']] } } },
    },
    'outer-Inner',
  );
  const nested: Stack = { ...inner, parent: { name: 'outer', logicalId: 'Inner' } };
  const deploying = {
    Type: 'AWS::CloudFormation::Stack',
    Properties: { Parameters: { Given: { 'Fn::GetAtt': ['Bucket', 'Arn'] } } },
  };
  const outer = stackWith({ 'Fn::GetAtt': ['Inner', 'Outputs.Told'] }, { Resources: { Inner: deploying } }, 'outer');
  const looked = (stack: Stack, others: readonly Stack[]) =>
    resolveStack(stack, others).template.Resources.Looked?.Properties?.value;

  it('is given its parameters, and tells its outputs', () => {
    expect(looked(nested, [outer, nested])).toEqual(['arn:aws:s3:::some-bucket', 'own']);
    expect(looked(outer, [outer, nested])).toBe('arn:aws:s3:::some-bucket/told');
  });

  it('follows a change of what it is given', () => {
    looked(nested, [outer, nested]);
    const changed = stackWith(
      1,
      { Resources: { Inner: { ...deploying, Properties: { Parameters: { Given: 'other' } } } } },
      'outer',
    );
    expect(looked(nested, [changed, nested])).toEqual(['other', 'own']);
  });

  it('is an error that names it when it was not read', () => {
    expect(() => looked(outer, [outer])).toThrow('Inner');
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
    ['Fn::Cidr', { 'Fn::Cidr': ['10.0.0.0/16', 2, 16] }],
    ['Fn::Cidr', { 'Fn::Cidr': ['10.0.0.0', 1, 8] }],
    ['Fn::GetAZs', { 'Fn::GetAZs': '' }],
    ['Fn::Transform', { 'Fn::Transform': { Name: 'AWS::Include' } }],
    ['Fn::ForEach::Each', { 'Fn::ForEach::Each': ['One', ['a'], { '${One}': 1 }], beside: 1 }],
    ['Fn::Unheard', { 'Fn::Unheard': 1 }],
    ['AWS::Serverless-2016-10-31', 1, { Transform: 'AWS::Serverless-2016-10-31' }],
    ['Fn::ForEach::Each', 1, { Resources: { 'Fn::ForEach::Each': { Type: 'Custom::Looked' } } }],
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

describe('with something that stands for what nobody knows', () => {
  const standIn = (call: object) => `unknown-${JSON.stringify(call)}`;
  const told = (value: unknown, rest?: Partial<Template>) =>
    resolveStack(stackWith(value, rest), [], standIn).template.Resources.Looked?.Properties?.value;

  it.each<[string, unknown]>([
    ['a reference to a type that nobody knows', { Ref: 'Looked' }],
    ['an attribute that nobody knows', { 'Fn::GetAtt': ['Bucket', 'Unknown'] }],
    ['a function that nobody knows', { 'Fn::Unknown': 'x' }],
    ['the zones of an account', { 'Fn::GetAZs': '' }],
    ['a value of another stack', { 'Fn::ImportValue': 'elsewhere' }],
  ])('has it for %s', (_what, call) => {
    expect(told(call)).toBe(standIn(call as object));
    expect(told({ 'Fn::Join': ['/', ['a', call]] })).toBe(`a/${standIn(call as object)}`);
    expect(() => resolved(call)).toThrow(/./);
  });

  const open: Partial<Template> = {
    Parameters: { Stage: { Type: 'String' } },
    Conditions: {
      Live: { 'Fn::Equals': [{ Ref: 'Stage' }, 'live'] },
      Dead: { 'Fn::Not': [{ Condition: 'Live' }] },
      Never: { 'Fn::Equals': ['a', 'b'] },
      Same: { 'Fn::Equals': [{ Ref: 'Stage' }, { Ref: 'Stage' }] },
    },
  };

  it('has what hangs on a condition that nobody can decide, and not what hangs on one that does not hold', () => {
    const Resources = Object.fromEntries(
      ['Live', 'Dead', 'Never', 'Same'].map((Condition) => [Condition, { Type: 'AWS::SNS::Topic', Condition }]),
    );
    const { template } = resolveStack(stackWith('x', { ...open, Resources }), [], standIn);
    expect(Object.keys(template.Resources)).toEqual(expect.arrayContaining(['Live', 'Dead', 'Same']));
    expect(Object.keys(template.Resources)).not.toContain('Never');
  });

  it('has it for a choice by such a condition, and the value for one that can be decided', () => {
    const choice = (name: string) => ({ 'Fn::If': [name, 'yes', 'no'] });
    expect([told(choice('Live'), open), told(choice('Never'), open), told(choice('Same'), open)]).toEqual([
      standIn(choice('Live')),
      'no',
      'yes',
    ]);
  });

  it('leaves nothing behind for whoever asks without it', () => {
    const stack = stackWith({ Ref: 'Looked' });
    resolveStack(stack, [], standIn);
    expect(() => resolveStack(stack)).toThrow(/Custom::Looked/);
  });
});

it('gives each bucket without a name another one, however long its logical id', () => {
  const ids = ['One', 'Two'].map((end) => `${'Long'.repeat(20)}${end}`);
  const Resources = Object.fromEntries(ids.map((id) => [id, { Type: 'AWS::S3::Bucket' }]));
  const names = ids.map((Ref) => String(resolved({ Ref }, { Resources })));
  expect(new Set(names).size).toBe(2);
  for (const name of names) expect(name.length).toBeLessThanOrEqual(63);
});
