import type { Environment } from '../config/parameters';
import { watchesAccount } from './account-wide';
import { callDetection } from './call-detection';
import { callPattern, recordedPattern } from './call-pattern';
import { exceptDeployment } from './deployment-exclusion';
import type { EventDetection } from './detection';
import { logGroupPrefix, namePrefix, topicArnPrefix } from './own-names';

/** A parameter of a call that has one of several names, one of which must begin so. */
function named(names: readonly string[], prefix: string) {
  return { $or: names.map((name) => ({ [name]: [{ prefix }] })) };
}

function parameters(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, `$.detail.requestParameters.${name}`]));
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/logging_cw_api_calls.html */
function alarms(environment: Environment): EventDetection[] {
  const names = ['alarmName', 'alarmNames'];
  return callDetection(environment, {
    title: 'Alarm changed',
    patterns: [
      callPattern(environment, 'monitoring', {
        requestParameters: named(names, namePrefix(environment)),
        ...exceptDeployment(environment, {
          expected: ['PutMetricAlarm', 'PutCompositeAlarm'],
          always: ['DeleteAlarms', 'DisableAlarmActions', 'SetAlarmState'],
        }),
      }),
    ],
    resource: parameters(names),
  });
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/logging_cw_api_calls_cwl.html */
function logGroups(environment: Environment): EventDetection[] {
  const { trail } = environment.audit;
  const existing = trail.mode === 'existing' && trail.logGroupName !== undefined ? [trail.logGroupName] : [];
  return callDetection(environment, {
    title: 'Log group changed',
    patterns: [
      callPattern(environment, 'logs', {
        requestParameters: { logGroupName: [{ prefix: logGroupPrefix(environment) }, ...existing] },
        ...exceptDeployment(environment, {
          expected: ['AssociateKmsKey', 'PutMetricFilter', 'PutRetentionPolicy', 'PutSubscriptionFilter'],
          always: [
            'DeleteLogGroup',
            'DeleteLogStream',
            'DeleteMetricFilter',
            'DeleteRetentionPolicy',
            'DisassociateKmsKey',
          ],
        }),
      }),
    ],
    resource: parameters(['logGroupName', 'filterName', 'logStreamName', 'retentionInDays']),
  });
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-logging-using-cloudtrail.html */
function topics(environment: Environment): EventDetection[] {
  const names = ['topicArn', 'subscriptionArn'];
  return callDetection(environment, {
    title: 'Alert topic changed',
    patterns: [
      callPattern(environment, 'sns', {
        requestParameters: named(names, topicArnPrefix(environment)),
        ...exceptDeployment(environment, {
          expected: ['AddPermission', 'SetSubscriptionAttributes', 'SetTopicAttributes', 'Subscribe'],
          always: ['DeleteTopic', 'RemovePermission', 'Unsubscribe'],
        }),
      }),
    ],
    resource: parameters([...names, 'attributeName', 'protocol']),
  });
}

/**
 * In the global Region too, where rules forward what is recorded there.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-logging-monitoring.html
 */
function rules(environment: Environment): EventDetection[] {
  const names = ['name', 'rule'];
  return callDetection(environment, {
    title: 'Alert rule changed',
    recordedIn: 'global',
    patterns: [
      callPattern(environment, 'events', {
        requestParameters: named(names, namePrefix(environment)),
        ...exceptDeployment(environment, {
          expected: ['PutRule', 'PutTargets', 'EnableRule'],
          always: ['DeleteRule', 'DisableRule', 'RemoveTargets'],
        }),
      }),
    ],
    resource: parameters(names),
  });
}

/**
 * GuardDuty and IAM Access Analyzer: the account's, whichever environment switched them on.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/logging-using-cloudtrail.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/logging-using-cloudtrail.html
 */
function watchers(environment: Environment): EventDetection[] {
  const pattern = recordedPattern(environment, {
    ...exceptDeployment(environment, {
      expected: ['UpdateDetector', 'UpdateAnalyzer'],
      always: [
        'CreateArchiveRule',
        'CreateFilter',
        'CreateIPSet',
        'DeleteAnalyzer',
        'DeleteDetector',
        'DeletePublishingDestination',
        'DisassociateFromAdministratorAccount',
        'DisassociateFromMasterAccount',
        'StopMonitoringMembers',
        'UpdateFilter',
        'UpdateIPSet',
      ],
    }),
    eventSource: ['guardduty.amazonaws.com', 'access-analyzer.amazonaws.com'],
  });
  return callDetection(environment, {
    title: 'Threat detection changed',
    patterns: [pattern],
    resource: parameters(['detectorId', 'analyzerName', 'name', 'ruleName']),
  });
}

/** Tampering with what tells people of tampering. */
export function watchEvents(environment: Environment): EventDetection[] {
  return [alarms, logGroups, topics, rules, ...(watchesAccount(environment) ? [watchers] : [])].flatMap((events) =>
    events(environment),
  );
}
