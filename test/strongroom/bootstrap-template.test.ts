import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import { type Answer, simulate } from '../../tools/access/simulator/simulate';
import type { PolicyDocument } from '../../tools/access/template';
import { BootstrapTemplateError, narrowedBootstrapTemplate } from '../../tools/strongroom/bootstrap-template';

const original = readFileSync(
  join(__dirname, '../../node_modules/aws-cdk/lib/api/bootstrap/bootstrap-template.yaml'),
  'utf8',
);
const account = '111122223333';
const region = 'eu-central-1';

interface Role {
  readonly Properties: { readonly Policies: readonly { readonly PolicyDocument: unknown }[] };
}

interface Template {
  readonly Resources: Readonly<Record<string, unknown>> & { readonly DeploymentActionRole: Role };
}

/** The policy of a template's deploy role, with what CloudFormation would fill in. */
function deployPolicy(template: Template): PolicyDocument {
  const filled = JSON.stringify(template.Resources.DeploymentActionRole.Properties.Policies[0]?.PolicyDocument)
    .replaceAll('${AWS::Partition}', 'aws')
    .replaceAll('${AWS::Region}', region)
    .replaceAll('${AWS::AccountId}', account)
    .replaceAll('{"Ref":"AWS::AccountId"}', `"${account}"`)
    .replaceAll('${CloudFormationExecutionRole.Arn}', `arn:aws:iam::${account}:role/cdk-portalprod-cfn-exec-role`)
    .replaceAll('${StagingBucket.Arn}', 'arn:aws:s3:::cdk-portalprod-assets')
    .replaceAll('${CdkBootstrapVersion}', '/cdk-bootstrap/portalprod/version')
    .replaceAll(/\{"Fn::Sub":("[^"]*")\}/g, '$1');
  return JSON.parse(filled) as PolicyDocument;
}

const narrowed = JSON.parse(narrowedBootstrapTemplate(original, { name: 'prod' })) as Template;
const whole = parse(original) as Template;

function mayDeployRole(
  template: Template,
  action: string,
  resource: string,
  { owner = account, context = {} }: { readonly owner?: string; readonly context?: Record<string, string> } = {},
): Promise<Answer> {
  return simulate({
    principal: `arn:aws:iam::${account}:role/cdk-portalprod-deploy-role-${account}-${region}`,
    action,
    resource,
    resourceAccount: owner,
    usualContext: { 's3:ResourceAccount': owner },
    context,
    identityPolicies: [{ name: 'default', document: deployPolicy(template) }],
    // Whose it is lets everybody in.
    ...(owner === account ? {} : { resourcePolicy: open }),
  });
}

const open: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: '*', Resource: '*' }],
};

function stack(name: string): string {
  return `arn:aws:cloudformation:${region}:${account}:stack/${name}/4f7a3a0a-22bb-4d0f-9a3c-0b6f3f3f1a01`;
}

const changes = [
  'CreateChangeSet',
  'CreateStack',
  'ContinueUpdateRollback',
  'DeleteChangeSet',
  'DeleteStack',
  'ExecuteChangeSet',
  'RollbackStack',
  'UpdateStack',
  'UpdateTerminationProtection',
].map((name) => `cloudformation:${name}`);

describe('the deploy role of the bootstrap', () => {
  it.each(changes)('%s: of the environment’s own stacks, as the CDK’s does', async (action) => {
    for (const name of ['strongroom-prod-foundation', 'strongroom-prod-portal']) {
      expect(await mayDeployRole(narrowed, action, stack(name))).toBe('Allowed');
    }
  });

  it.each(changes)('%s: of no other stack of the account, unlike the CDK’s', async (action) => {
    for (const name of [
      'another-application',
      'strongroom-dev-foundation',
      'strongroom-production',
      'CDKToolkit',
      'CDKToolkit-portalprod',
      'StrongroomDelivery-prod',
      'StrongroomExecution-prod-1',
      'StrongroomBoundaries-prod-portal',
    ]) {
      expect([name, await mayDeployRole(narrowed, action, stack(name))]).toEqual([name, 'ImplicitlyDenied']);
      expect(await mayDeployRole(whole, action, stack(name))).toBe('Allowed');
    }
  });

  it('moves nothing between stacks', () => {
    for (const action of ['cloudformation:CreateStackRefactor', 'cloudformation:ExecuteStackRefactor']) {
      expect(JSON.stringify(deployPolicy(narrowed))).not.toContain(action);
      expect(JSON.stringify(deployPolicy(whole))).toContain(action);
    }
  });

  it('writes into no bucket of another account', async () => {
    const object = 'arn:aws:s3:::somewhere/else';
    const elsewhere = { owner: '444455556666' };
    expect(await mayDeployRole(narrowed, 's3:PutObject', object, elsewhere)).toBe('ImplicitlyDenied');
    expect(await mayDeployRole(whole, 's3:PutObject', object, elsewhere)).toBe('Allowed');
  });

  it('hands templates and its one role to CloudFormation', async () => {
    const allowed = [
      ['s3:GetObject', 'arn:aws:s3:::cdk-portalprod-assets/a.json'],
      ['ssm:GetParameters', `arn:aws:ssm:${region}:${account}:parameter/cdk-bootstrap/portalprod/version`],
      ['iam:PassRole', `arn:aws:iam::${account}:role/cdk-portalprod-cfn-exec-role`],
    ] as const;
    for (const [action, resource] of allowed) {
      expect(await mayDeployRole(narrowed, action, resource)).toBe('Allowed');
    }
    expect(await mayDeployRole(narrowed, 'iam:PassRole', `arn:aws:iam::${account}:role/another`)).toBe(
      'ImplicitlyDenied',
    );
  });
});

it('is the only thing that differs from the template of the CDK', () => {
  const { DeploymentActionRole: _narrowed, ...others } = narrowed.Resources;
  const { DeploymentActionRole: _whole, ...expected } = whole.Resources;
  expect(others).toEqual(expected);
  const policies = ({ Resources: { DeploymentActionRole } }: Template) => {
    const { Policies: _policies, ...rest } = DeploymentActionRole.Properties;
    return rest;
  };
  expect(policies(narrowed)).toEqual(policies(whole));
  expect({ ...narrowed, Resources: {} }).toEqual({ ...whole, Resources: {} });
});

describe('a newer template of the CDK is refused', () => {
  it.each([
    ['an action that nobody has judged', /cloudformation:UpdateStack\n/, 'cloudformation:ImportStacksToStackSet\n'],
    ['a statement that nobody has judged', 'Sid: CliPermissions', 'Sid: MorePermissions'],
    ['a statement that is gone', 'Sid: Refactor', 'Sid: CliPermissions'],
    ['a role that is gone', 'DeploymentActionRole:', 'DeployRole:'],
  ])('for %s', (_what, from, to) => {
    const changed = original.replace(from, to);
    expect(changed).not.toBe(original);
    expect(() => narrowedBootstrapTemplate(changed, { name: 'prod' })).toThrow(BootstrapTemplateError);
  });
});
