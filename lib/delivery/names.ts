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

export function deployRoleName(place: Pick<Place, 'name'>): string {
  return named(place, 'deploy');
}

export function readOnlyRoleName(place: Pick<Place, 'name'>): string {
  return named(place, 'read-only');
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
