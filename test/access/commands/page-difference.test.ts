import { pageDifference } from '../../../tools/access/commands/page-difference';
import type { AccessRow, Condition } from '../../../tools/access/rows/access-row';
import { differenceOf } from '../../../tools/access/rows/difference';

const tls: Condition = { not: { operator: 'Bool', key: 'aws:SecureTransport', values: ['false'] } };
const fromOffice: Condition = { operator: 'IpAddress', key: 'aws:SourceIp', values: ['198.51.100.0/24'] };

function row(more: Partial<AccessRow> = {}): AccessRow {
  return {
    environment: 'prod',
    principal: { kind: 'role', id: 'arn:aws:iam::111122223333:role/web' },
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::records/*',
    conditions: { all: [] },
    level: 'Read',
    deciding: [],
    ...more,
  };
}

function shown(base: readonly AccessRow[], head: readonly AccessRow[]) {
  return pageDifference(differenceOf(base, head), { base: 'main', head: 'now' });
}

test.each<[string, AccessRow, AccessRow]>([
  ['wider', row({ conditions: tls }), row()],
  ['narrower', row(), row({ conditions: tls })],
  ['other', row({ conditions: tls }), row({ conditions: fromOffice })],
])('shows a way that became %s as one that changed, with a request of each side alone', (reach, base, head) => {
  const { gained, lost } = differenceOf([base], [head]);
  const [nowAllowed, noLongerAllowed] = [gained[0]?.witness, lost[0]?.witness];
  expect([nowAllowed !== undefined, noLongerAllowed !== undefined]).toEqual([reach !== 'narrower', reach !== 'wider']);
  expect(shown([base], [head])).toEqual({
    base: 'main',
    head: 'now',
    gained: [],
    lost: [],
    changed: [{ base, head, reach, nowAllowed, noLongerAllowed }],
  });
});

it('shows a way to another resource, or to another action, as one that came and one that went', () => {
  const [base, head] = [row(), row({ resource: 'arn:aws:s3:::others/*' })];
  expect(shown([base], [head])).toMatchObject({ gained: [{ row: head }], lost: [{ row: base }], changed: [] });
  const write = row({ action: 's3:PutObject', level: 'Write' });
  expect(shown([base], [base, write])).toMatchObject({ gained: [{ row: write }], lost: [], changed: [] });
});
