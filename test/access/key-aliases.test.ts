import { assemblyOf } from '../../tools/access/assembly';
import { withKeysOfAliases } from '../../tools/access/key-aliases';
import type { Resource } from '../../tools/access/template';
import { account, environmentWith, policy, role, rowsOf } from './rows/support/told';

const anyKey = `arn:aws:kms:eu-central-1:${account}:key/*`;
const alias = 'alias/strongroom/prod/portal';

const delegating = policy({
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: 'kms:*',
  Resource: '*',
});

function key(name: string): Record<string, Resource> {
  return {
    [name]: { Type: 'AWS::KMS::Key', Properties: { Description: name, KeyPolicy: delegating } },
    [`${name}Alias`]: {
      Type: 'AWS::KMS::Alias',
      Properties: { AliasName: `alias/strongroom/prod/${name}`, TargetKeyId: { 'Fn::GetAtt': [name, 'Arn'] } },
    },
  };
}

const decrypts = (condition: object, Resource: unknown = anyKey) =>
  role('web', policy({ Action: 'kms:Decrypt', Resource, Condition: condition }));

const withAlias = (...aliases: string[]) => ({ 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': aliases } });

const ofWeb = (rows: readonly string[]) => rows.filter((row) => row.startsWith('role web '));

describe('a statement about keys with an alias', () => {
  it('is one about the key that has it, and about no other', async () => {
    const rows = ofWeb(await rowsOf({ ...key('portal'), ...key('ledger'), Web: decrypts(withAlias(alias)) }));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatch(/^role web kms:Decrypt arn:aws:kms:[^*]+:key\/[0-9a-f-]{36}$/);
    const other = ofWeb(
      await rowsOf({ ...key('portal'), ...key('ledger'), Web: decrypts(withAlias('alias/strongroom/prod/ledger')) }),
    );
    expect(other).toHaveLength(1);
    expect(other).not.toEqual(rows);
  });

  it('keeps what else it asks', async () => {
    const condition = { ...withAlias(alias), StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } };
    const [row] = ofWeb(await rowsOf({ ...key('portal'), Web: decrypts(condition) }));
    expect(row).toMatch(/key\/[0-9a-f-]{36} .*ViaService/i);
    expect(row).not.toContain('ResourceAliases');
  });

  it('stays as it is while no stack gives a key one of the aliases', async () => {
    const rows = ofWeb(await rowsOf({ ...key('portal'), Web: decrypts(withAlias(alias, 'alias/elsewhere')) }));
    expect(rows).not.toEqual([]);
    expect(rows.filter((row) => !row.includes('ResourceAliases'))).toEqual([]);
  });

  it('is about no key that its resources leave out', () => {
    const elsewhere = `arn:aws:kms:eu-west-1:${account}:key/*`;
    const { stacks } = environmentWith({ ...key('portal'), Web: decrypts(withAlias(alias), elsewhere) });
    expect(JSON.stringify(assemblyOf(stacks).stacks)).toContain('ResourceAliases');
  });
});

it('leaves stacks that ask for no alias alone, as the same objects', () => {
  const { stacks } = environmentWith({ ...key('portal'), Web: decrypts({}) });
  expect(withKeysOfAliases(stacks)).toBe(stacks);
});
