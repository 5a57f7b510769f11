import { filterPattern } from '../../tools/detection/filter-pattern';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html and its text of 2022 in github.com/awsdocs/amazon-cloudwatch-logs-user-guide, doc_source/FilterAndPatternSyntax.md */
const examples = {
  first: {
    eventType: 'UpdateTrail',
    sourceIPAddress: '111.111.111.111',
    arrayKey: ['value', 'another value'],
    objectList: [
      { name: 'a', id: 1 },
      { name: 'b', id: 2 },
    ],
    SomeObject: null,
    ThisFlag: true,
  },
  compound: {
    user: { id: 1, email: 'John.Stiles@example.com' },
    users: [
      { id: 2, email: 'John.Doe@example.com' },
      { id: 3, email: 'Jane.Doe@example.com' },
    ],
    actions: ['GET', 'PUT', 'DELETE'],
    coordinates: [
      [0, 1, 2],
      [4, 5, 6],
      [7, 8, 9],
    ],
  },
  arrays: { users: [1, 2, 3] },
  bar: { foo: 'bar' },
  baz: { foo: 'baz' },
};

describe('the examples of the CloudWatch Logs user guide', () => {
  test.each([
    ['first', '{ $.eventType = "UpdateTrail" }', true],
    ['first', '{ $.sourceIPAddress != 123.123.* }', true],
    ['first', '{ $.arrayKey[0] = "value" }', true],
    ['first', '{ $.objectList[1].id = 2 }', true],
    ['first', '{ $.SomeObject IS NULL }', true],
    ['first', '{ $.SomeOtherObject NOT EXISTS }', true],
    ['first', '{ $.ThisFlag IS TRUE }', true],
    ['compound', '{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', true],
    ['compound', '{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }', false],
    [
      'compound',
      '{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch && $.actions[2] = nomatch }',
      true,
    ],
    [
      'compound',
      '{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch) && $.actions[2] = nomatch }',
      false,
    ],
    ['arrays', '{ $.users = 1 }', false],
    ['arrays', '{ $.users != 1 }', false],
    ['bar', '{$.foo = bar}', true],
    ['baz', '{$.foo = bar}', false],
    ['baz', '{$.foo = baz }', true],
    ['bar', '{$.foo = bar || $.foo = baz }', true],
    ['baz', '{$.foo = bar || $.foo = baz }', true],
  ] as const)('%s event, %s: %s', (name, pattern, expected) => {
    expect(filterPattern(pattern).matches(JSON.stringify(examples[name]))).toBe(expected);
  });

  test.each([
    ['{ $.latency >= 500 }', { latency: 500 }, { latency: 499 }],
    ['{ $.numbers[0] < 10e3 }', { numbers: [9999] }, { numbers: [10_000] }],
    ['{ $.numbers[0] < 10e-3 }', { numbers: [0.009] }, { numbers: [0.01] }],
    [
      '{ $.processes[4].averageRuntime <= 55.5 }',
      { processes: [0, 0, 0, 0, { averageRuntime: 55.5 }] },
      { processes: [0, 0, 0, 0, { averageRuntime: 55.6 }] },
    ],
    ['{ $.errorCode = 400 }', { errorCode: 400 }, { errorCode: 401 }],
    ['{ $.errorCode != 500 }', { errorCode: 400 }, { errorCode: 500 }],
    ['{ $.latency > +1000 }', { latency: 1001 }, { latency: 1000 }],
    ['{ $.latency = * }', { latency: 3 }, {}],
  ])('%s counts %j and not %j', (pattern, counted, left) => {
    expect(filterPattern(pattern).matches(counted)).toBe(true);
    expect(filterPattern(pattern).matches(left)).toBe(false);
  });

  test.each([
    ['*Event', ['PutEvent', 'GetEvent'], ['Events']],
    ['Event*', ['EventId', 'EventName'], ['AnEvent']],
    ['Ev*ent', ['Ev*ent'], ['Event', 'Evident']],
  ])('a wildcard stands for text at the ends of %s only', (operand, counted, left) => {
    const pattern = filterPattern(`{ $.name = "${operand}" }`);
    for (const name of counted) expect(pattern.matches({ name })).toBe(true);
    for (const name of left) expect(pattern.matches({ name })).toBe(false);
  });
});

describe('a filter pattern', () => {
  test('is not met by an absent field, whatever the operator', () => {
    // Tried on the console of CloudWatch: https://github.com/DataBiosphere/azul/issues/5884
    const event = { errorCode: 'AccessDenied', userIdentity: { accountId: 'anonymous' } };
    const pattern = '{($.errorCode = "AccessDenied") && ($.userIdentity.invokedBy != "cloudfront.amazonaws.com")}';
    expect(filterPattern(pattern).matches(event)).toBe(false);
  });

  test('does not take null for absent', () => {
    expect(filterPattern('{ $.a NOT EXISTS }').matches({ a: null })).toBe(false);
    expect(filterPattern('{ $.a IS NULL }').matches({})).toBe(false);
  });

  test('tells false from absent', () => {
    expect(filterPattern('{ $.a IS FALSE }').matches({ a: false })).toBe(true);
    expect(filterPattern('{ $.a IS FALSE }').matches({})).toBe(false);
  });

  test('is not met by an element that an array does not have', () => {
    expect(filterPattern('{ $.a[1].b = "x" }').matches({ a: [{ b: 'x' }] })).toBe(false);
    expect(filterPattern('{ $.a[0] = "x" }').matches({ a: 'x' })).toBe(false);
  });

  test('has order between numbers only', () => {
    expect(filterPattern('{ $.a > 5 }').matches({ a: '6' })).toBe(false);
    expect(filterPattern('{ $.a > "5" }').matches({ a: 6 })).toBe(false);
  });

  test('is not met by what every object inherits', () => {
    expect(filterPattern('{ $.constructor NOT EXISTS }').matches({})).toBe(true);
  });

  test('judges a value by a regular expression', () => {
    const pattern = filterPattern('{ $.errorCode = %^Access% }');
    expect(pattern.matches({ errorCode: 'AccessDenied' })).toBe(true);
    expect(pattern.matches({ errorCode: 'NoAccess' })).toBe(false);
    expect(pattern.matches({})).toBe(false);
  });

  test('is met by no event that is not JSON', () => {
    expect(filterPattern('{ $.a NOT EXISTS }').matches('plain text')).toBe(false);
  });

  test.each([
    '$.a = 1',
    '{ $.a }',
    '{ $.a = }',
    '{ ($.a = 1 }',
    '{ $.a = 1 } x',
    '{ $.a IS SOMETHING }',
    '{ $.a < %x% }',
    '{ a = 1 }',
    '{ $.requestParameters.encryptionContext.aws:s3:arn = "*" }',
  ])('rejects %s', (pattern) => {
    expect(() => filterPattern(pattern)).toThrow(/cannot be/);
  });

  test('rejects more characters than CloudWatch Logs takes', () => {
    expect(() => filterPattern(`{ $.a = "${'x'.repeat(1024)}" }`)).toThrow('takes 1024');
  });
});
