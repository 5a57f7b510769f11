import * as fc from 'fast-check';

import type { SynthesizedEnvironment } from '../../../../tools/assembly/cloud-assembly';
import type { PolicyDocument, Resource, Statement } from '../../../../tools/access/template';

/**
 * Small worlds: a role and a user with random policies, a bucket, a key, a secret and another role of their account with
 * random policies of their own, and such a bucket of another account.
 */

export const account = '111122223333';
export const otherAccount = '444455556666';
export const actorRole = `arn:aws:iam::${account}:role/actor`;
export const actorUser = `arn:aws:iam::${account}:user/person`;
export const foreignRole = `arn:aws:iam::${otherAccount}:role/visitor`;
export const otherForeignRole = `arn:aws:iam::${otherAccount}:role/passer-by`;
export const bucket = 'arn:aws:s3:::things';
/** Of the other account. */
export const otherBucket = 'arn:aws:s3:::others';
export const target = `arn:aws:iam::${account}:role/target`;
export const service = 'delivery.logs.amazonaws.com';

/** Texts of the templates, into which the generated ARNs of key and secret are put. */
const key = { 'Fn::GetAtt': ['Key', 'Arn'] };

const actions = [
  's3:GetObject',
  's3:PutObject',
  's3:ListBucket',
  's3:Get*',
  's3:*',
  'kms:Decrypt',
  'kms:*',
  'sts:AssumeRole',
  'secretsmanager:GetSecretValue',
  'iam:ListUsers',
  'sns:Publish',
];

const resources: readonly unknown[] = [
  '*',
  bucket,
  `${bucket}/*`,
  `${bucket}/in/*`,
  `${bucket}/*.txt`,
  'arn:aws:s3:::*',
  `${otherBucket}/*`,
  'arn:aws:s3:::thing?/in/a.txt',
  key,
  `arn:aws:kms:eu-central-1:${account}:key/*`,
  target,
  `arn:aws:iam::${account}:role/*`,
  `arn:aws:secretsmanager:eu-central-1:${account}:secret:first-??????`,
  `arn:aws:secretsmanager:eu-central-1:${account}:secret:*`,
  `arn:aws:sns:eu-central-1:${account}:news`,
];

const conditions: readonly NonNullable<Statement['Condition']>[] = [
  { Bool: { 'aws:SecureTransport': 'true' } },
  { Bool: { 'aws:SecureTransport': 'false' } },
  { BoolIfExists: { 'aws:ViaAWSService': 'false' } },
  { IpAddress: { 'aws:SourceIp': ['198.51.100.0/24', '2001:db8::/32'] } },
  { NotIpAddress: { 'aws:SourceIp': '198.51.100.0/25' } },
  { StringEquals: { 'aws:RequestedRegion': ['eu-central-1', 'eu-west-1'] } },
  { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
  { StringNotEqualsIfExists: { 'aws:RequestedRegion': 'eu-west-1' } },
  { StringLike: { 'aws:RequestedRegion': 'eu-*' } },
  { StringNotLike: { 'aws:RequestedRegion': ['eu-c*', 'us-*'] } },
  { StringEqualsIgnoreCase: { 'aws:RequestedRegion': 'EU-Central-1' } },
  { Null: { 'aws:SourceVpce': 'true' } },
  { Null: { 'aws:SourceVpce': 'false' }, StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
  { StringNotEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } },
  { ArnEquals: { 'aws:PrincipalArn': actorRole } },
  { ArnNotEquals: { 'aws:PrincipalArn': actorRole } },
  { ArnLike: { 'aws:PrincipalArn': [`arn:aws:iam::${account}:user/*`, foreignRole] } },
  { StringEquals: { 'aws:PrincipalArn': [actorUser, foreignRole] } },
  { StringEquals: { 'aws:PrincipalAccount': account } },
  { StringNotEquals: { 'aws:PrincipalAccount': account }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },
  { StringEquals: { 'aws:PrincipalArn': actorUser, 'aws:RequestedRegion': 'eu-west-1' } },
  { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } },
  { NumericGreaterThanEquals: { 'aws:MultiFactorAuthAge': '600' } },
  { NumericLessThanEqualsIfExists: { 'aws:MultiFactorAuthAge': '600' } },
  { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } },
  { DateGreaterThan: { 'aws:CurrentTime': '2029-06-01T00:00:00Z' } },
  { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['one', 'two'] } },
  { 'ForAnyValue:StringLike': { 'aws:TagKeys': 't*' } },
  { 'ForAllValues:StringNotEquals': { 'aws:TagKeys': ['one'] } },
  { StringEquals: { 'aws:ResourceAccount': account } },
  { StringNotEquals: { 'aws:ResourceAccount': account }, Null: { 'aws:ResourceAccount': 'false' } },
];

const principals: readonly Statement['Principal'][] = [
  '*',
  { AWS: '*' },
  { AWS: actorRole },
  { AWS: [actorUser, foreignRole] },
  { AWS: `arn:aws:iam::${account}:root` },
  { AWS: account },
  { AWS: [otherAccount, actorRole] },
  { Service: service },
  { Service: [service, 'lambda.amazonaws.com'], AWS: foreignRole },
];

const listed = (items: readonly unknown[]) => fc.uniqueArray(fc.constantFrom(...items), { minLength: 1, maxLength: 3 });

const common = {
  Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
  named: fc.constantFrom('Action', 'Action', 'Action', 'NotAction'),
  action: listed(actions),
  about: fc.constantFrom('Resource', 'Resource', 'Resource', 'NotResource'),
  resource: listed(resources),
  condition: fc.uniqueArray(fc.constantFrom(...conditions), { maxLength: 2 }),
};

function merged(parts: readonly NonNullable<Statement['Condition']>[]): Record<string, unknown> {
  const all: Record<string, Record<string, unknown>> = {};
  for (const part of parts) {
    for (const [operator, keys] of Object.entries(part)) all[operator] = { ...all[operator], ...keys };
  }
  return all;
}

interface Drawn {
  readonly Effect: string;
  readonly named: string;
  readonly action: readonly unknown[];
  readonly about: string;
  readonly resource: readonly unknown[];
  readonly condition: readonly NonNullable<Statement['Condition']>[];
}

function statement({ Effect, named, action, about, resource, condition }: Drawn): Record<string, unknown> {
  return {
    Effect,
    // An Allow of everything but something has ten thousands of rows, which prove no more.
    [Effect === 'Allow' ? 'Action' : named]: action,
    [about]: resource,
    ...(condition.length === 0 ? {} : { Condition: merged(condition) }),
  };
}

function documentOf(statements: readonly Record<string, unknown>[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements as unknown as Statement[] };
}

const identityPolicy = fc
  .array(fc.record(common).map(statement), { minLength: 1, maxLength: 3 })
  .map((statements) => documentOf(statements));

const resourceStatement = fc
  .record({
    ...common,
    who: fc.constantFrom('Principal', 'Principal', 'Principal', 'NotPrincipal'),
    principal: fc.constantFrom(...principals),
  })
  .map((drawn) => ({
    ...statement(drawn),
    // AWS refuses an Allow for everybody but somebody, and a Deny for nobody.
    [drawn.Effect === 'Deny' && drawn.principal !== '*' ? drawn.who : 'Principal']: drawn.principal,
  }));

function resourcePolicy(service: string, own: readonly unknown[]) {
  const ofService = actions.filter((action) => action.startsWith(`${service}:`));
  return fc
    .array(fc.tuple(resourceStatement, listed(own), listed(ofService)), { minLength: 1, maxLength: 3 })
    .map((drawn) =>
      documentOf(
        drawn.map(([one, resource, action]) => {
          const {
            Resource: _,
            NotResource: _not,
            Action: _action,
            NotAction: _notAction,
            ...rest
          } = one as Record<string, unknown>;
          return { ...rest, Action: action, Resource: resource };
        }),
      ),
    );
}

const trustPolicy = fc.array(resourceStatement, { minLength: 1, maxLength: 2 }).map((drawn) =>
  documentOf(
    drawn.map((one) => {
      const {
        Resource: _,
        NotResource: _not,
        Action: _action,
        NotAction: _notAction,
        ...rest
      } = one as Record<string, unknown>;
      return { ...rest, Action: 'sts:AssumeRole' };
    }),
  ),
);

const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });

function withPolicy(Type: string, properties: Record<string, unknown>, policy: unknown): Record<string, Resource> {
  return policy === undefined ? {} : { [Type.replaceAll('::', '')]: { Type, Properties: { ...properties } } };
}

export const smallWorlds: fc.Arbitrary<SynthesizedEnvironment> = fc
  .record({
    ofRole: identityPolicy,
    ofUser: identityPolicy,
    boundary: optional(identityPolicy),
    boundOne: fc.constantFrom('role', 'user', 'both'),
    ofBucket: optional(resourcePolicy('s3', [bucket, `${bucket}/*`, `${bucket}/in/*`, '*'])),
    ofOtherBucket: resourcePolicy('s3', [otherBucket, `${otherBucket}/*`]),
    ofKey: optional(resourcePolicy('kms', ['*'])),
    ofSecret: optional(resourcePolicy('secretsmanager', ['*'])),
    ofTarget: trustPolicy,
  })
  .map(({ ofRole, ofUser, boundary, boundOne, ofBucket, ofOtherBucket, ofKey, ofSecret, ofTarget }) => {
    const bound = (who: string) =>
      boundary !== undefined && (boundOne === who || boundOne === 'both')
        ? { PermissionsBoundary: { Ref: 'Boundary' } }
        : {};
    const Resources: Record<string, Resource> = {
      ActorPolicy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: ofRole } },
      Actor: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'actor',
          ManagedPolicyArns: [{ Ref: 'ActorPolicy' }],
          AssumeRolePolicyDocument: documentOf([
            { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' },
          ]),
          ...bound('role'),
        },
      },
      Person: {
        Type: 'AWS::IAM::User',
        Properties: { UserName: 'person', Policies: [{ PolicyName: 'own', PolicyDocument: ofUser }], ...bound('user') },
      },
      ...(boundary === undefined
        ? {}
        : { Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: boundary } } }),
      Target: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'target', AssumeRolePolicyDocument: ofTarget } },
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'things' } },
      ...withPolicy('AWS::S3::BucketPolicy', { Bucket: 'things', PolicyDocument: ofBucket }, ofBucket),
      Key: { Type: 'AWS::KMS::Key', Properties: ofKey === undefined ? {} : { KeyPolicy: ofKey } },
      Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'first' } },
      ...withPolicy(
        'AWS::SecretsManager::ResourcePolicy',
        { SecretId: { Ref: 'Secret' }, ResourcePolicy: ofSecret },
        ofSecret,
      ),
    };
    const elsewhere: Record<string, Resource> = {
      Other: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'others' } },
      ...withPolicy('AWS::S3::BucketPolicy', { Bucket: 'others', PolicyDocument: ofOtherBucket }, ofOtherBucket),
    };
    const stack = (name: string, of: string, resources: Record<string, Resource>) => ({
      name,
      account: of,
      region: 'eu-central-1',
      partition: 'aws',
      urlSuffix: 'amazonaws.com',
      terminationProtection: false,
      template: { Resources: resources },
    });
    const stacks = [stack('small', account, Resources), stack('other', otherAccount, elsewhere)];
    return { name: 'small', account, region: 'eu-central-1', stacks };
  });

/** What a request sends beside what follows from whoever sends it. */
export const contexts = fc.record(
  {
    'aws:SecureTransport': fc.constantFrom('true', 'false'),
    'aws:ViaAWSService': fc.constantFrom('true', 'false'),
    'aws:SourceIp': fc.constantFrom('198.51.100.7', '198.51.100.200', '203.0.113.9', '2001:db8::1'),
    'aws:RequestedRegion': fc.constantFrom('eu-central-1', 'eu-west-1', 'us-east-1'),
    'aws:SourceVpce': fc.constantFrom('vpce-1', 'vpce-2'),
    'aws:MultiFactorAuthAge': fc.constantFrom('1', '600', '3600', '7200'),
    'aws:CurrentTime': fc.constantFrom('2028-05-05T10:00:00Z', '2029-10-01T10:00:00Z', '2031-01-01T00:00:00Z'),
    'aws:TagKeys': fc.subarray(['one', 'two', 'three'], { minLength: 1 }),
    'aws:ResourceAccount': fc.constant('of the resource'),
  },
  { requiredKeys: [] },
);
