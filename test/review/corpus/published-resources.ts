import type { Resource } from '../../../tools/access/template';

/** Parts of templates as the CDK writes them. */

export type Statement = Readonly<Record<string, unknown>>;

export const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
export const within = (id: string, path = '*') => ({ 'Fn::Join': ['', [arnOf(id), `/${path}`]] });
export const inPartition = (...rest: readonly unknown[]) => ({
  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ...rest]],
});
export const root = inPartition(':iam::', { Ref: 'AWS::AccountId' }, ':root');
export const document = (...statements: readonly Statement[]) => ({ Version: '2012-10-17', Statement: statements });
export const allow = (Action: unknown, Resource: unknown, more: Statement = {}): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

export function role(service: string, more: Readonly<Record<string, unknown>> = {}): Resource {
  const trust = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
  return { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: document(trust), ...more } };
}

export function policy(of: string, ...statements: readonly Statement[]): Resource {
  const Properties = { PolicyName: 'default', Roles: [{ Ref: of }], PolicyDocument: document(...statements) };
  return { Type: 'AWS::IAM::Policy', Properties };
}

export function bucket(more: Readonly<Record<string, unknown>> = {}, keeps = 'Retain'): Resource {
  return { Type: 'AWS::S3::Bucket', DeletionPolicy: keeps, UpdateReplacePolicy: keeps, Properties: more };
}

export function bucketPolicy(of: string, ...statements: readonly Statement[]): Resource {
  return {
    Type: 'AWS::S3::BucketPolicy',
    Properties: { Bucket: { Ref: of }, PolicyDocument: document(...statements) },
  };
}

export const refusedWithoutTls = (id: string, Action: string): Statement => ({
  Effect: 'Deny',
  Action,
  Principal: { AWS: '*' },
  Resource: [within(id), arnOf(id)],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

export const handler = (runtime: string, of = 'Role'): Resource => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Handler: 'index.handler', Runtime: runtime, Role: arnOf(of), Code: { ZipFile: 'code' } },
});

export const called = (paths: string): Resource => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: arnOf('Handler'),
    Principal: 'apigateway.amazonaws.com',
    SourceArn: inPartition(
      ':execute-api:',
      { Ref: 'AWS::Region' },
      ':',
      { Ref: 'AWS::AccountId' },
      ':',
      { Ref: 'Api' },
      paths,
    ),
  },
});

export const key = (...statements: readonly Statement[]): Resource => ({
  Type: 'AWS::KMS::Key',
  DeletionPolicy: 'Retain',
  UpdateReplacePolicy: 'Retain',
  Properties: { EnableKeyRotation: true, KeyPolicy: document(...statements) },
});
