import type { Assembly } from '../../../tools/access/assembly';
import { applied, namedOutsiders, openingsOf, type Treasure } from '../../../tools/access/escalation/openings';
import { waysTo } from '../../../tools/access/escalation/ways';
import { subjectsOf } from '../../../tools/access/escalation/subjects';
import type { PolicyDocument, Statement } from '../../../tools/access/template';
import { everyKind } from '../../support/every-kind';
import { type Room, roomOf } from '../../support/room';
import { named } from '../../support/templates';
import { arn, household, stackOf, trust } from '../escalation/scenes';
import { administratorArn, canRead, treasuresOf } from './treasures';

/** That the search for openings finds what there is: in a small environment, as it stands and with a guard taken away. */

const room = roomOf(named(everyKind, 'guest'));

function treasure(kind: Treasure['kind']): Treasure {
  const found = treasuresOf(room).find((candidate) => candidate.kind === kind);
  if (found === undefined) throw new Error(`there is no ${kind}`);
  return found;
}

async function found(of: Treasure, assembly: Assembly = room.assembly, within: Room = room): Promise<string[]> {
  const openings = await openingsOf(assembly, of, administratorArn(within), canRead);
  return openings.map(({ changes }) =>
    changes.map(({ kind, id }) => `${kind} ${id.split(/[:/]/).at(-1) ?? ''}`).join(' and '),
  );
}

function without(resource: string, change: (statements: readonly Statement[]) => readonly Statement[]): Assembly {
  const { assembly } = room;
  const changedPolicy = (policy: PolicyDocument): PolicyDocument => ({
    ...policy,
    Statement: change(policy.Statement),
  });
  return {
    ...assembly,
    resources: assembly.resources.map((each) =>
      each.arn === resource && each.policy !== undefined ? { ...each, policy: changedPolicy(each.policy) } : each,
    ),
  };
}

const file = treasure('file');
const secret = treasure('secret');
const keyName = file.key.split('/').at(-1) ?? '';
const secretName = secret.arn.split('/').at(-1) ?? '';

describe('a file', () => {
  it('takes the policy of its key, or a reader who has more than it was declared to have', async () => {
    expect(await found(file)).toEqual([`opens ${keyName}`, 'becomes notes-guest-writer and widens notes-guest-writer']);
  });

  it('takes one change more where a boundary holds the reader', async () => {
    const nothing: PolicyDocument = { Version: '2012-10-17', Statement: [] };
    const principals = room.assembly.principals.map((principal) => ({ ...principal, boundary: nothing }));
    expect(await found(file, { ...room.assembly, principals })).toEqual([
      `opens ${keyName}`,
      'becomes notes-guest-writer and widens notes-guest-writer and unbounds notes-guest-writer',
    ]);
  });

  it('is open when the key trusts the account', async () => {
    const trusting = without(file.key, (statements) =>
      statements.map((statement) =>
        statement.Sid === 'AdministerKey' ? { ...statement, Action: 'kms:*' } : statement,
      ),
    );
    expect(await found(file, trusting)).toEqual(['']);
  });
});

describe('a secret', () => {
  it('takes two policies, or its own function, or whoever may write it and one policy', async () => {
    expect((await found(secret)).sort()).toEqual([
      `becomes cdk-hnb659fds-cfn-exec-role-888899990000-eu-west-1 and opens ${secretName}`,
      'becomes strongroom-guest-notes-rotate-only-password',
      `opens ${keyName} and opens ${secretName}`,
    ]);
  });

  it('takes one policy less when its own refuses nobody', async () => {
    const open = without(secret.arn, (statements) => statements.filter(({ Sid }) => Sid !== 'DenyUndeclaredReaders'));
    expect(await found(secret, open)).toContain(`opens ${keyName}`);
  });

  it('is found to be kept by nothing else: to open one of both policies is not enough', async () => {
    for (const id of [secret.key, secret.container]) {
      const after = applied(room.assembly, { kind: 'opens', what: 'key', id });
      expect(await canRead(after, administratorArn(room), secret)).toBe(false);
    }
  });
});

it('knows the principals of the account whom policies name and no stack has', () => {
  expect(namedOutsiders(room.assembly)).toEqual([
    'arn:aws:iam::888899990000:role/cdk-hnb659fds-cfn-exec-role-888899990000-eu-west-1',
  ]);
});

describe('ways to a change', () => {
  const subjects = subjectsOf([stackOf(household())], [trust('ecs-tasks.amazonaws.com')]);
  const paths = (id: string, kind: 'becomes' | 'widens') =>
    waysTo({ kind, what: 'role', id }, subjects).map(({ path }) => path.id);

  it('are those of the services that may become the role', () => {
    expect(paths(arn.victim, 'becomes')).toEqual(
      expect.arrayContaining(['pass-role-to-task', 'update-assume-role-policy']),
    );
    expect(paths(arn.victim, 'becomes')).not.toContain('pass-role-to-new-function');
    expect(paths(arn.victim, 'becomes')).not.toContain('put-role-policy');
  });

  it('are those of its kind', () => {
    expect(paths(arn.user, 'becomes')).toContain('create-access-key');
    expect(paths(arn.user, 'becomes')).not.toContain('update-assume-role-policy');
    expect(paths(arn.victim, 'widens')).toContain('put-role-policy');
    expect(paths(arn.victim, 'widens')).not.toContain('add-user-to-group');
  });

  it('are none to whom nobody knows', () => {
    expect(paths('arn:aws:iam::111122223333:role/nobody', 'becomes')).toEqual([]);
  });
});
