import { fittingTypes, type KnownAction } from '../actions';
import type { ProtectedResource } from '../resource-policies';
import type { PolicyDocument } from '../template';
import { placed } from './placed-statement';
import type { Guarded, Reach } from './way';

/** All that the policy of a resource decides about. */
function reachesOf({ type, arn }: ProtectedResource): Reach[] {
  switch (type) {
    case 'AWS::S3::Bucket':
      return [{ pattern: arn }, { pattern: `${arn}/*` }];
    case 'AWS::DynamoDB::Table':
      return [{ pattern: arn }, { pattern: `${arn}/index/*`, kind: 'index' }];
    case 'AWS::Lambda::Function':
      return [{ pattern: arn }, { pattern: `${arn}:*` }];
    case 'AWS::SecretsManager::Secret':
      // The last characters are Secrets Manager's own, and known to nobody before.
      return [{ pattern: arn.replace(/.{6}$/, '??????') }];
    default:
      return [{ pattern: arn }];
  }
}

function isKey({ type }: ProtectedResource): boolean {
  return type === 'AWS::KMS::Key' || type === 'AWS::KMS::ReplicaKey';
}

/** What AWS gives a key for which a template has no policy. @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function defaultKeyPolicy({ arn, account }: ProtectedResource): PolicyDocument {
  const root = `arn:${arn.split(':')[1] ?? ''}:iam::${account}:root`;
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:*', Resource: '*' }],
  };
}

/** The policy that decides about a resource; undefined when it has none. */
export function policyOf(resource: ProtectedResource): PolicyDocument | undefined {
  return resource.policy ?? (isKey(resource) ? defaultKeyPolicy(resource) : undefined);
}

/** The resources that have a policy. */
export async function guardedResources(resources: readonly ProtectedResource[]): Promise<Guarded[]> {
  const guarded = resources.map(async (resource): Promise<Guarded | undefined> => {
    const policy = policyOf(resource);
    if (policy === undefined) return undefined;
    const role = resource.type === 'AWS::IAM::Role' ? 'trust' : 'resource';
    const entries = resource.policyEntries.length > 0 ? resource.policyEntries : [resource.entry];
    return { resource, reaches: reachesOf(resource), statements: await placed(role, policy, entries) };
  });
  return (await Promise.all(guarded)).filter((one) => one !== undefined);
}

/** Of what a policy decides about, the ARN patterns to which an action can be done. */
export function reachOf({ reaches, resource }: Guarded, action: KnownAction): readonly string[] {
  // A trust policy decides who takes the role, not who reads or changes it.
  if (resource.type === 'AWS::IAM::Role' && action.service !== 'sts') return [];
  return reaches
    .filter(({ pattern, kind }) =>
      fittingTypes(action, pattern).some(({ name }) => kind === undefined || name === kind),
    )
    .map(({ pattern }) => pattern);
}

/** Whether the policy of the resource must allow what the policies of its own account allow. */
export function mustDelegate({ resource }: Guarded): boolean {
  return isKey(resource) || resource.type === 'AWS::IAM::Role';
}
