import { type Edge, edgesOf, reachOf } from '../../../tools/access/escalation/graph';
import { chainInWords } from '../../../tools/access/escalation/words';
import type { AccessRow, Condition, RowPrincipal } from '../../../tools/access/rows/access-row';
import { arn, household, role, row, stackOf, trust, work } from './scenes';

const iam = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const principal = (name: string): RowPrincipal => ({ kind: 'role', id: iam(name) });
const assume = (from: string, to: string): AccessRow => row(principal(from), 'sts:AssumeRole', iam(to));

const roles = stackOf(Object.fromEntries(['one', 'two', 'three', 'four'].map((name) => [name, role(name)])));

function reached(rows: readonly AccessRow[], from: string, stacks = [roles]): string[] {
  return reachOf(edgesOf({ rows, stacks }))
    .filter((reach) => reach.from.id === iam(from))
    .map(({ gives, to, chain }) => `${gives} ${to.id.split('/').at(-1) ?? ''} in ${String(chain.length)}`);
}

describe('chains', () => {
  it('go over everybody who is become on the way', () => {
    const rows = [
      assume('one', 'two'),
      assume('two', 'three'),
      row(principal('three'), 'iam:PutRolePolicy', iam('four')),
    ];
    expect(reached(rows, 'one')).toEqual(['becomes two in 1', 'becomes three in 2', 'widens four in 3']);
  });

  it('are as short as they can be', () => {
    const rows = [assume('one', 'two'), assume('two', 'three'), assume('three', 'four'), assume('one', 'three')];
    expect(reached(rows, 'one')).toEqual(['becomes two in 1', 'becomes three in 1', 'becomes four in 2']);
  });

  it('end where they began, without becoming oneself', () => {
    const rows = [
      assume('one', 'two'),
      assume('two', 'one'),
      row(principal('two'), 'iam:AttachRolePolicy', iam('one')),
    ];
    expect(reached(rows, 'one')).toEqual(['becomes two in 1', 'widens one in 2']);
  });

  it('do not go on from whom one only has do its work', () => {
    const stacks = [stackOf({ ...household(), Work: work, four: role('four') })];
    const rows = [
      trust('lambda.amazonaws.com'),
      row(principal('one'), 'lambda:InvokeFunction', 'arn:aws:lambda:eu-central-1:111122223333:function:work'),
      assume('victim', 'four'),
    ];
    expect(reached(rows, 'one', stacks)).toEqual(['drives victim in 1']);
    const changes = rows.map((each) =>
      each.action === 'lambda:InvokeFunction' ? { ...each, action: 'lambda:UpdateFunctionCode' } : each,
    );
    expect(reached(changes, 'one', stacks)).toEqual(['becomes victim in 1', 'becomes four in 2']);
  });

  it('lead to a role for functions that no template has, by any function but those that are others’', () => {
    const stacks = [stackOf({ four: role('four'), Victim: role('victim'), Work: work })];
    const trusts = ['four', 'victim'].map((name) => trust('lambda.amazonaws.com', iam(name)));
    const changes = (resource: string) => [...trusts, row(principal('one'), 'lambda:UpdateFunctionCode', resource)];
    expect(reached(changes('*'), 'one', stacks).sort()).toEqual(['becomes four in 1', 'becomes victim in 1']);
    expect(reached(changes(arn.function), 'one', stacks)).toEqual(['becomes victim in 1']);
  });

  it('begin with outsiders and services too', () => {
    const outsider: RowPrincipal = { kind: 'foreign', id: 'arn:aws:iam::999900009999:role/partner' };
    const rows = [row(outsider, 'sts:AssumeRole', iam('one')), assume('one', 'two')];
    const found = reachOf(edgesOf({ rows, stacks: [roles] })).filter(({ from }) => from.kind === 'foreign');
    expect(found.map(({ to }) => to.id)).toEqual([iam('one'), iam('two')]);
  });

  it('leave the environment with a role that no stack has', () => {
    const customer = 'arn:aws:iam::999900009999:role/customer';
    expect(reached([row(principal('one'), 'sts:AssumeRole', customer)], 'one')).toEqual(['becomes customer in 1']);
  });
});

describe('who may only widen itself', () => {
  it('is found, by whatever it is allowed on', () => {
    for (const resource of [iam('one'), 'arn:aws:iam::*:role/*', '*']) {
      expect(reached([row(principal('one'), 'iam:PutRolePolicy', resource)], 'one')).toContain('widens one in 1');
    }
  });

  it('is told up to what', () => {
    const rows = [row(principal('attacker'), 'iam:PutRolePolicy')];
    const words = (bounded: boolean) =>
      reachOf(edgesOf({ rows, stacks: [stackOf(household({ bounded }))] }))
        .filter(({ to }) => to.id.endsWith('victim'))
        .map(chainInWords);
    expect(words(true)).toEqual([
      'attacker widens role victim up to its boundary policy/boundary, because it may write a policy into the role (iam:PutRolePolicy on *).',
    ]);
    expect(words(false)).toEqual([
      'attacker widens role victim without any bound, because it may write a policy into the role (iam:PutRolePolicy on *).',
    ]);
  });
});

describe('what only the rows can tell', () => {
  const user: RowPrincipal = { kind: 'user', id: arn.user };
  const secret = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:a-??????';
  const stacks = [stackOf({ ...household(), Work: work })];
  const steps = (rows: readonly AccessRow[]) =>
    edgesOf({ rows, stacks }).map(({ from, to, path }) => `${from.id.split('/').at(-1) ?? ''} ${path.id} ${to.kind}`);

  it('a secret holds keys of a user when whoever makes them writes it', () => {
    const reads = row(principal('one'), 'secretsmanager:GetSecretValue', secret);
    const makes = row(principal('two'), 'iam:CreateAccessKey', user.id);
    const writes = (name: string) => row(principal(name), 'secretsmanager:PutSecretValue', secret);
    expect(steps([reads, makes, writes('two')])).toContain('one read-key-secret user');
    expect(steps([reads, makes, writes('three')])).not.toContain('one read-key-secret user');
    expect(steps([reads, writes('two')])).not.toContain('one read-key-secret user');
  });

  it('a journal drives a function by the rows that it follows, and by no others', () => {
    const table = 'arn:aws:dynamodb:eu-central-1:111122223333:table/journal';
    const within = (name: string): Condition => ({
      operator: 'ForAllValues:StringEquals',
      key: 'dynamodb:LeadingKeys',
      values: [name],
    });
    const follows = row(principal('victim'), 'dynamodb:GetItem', table, within('a'));
    const writes = (name: string) => row(principal('one'), 'dynamodb:UpdateItem', table, within(name));
    expect(steps([follows, writes('a')])).toEqual(['one ask-by-journal role']);
    expect(steps([follows, writes('b')])).toEqual([]);
  });

  it('a group takes users, not roles', () => {
    expect(steps([row(principal('one'), 'iam:AddUserToGroup')])).toEqual(['one add-user-to-group user']);
  });
});

it('tells a chain step by step', () => {
  const rows = [assume('one', 'two'), row(principal('two'), 'iam:UpdateAssumeRolePolicy', iam('three'))];
  const words = reachOf(edgesOf({ rows, stacks: [roles] }))
    .filter(({ from }) => from.id === iam('one'))
    .map(chainInWords);
  expect(words.at(-1)).toBe(
    `one becomes role two, because it may become the role, which trusts it (sts:AssumeRole on ${iam('two')}); then two becomes role three, because it may change who may become the role (iam:UpdateAssumeRolePolicy on ${iam('three')}).`,
  );
});

it('knows only what the rows say', () => {
  const edges: Edge[] = edgesOf({ rows: [], stacks: [roles] });
  expect([edges, reachOf(edges)]).toEqual([[], []]);
});
