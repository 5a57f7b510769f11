import { assemblyOf } from '../../tools/access/assembly';
import type { Resource, Stack } from '../../tools/access/template';

const document = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});

function stackWith(Resources: Record<string, Resource>): Stack {
  return {
    name: 'some-stack',
    account: '111122223333',
    region: 'eu-central-1',
    partition: 'aws',
    urlSuffix: 'amazonaws.com',
    terminationProtection: false,
    template: { Resources },
  };
}

function managed(action: string, more: Record<string, unknown> = {}): Resource {
  return { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(action), ...more } };
}

/** The actions that the first principal's policies allow. */
function actionsOf(Resources: Record<string, Resource>): unknown[] {
  const [principal] = assemblyOf([stackWith(Resources)]).principals;
  return (principal?.identityPolicies ?? []).flatMap(({ document: { Statement } }) =>
    Statement.map(({ Action }) => Action),
  );
}

describe('the policies of a principal', () => {
  it('are those that it names, inline ones, and those that name it', () => {
    expect(
      actionsOf({
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            RoleName: 'role',
            ManagedPolicyArns: [{ Ref: 'Named' }],
            Policies: [{ PolicyName: 'inline', PolicyDocument: document('s3:GetObject') }],
          },
        },
        Named: managed('s3:PutObject'),
        Naming: managed('s3:DeleteObject', { Roles: [{ Ref: 'Role' }] }),
        Attached: {
          Type: 'AWS::IAM::Policy',
          Properties: { Roles: ['role'], PolicyName: 'x', PolicyDocument: document('s3:ListBucket') },
        },
        Other: managed('iam:CreateUser'),
      }),
    ).toEqual(['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket']);
  });

  it('are also those of its groups', () => {
    expect(
      actionsOf({
        User: { Type: 'AWS::IAM::User', Properties: { UserName: 'user', Groups: ['group'] } },
        Group: { Type: 'AWS::IAM::Group', Properties: { GroupName: 'group', ManagedPolicyArns: [{ Ref: 'Named' }] } },
        Named: managed('s3:PutObject'),
      }),
    ).toEqual(['s3:PutObject']);
  });

  it('cannot be known when a managed policy, a boundary or a group is of nowhere', () => {
    const awsManaged = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const role = (Properties: Record<string, unknown>) => () =>
      actionsOf({ Role: { Type: 'AWS::IAM::Role', Properties } });
    expect(role({ ManagedPolicyArns: [awsManaged] })).toThrow(awsManaged);
    expect(role({ PermissionsBoundary: awsManaged })).toThrow(awsManaged);
    expect(() => actionsOf({ User: { Type: 'AWS::IAM::User', Properties: { Groups: ['nobody'] } } })).toThrow('nobody');
  });
});

describe('the policy of a resource', () => {
  it('is found on the resource that names it', () => {
    const { resources } = assemblyOf([
      stackWith({
        Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'some-bucket' } },
        Policy: {
          Type: 'AWS::S3::BucketPolicy',
          Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: document('s3:*') },
        },
        Bare: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'bare' } },
      }),
    ]);
    expect(resources.map(({ arn, policy }) => [arn, policy?.Statement[0]?.Action])).toEqual([
      ['arn:aws:s3:::some-bucket', 's3:*'],
      ['arn:aws:s3:::bare', undefined],
    ]);
  });

  it('is one: AWS keeps the last of two', () => {
    const policy = { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'b', PolicyDocument: document('s3:*') } };
    const bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'b' } };
    expect(() => assemblyOf([stackWith({ Bucket: bucket, First: policy, Second: policy })])).toThrow('more than one');
  });
});
