import { parse } from 'yaml';

import type { Place } from '../../lib/config/names';
import { namePrefix } from '../../lib/detection/own-names';
import { isObject } from '../access/template';

/** The template of the CDK in use is not the one whose deploy role is known here. */
export class BootstrapTemplateError extends Error {
  override readonly name = 'BootstrapTemplateError';

  constructor(found: string) {
    super(
      `the bootstrap template of the CDK in use cannot be narrowed: ${found}; read its DeploymentActionRole anew, and change tools/strongroom/bootstrap-template.ts`,
    );
  }
}

type Fields = Record<string, unknown>;

function at(value: unknown, ...path: readonly (number | string)[]): unknown {
  return path.reduce<unknown>(
    (part, name) => (Array.isArray(part) ? part[Number(name)] : isObject(part) ? part[name] : undefined),
    value,
  );
}

/** What the deploy role does to stacks, all of which the CDK lets it do to every stack of the account. */
const stackActions = [
  'cloudformation:ContinueUpdateRollback',
  'cloudformation:CreateChangeSet',
  'cloudformation:CreateStack',
  'cloudformation:DeleteChangeSet',
  'cloudformation:DeleteStack',
  'cloudformation:ExecuteChangeSet',
  'cloudformation:RollbackStack',
  'cloudformation:UpdateStack',
  'cloudformation:UpdateTerminationProtection',
];

/** Of nothing that a deployment of an environment needs: files of other accounts, and moves between stacks. */
const notNeeded = ['PipelineCrossAccountArtifactsBucket', 'Refactor'];

/** Every other statement as it stands: on the role, the bucket and the parameter of the bootstrap itself. */
const kept = ['PipelineCrossAccountArtifactsKey', 'PassRole', 'CliStagingBucket', 'ReadVersion'];

function actionsOf(statement: Fields): string[] {
  return [statement.Action].flat().map(String);
}

/** The only statement without a name passes the role of CloudFormation. */
function nameOf(statement: Fields): string {
  return typeof statement.Sid === 'string' ? statement.Sid : actionsOf(statement).join().replace('iam:', '');
}

function narrowed(statement: Fields, stacks: unknown): Fields[] {
  const name = nameOf(statement);
  if (notNeeded.includes(name)) return [];
  if (kept.includes(name)) return [statement];
  const actions = actionsOf(statement).filter((action) => action !== 'sts:GetCallerIdentity');
  const unknown = actions.filter((action) => !stackActions.includes(action));
  if (unknown.length > 0) throw new BootstrapTemplateError(`its statement ${name} allows ${unknown.join(', ')}`);
  return [{ ...statement, Action: actions, Resource: stacks }];
}

/**
 * The bootstrap template of the CDK, whose deploy role changes the environment's own stacks alone.
 *
 * The CDK's lets it change every stack of the account. CloudFormation updates a stack with the role that the stack was made
 * with, whether the caller may pass that role or not: in an account with another application of the CDK, jobs would act
 * through that one's administrator.
 *
 * @param text `aws-cdk/lib/api/bootstrap/bootstrap-template.yaml`
 * @returns JSON
 * @throws BootstrapTemplateError when a statement is unknown, or one is missing
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStack.html
 * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html
 */
export function narrowedBootstrapTemplate(text: string, environment: Pick<Place, 'name'>): string {
  const template = parse(text) as Fields;
  const document = at(template, 'Resources', 'DeploymentActionRole', 'Properties', 'Policies', 0, 'PolicyDocument');
  const statements = at(document, 'Statement');
  if (!isObject(document) || !Array.isArray(statements))
    throw new BootstrapTemplateError('its deploy role is elsewhere');
  const all = statements as readonly Fields[];
  const missing = [...notNeeded, ...kept, 'DeployPermissions', 'CliPermissions'].filter(
    (name) => !all.some((statement) => nameOf(statement) === name),
  );
  if (missing.length > 0) throw new BootstrapTemplateError(`it has no statement ${missing.join(', ')}`);
  const stacks = {
    'Fn::Sub': `arn:\${AWS::Partition}:cloudformation:\${AWS::Region}:\${AWS::AccountId}:stack/${namePrefix(environment)}*/*`,
  };
  (document as Fields).Statement = all.flatMap((statement) => narrowed(statement, stacks));
  return JSON.stringify(template, undefined, 1);
}
