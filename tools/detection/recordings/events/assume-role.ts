import { account, call, type Caller, denied, home } from './recorded-event';

/** Somebody takes a role. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html#stscloudtrailexample */
export function assumeRole(by: Caller, roleArn: string, parameters = {}, { region = home, more = {} } = {}) {
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

/** Somebody is refused a role, as CloudTrail has it where the parameters are lost: the message names the role. */
export function refusedRole(by: Caller, roleArn: string, region = home) {
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
