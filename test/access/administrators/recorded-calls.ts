import type { Environment } from '../../../lib/config/parameters';
import { globalRegionOf } from '../../../lib/detection/global-region';
import type { Subject } from '../../../tools/access/escalation/subjects';
import { account, administrator, call } from '../../../tools/detection/recordings/events/recorded-event';
import type { ObservedEvent } from '../../detection/support/observed-events';

/** What CloudTrail records of the calls with which an administrator opens something. */

type Parameters = Readonly<Record<string, unknown>>;

interface Recorded {
  /** Where it is not the name of the action. */
  readonly eventName?: string;
  readonly parameters: Parameters;
  readonly answer?: Parameters;
}

const document = { policyDocument: '{"Version":"2012-10-17","Statement":[]}' };
const managedPolicy = { policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' };

function nameOf({ id }: Subject): string {
  return id.split('/').at(-1) ?? '';
}

function bucketName({ id }: Subject): string {
  return id.split(':::')[1] ?? '';
}

function functionName({ related }: Subject): string {
  const arn = related.function?.[0] ?? '';
  return arn === '*' ? 'application' : (arn.split(':function:')[1] ?? '');
}

type Shape = (subject: Subject, on: string) => Recorded;

const ofRole =
  (more: Parameters = {}): Shape =>
  (subject) => ({ parameters: { roleName: nameOf(subject), ...more } });
const ofUser =
  (more: Parameters = {}): Shape =>
  (subject) => ({ parameters: { userName: nameOf(subject), ...more } });
const ofGroup =
  (more: Parameters = {}): Shape =>
  (_subject, on) => ({
    parameters: { groupName: on.split('/').at(-1) ?? '', ...more },
  });
const ofPolicy =
  (more: Parameters = {}): Shape =>
  (_subject, on) => ({ parameters: { policyArn: on, ...more } });
const ofBucket =
  (eventName: string): Shape =>
  (subject) => ({ eventName, parameters: { bucketName: bucketName(subject) } });
const ofSecret: Shape = (subject) => ({ parameters: { secretId: subject.id } });
/** The answer to a change of a function tells its role. */
const ofFunction =
  (eventName: string, more: Parameters = {}): Shape =>
  (subject) => ({
    eventName,
    parameters: { functionName: functionName(subject), ...more },
    answer: { functionName: functionName(subject), role: subject.id },
  });

const inline = { policyName: 'more', ...document };

/**
 * Shapes of Stratus Red Team (Apache-2.0), of panther-labs/panther-analysis (Apache-2.0) and of the APIs.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html
 */
const shapes: Readonly<Record<string, Shape>> = {
  'ecs:RegisterTaskDefinition': ({ id }) => ({ parameters: { family: 'other', taskRoleArn: id } }),
  'ecs:RunTask': ({ id }) => ({ parameters: { taskDefinition: 'other', overrides: { taskRoleArn: id } } }),
  'ecs:StartTask': ({ id }) => ({ parameters: { taskDefinition: 'other', overrides: { taskRoleArn: id } } }),
  'batch:RegisterJobDefinition': ({ id }) => ({ parameters: { containerProperties: { jobRoleArn: id } } }),
  'ec2:RunInstances': (subject) => ({ parameters: { iamInstanceProfile: { name: nameOf(subject) } } }),
  'ec2:RequestSpotInstances': (subject) => ({
    parameters: { launchSpecification: { iamInstanceProfile: { name: nameOf(subject) } } },
  }),
  'ec2:AssociateIamInstanceProfile': (subject) => ({
    parameters: { AssociateIamInstanceProfileRequest: { IamInstanceProfile: { Name: nameOf(subject) } } },
  }),
  'ec2:ReplaceIamInstanceProfileAssociation': (subject) => ({
    parameters: { ReplaceIamInstanceProfileAssociationRequest: { IamInstanceProfile: { Name: nameOf(subject) } } },
  }),
  'iam:AddRoleToInstanceProfile': ofRole({ instanceProfileName: 'other' }),
  'iam:AddUserToGroup': ofUser({ groupName: 'administrators' }),
  'iam:AttachGroupPolicy': ofGroup(managedPolicy),
  'iam:AttachRolePolicy': ofRole(managedPolicy),
  'iam:AttachUserPolicy': ofUser(managedPolicy),
  'iam:CreateAccessKey': ofUser(),
  'iam:CreateLoginProfile': ofUser(),
  'iam:CreatePolicyVersion': ofPolicy({ ...document, setAsDefault: true }),
  'iam:CreateRole': ofRole({ assumeRolePolicyDocument: document.policyDocument }),
  'iam:CreateServiceSpecificCredential': ofUser({ serviceName: 'bedrock.amazonaws.com' }),
  'iam:CreateUser': ofUser({ path: '/rotated/' }),
  'iam:DeactivateMFADevice': ofUser({ serialNumber: 'device' }),
  'iam:DeleteGroupPolicy': ofGroup({ policyName: 'limits' }),
  'iam:DeleteRole': ofRole(),
  'iam:DeleteRolePermissionsBoundary': ofRole(),
  'iam:DeleteRolePolicy': ofRole({ policyName: 'limits' }),
  'iam:DeleteUser': ofUser(),
  'iam:DeleteUserPermissionsBoundary': ofUser(),
  'iam:DeleteUserPolicy': ofUser({ policyName: 'limits' }),
  'iam:DetachGroupPolicy': ofGroup(managedPolicy),
  'iam:DetachRolePolicy': ofRole(managedPolicy),
  'iam:DetachUserPolicy': ofUser(managedPolicy),
  'iam:EnableMFADevice': ofUser({ serialNumber: 'device' }),
  'iam:PutGroupPolicy': ofGroup(inline),
  'iam:PutRolePermissionsBoundary': ofRole({ permissionsBoundary: managedPolicy.policyArn }),
  'iam:PutRolePolicy': ofRole(inline),
  'iam:PutUserPermissionsBoundary': ofUser({ permissionsBoundary: managedPolicy.policyArn }),
  'iam:PutUserPolicy': ofUser(inline),
  'iam:RemoveUserFromGroup': ofUser({ groupName: 'group' }),
  'iam:ResetServiceSpecificCredential': ofUser(),
  'iam:ResyncMFADevice': ofUser(),
  'iam:SetDefaultPolicyVersion': ofPolicy({ versionId: 'v1' }),
  'iam:UpdateAccessKey': ofUser({ status: 'Active', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }),
  'iam:UpdateAssumeRolePolicy': ofRole(document),
  'iam:UpdateLoginProfile': ofUser(),
  'iam:UpdateServiceSpecificCredential': ofUser({ status: 'Active' }),
  'iam:UpdateSigningCertificate': ofUser({ status: 'Active' }),
  'iam:UpdateSSHPublicKey': ofUser({ status: 'Active' }),
  'iam:UpdateUser': ofUser({ newUserName: 'other' }),
  'iam:UploadSigningCertificate': ofUser(),
  'iam:UploadSSHPublicKey': ofUser(),
  'kms:PutKeyPolicy': ({ id }) => ({ parameters: { keyId: id, policyName: 'default' } }),
  'lambda:CreateFunction': ({ id }) => ({
    eventName: 'CreateFunction20150331',
    parameters: { functionName: 'other', role: id, runtime: 'nodejs24.x', handler: 'index.handler' },
  }),
  'lambda:UpdateFunctionCode': ofFunction('UpdateFunctionCode20150331v2', { publish: false }),
  's3:DeleteBucketPolicy': ofBucket('DeleteBucketPolicy'),
  's3:PutBucketPolicy': ofBucket('PutBucketPolicy'),
  's3:PutEncryptionConfiguration': ofBucket('PutBucketEncryption'),
  'secretsmanager:DeleteResourcePolicy': ofSecret,
  'secretsmanager:PutResourcePolicy': ofSecret,
};

/** A function that is not ours gets the role, or one that is gets other code around it. */
function configuration(subject: Subject, passes: boolean): Recorded {
  const eventName = 'UpdateFunctionConfiguration20150331v2';
  if (passes) return { eventName, parameters: { functionName: 'other', role: subject.id } };
  const layers = ['arn:aws:lambda:eu-central-1:999900009999:layer:other:1'];
  return ofFunction(eventName, { layers })(subject, '');
}

function recordOf(action: string, subject: Subject, on: string): Recorded | undefined {
  if (action === 'lambda:UpdateFunctionConfiguration') return configuration(subject, on === '*');
  return shapes[action]?.(subject, on);
}

/** Names of the services in events, where they are not those of the actions. */
const globalServices = ['iam'];

/**
 * The event of a call by an administrator of the environment's account; undefined for a call that CloudTrail does not
 * record as one, or whose record names nobody of the environment.
 *
 * @param on ARN of what is called
 */
export function eventOfCall(
  environment: Environment,
  action: string,
  subject: Subject,
  on: string,
): ObservedEvent | undefined {
  const recorded = recordOf(action, subject, on);
  if (recorded === undefined) return undefined;
  const [service = '', name = ''] = action.split(':');
  const region = globalServices.includes(service) ? globalRegionOf(environment) : environment.region;
  const blank = call({
    by: administrator,
    service,
    eventName: recorded.eventName ?? name,
    requestParameters: null,
    region,
  });
  // Everybody of the recordings lives in one account.
  const event = JSON.parse(JSON.stringify(blank).replaceAll(account, environment.account)) as ObservedEvent['event'];
  return {
    name: `${action} on ${subject.id}`,
    event: {
      ...event,
      detail: {
        ...event.detail,
        requestParameters: recorded.parameters,
        responseElements: recorded.answer ?? null,
      },
    },
    rings: [],
    alone: true,
  };
}
