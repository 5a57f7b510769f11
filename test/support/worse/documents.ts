import {
  isObject,
  type PolicyDocument,
  type Resource,
  type Stack,
  type Statement,
} from '../../../tools/access/template';
import { type Part, strangerAccount } from './part';
import { worseStatement } from './statements';

/** Policies of which one statement is worse, or that have one more. */

const trusts = 'AssumeRolePolicyDocument';

/** Properties that hold a policy about the resource that has it, with the action that opens it. */
function openedBy({ Type }: Resource, property: string): string | undefined {
  if (property === trusts) return 'sts:AssumeRole';
  if (property === 'KeyPolicy') return 'kms:Decrypt';
  const types: Readonly<Record<string, string>> = {
    'AWS::S3::BucketPolicy': 's3:GetObject',
    'AWS::SecretsManager::ResourcePolicy': 'secretsmanager:GetSecretValue',
    'AWS::SNS::TopicPolicy': 'sns:Subscribe',
    'AWS::SQS::QueuePolicy': 'sqs:ReceiveMessage',
    'AWS::Logs::ResourcePolicy': 'logs:PutLogEvents',
  };
  return types[Type];
}

function allow(Principal: Statement['Principal'], Action: string, Resource?: string): Statement {
  return { Effect: 'Allow', ...(Principal && { Principal }), Action, ...(Resource === undefined ? {} : { Resource }) };
}

/** Whom a new statement lets in. */
function* newcomers({ account, partition }: Stack): Generator<Part<Statement['Principal']>> {
  yield { what: 'anyone', value: '*' };
  yield { what: 'another account', value: { AWS: `arn:${partition}:iam::${strangerAccount}:root` } };
  yield { what: 'the whole account', value: { AWS: `arn:${partition}:iam::${account}:root` } };
  yield { what: 'a role of the account', value: { AWS: `arn:${partition}:iam::${account}:role/somebody` } };
  yield { what: 'a service', value: { Service: 'ssm.amazonaws.com' } };
}

/** What a new statement lets its principal do. */
function* newRights({ account, partition, region }: Stack): Generator<Part<Statement>> {
  yield { what: 'everything', value: allow(undefined, '*', '*') };
  yield { what: 'another bucket', value: allow(undefined, 's3:GetObject', `arn:${partition}:s3:::another-bucket/*`) };
  yield {
    what: 'another secret',
    value: allow(
      undefined,
      'secretsmanager:GetSecretValue',
      `arn:${partition}:secretsmanager:${region}:${account}:secret:another/secret-??????`,
    ),
  };
  yield {
    what: 'the rights of another role',
    value: allow(undefined, 'sts:AssumeRole', `arn:${partition}:iam::${account}:role/another`),
  };
  yield {
    what: 'the passing of a role',
    value: allow(undefined, 'iam:PassRole', `arn:${partition}:iam::${account}:role/another`),
  };
}

function* longer(stack: Stack, resource: Resource, property: string): Generator<Part<Statement>> {
  const action = openedBy(resource, property);
  if (action === undefined) {
    for (const { what, value } of newRights(stack)) yield { what: `a statement for ${what}`, value };
    return;
  }
  for (const { what, value } of newcomers(stack)) {
    const statement = allow(value, action, property === trusts ? undefined : '*');
    yield { what: `a statement for ${what}`, value: statement };
  }
}

function* worseDocument(
  stack: Stack,
  resource: Resource,
  property: string,
  document: PolicyDocument,
): Generator<Part<PolicyDocument>> {
  const { Statement: statements } = document;
  for (const [index, statement] of statements.entries()) {
    const name = statement.Sid ?? String(index);
    for (const { what, value } of worseStatement(statement)) {
      yield { what: `${name}: ${what}`, value: { ...document, Statement: statements.with(index, value) } };
    }
  }
  for (const { what, value } of longer(stack, resource, property)) {
    yield { what, value: { ...document, Statement: [...statements, value] } };
  }
}

function isDocument(value: unknown): value is PolicyDocument {
  return isObject(value) && Array.isArray(value.Statement);
}

/** A resource whose policy is worse, once in each way. Log groups have theirs as text. */
export function* worsePolicies(stack: Stack, resource: Resource): Generator<Part<Resource>> {
  const { Properties = {} } = resource;
  for (const [property, value] of Object.entries(Properties)) {
    const isText = typeof value === 'string' && value.startsWith('{') && value.includes('"Statement"');
    const document: unknown = isText ? JSON.parse(value) : value;
    if (!isDocument(document)) continue;
    for (const part of worseDocument(stack, resource, property, document)) {
      const written = isText ? JSON.stringify(part.value) : part.value;
      yield { what: part.what, value: { ...resource, Properties: { ...Properties, [property]: written } } };
    }
  }
}
