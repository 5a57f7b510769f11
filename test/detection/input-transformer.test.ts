import {
  type InputTransformer,
  InvalidInputTransformer,
  transformInput,
} from '../../tools/detection/input-transformer';

/** The event of AWS's own examples, with more kinds of values. */
const event = {
  version: '0',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  account: '123456789012',
  time: '2015-11-11T21:29:54Z',
  resources: ['arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111'],
  detail: {
    'instance-id': 'i-0123456789',
    state: 'RUNNING',
    count: 3,
    valid: true,
    payload: { acc_id: '0a787ecb-4015', sf_id: 'baz' },
    list: ['ACTIVE', 'INACTIVE'],
    quoted: 'a "b"',
    empty: null,
  },
};

const InputPathsMap = {
  instance: '$.detail.instance-id',
  state: '$.detail.state',
  type: '$.detail-type',
  resource: '$.resources[0]',
  count: '$.detail.count',
  valid: '$.detail.valid',
  payload: '$.detail.payload',
  list: '$.detail.list',
  absent: '$.detail.no.such.field',
  quoted: '$.detail.quoted',
  empty: '$.detail.empty',
};

function transform(InputTemplate: string): string {
  return transformInput({ InputPathsMap, InputTemplate }, event);
}

describe('a template of text', () => {
  it.each([
    ['variables', '"instance <instance> is in <state>"', '"instance i-0123456789 is in RUNNING"'],
    ['quotation marks', String.raw`"instance \"<instance>\""`, String.raw`"instance \"i-0123456789\""`],
    [
      'names with hyphens, and elements of lists',
      '"<type>: <resource>"',
      `"${event['detail-type']}: ${event.resources[0] ?? ''}"`,
    ],
    ['numbers and truth values', '"<count> <valid>!"', '"3 true!"'],
    ['an object, without its quotation marks', '"<payload>"', '"{acc_id:0a787ecb-4015,sf_id:baz}"'],
    ['a list, without its quotation marks', '"<list> items"', '"[ACTIVE,INACTIVE] items"'],
    ['nothing for what the event does not have', '"detail <absent>."', '"detail ."'],
    ['several lines, each with its quotation marks', '"<state>"\n"<count>"', '"RUNNING"\n"3"'],
    ['braces at the start of a line', '"{[/<state>"', '"{[/RUNNING"'],
  ])('takes %s', (_what, template, expected) => {
    expect(transform(template)).toBe(expected);
  });
});

describe('a template of JSON', () => {
  it.each<[string, string, unknown]>([
    ['values as they are', '{"instance" : <instance>, "count": <count>}', { instance: 'i-0123456789', count: 3 }],
    ['values within text', '{"text": "<instance> is <state>"}', { text: 'i-0123456789 is RUNNING' }],
    ['objects and lists', '{"a": <payload>, "b": [<list>, 1]}', { a: event.detail.payload, b: [event.detail.list, 1] }],
    ['empty text for what the event does not have', '{"a": <absent>, "b": "<absent>"}', { a: '', b: '' }],
  ])('takes %s', (_what, template, expected) => {
    expect(JSON.parse(transform(template))).toEqual(expected);
  });
});

describe('a transformer that EventBridge refuses, or whose target would get nothing', () => {
  it.each<[string, Partial<InputTransformer>, string]>([
    ['an unknown variable', { InputTemplate: '"<another>"' }, 'contains the unknown variable another'],
    ['a predefined variable', { InputTemplate: '"<aws.events.rule-name>"' }, 'unknown variable aws.events.rule-name'],
    ['text without quotation marks', { InputTemplate: 'instance <state>' }, 'is no JSON'],
    ['a value without quotation marks', { InputTemplate: '<count>' }, 'is no text'],
    ['an object within text of JSON', { InputTemplate: '{"a": "<payload>"}' }, 'values are not escaped'],
    ['a value with quotation marks', { InputTemplate: '"found <quoted>"' }, 'values are not escaped'],
    ['a value that is null', { InputTemplate: '"<empty>"' }, 'AWS does not say'],
    ['a path in brackets', { InputPathsMap: { a: "$['detail']" }, InputTemplate: '"<a>"' }, 'is no JSON path'],
    ['a name with a dot', { InputPathsMap: { 'a.b': '$.detail' }, InputTemplate: '"x"' }, 'has the name a.b'],
    [
      'too many variables',
      { InputPathsMap: Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`a${String(index)}`, '$.id'])) },
      'more than 100 entries',
    ],
  ])('has %s', (_what, transformer, message) => {
    const act = () => transformInput({ InputPathsMap, InputTemplate: '"x"', ...transformer }, event);
    expect(act).toThrow(InvalidInputTransformer);
    expect(act).toThrow(message);
  });

  it('takes a template without variables', () => {
    expect(transformInput({ InputTemplate: '"Something happened"' }, event)).toBe('"Something happened"');
  });
});
