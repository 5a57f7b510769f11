import { listOf, type Resource, type Stack } from '../../../tools/access/template';
import { type Part, strangerAccount } from './part';

/** Principals that have more, or are held by less: other boundaries, other policies, other members. */

const everything = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

const isPrincipal = ({ Type }: Resource) => /^AWS::IAM::(?:Role|User|Group)$/.test(Type);

/** A role, user or group with more than it was given, once in each way. */
export function* worsePrincipals({ partition }: Stack, resource: Resource): Generator<Part<Resource>> {
  if (!isPrincipal(resource)) return;
  const { Properties = {} } = resource;
  const put = (more: Readonly<Record<string, unknown>>): Resource => ({
    ...resource,
    Properties: { ...Properties, ...more },
  });
  const administrator = `arn:${partition}:iam::aws:policy/AdministratorAccess`;
  const attached = listOf(Properties.ManagedPolicyArns as unknown[] | undefined);
  yield { what: 'AdministratorAccess attached', value: put({ ManagedPolicyArns: [...attached, administrator] }) };
  yield { what: 'an inline policy', value: put({ Policies: [{ PolicyName: 'more', PolicyDocument: everything }] }) };
  if (Properties.PermissionsBoundary === undefined) return;
  yield { what: 'PermissionsBoundary as AdministratorAccess', value: put({ PermissionsBoundary: administrator }) };
  const [own] = attached;
  if (own !== undefined)
    yield { what: 'PermissionsBoundary as its own policy', value: put({ PermissionsBoundary: own }) };
}

/** Resources that no template has, by what they add. */
export function newResources(
  { account, partition, region }: Stack,
  ids: { readonly role?: string; readonly user?: string },
) {
  const found: Part<Readonly<Record<string, Resource>>>[] = [
    {
      what: 'a user with a key',
      value: {
        Guest: { Type: 'AWS::IAM::User', Properties: { UserName: 'guest' } },
        GuestKey: { Type: 'AWS::IAM::AccessKey', Properties: { UserName: 'guest' } },
      },
    },
    {
      what: 'a user without a key',
      value: { Guest: { Type: 'AWS::IAM::User', Properties: { UserName: 'guest', ManagedPolicyArns: [] } } },
    },
    {
      what: 'a role for another account',
      value: {
        GuestRole: {
          Type: 'AWS::IAM::Role',
          Properties: {
            RoleName: 'guest',
            AssumeRolePolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: { AWS: `arn:${partition}:iam::${strangerAccount}:root` },
                  Action: 'sts:AssumeRole',
                },
              ],
            },
          },
        },
      },
    },
    {
      what: 'a bucket that nobody guards',
      value: { GuestBucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'guest-bucket' } } },
    },
    {
      what: 'a policy of all log groups',
      value: {
        GuestLogs: {
          Type: 'AWS::Logs::ResourcePolicy',
          Properties: {
            PolicyName: 'guest',
            PolicyDocument: JSON.stringify({
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Principal: '*', Action: 'logs:GetLogEvents', Resource: '*' }],
            }),
          },
        },
      },
    },
    {
      what: 'a policy of the bus',
      value: {
        GuestEvents: {
          Type: 'AWS::Events::EventBusPolicy',
          Properties: { StatementId: 'guest', Principal: strangerAccount, Action: 'events:PutEvents' },
        },
      },
    },
    {
      what: 'a function that another account may invoke',
      value: {
        GuestPermission: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            Action: 'lambda:InvokeFunction',
            FunctionName: `arn:${partition}:lambda:${region}:${account}:function:any`,
            Principal: strangerAccount,
          },
        },
      },
    },
  ];
  for (const [list, id] of [
    ['Roles', ids.role],
    ['Users', ids.user],
  ] as const) {
    if (id === undefined) continue;
    for (const type of ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']) {
      const Properties = { PolicyName: 'more', PolicyDocument: everything, [list]: [{ Ref: id }] };
      found.push({ what: `an ${type} for everything on ${list}`, value: { More: { Type: type, Properties } } });
    }
  }
  return found;
}
