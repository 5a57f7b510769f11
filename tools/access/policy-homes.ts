import { isObject, type PolicyDocument, type Resource, type Statement } from './template';

/**
 * Where the policy of a type of resource stands: in a property of its own (a path, with dots); on other resources that
 * name it, whole; or on other resources that each add a statement to it.
 */
export type PolicyHome =
  | { readonly own: string }
  | { readonly type: string; readonly names: string; readonly policy: string }
  | {
      readonly type: string;
      readonly names: string;
      readonly statement: (properties: Properties, surroundings: Surroundings) => Statement;
    };

type Properties = Readonly<Record<string, unknown>>;

interface Surroundings {
  readonly partition: string;
  /** ARN of the resource that the statement is about. */
  readonly arn: string;
}

/** A resource allows something in a way that is not understood, or twice. */
export class ResourcePolicyError extends Error {
  override readonly name = 'ResourcePolicyError';
}

/** Lambda and EventBridge write somebody as one text: a service, an account, an ARN, or `*`. */
function principalIn(written: string, { partition }: Surroundings): NonNullable<Statement['Principal']> {
  if (written === '*') return '*';
  if (/^\d{12}$/.test(written)) return { AWS: `arn:${partition}:iam::${written}:root` };
  return written.startsWith('arn:') ? { AWS: written } : { Service: written };
}

/** Which condition Lambda adds for a property of a permission. @see https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
const lambdaConditions: Readonly<Record<string, readonly [operator: string, key: string]>> = {
  SourceArn: ['ArnLike', 'aws:SourceArn'],
  SourceAccount: ['StringEquals', 'aws:SourceAccount'],
  PrincipalOrgID: ['StringEquals', 'aws:PrincipalOrgID'],
  EventSourceToken: ['StringEquals', 'lambda:EventSourceToken'],
  FunctionUrlAuthType: ['StringEquals', 'lambda:FunctionUrlAuthType'],
  InvokedViaFunctionUrl: ['Bool', 'lambda:InvokedViaFunctionUrl'],
};

/** What Lambda makes of a permission. */
function lambdaStatement(properties: Properties, surroundings: Surroundings): Statement {
  const { Action, Principal, FunctionName, ...rest } = properties;
  const condition: Record<string, Record<string, string>> = {};
  for (const [property, value] of Object.entries(rest)) {
    const [operator, key] = lambdaConditions[property] ?? [];
    if (operator === undefined || key === undefined) {
      throw new ResourcePolicyError(
        `the property ${property} of a Lambda permission is not understood; add it to tools/access/policy-homes.ts`,
      );
    }
    condition[operator] = { ...condition[operator], [key]: String(value) };
  }
  const [, alias] = /:function:[^:]+(:[^:]+)$/.exec(String(FunctionName)) ?? [];
  return {
    Effect: 'Allow',
    Principal: principalIn(String(Principal), surroundings),
    Action: String(Action),
    Resource: `${surroundings.arn}${alias ?? ''}`,
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
}

/** What EventBridge makes of a bus policy, in its old form and in its new. */
function busStatement(properties: Properties, surroundings: Surroundings): Statement {
  if (isObject(properties.Statement)) return properties.Statement as unknown as Statement;
  const { Action, Principal, Condition } = properties;
  return {
    Effect: 'Allow',
    Principal: principalIn(String(Principal), surroundings),
    Action: String(Action),
    Resource: surroundings.arn,
    ...(isObject(Condition)
      ? { Condition: { [String(Condition.Type)]: { [String(Condition.Key)]: String(Condition.Value) } } }
      : {}),
  };
}

/** The resources that may have a policy of their own. */
export const policyHomes: Readonly<Record<string, readonly PolicyHome[]>> = {
  'AWS::Backup::BackupVault': [{ own: 'AccessPolicy' }],
  'AWS::DynamoDB::Table': [{ own: 'ResourcePolicy.PolicyDocument' }],
  'AWS::ECR::Repository': [{ own: 'RepositoryPolicyText' }],
  'AWS::EFS::FileSystem': [{ own: 'FileSystemPolicy' }],
  'AWS::Events::EventBus': [
    { own: 'Policy' },
    { type: 'AWS::Events::EventBusPolicy', names: 'EventBusName', statement: busStatement },
  ],
  'AWS::IAM::Role': [{ own: 'AssumeRolePolicyDocument' }],
  'AWS::KMS::Key': [{ own: 'KeyPolicy' }],
  'AWS::KMS::ReplicaKey': [{ own: 'KeyPolicy' }],
  'AWS::Kinesis::Stream': [{ type: 'AWS::Kinesis::ResourcePolicy', names: 'ResourceArn', policy: 'ResourcePolicy' }],
  'AWS::Lambda::Function': [{ type: 'AWS::Lambda::Permission', names: 'FunctionName', statement: lambdaStatement }],
  'AWS::Logs::LogGroup': [{ own: 'ResourcePolicyDocument' }],
  'AWS::OpenSearchService::Domain': [{ own: 'AccessPolicies' }],
  'AWS::S3::Bucket': [{ type: 'AWS::S3::BucketPolicy', names: 'Bucket', policy: 'PolicyDocument' }],
  'AWS::SecretsManager::Secret': [
    { type: 'AWS::SecretsManager::ResourcePolicy', names: 'SecretId', policy: 'ResourcePolicy' },
  ],
  'AWS::SNS::Topic': [
    { type: 'AWS::SNS::TopicPolicy', names: 'Topics', policy: 'PolicyDocument' },
    { type: 'AWS::SNS::TopicInlinePolicy', names: 'TopicArn', policy: 'PolicyDocument' },
  ],
  'AWS::SQS::Queue': [
    { type: 'AWS::SQS::QueuePolicy', names: 'Queues', policy: 'PolicyDocument' },
    { type: 'AWS::SQS::QueueInlinePolicy', names: 'Queue', policy: 'PolicyDocument' },
  ],
};

/** Policies that belong to whoever acts, and one that belongs to a whole account: read elsewhere. */
const readElsewhere: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::Group': ['Policies'],
  'AWS::IAM::GroupPolicy': ['PolicyDocument'],
  'AWS::IAM::ManagedPolicy': ['PolicyDocument'],
  'AWS::IAM::Policy': ['PolicyDocument'],
  'AWS::IAM::Role': ['Policies'],
  'AWS::IAM::RolePolicy': ['PolicyDocument'],
  'AWS::IAM::User': ['Policies'],
  'AWS::IAM::UserPolicy': ['PolicyDocument'],
  'AWS::Logs::ResourcePolicy': ['PolicyDocument'],
};

/** A policy, or the text of one; undefined for what has no statements. */
export function documentIn(value: unknown): PolicyDocument | undefined {
  const content: unknown = typeof value === 'string' && value.includes('"Statement"') ? parsed(value) : value;
  if (!isObject(content) || content.Statement === undefined) return undefined;
  // The same object as it stands in the template: answers about it are remembered.
  if (Array.isArray(content.Statement)) return content as unknown as PolicyDocument;
  return { ...content, Statement: [content.Statement as Statement] };
}

function looksLikePolicy(value: unknown): boolean {
  const statements: readonly unknown[] = documentIn(value)?.Statement ?? [];
  return statements.length > 0 && statements.every((statement) => isObject(statement) && 'Effect' in statement);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The properties of a resource that hold something that looks like a policy, at any depth. */
function propertiesWithPolicy({ Properties = {} }: Resource): string[] {
  const holdsPolicy = (value: unknown): boolean => {
    if (looksLikePolicy(value)) return true;
    if (Array.isArray(value)) return value.some(holdsPolicy);
    return isObject(value) && Object.values(value).some(holdsPolicy);
  };
  return Object.entries(Properties).flatMap(([name, value]) => (holdsPolicy(value) ? [name] : []));
}

/** By type, the properties whose policies are read somewhere. */
const understood = new Map<string, Set<string>>();
const understand = (type: string, property: string) =>
  understood.set(type, (understood.get(type) ?? new Set()).add(property.split('.')[0] ?? ''));
for (const [type, homes] of Object.entries(policyHomes)) {
  for (const home of homes) {
    if ('own' in home) understand(type, home.own);
    else if ('policy' in home) understand(home.type, home.policy);
    else understand(home.type, 'Statement');
  }
}
for (const [type, properties] of Object.entries(readElsewhere))
  properties.forEach((property) => understand(type, property));

/** Properties that look like a policy which nothing here reads. */
export function overlookedPolicies(resource: Resource): string[] {
  const read = understood.get(resource.Type);
  return propertiesWithPolicy(resource).filter((property) => read?.has(property) !== true);
}
