import type { AccessRow } from '../../tools/access/rows/access-row';
import { accessRows } from '../../tools/access/rows/access-rows';
import { holds } from '../../tools/access/rows/holds';
import { deliveredEnvironment, deliveryStackOf } from '../support/delivered';

const account = '111122223333';
const deployRole = `arn:aws:iam::${account}:role/strongroom_prod_deploy`;
const readOnlyRole = `arn:aws:iam::${account}:role/strongroom_prod_read-only`;
const provider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;

/** Everything that anybody may do by what the delivery stack makes, confirmed by the simulator. */
function rowsOf(change: Parameters<typeof deliveredEnvironment>[0] = {}): Promise<AccessRow[]> {
  const key = JSON.stringify(change);
  const known = rowsByChange.get(key) ?? readRows(change);
  rowsByChange.set(key, known);
  return known;
}

const rowsByChange = new Map<string, Promise<AccessRow[]>>();

function readRows(change: Parameters<typeof deliveredEnvironment>[0]): Promise<AccessRow[]> {
  const environment = deliveredEnvironment(change);
  const { name, region } = environment;
  return accessRows({ name, account, region, stacks: [deliveryStackOf(environment)] });
}

/** Who may take a role, as rows. */
function takers(rows: readonly AccessRow[], role: string): AccessRow[] {
  return rows.filter(({ resource, principal }) => resource === role && principal.kind !== 'role');
}

const withName = { repository: { owner: 'example', ownerId: '9919', name: 'portal', repositoryId: '1296269' } };

/** Whether a token with these claims opens the role; undefined for a claim that it lacks. */
async function opens(
  role: string,
  claims: { readonly sub?: string | undefined; readonly aud?: string | undefined },
  change: Parameters<typeof deliveredEnvironment>[0] = {},
): Promise<boolean> {
  const sent = Object.entries<string | undefined>({ aud: 'sts.amazonaws.com', ...claims }).flatMap(([claim, value]) =>
    value === undefined ? [] : [[`token.actions.githubusercontent.com:${claim}`, value]],
  );
  const request = { resource: role, context: Object.fromEntries(sent) as Record<string, string> };
  return takers(await rowsOf(change), role).some(({ conditions }) => holds(conditions, request));
}

const deploySubject = 'repo:example@9919/portal@1296269:environment:prod';
const readOnlySubject = `${deploySubject}-read-only`;

describe('the roles of jobs', () => {
  it('may take the bootstrap roles of their own qualifier, account and Regions, and do nothing else', async () => {
    const rows = (await rowsOf()).filter(({ principal }) => principal.kind === 'role');
    const bootstrap = (role: string, region: string) =>
      `arn:aws:iam::${account}:role/cdk-portalprod-${role}-role-${account}-${region}`;
    const regions = ['eu-central-1', 'us-east-1'];
    const expected = [
      ...['deploy', 'file-publishing', 'lookup'].map((role) => [deployRole, role] as const),
      [readOnlyRole, 'lookup'] as const,
    ].flatMap(([principal, role]) => regions.map((region) => `${principal} sts:AssumeRole ${bootstrap(role, region)}`));
    const found = rows.map(({ principal, action, resource }) => `${principal.id} ${action} ${resource}`);
    expect(found.sort()).toEqual(expected.sort());
  });

  it('are opened by an identity token of GitHub alone', async () => {
    const rows = await rowsOf();
    for (const role of [deployRole, readOnlyRole]) {
      expect(takers(rows, role)).toMatchObject([
        { principal: { kind: 'federated', id: provider }, action: 'sts:AssumeRoleWithWebIdentity' },
      ]);
    }
  });

  it('compare a token with whole texts, so that no character of a name ever means several', () => {
    const { template } = deliveryStackOf(deliveredEnvironment());
    const trusts = Object.values(template.Resources).flatMap(({ Type, Properties }) =>
      Type === 'AWS::IAM::Role' ? [Properties?.AssumeRolePolicyDocument as { readonly Statement: object[] }] : [],
    );
    expect(trusts).toHaveLength(2);
    for (const { Statement } of trusts) {
      expect(Statement.map((statement) => Object.keys((statement as { Condition: object }).Condition))).toEqual([
        ['StringEquals'],
      ]);
    }
  });

  it('open to the job that stands in the environment of the same name', async () => {
    expect(await opens(deployRole, { sub: deploySubject })).toBe(true);
    expect(await opens(readOnlyRole, { sub: readOnlySubject })).toBe(true);
  });

  it('stay closed to each other’s jobs', async () => {
    expect(await opens(deployRole, { sub: readOnlySubject })).toBe(false);
    expect(await opens(readOnlyRole, { sub: deploySubject })).toBe(false);
  });

  it.each([
    ['another repository', 'repo:example@9919/other@1296269:environment:prod'],
    ['a repository that took over the name', 'repo:example@9919/portal@7777777:environment:prod'],
    ['an owner who took over the name', 'repo:example@8888/portal@1296269:environment:prod'],
    ['another owner', 'repo:attacker@9919/portal@1296269:environment:prod'],
    ['another environment', 'repo:example@9919/portal@1296269:environment:dev'],
    ['an environment whose name begins alike', `${deploySubject}-2`],
    ['another case of letters', 'repo:Example@9919/portal@1296269:environment:prod'],
    ['a branch', 'repo:example@9919/portal@1296269:ref:refs/heads/main'],
    ['a branch that is named like the environment', 'repo:example@9919/portal@1296269:ref:refs/heads/environment:prod'],
    ['a pull request', 'repo:example@9919/portal@1296269:pull_request'],
    ['a subject without numbers', 'repo:example/portal:environment:prod'],
    ['an asterisk', 'repo:example@9919/portal@1296269:environment:*'],
    ['no subject', undefined],
    ['an empty subject', ''],
  ])('stay closed to %s', async (_what, sub) => {
    expect(await opens(deployRole, { sub })).toBe(false);
  });

  it.each(['https://github.com/example', 'sts.amazonaws.com.cn', 'sts.amazonaws.com/', '*', '', undefined])(
    'stay closed to a token for %j',
    async (aud) => {
      expect(await opens(deployRole, { sub: deploySubject, aud })).toBe(false);
    },
  );

  it('open to the subject without numbers only where the configuration says so', async () => {
    const older = { repository: { ...withName.repository, subjects: 'immutable-and-name' as const } };
    expect(await opens(deployRole, { sub: 'repo:example/portal:environment:prod' }, older)).toBe(true);
    expect(await opens(deployRole, { sub: deploySubject }, older)).toBe(true);
    expect(await opens(deployRole, { sub: 'repo:example/portal:environment:dev' }, older)).toBe(false);
    expect(await opens(deployRole, { sub: 'repo:example/portal2:environment:prod' }, older)).toBe(false);
  });
});
