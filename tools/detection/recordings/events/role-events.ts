import {
  account,
  administrator,
  call,
  type Caller,
  denied,
  globalRegion,
  home,
  otherAccount,
  principalOf,
  recorded,
  type RecordedEvent,
  service,
  user,
} from './recorded-event';

const arnOf = (role: string) => `arn:aws:iam::${account}:role/${role}`;
const [web, partner] = [arnOf('portal-prod-web'), arnOf('portal-prod-partner')];
const collector = principalOf('444455556666');
const withExternalId = { externalId: '7e1d8f4c-93b2-4c86-8f0d-2b1c5a7e9f63' };

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html#stscloudtrailexample */
function assume(by: Caller, roleArn: string, parameters = {}, { region = home, more = {} } = {}) {
  return call({
    by,
    service: 'sts',
    eventName: 'AssumeRole',
    requestParameters: { roleArn, roleSessionName: 'collector', durationSeconds: 3600, ...parameters },
    region,
    more: {
      readOnly: true,
      responseElements: {
        credentials: { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', expiration: 'Jun 15, 2026 11:02:01 AM' },
      },
      resources: [{ accountId: account, type: 'AWS::IAM::Role', ARN: roleArn }],
      ...more,
    },
  });
}

/** As CloudTrail has it where the parameters are lost: the message names the role. */
function refused(by: Caller, roleArn: string, region = home) {
  return call({
    by,
    region,
    service: 'sts',
    eventName: 'AssumeRole',
    requestParameters: null,
    more: {
      ...denied,
      readOnly: true,
      errorMessage: `User: arn:aws:iam::${account}:user/alice is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    },
  });
}

const [refusal, unexpected] = ['role-refused', 'role-assumed-by-an-unexpected-principal'] as const;

export const roleEvents: readonly RecordedEvent[] = [
  recorded('a user is refused the role of a consumer', refused(user('alice'), web), [refusal], [unexpected]),
  recorded(
    'a partner is refused with its parameters',
    assume(collector, partner, {}, { more: denied }),
    [refusal],
    [unexpected],
  ),
  recorded(
    'a user is refused the role of a function',
    refused(user('alice'), arnOf('strongroom-prod-portal-reconcile')),
    [refusal],
  ),
  recorded('a user is refused another role', refused(user('alice'), arnOf('reporting')), [], [refusal]),
  recorded('a user is refused a role at the global endpoint', refused(user('alice'), web, globalRegion), [refusal]),
  recorded(
    'a user is refused the role of a function at the global endpoint',
    refused(user('alice'), arnOf('strongroom-prod-portal-reconcile'), globalRegion),
    [refusal],
  ),
  recorded(
    'a user is refused another role at the global endpoint',
    refused(user('alice'), arnOf('reporting'), globalRegion),
    [],
    [refusal],
  ),
  recorded(
    'a user is refused a role of another environment',
    refused(user('alice'), arnOf('portal-dev-web')),
    [],
    [refusal],
  ),

  recorded('an administrator becomes a consumer', assume(administrator, web), [unexpected], [refusal]),
  recorded('a user becomes a rotation function', assume(user('alice'), arnOf('strongroom-prod-portal-rotate-queue')), [
    unexpected,
  ]),
  recorded(
    'an account that is not trusted becomes the partner',
    assume(principalOf(otherAccount), partner, withExternalId),
    [unexpected],
  ),
  recorded(
    'a user becomes a rotation function through the global endpoint',
    assume(user('alice'), arnOf('strongroom-prod-portal-rotate-queue'), {}, { region: globalRegion }),
    [unexpected],
  ),
  recorded('the partner comes without an external id', assume(collector, partner), [unexpected]),
  recorded('the same through the global endpoint', assume(collector, partner, {}, { region: globalRegion }), [
    unexpected,
  ]),
  recorded(
    'the partner comes with an external id',
    assume(collector, partner, withExternalId),
    [],
    [unexpected, refusal],
  ),
  recorded(
    'the partner comes with an external id through the global endpoint',
    assume(collector, partner, withExternalId, { region: globalRegion }),
    [],
    [unexpected],
  ),
  recorded(
    'a service assumes the role of the partner',
    assume(service('ec2.amazonaws.com'), partner),
    [],
    [unexpected],
  ),
  recorded('ECS assumes the role of a task', assume(service('ecs-tasks.amazonaws.com'), web), [], [unexpected]),
  recorded(
    'Lambda assumes the role of a function',
    assume(service('lambda.amazonaws.com'), arnOf('strongroom-prod-portal-rotate-queue')),
    [],
    [unexpected],
  ),
  recorded('an administrator becomes somebody else', assume(administrator, arnOf('reporting')), [], [unexpected]),
];
