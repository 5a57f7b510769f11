import { InvalidEventPattern } from '../../tools/detection/event-operators';
import { type EventPattern, matchesEventPattern } from '../../tools/detection/event-pattern';

/** The event of AWS's own examples. */
const terminated = {
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  account: '111122223333',
  time: '2017-12-22T18:43:48Z',
  region: 'us-west-1',
  resources: ['arn:aws:ec2:us-west-1:111122223333:instance/i-1234567890abcdef0'],
  detail: { 'instance-id': 'i-1234567890abcdef0', state: 'terminated' },
};

type Case = readonly [what: string, pattern: EventPattern, matching: readonly unknown[], others: readonly unknown[]];

/** Each event has the value in the field `field` of its detail; `nothing` has no such field. */
const nothing = Symbol('no such field');

function event(value: unknown): unknown {
  return { ...terminated, detail: value === nothing ? { another: 1 } : { field: value } };
}

const inField = (...entries: unknown[]): EventPattern => ({ detail: { field: entries } });

const cases: readonly Case[] = [
  ['equals', inField('Alice'), ['Alice'], ['alice', 'Alicea', 1, null, nothing]],
  ['equals one of several', inField('Credit', 'Debit'), ['Credit', 'Debit'], ['Cash', nothing]],
  ['equals a number', inField(100), [100, 1e2], ['100', 101, true]],
  ['equals true', inField(true), [true], [false, 'true', 1]],
  ['is empty', inField(''), [''], ['x', null, nothing]],
  ['is null', inField(null), [null], ['', 'null', 0, nothing]],
  ['begins with', inField({ prefix: 'us-' }), ['us-west-1', 'us-'], ['eu-us-', 'US-west-1', 1, null, nothing]],
  [
    'begins with, in any case',
    inField({ prefix: { 'equals-ignore-case': 'EventB' } }),
    ['eventbridge', 'EVENTBRIDGE'],
    ['event', nothing],
  ],
  ['ends with', inField({ suffix: '.png' }), ['a.png', '.png'], ['a.PNG', 'a.png2', 1, nothing]],
  [
    'ends with, in any case',
    inField({ suffix: { 'equals-ignore-case': '.png' } }),
    ['a.PNG', 'b.png'],
    ['a.jpg', nothing],
  ],
  ['equals in any case', inField({ 'equals-ignore-case': 'alice' }), ['ALICE', 'Alice'], ['alic', 1, nothing]],
  [
    'has a star',
    inField({ wildcard: 'dir/*.png' }),
    ['dir/a.png', 'dir/deep/a.png', 'dir/.png'],
    ['dir/a.png2', 'other/dir/a.png', 'dir/a_png', 1, nothing],
  ],
  [
    'has a star on both sides',
    inField({ wildcard: '*/lib/*' }),
    ['/usr/lib/a', '/lib/'],
    ['lib/a', '/usr/lib', '/LIB/'],
  ],
  [
    'has a star that is meant',
    inField({ wildcard: String.raw`a\*\\*` }),
    [String.raw`a*\ `, String.raw`a*\b`],
    [String.raw`ab\c`, 'a*b'],
  ],
  ['treats nothing but the star as special', inField({ wildcard: 'a.b(c)+*' }), ['a.b(c)+d'], ['aXb(c)+d', 'a.bcc']],
  ['an empty wildcard', inField({ wildcard: '' }), [''], ['a']],
  ['is anything but', inField({ 'anything-but': 'initializing' }), ['running', 1, null, ''], ['initializing', nothing]],
  ['is anything but a number', inField({ 'anything-but': 123 }), [124, '123'], [123, nothing]],
  [
    'is anything but a list',
    inField({ 'anything-but': ['stopped', 'overloaded'] }),
    ['running', null],
    ['stopped', 'overloaded', nothing],
  ],
  ['is anything but numbers', inField({ 'anything-but': [100, 200, 300] }), [101, '100'], [200, nothing]],
  [
    'does not begin with',
    inField({ 'anything-but': { prefix: 'init' } }),
    ['running', 12, null],
    ['initializing', nothing],
  ],
  [
    'begins with none of',
    inField({ 'anything-but': { prefix: ['init', 'test'] } }),
    ['post-init', 12],
    ['init', 'testing', nothing],
  ],
  [
    'does not end with',
    inField({ 'anything-but': { suffix: ['.png', '.jpg'] } }),
    ['a.txt', 12, null],
    ['a.png', 'a.jpg', nothing],
  ],
  [
    'does not equal in any case',
    inField({ 'anything-but': { 'equals-ignore-case': ['initializing', 'stopped'] } }),
    ['running', null],
    ['INITIALIZING', 'Stopped', nothing],
  ],
  [
    'does not have a star',
    inField({ 'anything-but': { wildcard: ['*/lib/*', '*/bin/*'] } }),
    ['/usr/share/a', 12],
    ['/usr/lib/a', '/usr/bin/b', nothing],
  ],
  ['lies in a range', inField({ numeric: ['>', 0, '<=', 5] }), [5, 0.1], [0, 5.1, '3', null, nothing]],
  ['is less', inField({ numeric: ['<', 10] }), [9, -10], [10, '9']],
  ['is at least', inField({ numeric: ['>=', 10] }), [10, 11], [9.9]],
  ['is the number', inField({ numeric: ['=', 3.018e2] }), [301.8], [301, '301.8']],
  ['is an address of a range', inField({ cidr: '10.0.0.0/24' }), ['10.0.0.255'], ['10.0.1.0', '::1', 'x', 10, nothing]],
  ['is an address of version 6', inField({ cidr: '2001:db8::/32' }), ['2001:db8::1'], ['2001:db9::1', '10.0.0.1']],
  ['exists', inField({ exists: true }), ['', null, 0, false, ['x']], [nothing, [], {}, { deeper: 1 }]],
  ['does not exist', inField({ exists: false }), [nothing, [], {}, { deeper: 1 }], ['', null, 0, ['x']]],
  [
    'is anything but a value, or is not there',
    inField({ 'anything-but': ['roses'] }, { exists: false }),
    ['violets', nothing],
    ['roses'],
  ],
  [
    'is compared with each element of a list',
    inField('a', { prefix: 'b' }),
    [['x', 'a'], ['bc'], [['a']]],
    [['x', 'y'], [], 'x'],
  ],
];

describe.each(cases)('a field that %s', (_what, pattern, matching, others) => {
  it.each(matching.map((value) => [value]))('matches %p', (value) => {
    expect(matchesEventPattern(pattern, event(value))).toBe(true);
  });
  it.each(others.map((value) => [value]))('does not match %p', (value) => {
    expect(matchesEventPattern(pattern, event(value))).toBe(false);
  });
});

describe('an event pattern', () => {
  const pattern = {
    source: ['aws.ec2'],
    'detail-type': ['EC2 Instance State-change Notification'],
    detail: { state: ['terminated'] },
  };

  it('matches when all of its fields do, whatever else the event says', () => {
    expect(matchesEventPattern(pattern, terminated)).toBe(true);
  });

  it.each([
    ['the envelope', { ...terminated, source: 'aws.s3' }],
    ['the detail', { ...terminated, detail: { state: 'running' } }],
    ['a field that is missing', { ...terminated, detail: {} }],
    ['a detail that is text', { ...terminated, detail: '{"state":"terminated"}' }],
  ])('does not match when one of them differs: %s', (_where, other) => {
    expect(matchesEventPattern(pattern, other)).toBe(false);
  });

  it('matches names in their own case only', () => {
    expect(matchesEventPattern({ Source: ['aws.ec2'] }, terminated)).toBe(false);
  });

  it('takes a dot in a name for a step into an object', () => {
    expect(matchesEventPattern({ 'detail.state': ['terminated'] }, terminated)).toBe(true);
    expect(matchesEventPattern(pattern, { ...terminated, detail: undefined, 'detail.state': 'terminated' })).toBe(true);
  });

  describe('over a list of objects', () => {
    const employees = [
      { firstName: 'John', lastName: 'Doe' },
      { firstName: 'Anna', lastName: 'Smith', badge: null },
      [{ firstName: 'Peter', lastName: 'Jones' }],
    ];

    it('matches one of them, at any depth of lists', () => {
      expect(matchesEventPattern({ employees: { firstName: ['Anna'] } }, { employees })).toBe(true);
      expect(matchesEventPattern({ employees: { firstName: ['Peter'], lastName: ['Jones'] } }, { employees })).toBe(
        true,
      );
    });

    it('does not put a match together from two of them', () => {
      expect(matchesEventPattern({ employees: { firstName: ['Anna'], lastName: ['Jones'] } }, { employees })).toBe(
        false,
      );
    });

    it('does not put a match together from two lists of them', () => {
      const teams = [[{ firstName: 'Anna' }], [{ lastName: 'Jones' }]];
      expect(matchesEventPattern({ teams: { firstName: ['Anna'], lastName: ['Jones'] } }, { teams })).toBe(false);
    });

    it('finds a field absent only if none of them has it', () => {
      expect(matchesEventPattern({ employees: { badge: [{ exists: false }] } }, { employees })).toBe(false);
      expect(matchesEventPattern({ employees: { salary: [{ exists: false }] } }, { employees })).toBe(true);
    });
  });

  describe('with $or', () => {
    const either = {
      source: ['aws.cloudwatch'],
      $or: [
        { metricName: ['CPUUtilization', 'ReadLatency'] },
        {
          metricType: ['MetricType'],
          namespace: ['AWS/EC2', 'AWS/ES'],
          $or: [{ metricId: [1234] }, { spaceId: [{ numeric: ['>', 1000] }] }],
        },
      ],
    };

    it.each([
      [{ source: 'aws.cloudwatch', metricName: 'ReadLatency' }],
      [{ source: 'aws.cloudwatch', metricType: 'MetricType', namespace: 'AWS/ES', metricId: 1234 }],
      [{ source: 'aws.cloudwatch', metricType: 'MetricType', namespace: 'AWS/ES', spaceId: 1001 }],
    ])('matches by each alternative: %j', (matching) => {
      expect(matchesEventPattern(either, matching)).toBe(true);
    });

    it.each([
      [{ source: 'aws.ec2', metricName: 'ReadLatency' }],
      [{ source: 'aws.cloudwatch', metricType: 'MetricType', namespace: 'AWS/ES' }],
      [{ source: 'aws.cloudwatch', namespace: 'AWS/ES', metricId: 1234 }],
      [{ source: 'aws.cloudwatch' }],
    ])('does not match by a part of one: %j', (other) => {
      expect(matchesEventPattern(either, other)).toBe(false);
    });

    it('holds all alternatives against one element of a list', () => {
      const pattern = {
        items: { kind: ['key'] },
        $or: [{ items: { state: ['lost'] } }, { items: { state: ['old'] } }],
      };
      const items = [
        { kind: 'key', state: 'new' },
        { kind: 'role', state: 'old' },
      ];
      expect(matchesEventPattern(pattern, { items })).toBe(false);
      expect(matchesEventPattern(pattern, { items: [...items, { kind: 'key', state: 'old' }] })).toBe(true);
    });

    it('takes the name for that of a field where it has no alternatives', () => {
      expect(matchesEventPattern({ $or: { kind: ['key'] } }, { $or: { kind: 'key' } })).toBe(true);
    });
  });
});

describe('a pattern that EventBridge refuses', () => {
  it.each<[string, EventPattern, string]>([
    ['a value without a list', { state: 'running' }, 'event pattern at state: a field has a list'],
    ['a number without a list', { detail: { count: 42 } }, 'event pattern at detail.count: a field has a list'],
    ['an empty list', { resources: [] }, 'event pattern at resources: the list of a field is empty'],
    ['an empty pattern', {}, 'event pattern at its root: it names no field'],
    ['an empty object', { detail: {} }, 'event pattern at detail: it names no field'],
    ['an unknown operator', inField({ contains: 'x' }), 'event pattern at detail.field: contains is no operator'],
    ['an operator in another case', inField({ EXISTS: true }), 'EXISTS is no operator'],
    ['two operators at once', inField({ prefix: 'a', suffix: 'b' }), 'is no operator'],
    ['a list within the list', inField(['a']), 'is no operator'],
    ['a prefix of several', inField({ prefix: ['a'] }), 'prefix and suffix take text'],
    ['a suffix that is a number', inField({ suffix: 1 }), 'prefix and suffix take text'],
    ['several in any case', inField({ 'equals-ignore-case': ['a'] }), 'equals-ignore-case takes text'],
    ['a wildcard that is a number', inField({ wildcard: 123 }), 'wildcard takes text'],
    ['two stars in a row', inField({ wildcard: 'a**b' }), 'two wildcards follow each other'],
    ['a backslash before a letter', inField({ wildcard: String.raw`a\b` }), 'a backslash stands before'],
    ['anything but null', inField({ 'anything-but': null }), 'anything-but takes texts or numbers'],
    ['anything but a mixture', inField({ 'anything-but': ['a', 1] }), 'anything-but takes texts or numbers'],
    ['anything but nothing', inField({ 'anything-but': [] }), 'anything-but takes texts or numbers'],
    ['anything but a range', inField({ 'anything-but': { numeric: ['>', 1] } }), 'anything-but takes'],
    ['anything but a prefix of numbers', inField({ 'anything-but': { prefix: 12 } }), 'anything-but takes no prefix'],
    ['anything but an empty prefix', inField({ 'anything-but': { prefix: '' } }), 'no empty prefix'],
    [
      'anything but a prefix in any case',
      inField({ 'anything-but': { prefix: { 'equals-ignore-case': 'a' } } }),
      'anything-but takes texts or numbers',
    ],
    ['a comparison without number', inField({ numeric: ['>', 0, '<'] }), 'numeric takes one comparison'],
    ['a number without comparison', inField({ numeric: 10 }), 'numeric takes one comparison'],
    ['two lower bounds', inField({ numeric: ['>', 0, '>', 0] }), 'numeric takes one comparison'],
    ['bounds that nothing fits', inField({ numeric: ['>', 5, '<', 5] }), 'numeric takes one comparison'],
    ['a number that is too great', inField({ numeric: ['<', 5e9 + 1] }), 'numeric takes one comparison'],
    ['no address', inField({ cidr: 'xx.11.xx/8' }), 'cidr takes a range'],
    ['an address without range', inField({ cidr: '10.0.0.1' }), 'cidr takes a range'],
    ['existence of a third kind', inField({ exists: 'yes' }), 'exists takes true or false'],
    ['alternatives that are operators', { $or: [{ numeric: 123 }, { prefix: 'abc' }] }, 'numeric takes one comparison'],
    ['one alternative', { $or: [{ a: ['x'] }] }, 'event pattern at $or: a is no operator'],
    ['a field asked for twice', { a: ['x'], $or: [{ a: ['y'] }, { b: ['z'] }] }, 'event pattern at a: it is asked for'],
  ])('has %s', (_what, pattern, message) => {
    const match = () => matchesEventPattern(pattern, terminated);
    expect(match).toThrow(InvalidEventPattern);
    expect(match).toThrow(message);
  });
});
