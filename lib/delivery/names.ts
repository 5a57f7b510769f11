import { bootstrapQualifierOf, type Deployed } from '../config/bootstrap-qualifier';
import { functionRoleArn, partitionOf, type Place } from '../config/names';

/** What an environment is named by, with what its bootstrap roles are told apart by. */
export type DeployedPlace = Place & Deployed;

/**
 * Start of the names of what a person with administrator rights makes once. The underscore keeps it apart from every name
 * that an environment makes itself, in which only hyphens are allowed.
 */
function named(place: Pick<Place, 'name'>, what: string): string {
  return `strongroom_${place.name}_${what}`;
}

/** In capitals as well, so that no stack of an environment has the name. */
export function deliveryStackName(place: Pick<Place, 'name'>): string {
  return `StrongroomDelivery-${place.name}`;
}

/** @param number from 1 on */
export function executionStackName(place: Pick<Place, 'name'>, number: number): string {
  return `StrongroomExecution-${place.name}-${String(number)}`;
}

export function boundariesStackName(place: Pick<Place, 'name'>, workload: string): string {
  return `StrongroomBoundaries-${place.name}-${workload}`;
}

/** Whether a person deploys the stack of that name, and no job. */
export function isDeployedByHand(stackName: string): boolean {
  return /^Strongroom(?:Delivery|Execution|Boundaries)-/.test(stackName);
}

export function deployRoleName(place: Pick<Place, 'name'>): string {
  return named(place, 'deploy');
}

export function readOnlyRoleName(place: Pick<Place, 'name'>): string {
  return named(place, 'read-only');
}

/** Whom a boundary bounds that a person makes: the consumers or the functions of a workload, or a role of the environment. */
export type Bounded =
  { readonly kind: 'consumers' | 'rotation'; readonly workload: string } | { readonly kind: 'forwarding' | 'trail' };

/**
 * Name of a boundary that no deployment can make or change, of at most 128 characters.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
 */
export function boundaryName(place: Pick<Place, 'name'>, bounded: Bounded): string {
  return named(place, `boundary_${bounded.kind}${'workload' in bounded ? `_${bounded.workload}` : ''}`);
}

export function boundaryArn(place: Place, bounded: Bounded): string {
  return policyArn(place, boundaryName(place, bounded));
}

/** Pattern of the ARNs of all boundaries of an environment: only a person makes policies with such names. */
export function boundaryArnPattern(place: Place): string {
  return policyArn(place, named(place, 'boundary_*'));
}

/** Upper bound of CloudFormation itself when it acts for the environment. */
export function executionBoundaryName(place: Pick<Place, 'name'>): string {
  return named(place, 'execution_boundary');
}

/** One of the policies of CloudFormation when it acts for the environment. @param number from 1 on */
export function executionPolicyName(place: Pick<Place, 'name'>, number: number): string {
  return named(place, `execution_${String(number)}`);
}

export function executionPolicyArn(place: Place, number: number): string {
  return policyArn(place, executionPolicyName(place, number));
}

function policyArn(place: Place, name: string): string {
  return `arn:${partitionOf(place)}:iam::${place.account}:policy/${name}`;
}

/** The stack of `cdk bootstrap`: with the CDK's own name, a second qualifier would replace the roles of the first. */
export function toolkitStackName(place: DeployedPlace): string {
  return `CDKToolkit-${bootstrapQualifierOf(place)}`;
}

/** Roles of `cdk bootstrap` that somebody takes in order to deploy, or to look. */
export type BootstrapRole = 'deploy' | 'file-publishing' | 'lookup';

export function bootstrapRoleArn(place: DeployedPlace, role: BootstrapRole, region: string): string {
  return functionRoleArn(place, `cdk-${bootstrapQualifierOf(place)}-${role}-role-${place.account}-${region}`);
}

const gitHub = 'token.actions.githubusercontent.com';

/** Address of the identity provider, and prefix of the keys in a trust. */
export const identityProvider = { host: gitHub, url: `https://${gitHub}` } as const;

export function identityProviderArn(place: Place): string {
  return `arn:${partitionOf(place)}:iam::${place.account}:oidc-provider/${gitHub}`;
}
