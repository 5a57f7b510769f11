import { bootstrapQualifierOf } from '../../../lib/config/bootstrap-qualifier';
import { functionRoleArn } from '../../../lib/config/names';
import { loadConfiguration } from '../../../lib/config/load-configuration';
import { delivered, type DeliveredEnvironment } from '../../../lib/delivery/delivered';
import { executionPolicies } from '../../../lib/delivery/execution/policies';
import { executionBoundaryName, executionPolicyArn } from '../../../lib/delivery/names';
import { deployedTypesOf } from '../../../lib/stacks/deployed-types';
import type { Environment } from '../../../lib/config/parameters';
import { type Assembly, assemblyOf, resourceAt } from '../../../tools/access/assembly';
import type { RequestContext } from '../../../tools/access/encryption-context';
import { relevantTo } from '../../../tools/access/relevant';
import { contextOfPrincipal } from '../../../tools/access/request-context';
import { type Answer, simulate } from '../../../tools/access/simulator/simulate';
import type { PolicyDocument, Stack } from '../../../tools/access/template';
import { environmentsOf, exampleNames } from '../../examples/example';
import { baseline, today } from '../../support/configurations';
import { aDelivery, deliveredEnvironment } from '../../support/delivered';
import { everyKind } from '../../support/every-kind';
import { environments, synth } from '../../support/templates';

/** An environment, who delivers it, and CloudFormation's role as the bootstrap makes it. */
export interface World {
  readonly environment: DeliveredEnvironment;
  readonly assembly: Assembly;
  /** The stacks of the environment alone, resolved. */
  readonly own: readonly Stack[];
  /** ARN of CloudFormation's role. */
  readonly role: string;
  readonly policies: readonly PolicyDocument[];
  readonly boundary: PolicyDocument;
}

function withDelivery(environment: Environment): DeliveredEnvironment {
  return delivered({ delivery: deliveredEnvironment().delivery, ...environment });
}

/** Every configuration that the tests know, each with a delivery. */
export const everyConfiguration: readonly DeliveredEnvironment[] = [
  deliveredEnvironment(),
  ...[...environments, ...everyKind, ...exampleNames.flatMap((name) => environmentsOf(name))].map(withDelivery),
];

/** A name as long as one may be: CloudFormation cuts it in the names that it makes. */
function longNamed(): DeliveredEnvironment {
  const environments = baseline().environments.map((environment) => ({
    ...environment,
    name: 'production-in-europe',
    delivery: aDelivery(),
  }));
  const [environment] = loadConfiguration({ environments }, { file: 'long-named', today }).environments;
  if (environment === undefined) throw new Error('there is no environment');
  return delivered(environment);
}

/** A few that have, together, everything that an environment can have. */
export const everything: readonly DeliveredEnvironment[] = [
  deliveredEnvironment(),
  longNamed(),
  ...[...environments.slice(0, 1), ...everyKind].map(withDelivery),
];

export function roleName(environment: DeliveredEnvironment): string {
  return `cdk-${bootstrapQualifierOf(environment)}-cfn-exec-role-${environment.account}-${environment.region}`;
}

/** The part of the bootstrap that is about CloudFormation's role. */
function bootstrap(environment: DeliveredEnvironment, like: Stack): Stack {
  const count = executionPolicies(environment, deployedTypesOf(environment)).length;
  return {
    ...like,
    name: 'CDKToolkit',
    origins: {},
    template: {
      Resources: {
        CloudFormationExecutionRole: {
          Type: 'AWS::IAM::Role',
          Properties: {
            RoleName: roleName(environment),
            AssumeRolePolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'cloudformation.amazonaws.com' } },
              ],
            },
            ManagedPolicyArns: Array.from({ length: count }, (_, index) => executionPolicyArn(environment, index + 1)),
            PermissionsBoundary: executionPolicyArn(environment, 1).replace(
              /[^/]+$/,
              executionBoundaryName(environment),
            ),
          },
        },
      },
    },
  };
}

/** Stacks as they are synthesized: the environment's, who delivers it, and CloudFormation's role. */
export function stacksWithRole(environment: DeliveredEnvironment): Stack[] {
  const stacks = synth(environment);
  const [first] = stacks;
  if (first === undefined) throw new Error(`${environment.name} has no stack`);
  return [...stacks, bootstrap(environment, first)];
}

const worlds = new Map<DeliveredEnvironment, World>();

export function worldOf(environment: DeliveredEnvironment): World {
  const known = worlds.get(environment) ?? make(environment);
  worlds.set(environment, known);
  return known;
}

function make(environment: DeliveredEnvironment): World {
  const assembly = assemblyOf(stacksWithRole(environment));
  const role = functionRoleArn(environment, roleName(environment));
  const principal = assembly.principals.find(({ arn }) => arn === role);
  if (principal?.boundary === undefined) throw new Error(`${role} has no boundary`);
  return {
    environment,
    assembly,
    own: assembly.stacks.filter(({ name }) => name.startsWith(`strongroom-${environment.name}-`)),
    role,
    policies: principal.identityPolicies.map(({ document }) => document),
    boundary: principal.boundary,
  };
}

/** One call of CloudFormation, made with its role's rights. */
export interface Call {
  readonly action: string;
  readonly resource: string;
  readonly context?: RequestContext;
  /** The resource is new, and has no policy yet. */
  readonly isNew?: boolean;
  /** Keys that AWS usually sends, and not with this call. */
  readonly lacks?: readonly string[];
}

/**
 * Which of what decides is asked: the policies without the boundary; the boundary of a role that somebody made an
 * administrator; or both, as they are.
 */
export type Layer = 'boundary' | 'policies' | 'together';

const administrator: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** What every key says that nobody gave a policy of its own: the account's policies decide. */
function leavingItToTheAccount({ account }: DeliveredEnvironment, partition: string): PolicyDocument {
  const root = `arn:${partition}:iam::${account}:root`;
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:*', Resource: '*' }],
  };
}

function resourcePolicyOf({ assembly, environment }: World, { resource, isNew }: Call): PolicyDocument | undefined {
  const partition = assembly.stacks[0]?.partition ?? '';
  const isKey = resource.split(':')[2] === 'kms';
  const policy = isNew === true ? undefined : resourceAt(assembly, resource)?.policy;
  return policy ?? (isKey ? leavingItToTheAccount(environment, partition) : undefined);
}

/** What IAM answers to a call of CloudFormation. */
export function judge(world: World, call: Call, layer: Layer): Promise<Answer> {
  const { role, environment } = world;
  const { action, resource, context = {} } = call;
  const written = resource.split(':')[4] ?? '';
  const resourceAccount = /^\d{12}$/.test(written) ? written : environment.account;
  const resourcePolicy = resourcePolicyOf(world, call);
  const identity = layer === 'boundary' ? [administrator] : world.policies;
  const given = [...Object.keys(context), ...(call.lacks ?? [])];
  const usual = Object.entries(contextOfPrincipal(role, { action, resourceAccount, region: environment.region }));
  return simulate({
    principal: role,
    action,
    resource,
    resourceAccount,
    usualContext: Object.fromEntries(usual.filter(([key]) => !given.includes(key))),
    context,
    identityPolicies: identity.map((document, index) => ({
      name: String(index),
      document: relevantTo(action, document),
    })),
    ...(layer === 'policies' ? {} : { boundary: relevantTo(action, world.boundary) }),
    ...(resourcePolicy === undefined ? {} : { resourcePolicy: relevantTo(action, resourcePolicy) }),
  });
}
