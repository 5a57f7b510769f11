import type { AccessRow, Condition } from '../../../tools/access/rows/access-row';
import { differenceOf } from '../../../tools/access/rows/difference';

const bucket = 'arn:aws:s3:::records-prod-111122223333-eu-central-1';
const web = 'arn:aws:iam::111122223333:role/records-prod-web';

function row(more: Partial<AccessRow> = {}): AccessRow {
  return {
    environment: 'prod',
    principal: { kind: 'role', id: web },
    action: 's3:GetObject',
    resource: `${bucket}/in/*`,
    conditions: { all: [] },
    level: 'Read',
    deciding: [],
    ...more,
  };
}

const tls: Condition = { not: { operator: 'Bool', key: 'aws:SecureTransport', values: ['false'] } };
const from = (...ranges: string[]): Condition => ({ operator: 'IpAddress', key: 'aws:SourceIp', values: ranges });
const externalId = (...ids: string[]): Condition => ({ operator: 'StringEquals', key: 'sts:ExternalId', values: ids });
const anyone = { kind: 'anyone', id: '*' } as const;

function gained(base: readonly AccessRow[], head: readonly AccessRow[]) {
  return differenceOf(base, head).gained;
}

test.each<[string, AccessRow[], AccessRow[]]>([
  ['nothing that changes', [row()], [row()]],
  ['a narrowed resource', [row()], [row({ resource: `${bucket}/in/only/*` })]],
  ['a resource in two', [row()], [row({ resource: `${bucket}/in/a*` }), row({ resource: `${bucket}/in/b*` })]],
  ['one more condition', [row()], [row({ conditions: tls })]],
  [
    'a narrowed condition',
    [row({ conditions: from('198.51.100.0/24') })],
    [row({ conditions: from('198.51.100.7/32') })],
  ],
  [
    'the same by two statements',
    [row({ conditions: externalId('a', 'b') })],
    [row({ conditions: externalId('a') }), row({ conditions: externalId('b') })],
  ],
  ['what anyone might do already', [row({ principal: anyone })], [row()]],
  ['what is lost', [row(), row({ action: 's3:PutObject' })], [row()]],
  [
    'another order of conditions',
    [row({ conditions: { all: [tls, from('198.51.100.0/24')] } })],
    [row({ conditions: { all: [from('198.51.100.0/24'), tls] } })],
  ],
  ['a shorter session', [row({ maximumSessionSeconds: 43_200 })], [row({ maximumSessionSeconds: 3600 })]],
  ['what needs one more policy', [row()], [row({ alsoNeeds: 'identity policy' })]],
])('calls %s no gain', (_what, base, head) => {
  expect(gained(base, head)).toEqual([]);
});

test.each<[string, AccessRow[], AccessRow]>([
  ['another action', [row()], row({ action: 's3:PutObject' })],
  ['another principal', [row()], row({ principal: { kind: 'role', id: `${web}2` } })],
  ['another environment', [row()], row({ environment: 'dev' })],
  ['a wider resource', [row()], row({ resource: `${bucket}/*` })],
  ['a condition that is gone', [row({ conditions: tls })], row()],
  ['a wider condition', [row({ conditions: externalId('a') })], row({ conditions: externalId('a', 'b') })],
  ['an alternative', [row({ conditions: tls })], row({ conditions: { any: [tls, from('198.51.100.0/24')] } })],
  ['everyone instead of one', [row()], row({ principal: anyone })],
  ['a longer session', [row({ maximumSessionSeconds: 3600 })], row({ maximumSessionSeconds: 43_200 })],
  ['what needs no other policy any more', [row({ alsoNeeds: 'resource policy' })], row()],
])('calls %s a gain', (_what, base, head) => {
  expect(gained(base, [head]).map((one) => one.row)).toEqual([head]);
});

it('names a request that is allowed now and was not, and what came nearest to it', () => {
  const base = row({ conditions: from('198.51.100.0/24') });
  const head = row({ conditions: from('198.51.100.0/24', '203.0.113.0/24') });
  const [one] = gained([base], [head]);
  expect(one?.counterpart).toBe(base);
  expect(one?.witness?.resource).toMatch(/^arn:aws:s3:::records-prod-111122223333-eu-central-1\/in\//);
  expect(one?.witness?.context).toEqual({ 'aws:sourceip': expect.stringMatching(/^203\.0\.113\./) as string });
});

it('tells what is lost in the same way', () => {
  const { gained: more, lost } = differenceOf(
    [row(), row({ action: 's3:ListBucket', resource: bucket })],
    [row({ conditions: tls })],
  );
  expect(more).toEqual([]);
  expect(lost.map((one) => one.row.action)).toEqual(['s3:GetObject', 's3:ListBucket']);
  expect(lost[0]?.witness?.context).toEqual({ 'aws:securetransport': 'false' });
});

it('takes what it cannot decide for a gain and a loss, never for the same', () => {
  const variable = (name: string): Condition => ({ operator: 'StringEquals', key: 'k', values: [`\${${name}}`] });
  const found = differenceOf(
    [row({ conditions: variable('aws:username') })],
    [row({ conditions: variable('aws:userid') })],
  );
  expect([found.gained, found.lost].map(([one]) => [one?.row.conditions, one?.witness])).toEqual([
    [variable('aws:userid'), undefined],
    [variable('aws:username'), undefined],
  ]);
});
