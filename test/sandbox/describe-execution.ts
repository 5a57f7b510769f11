import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  ListAttachedRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';

import { stacksOf } from '../../tools/sandbox/assembly';
import { account, type DeliveredAccount } from './delivered-account';
import { roleName, iamArn, everything, trustIn, type Deployer, deployerAs, widened } from './execution/deployer';
import { firstCalls } from './execution/first-calls';
import { callsElsewhere, refusedCalls } from './execution/refused-calls';

const administrators = 'arn:aws:iam::aws:policy/AdministratorAccess';

/**
 * What CloudFormation's role may do, and what not, asked of the emulator's IAM with the policies and the boundary that the
 * bootstrap has named. Its CloudFormation itself makes everything without asking, and drops the boundary of a role.
 *
 * @param team whose account is prepared and deployed
 */
export function describeExecution(team: () => DeliveredAccount): void {
  let deployer: Deployer;
  let administrator: Deployer;

  /** Acts as a role of CloudFormation, whose service the administrator of the account stands in for. */
  async function deployerWith(RoleName: string, dataKey: string): Promise<Deployer> {
    const { sts } = team().as();
    const { Credentials: taken } = await sts.send(
      new AssumeRoleCommand({ RoleArn: iamArn(`role/${RoleName}`), RoleSessionName: 'AWSCloudFormation' }),
    );
    const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '', SessionToken } = taken ?? {};
    const session = SessionToken === undefined ? {} : { sessionToken: SessionToken };
    return deployerAs({ accessKeyId, secretAccessKey, ...session }, team(), dataKey);
  }

  beforeAll(async () => {
    const { iam, cloudFormation } = team().as();
    const [toolkit, portal] = await Promise.all(
      ['CDKToolkit-portalprod', 'strongroom-prod-portal'].map((StackName) =>
        cloudFormation.send(new DescribeStacksCommand({ StackName })),
      ),
    );
    const boundary = toolkit?.Stacks?.[0]?.Parameters?.find(
      ({ ParameterKey }) => ParameterKey === 'InputPermissionsBoundary',
    )?.ParameterValue;
    const dataKey =
      portal?.Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'DataKeyArn')?.OutputValue ?? '';
    const PermissionsBoundary = iamArn(`policy/${boundary ?? ''}`);
    const trust = trustIn({ AWS: account });
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: roleName, PermissionsBoundary }));
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: roleName, PolicyDocument: trust }));
    await iam.send(new CreateRoleCommand({ RoleName: widened, AssumeRolePolicyDocument: trust, PermissionsBoundary }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: widened, PolicyArn: administrators }));
    await iam.send(new CreatePolicyCommand({ PolicyName: 'foreign', PolicyDocument: everything }));
    await iam.send(new CreateUserCommand({ UserName: 'somebody' }));
    deployer = await deployerWith(roleName, dataKey);
    administrator = await deployerWith(widened, dataKey);
  });

  describe('CloudFormation', () => {
    it('has the policies of the environment, and no other', async () => {
      const { AttachedPolicies = [] } = await team()
        .as()
        .iam.send(new ListAttachedRolePoliciesCommand({ RoleName: roleName }));
      expect(AttachedPolicies.length).toBeGreaterThan(0);
      for (const { PolicyName } of AttachedPolicies) expect(PolicyName).toMatch(/^strongroom_prod_execution_\d+$/);
    });

    it.each([...refusedCalls, ...callsElsewhere])('never %s', async (_what, ask) => {
      await expect(ask(deployer)).rejects.toThrow('is not authorized to perform');
    });

    it.each(refusedCalls)('never %s, were it an administrator under its boundary', async (_what, ask) => {
      await expect(ask(administrator)).rejects.toThrow('is not authorized to perform');
    });

    it('is asked for the first call of each type of the environment that the emulator has', () => {
      const types = stacksOf(team().pathOf('.cache/delivery/assembly'), 'prod').flatMap(({ resources }) =>
        Object.values(resources).map(({ Type }) => Type),
      );
      expect([...new Set(types)].sort()).toEqual(Object.keys(firstCalls).sort());
    });

    it.each(Object.entries(firstCalls))('makes %s of the environment', async (_type, ask) => {
      await expect(ask(deployer)).resolves.not.toThrow();
    });
  });
}
