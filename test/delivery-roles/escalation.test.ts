import { assemblyOf } from '../../tools/access/assembly';
import { type Edge, edgesOf } from '../../tools/access/escalation/graph';
import { accessRows } from '../../tools/access/rows/access-rows';
import type { Stack } from '../../tools/access/template';
import { deployRoleName, isDeployedByHand, readOnlyRoleName } from '../../lib/delivery/names';
import { deliveredEnvironment } from '../support/delivered';
import { withoutResources } from '../support/edited-templates';
import { synth } from '../support/templates';

/** The roles of jobs beside the environment that they deploy. */

jest.setTimeout(60_000);

const environment = deliveredEnvironment();

async function edgesIn(stacks: readonly Stack[]): Promise<Edge[]> {
  const { name, account, region } = environment;
  return edgesOf({ rows: await accessRows({ name, account, region, stacks }), stacks: assemblyOf(stacks).stacks });
}

function isOfJobs(roleName: unknown): boolean {
  return [deployRoleName(environment), readOnlyRoleName(environment)].includes(String(roleName));
}

function told(edges: readonly Edge[]): string[] {
  return edges.map(({ from, to, path }) => `${from.id} ${path.gives} ${to.id}`);
}

it('add the steps from GitHub over them to bootstrap roles, and no other to those of the environment', async () => {
  const iam = (rest: string) => `arn:aws:iam::111122223333:${rest}`;
  const gitHub = iam('oidc-provider/token.actions.githubusercontent.com');
  const deploy = iam('role/strongroom_prod_deploy');
  const readOnly = iam('role/strongroom_prod_read-only');
  const bootstrap = (kind: string) =>
    ['eu-central-1', 'us-east-1'].map((region) => iam(`role/cdk-portalprod-${kind}-role-111122223333-${region}`));
  const expected = [
    `${gitHub} becomes ${deploy}`,
    `${gitHub} becomes ${readOnly}`,
    ...['deploy', 'file-publishing', 'lookup'].flatMap(bootstrap).map((role) => `${deploy} becomes ${role}`),
    ...bootstrap('lookup').map((role) => `${readOnly} becomes ${role}`),
  ];
  // Its outputs name the roles.
  const all = synth(environment).map((stack) =>
    isDeployedByHand(stack.name) ? { ...stack, template: { ...stack.template, Outputs: {} } } : stack,
  );
  const alone = told(await edgesIn(withoutResources(all, 'AWS::IAM::Role', ({ RoleName }) => isOfJobs(RoleName))));
  const together = told(await edgesIn(all));
  expect(together.sort()).toEqual([...alone, ...expected].sort());
});
