import { identityOfResolved } from './physical-ids';
import { entriesOf, listOf, type PolicyDocument, type Stack } from './template';

/** A resource whose own policy takes part in the decision. */
export interface ProtectedResource {
  readonly type: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Absent when the template gives it none. */
  readonly policy?: PolicyDocument;
}

/** Where the policy of a type stands: in a property of its own, or on another resource that names it. */
type PolicyHome = { readonly own: string } | { readonly type: string; readonly names: string; readonly policy: string };

const homes: Readonly<Record<string, PolicyHome>> = {
  'AWS::IAM::Role': { own: 'AssumeRolePolicyDocument' },
  'AWS::KMS::Key': { own: 'KeyPolicy' },
  'AWS::S3::Bucket': { type: 'AWS::S3::BucketPolicy', names: 'Bucket', policy: 'PolicyDocument' },
  'AWS::SecretsManager::Secret': {
    type: 'AWS::SecretsManager::ResourcePolicy',
    names: 'SecretId',
    policy: 'ResourcePolicy',
  },
  'AWS::SQS::Queue': { type: 'AWS::SQS::QueuePolicy', names: 'Queues', policy: 'PolicyDocument' },
  'AWS::SNS::Topic': { type: 'AWS::SNS::TopicPolicy', names: 'Topics', policy: 'PolicyDocument' },
};

/** The buckets, keys, secrets, queues, topics and roles of resolved stacks, each with its policy. */
export function protectedResourcesOf(stacks: readonly Stack[]): ProtectedResource[] {
  return Object.entries(homes).flatMap(([type, home]) =>
    entriesOf(stacks, type).map((entry): ProtectedResource => {
      const { stack, logicalId, resource } = entry;
      const { ref, attributes } = identityOfResolved(entry);
      const properties = resource.Properties ?? {};
      const policies = 'own' in home ? listOf(properties[home.own]) : attachedPolicies(stacks, home, ref);
      if (policies.length > 1) throw new Error(`${stack.name}: ${logicalId} has more than one policy; AWS keeps one`);
      const policy = policies[0] as PolicyDocument | undefined;
      return {
        type,
        arn: attributes.Arn ?? ref,
        account: stack.account,
        region: stack.region,
        properties,
        ...(policy === undefined ? {} : { policy }),
      };
    }),
  );
}

function attachedPolicies(
  stacks: readonly Stack[],
  home: Exclude<PolicyHome, { own: string }>,
  ref: string,
): unknown[] {
  return entriesOf(stacks, home.type)
    .filter(({ resource }) => listOf(resource.Properties?.[home.names] as string | string[] | undefined).includes(ref))
    .map(({ resource }) => resource.Properties?.[home.policy]);
}
