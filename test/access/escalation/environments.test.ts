import type { Environment, Workload } from '../../../lib/config/parameters';
import { type Edge, edgesOf, reachOf } from '../../../tools/access/escalation/graph';
import { accessRows } from '../../../tools/access/rows/access-rows';
import type { AccessRow } from '../../../tools/access/rows/access-row';
import type { Stack } from '../../../tools/access/template';
import { environmentsOf, exampleNames } from '../../examples/example';
import { everyKind } from '../../support/every-kind';
import { auditKeyArn, dataKeyArn, filesBucketArn, type Room, roomOf } from '../../support/room';
import { environments, synth } from '../../support/templates';
import { workloadsWithKey } from '../../policies/key-questions';
import { expectedSteps, stepOf } from './expected-steps';

/** Nobody reaches more than its own rights, but for what is meant: in every environment of the repository. */

// The first test of each environment waits for what all of its tests ask.
jest.setTimeout(120_000);

const all = [
  ...[...environments, ...everyKind].map((environment) => [environment.name, environment] as const),
  ...exampleNames.flatMap((name) =>
    environmentsOf(name).map((environment) => [`${name}, ${environment.name}`, environment] as const),
  ),
];

const rowsByStacks = new WeakMap<readonly Stack[], Promise<AccessRow[]>>();

function rowsOf(environment: Environment, stacks = synth(environment)): Promise<AccessRow[]> {
  const { name, account, region } = environment;
  const known = rowsByStacks.get(stacks) ?? accessRows({ name, account, region, stacks });
  rowsByStacks.set(stacks, known);
  return known;
}

async function edgesIn(environment: Environment, stacks = synth(environment)): Promise<Edge[]> {
  return edgesOf({ rows: await rowsOf(environment, stacks), stacks: roomOf(environment, stacks).assembly.stacks });
}

/** Names for what AWS names. */
function namesOfKeys(room: Room): ReadonlyMap<string, string> {
  return new Map([
    [auditKeyArn(room), 'audit'],
    ...workloadsWithKey(room).map((workload): [string, string] => [dataKeyArn(room, workload), workload.name]),
  ]);
}

function steps(edges: readonly Edge[], room: Room): string[] {
  const keys = namesOfKeys(room);
  const name = (id: string) => keys.get(id) ?? id.replace(/[0-9A-F]{8}-[0-9a-f]{12}$/, '');
  return edges.map(({ from, to, path }) => stepOf(from.id, path.gives, name(to.id), path.id));
}

describe.each(all)('in %s', (_name, environment) => {
  it('every step to other rights is meant, and there for a reason', async () => {
    const found = steps(await edgesIn(environment), roomOf(environment));
    const expected = expectedSteps(environment);
    expect(found.sort()).toEqual(expected.map(({ step }) => step).sort());
    expect(expected.filter(({ because }) => !/^[A-Z].{20,}\.$/.test(because))).toEqual([]);
  });

  it('nobody may pass a role to a service', async () => {
    const rows = await rowsOf(environment);
    expect(rows.filter(({ action }) => action === 'iam:PassRole')).toEqual([]);
    expect(rows.length).toBeGreaterThan(20);
  });

  it('no chain of steps leaves the workload in which it begins, but to its customers', async () => {
    const reached = reachOf(await edgesIn(environment)).filter(
      ({ from }) => from.kind === 'role' || from.kind === 'user',
    );
    const customers = new Set(
      environment.workloads.flatMap((workload) => workload.customers.map(({ roleArn }) => roleArn)),
    );
    const home = (id: string) => environment.workloads.find((workload) => isOf(workload, environment, id))?.name;
    const strays = reached.filter(({ from, to }) => !customers.has(to.id) && home(from.id) !== home(to.id));
    expect(strays).toEqual([]);
  });
});

function isOf({ name }: Workload, environment: Environment, id: string): boolean {
  const own = id.split('/').at(-1) ?? '';
  return own.startsWith(`${name}-${environment.name}-`) || own.startsWith(`strongroom-${environment.name}-${name}-`);
}

/** The environment with a policy of everything in each of its users. */
function withWidenedUsers(stacks: readonly Stack[]): readonly Stack[] {
  const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  return changed(stacks, 'AWS::IAM::User', (properties) => ({
    ...properties,
    Policies: [{ PolicyName: 'everything', PolicyDocument: everything }],
  }));
}

type Properties = Readonly<Record<string, unknown>>;

function changed(
  stacks: readonly Stack[],
  type: string,
  change: (properties: Properties) => Properties,
): readonly Stack[] {
  return stacks.map((stack) => ({
    ...stack,
    template: {
      ...stack.template,
      Resources: Object.fromEntries(
        Object.entries(stack.template.Resources).map(([id, resource]) => [
          id,
          resource.Type === type ? { ...resource, Properties: change(resource.Properties ?? {}) } : resource,
        ]),
      ),
    },
  }));
}

const withUsers = all.filter(([, { workloads }]) =>
  workloads.some(({ consumers }) => consumers.some(({ kind }) => kind === 'iam-user')),
);

describe.each(withUsers)('the user whom functions may write policies into, in %s', (_name, environment) => {
  const widened = withWidenedUsers(synth(environment));
  const ofUsers = async () => (await rowsOf(environment, widened)).filter(({ principal }) => principal.kind === 'user');

  it('gets no more by them than files, secrets, settings and customers of its own workload', async () => {
    const rows = await ofUsers();
    const room = roomOf(environment);
    const strays = rows.filter(({ principal, resource }) => {
      const workload = environment.workloads.find((each) => isOf(each, environment, principal.id));
      if (workload === undefined) return true;
      const { name, customers } = workload;
      const own = [
        ...(workload.files === undefined ? [] : [filesBucketArn(room, workload)]),
        ...(workloadsWithKey(room).includes(workload) ? [dataKeyArn(room, workload)] : []),
        `:secret:${name}/${environment.name}/`,
        `:parameter/${name}/${environment.name}`,
        ...customers.map(({ roleArn }) => `:role/${roleArn.split(':role/')[1] ?? ''}`),
      ];
      return !own.some((part) => resource.includes(part));
    });
    expect(strays.map(({ action, resource }) => `${action} ${resource}`)).toEqual([]);
    expect(rows.length).toBeGreaterThan(
      (await rowsOf(environment)).filter(({ principal }) => principal.kind === 'user').length,
    );
  });

  it('gets no right to change policies, keys, functions or anybody', async () => {
    const kinds = new Set((await ofUsers()).map(({ action }) => action));
    expect([...kinds].filter((action) => !/^(?:s3|kms|secretsmanager|ssm|sts):/.test(action))).toEqual([]);
    const gained = steps(await edgesIn(environment, widened), roomOf(environment, widened)).filter(
      (step) =>
        step.includes(':user/rotated/'.concat(environment.name)) &&
        /:user\/\S+ (?:becomes|drives|widens|opens)/.test(step),
    );
    const customers = environment.workloads.flatMap((workload) => workload.customers.map(({ roleArn }) => roleArn));
    const roles = customers.map((roleArn) => roleArn.replace(/::\d{12}:/, '::*:'));
    expect(gained.filter((step) => !roles.some((role) => step.includes(` becomes ${role}: assume-role`)))).toEqual([]);
  });

  it('can no longer be written into once somebody has taken its boundary away', async () => {
    const unbounded = changed(synth(environment), 'AWS::IAM::User', ({ PermissionsBoundary: _none, ...rest }) => rest);
    const found = steps(await edgesIn(environment, unbounded), roomOf(environment, unbounded));
    expect(found.filter((step) => step.includes(' widens '))).toEqual([]);
    expect(found.filter((step) => step.includes(' becomes '))).not.toEqual([]);
  });
});

describe('what nobody means is noticed', () => {
  const [environment] = environments;
  if (environment === undefined) throw new Error('there is no environment');

  const replacing = (from: string, to: string) => (stacks: readonly Stack[]) =>
    JSON.parse(JSON.stringify(stacks).replaceAll(`"${from}"`, `"${to}"`)) as readonly Stack[];

  it.each([
    ['lambda:InvokeFunction', 'lambda:UpdateFunctionCode', 'becomes', 'update-function-code'],
    ['lambda:InvokeFunction', 'lambda:UpdateFunctionConfiguration', 'becomes', 'update-function-configuration'],
    ['iam:GetUserPolicy', 'iam:AttachUserPolicy', 'widens', 'attach-user-policy'],
    ['iam:GetAccessKeyLastUsed', 'iam:DeleteUserPermissionsBoundary', 'unbounds', 'change-user-boundary'],
    ['iam:ListAccessKeys', 'iam:CreateLoginProfile', 'becomes', 'create-login-profile'],
    ['kms:UpdateAlias', 'kms:CreateGrant', 'opens', 'create-grant'],
    ['secretsmanager:DescribeSecret', 'secretsmanager:PutResourcePolicy', 'opens', 'change-secret-policy'],
    ['s3:ListBucket', 's3:PutBucketPolicy', 'opens', 'change-bucket-policy'],
    ['ssm:GetParametersByPath', 'ssm:PutParameter', 'opens', 'change-parameter'],
    ['ecs-tasks.amazonaws.com', 'glue.amazonaws.com', 'becomes', 'assume-role'],
  ])('when %s is %s', async (from, to, gives, path) => {
    const stacks = replacing(from, to)(synth(environment));
    const meant = new Set(expectedSteps(environment).map(({ step }) => step));
    const more = steps(await edgesIn(environment, stacks), roomOf(environment, stacks)).filter(
      (step) => !meant.has(step),
    );
    expect(more.some((step) => step.includes(` ${gives} `) && step.endsWith(`: ${path}`))).toBe(true);
  });
});
