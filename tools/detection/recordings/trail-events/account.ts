import { account, alice, recorded, session, type TrailEvent } from './trail-event';

const signInSource =
  'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html';
const stsSource =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html#cloudtrail-integration_examples-sts-api';
const ec2Source =
  'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html#error-code-and-error-message';

function signIn(fields: Record<string, unknown>, result: 'Success' | 'Failure'): Record<string, unknown> {
  return {
    ...recorded,
    eventVersion: '1.08',
    eventType: 'AwsConsoleSignIn',
    userIdentity: { ...alice, accessKeyId: '' },
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    awsRegion: 'us-east-1',
    requestParameters: null,
    responseElements: { ConsoleLogin: result },
    additionalEventData: {
      LoginTo: 'https://console.aws.amazon.com/console/home?state=hashArgs%23&isauthcode=true',
      MobileVersion: 'No',
      MFAUsed: 'Yes',
    },
    ...fields,
  };
}

const partnerRole = `arn:aws:iam::${account}:role/portal-prod-partner`;

/** The owner's copy of a call from another account: AWS prints it without resources. */
function assumeRole(roleArn: string, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ...recorded,
    eventVersion: '1.05',
    userIdentity: { type: 'AWSAccount', principalId: 'AROAQRSTUVWXYZEXAMPLE:collector', accountId: '444455556666' },
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    requestParameters: {
      roleArn,
      roleSessionName: 'collector',
      externalId: 'f29dfca8-b0fe-4cc7-8f2c-f98c71b0a8ee',
      durationSeconds: 3600,
    },
    responseElements: {
      credentials: { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', expiration: 'Jun 15, 2026, 1:00:00 PM' },
      assumedRoleUser: {
        assumedRoleId: 'AROAIFR7WHDTSOYQYHFUE:collector',
        arn: `arn:aws:sts::${account}:assumed-role/${roleArn.split('/').at(-1) ?? ''}/collector`,
      },
    },
    ...fields,
  };
}

const refusal = (caller: string, roleArn: string) => ({
  errorCode: 'AccessDenied',
  errorMessage: `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
  responseElements: null,
});

export const accountEvents: readonly TrailEvent[] = [
  {
    name: 'a sign-in fails',
    source: signInSource,
    event: signIn({ errorMessage: 'Failed authentication' }, 'Failure'),
    counts: { ConsoleSignInFailures: { value: 1 } },
  },
  {
    name: 'a sign-in succeeds',
    source: signInSource,
    event: signIn({}, 'Success'),
    counts: {},
  },
  {
    name: 'the second factor is asked for',
    source: signInSource,
    event: signIn({ eventName: 'CheckMfa', responseElements: { CheckMfa: 'Success' } }, 'Success'),
    counts: {},
  },
  {
    name: 'a call of EC2 is refused',
    source: ec2Source,
    event: {
      ...recorded,
      userIdentity: alice,
      eventSource: 'ec2.amazonaws.com',
      eventName: 'RunInstances',
      errorCode: 'Client.UnauthorizedOperation',
      errorMessage: 'You are not authorized to perform this operation.',
      requestParameters: { instanceType: 't3.micro' },
      responseElements: null,
      readOnly: false,
      managementEvent: true,
      eventCategory: 'Management',
    },
    counts: { UnauthorizedCalls: { value: 1 } },
  },
  {
    name: 'a trail that does not exist is asked for',
    source: ec2Source,
    event: {
      ...recorded,
      userIdentity: alice,
      eventSource: 'cloudtrail.amazonaws.com',
      eventName: 'UpdateTrail',
      errorCode: 'TrailNotFoundException',
      errorMessage: 'Unknown trail: myTrail2 for the user: 111122223333',
      requestParameters: { name: 'myTrail2' },
      responseElements: null,
      managementEvent: true,
      eventCategory: 'Management',
    },
    counts: {},
  },
  {
    name: 'a bucket is looked for with HeadBucket and refused, which CIS leaves out',
    source: ec2Source,
    event: {
      ...recorded,
      userIdentity: alice,
      eventSource: 's3.amazonaws.com',
      eventName: 'HeadBucket',
      errorCode: 'AccessDenied',
      errorMessage: 'Access Denied',
      requestParameters: { bucketName: 'elsewhere' },
      responseElements: null,
      managementEvent: true,
      eventCategory: 'Management',
    },
    counts: {},
  },
  {
    name: 'the delivery of logs is refused, which CIS leaves out',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html',
    event: {
      ...recorded,
      userIdentity: { type: 'AWSService', invokedBy: 'delivery.logs.amazonaws.com' },
      sourceIPAddress: 'delivery.logs.amazonaws.com',
      userAgent: 'delivery.logs.amazonaws.com',
      eventSource: 's3.amazonaws.com',
      eventName: 'GetBucketAcl',
      errorCode: 'AccessDenied',
      errorMessage: 'Access Denied',
      requestParameters: { bucketName: 'elsewhere' },
      responseElements: null,
      managementEvent: true,
      eventCategory: 'Management',
    },
    counts: {},
  },
  {
    name: 'a partner takes its role',
    source: stsSource,
    event: assumeRole(partnerRole),
    counts: { RoleSessions: { value: 1, dimensions: { Role: partnerRole } } },
  },
  {
    name: 'a service takes its role',
    source: stsSource,
    event: assumeRole(partnerRole, {
      userIdentity: { type: 'AWSService', invokedBy: 'ecs-tasks.amazonaws.com' },
      sourceIPAddress: 'ecs-tasks.amazonaws.com',
    }),
    counts: {},
  },
  {
    name: 'a role of another environment is taken',
    source: stsSource,
    event: assumeRole(`arn:aws:iam::${account}:role/portal-staging-partner`),
    counts: {},
  },
  {
    name: 'a role of another account is taken that is named like ours',
    source: stsSource,
    event: assumeRole('arn:aws:iam::444455556666:role/portal-prod-partner', {
      userIdentity: session('portal-prod-web'),
    }),
    counts: {},
  },
  {
    name: 'a role of another account is refused that is named like ours',
    source: stsSource,
    event: assumeRole('arn:aws:iam::444455556666:role/portal-prod-partner', {
      ...refusal(alice.arn, 'arn:aws:iam::444455556666:role/portal-prod-partner'),
      userIdentity: alice,
    }),
    counts: { UnauthorizedCalls: { value: 1 } },
  },
  {
    name: 'our role is refused to a stranger',
    source: stsSource,
    event: assumeRole(partnerRole, refusal('arn:aws:iam::444455556666:user/stranger', partnerRole)),
    counts: { RefusedRoles: { value: 1 }, UnauthorizedCalls: { value: 1 } },
  },
  {
    name: 'our role is refused, recorded without the parameters of the request',
    source: stsSource,
    event: assumeRole(partnerRole, {
      ...refusal(alice.arn, partnerRole),
      userIdentity: alice,
      requestParameters: null,
    }),
    counts: { RefusedRoles: { value: 1 }, UnauthorizedCalls: { value: 1 } },
  },
  {
    name: 'a role of nobody here is refused, recorded without the parameters of the request',
    source: stsSource,
    event: assumeRole('', {
      ...refusal(alice.arn, `arn:aws:iam::${account}:role/reporting`),
      userIdentity: alice,
      requestParameters: null,
    }),
    counts: { UnauthorizedCalls: { value: 1 } },
  },
  {
    name: 'a role of nobody here is refused',
    source: stsSource,
    event: assumeRole(
      `arn:aws:iam::${account}:role/Admin`,
      refusal(`arn:aws:iam::${account}:user/alice`, `arn:aws:iam::${account}:role/Admin`),
    ),
    counts: { UnauthorizedCalls: { value: 1 } },
  },
  {
    name: 'a federated session is refused, another call of STS',
    source: stsSource,
    event: assumeRole(partnerRole, { ...refusal(alice.arn, partnerRole), eventName: 'GetFederationToken' }),
    counts: { UnauthorizedCalls: { value: 1 } },
  },
  {
    name: 'a role is taken with a web identity, another call of STS',
    source: stsSource,
    event: assumeRole(partnerRole, {
      eventName: 'AssumeRoleWithWebIdentity',
      userIdentity: {
        type: 'WebIdentityUser',
        principalId: 'accounts.google.com:application.apps.googleusercontent.com:user',
        userName: 'user',
        identityProvider: 'accounts.google.com',
      },
    }),
    counts: {},
  },
  {
    name: 'a role of another account is refused to a consumer of ours',
    source: stsSource,
    event: assumeRole('arn:aws:iam::444455556666:role/reader', {
      ...refusal(
        `arn:aws:sts::${account}:assumed-role/portal-prod-web/session`,
        'arn:aws:iam::444455556666:role/reader',
      ),
      userIdentity: session('portal-prod-web'),
    }),
    counts: { UnauthorizedCalls: { value: 1 } },
  },
];
