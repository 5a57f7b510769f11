import { executionBoundaryName, executionPolicyName, toolkitStackName } from '../../../lib/delivery/names';
import type { Template } from '../../access/template';
import { qualifierOf } from '../assembly/places';
import type { VisitedPlace } from '../live/environment';
import type { Difference } from './compare';

function policyNamesIn(templates: readonly Template[]): string[] {
  return templates
    .flatMap(({ Resources }) => Object.values(Resources))
    .flatMap(({ Properties }) => {
      const name = Properties?.ManagedPolicyName;
      return typeof name === 'string' ? [name] : [];
    });
}

function nameIn(arn: string): string {
  return arn.split('/').at(-1) ?? '';
}

/**
 * Compares what the role of CloudFormation was given by the bootstrap of a place with what a person deploys for it. A
 * policy that exists and is not attached allows nothing, and one that nobody knows may allow everything.
 *
 * @param templates of what a person deploys
 * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html
 */
export async function bootstrapDifference(
  environment: string,
  templates: readonly Template[],
  { place, live }: Pick<VisitedPlace, 'place' | 'live'>,
): Promise<Difference> {
  const names = new Set(policyNamesIn(templates));
  const isOwn = (name: string) => name.startsWith(executionPolicyName({ name: environment }, 1).slice(0, -1));
  const boundary = executionBoundaryName({ name: environment });
  const wanted = [...names].filter((name) => isOwn(name) && name !== boundary);
  if (wanted.length === 0) return { missing: [], surplus: [] };
  const stack = toolkitStackName({ ...place, name: environment, delivery: { qualifier: qualifierOf(place) } });
  const { parameters = new Map<string, string>() } = (await live.stack(stack)) ?? {};
  const line = (text: string) => `- ${stack} in ${place.region}: ${text}`;
  const given = (parameters.get('CloudFormationExecutionPolicies') ?? '').split(',').filter((arn) => arn !== '');
  const found = new Set(given.map(nameIn));
  const others = given.filter((arn) => !wanted.includes(nameIn(arn)));
  return {
    missing: [
      ...wanted.filter((name) => !found.has(name)).map((name) => line(`policy ${name} of CloudFormation's role`)),
      ...others.filter((arn) => !isOwn(nameIn(arn))).map((arn) => line(`CloudFormation's role without ${arn}`)),
      ...(parameters.get('InputPermissionsBoundary') === boundary
        ? []
        : [line(`boundary ${boundary} of CloudFormation's role`)]),
    ],
    surplus: others.filter((arn) => isOwn(nameIn(arn))).map((arn) => line(`policy ${nameIn(arn)}`)),
  };
}
