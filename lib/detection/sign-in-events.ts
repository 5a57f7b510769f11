import type { Environment } from '../config/parameters';
import { watchesAccount } from './account-wide';
import { anchorOf, callDetection } from './call-detection';
import { callPattern, recordedPattern } from './call-pattern';
import type { EventDetection, EventPattern } from './detection';

/** The page of EventBridge and the events themselves spell it differently. */
const signIn = ['AWS Console Sign In via CloudTrail', 'AWS Console Signin via CloudTrail'];

/**
 * CIS AWS Foundations 5.3.
 *
 * Not the calls that only read: a walk through the console makes dozens of them, and its sign-in rings already.
 */
function rootUser(environment: Environment): EventDetection[] {
  const { source, account } = recordedPattern(environment, {});
  const pattern: EventPattern = {
    source,
    account,
    detail: {
      userIdentity: { type: ['Root'], invokedBy: [{ exists: false }] },
      eventType: [{ 'anything-but': 'AwsServiceEvent' }],
    },
  };
  return callDetection(environment, {
    title: 'Root user used',
    recordedIn: 'global',
    patterns: [pattern],
    resource: { service: '$.detail.eventSource', result: '$.detail.responseElements.ConsoleLogin' },
  });
}

/**
 * CIS AWS Foundations 5.2 with its addition for accounts with single sign-on, whose users have their second factor
 * elsewhere. The root user rings however it signs in.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
function withoutSecondFactor(environment: Environment): EventDetection[] {
  return callDetection(environment, {
    title: 'Console sign-in without MFA',
    recordedIn: 'global',
    patterns: [
      recordedPattern(
        environment,
        {
          eventSource: ['signin.amazonaws.com'],
          eventName: ['ConsoleLogin'],
          userIdentity: { type: ['IAMUser'] },
          responseElements: { ConsoleLogin: ['Success'] },
          // Both spellings stand in AWS's examples.
          additionalEventData: { MFAUsed: [{ exists: false }, { 'anything-but': ['Yes', 'YES'] }] },
        },
        signIn,
      ),
    ],
    resource: {},
  });
}

/** Only where the role is one of this account: another's records are in that other account. */
function breakGlass(environment: Environment): EventDetection[] {
  const { breakGlassRoleArn } = environment;
  if (breakGlassRoleArn === undefined) return [];
  return callDetection(environment, {
    title: 'Break-glass role assumed',
    recordedIn: 'global',
    readOnlyCalls: true,
    patterns: [
      callPattern(environment, 'sts', {
        eventName: ['AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'],
        requestParameters: { roleArn: [breakGlassRoleArn] },
      }),
    ],
    resource: { role: '$.detail.requestParameters.roleArn', session: '$.detail.requestParameters.roleSessionName' },
  });
}

/**
 * Findings from medium severity up.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
 */
function findings({ name, account }: Environment): EventDetection[] {
  const title = 'GuardDuty finding';
  return [
    {
      kind: 'event',
      id: anchorOf(title),
      title,
      urgency: 'page',
      recordedIn: 'home',
      pattern: {
        source: ['aws.guardduty'],
        'detail-type': ['GuardDuty Finding'],
        account: [account],
        detail: { severity: [{ numeric: ['>=', 4] }] },
      },
      paths: {
        type: '$.detail.type',
        severity: '$.detail.severity',
        resource: '$.detail.resource.resourceType',
        id: '$.detail.id',
        detector: '$.detail.service.detectorId',
        count: '$.detail.service.count',
        time: '$.time',
        region: '$.region',
        account: '$.account',
      },
      lines: [
        `[${name}] ${title}: <type>, severity <severity> of 10, on <resource> at <time>`,
        'Finding: <id> of detector <detector>, seen <count> times',
        'Region: <region>, account <account>',
      ],
    },
  ];
}

/** Who comes in, and what AWS's own watcher says of it. */
export function signInEvents(environment: Environment): EventDetection[] {
  const all = [rootUser, withoutSecondFactor, breakGlass, findings];
  return (watchesAccount(environment) ? all : [breakGlass]).flatMap((events) => events(environment));
}
