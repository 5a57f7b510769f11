import {
  account,
  administrator,
  breakGlassRoleArn,
  call,
  type Caller,
  denied,
  envelope,
  globalRegion,
  home,
  otherAccount,
  principalOf,
  recorded,
  recordedOfOthers,
  type RecordedEvent,
  rootUser,
  service,
  user,
} from './recorded-event';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html */
function signIn(
  by: Caller,
  result: 'Success' | 'Failure',
  secondFactor: string | undefined,
  { region = globalRegion, detailType = 'AWS Console Sign In via CloudTrail' } = {},
) {
  return envelope(detailType, 'aws.signin', region, {
    eventVersion: '1.08',
    userIdentity: by.userIdentity,
    eventTime: '2026-06-15T10:02:01Z',
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    awsRegion: region,
    sourceIPAddress: by.sourceIPAddress,
    userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.12; rv:62.0) Gecko/20100101 Firefox/62.0',
    ...(result === 'Failure' ? { errorMessage: 'Failed authentication' } : {}),
    requestParameters: null,
    responseElements: { ConsoleLogin: result },
    additionalEventData: {
      LoginTo: 'https://console.aws.amazon.com/console/home?state=hashArgs%23&isauthcode=true',
      MobileVersion: 'No',
      ...(secondFactor === undefined ? {} : { MFAUsed: secondFactor }),
    },
    eventID: 'fed06f42-cb12-4764-8c69-121063dc79b9',
    readOnly: false,
    eventType: 'AwsConsoleSignIn',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  });
}

/** Sign-in through an identity provider, which asks for the second factor itself: aws-facts of CIS 5.2. */
const federated: Caller = {
  sourceIPAddress: '203.0.113.64',
  userIdentity: { ...administrator.userIdentity, type: 'AssumedRole' },
};

function assume(by: Caller, roleArn: string, more = {}, region = home) {
  return call({
    by,
    region,
    service: 'sts',
    eventName: 'AssumeRole',
    requestParameters: { roleArn, roleSessionName: 'incident-42', durationSeconds: 3600 },
    more: { readOnly: true, resources: [{ accountId: account, type: 'AWS::IAM::Role', ARN: roleArn }], ...more },
  });
}

/** https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html */
function finding(severity: number, source = 'aws.guardduty') {
  return envelope('GuardDuty Finding', source, home, {
    schemaVersion: '2.0',
    accountId: account,
    region: home,
    partition: 'aws',
    id: '16afba5c5c43e07c9e3e5e2e544e95df',
    arn: `arn:aws:guardduty:${home}:${account}:detector/12abc34d567e8fa901bc2d34e56789f0/finding/16afba5c5c43e07c9e3e5e2e544e95df`,
    type: 'UnauthorizedAccess:S3/TorIPCaller',
    resource: { resourceType: 'S3Bucket' },
    service: { serviceName: 'guardduty', detectorId: '12abc34d567e8fa901bc2d34e56789f0', count: 3, archived: false },
    severity,
    createdAt: '2026-06-15T09:50:00.000Z',
    updatedAt: '2026-06-15T10:02:00.000Z',
    title: 'Amazon S3 API GetObject was invoked from a Tor exit node.',
    description: 'Amazon S3 API GetObject was invoked from a Tor exit node IP address.',
  });
}

const [root, withoutFactor, breakGlass, found] = [
  'root-user-used',
  'console-sign-in-without-mfa',
  'break-glass-role-assumed',
  'guardduty-finding',
] as const;
const role = breakGlassRoleArn;

export const signInEvents: readonly RecordedEvent[] = [
  recorded(
    'the root user signs in with its second factor',
    signIn(rootUser, 'Success', 'YES'),
    [root],
    [withoutFactor],
  ),
  recorded('the root user signs in without one', signIn(rootUser, 'Success', 'No'), [root], [withoutFactor]),
  recorded('somebody tries the password of the root user', signIn(rootUser, 'Failure', 'No'), [root]),
  recorded(
    'the root user makes a bucket',
    call({ by: rootUser, service: 's3', eventName: 'CreateBucket', requestParameters: { bucketName: 'reports' } }),
    [root],
  ),
  recorded(
    'the root user makes a hosted zone, which the global Region records',
    call({
      by: rootUser,
      region: globalRegion,
      service: 'route53',
      eventName: 'CreateHostedZone',
      requestParameters: { name: 'example.com', callerReference: '2026-06-15-10-02' },
    }),
    [root],
  ),
  recordedOfOthers(
    'the root user makes itself an access key',
    call({ by: rootUser, region: globalRegion, service: 'iam', eventName: 'CreateAccessKey', requestParameters: null }),
    [root, 'access-key-or-password-created'],
  ),
  recorded(
    'a service works for the root user',
    call({
      by: {
        sourceIPAddress: 'autoscaling.amazonaws.com',
        userIdentity: { ...rootUser.userIdentity, invokedBy: 'autoscaling.amazonaws.com' },
      },
      service: 'ec2',
      eventName: 'RunInstances',
      requestParameters: {},
    }),
    [],
    [root],
  ),
  recorded(
    'AWS rotates the material of a key, as the root user',
    envelope('AWS Service Event via CloudTrail', 'aws.kms', home, {
      eventVersion: '1.05',
      userIdentity: { accountId: account, type: 'Root' },
      eventSource: 'kms.amazonaws.com',
      eventName: 'RotateKey',
      eventType: 'AwsServiceEvent',
      requestParameters: null,
    }),
    [],
    [root],
  ),

  recorded('a user signs in without a second factor', signIn(user('anaya'), 'Success', 'No'), [withoutFactor], [root]),
  recorded('a user signs in at home without one', signIn(user('anaya'), 'Success', 'No', { region: home }), [
    withoutFactor,
  ]),
  recorded(
    'the same under the name that the page of EventBridge has',
    signIn(user('anaya'), 'Success', 'No', { detailType: 'AWS Console Signin via CloudTrail' }),
    [withoutFactor],
  ),
  recorded('a user signs in and nothing says how', signIn(user('anaya'), 'Success', undefined), [withoutFactor]),
  recorded('a user signs in with a second factor', signIn(user('anaya'), 'Success', 'Yes'), [], [withoutFactor]),
  recorded('a user fails to sign in without one', signIn(user('anaya'), 'Failure', 'No'), [], [withoutFactor]),
  recorded('somebody signs in through an identity provider', signIn(federated, 'Success', 'No'), [], [withoutFactor]),

  recorded('the break-glass role is assumed', assume(administrator, role), [breakGlass]),
  recorded('somebody is refused the break-glass role', assume(user('alice'), role, denied), [breakGlass]),
  recorded('another account assumes the break-glass role', assume(principalOf(otherAccount), role), [breakGlass]),
  recorded('the break-glass role is assumed at the global endpoint', assume(administrator, role, {}, globalRegion), [
    breakGlass,
  ]),
  recorded(
    'another role is assumed at the global endpoint',
    assume(administrator, `arn:aws:iam::${account}:role/reporting`, {}, globalRegion),
    [],
    [breakGlass],
  ),
  recorded(
    'another role is assumed',
    assume(administrator, `arn:aws:iam::${account}:role/reporting`),
    [],
    [breakGlass],
  ),
  recorded('a role whose name goes on is assumed', assume(administrator, `${role}-exercise`), [], [breakGlass]),

  recorded('GuardDuty finds something of high severity', finding(8), [found]),
  recorded('GuardDuty finds something of just medium severity', finding(4), [found]),
  recorded('GuardDuty finds something of low severity', finding(3.9), [], [found]),
  recorded('somebody imitates a finding', finding(8, 'example.guardduty'), [], [found]),
  recorded(
    'a service assumes a role',
    assume(service('ec2.amazonaws.com'), `arn:aws:iam::${account}:role/reporting`),
    [],
    [breakGlass],
  ),
];
