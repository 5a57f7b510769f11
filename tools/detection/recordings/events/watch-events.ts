import {
  account,
  administrator,
  call,
  type Caller,
  cloudFormation,
  deploymentRoleOnLaptop,
  globalRegion,
  home,
  recorded,
  type RecordedEvent,
  service,
  user,
} from './recorded-event';

const on =
  (name: string) =>
  (by: Caller, eventName: string, requestParameters: Readonly<Record<string, unknown>>, region = home) =>
    call({ by, service: name, eventName, requestParameters, region });

/** Parameters have the names of the operations' own, beginning in lower case, as CloudTrail records them. */
const [alarm, logs, sns, rule] = [on('monitoring'), on('logs'), on('sns'), on('events')];

const topicArn = `arn:aws:sns:${home}:${account}:strongroom-prod-alerts`;
const subscriptionArn = `${topicArn}:149f669e-23c4-45a1-9640-c58da354e67c`;
const [alarms, groups, topics, rules, watchers] = [
  'alarm-changed',
  'log-group-changed',
  'alert-topic-changed',
  'alert-rule-changed',
  'threat-detection-changed',
] as const;

const logGroupName = '/strongroom/prod/trail';
const ourRule = 'strongroom-prod-trail-changed';

export const watchEvents: readonly RecordedEvent[] = [
  recorded(
    'an administrator deletes an alarm',
    alarm(administrator, 'DeleteAlarms', { alarmNames: ['other', 'strongroom-prod-denied'] }),
    [alarms],
  ),
  recorded(
    'an administrator raises a threshold',
    alarm(administrator, 'PutMetricAlarm', { alarmName: 'strongroom-prod-denied', threshold: 1e6 }),
    [alarms],
  ),
  recorded(
    'a user disables the actions of an alarm',
    alarm(user('alice'), 'DisableAlarmActions', { alarmNames: ['strongroom-prod-denied'] }),
    [alarms],
  ),
  recorded(
    'a deployment makes an alarm',
    alarm(cloudFormation(), 'PutMetricAlarm', { alarmName: 'strongroom-prod-denied' }),
    [],
    [alarms],
  ),
  recorded(
    'a deployment deletes an alarm',
    alarm(cloudFormation(), 'DeleteAlarms', { alarmNames: ['strongroom-prod-denied'] }),
    [alarms],
  ),
  recorded(
    'scaling makes and deletes alarms of its own',
    alarm(service('application-autoscaling.amazonaws.com'), 'DeleteAlarms', {
      alarmNames: ['TargetTracking-table/orders-AlarmHigh'],
    }),
    [],
    [alarms],
  ),

  recorded(
    'an administrator deletes the log group of the trail',
    logs(administrator, 'DeleteLogGroup', { logGroupName }),
    [groups],
  ),
  recorded(
    'an administrator shortens the retention',
    logs(administrator, 'PutRetentionPolicy', { logGroupName, retentionInDays: 1 }),
    [groups],
  ),
  recorded(
    'a deployment sets the retention',
    logs(cloudFormation(), 'PutRetentionPolicy', { logGroupName, retentionInDays: 90 }),
    [],
    [groups],
  ),
  recorded(
    'a deployment deletes a metric filter',
    logs(cloudFormation(), 'DeleteMetricFilter', { logGroupName, filterName: 'Denied' }),
    [groups],
  ),
  recorded(
    'an administrator deletes another log group',
    logs(administrator, 'DeleteLogGroup', { logGroupName: '/aws/lambda/orders' }),
    [],
    [groups],
  ),

  recorded('a user unsubscribes somebody from the alerts', sns(user('alice'), 'Unsubscribe', { subscriptionArn }), [
    topics,
  ]),
  recorded(
    'an administrator changes the key of the topic',
    sns(administrator, 'SetTopicAttributes', { topicArn, attributeName: 'KmsMasterKeyId' }),
    [topics],
  ),
  recorded(
    'the role of deployments subscribes from a laptop',
    sns(deploymentRoleOnLaptop, 'Subscribe', { topicArn, protocol: 'email' }),
    [topics],
  ),
  recorded(
    'a deployment subscribes a recipient',
    sns(cloudFormation(), 'Subscribe', { topicArn, protocol: 'email' }),
    [],
    [topics],
  ),
  recorded('a deployment unsubscribes a recipient', sns(cloudFormation(), 'Unsubscribe', { subscriptionArn }), [
    topics,
  ]),
  recorded(
    'an administrator deletes another topic',
    sns(administrator, 'DeleteTopic', { topicArn: `arn:aws:sns:${home}:${account}:orders` }),
    [],
    [topics],
  ),

  recorded('an administrator disables a rule', rule(administrator, 'DisableRule', { name: ourRule }), [rules]),
  recorded(
    'an administrator takes the target off a rule',
    rule(administrator, 'RemoveTargets', { rule: ourRule, ids: ['Topic'] }),
    [rules],
  ),
  recorded(
    'an administrator disables a rule that forwards',
    rule(administrator, 'DisableRule', { name: ourRule }, globalRegion),
    [rules],
  ),
  recorded(
    'a deployment makes a rule',
    rule(cloudFormation(), 'PutRule', { name: ourRule, state: 'ENABLED' }),
    [],
    [rules],
  ),
  recorded(
    'a deployment makes a rule that forwards',
    rule(cloudFormation(globalRegion), 'PutTargets', { rule: ourRule }, globalRegion),
    [],
    [rules],
  ),
  recorded('a deployment deletes a rule', rule(cloudFormation(), 'DeleteRule', { name: ourRule }), [rules]),
  recorded(
    'an administrator disables another rule',
    rule(administrator, 'DisableRule', { name: 'nightly' }),
    [],
    [rules],
  ),

  recorded(
    'an administrator switches GuardDuty off',
    on('guardduty')(administrator, 'DeleteDetector', { detectorId: '12abc34d567e8fa901bc2d34e56789f0' }),
    [watchers],
  ),
  recorded(
    'an administrator hides findings',
    on('guardduty')(administrator, 'CreateFilter', {
      detectorId: '12abc34d567e8fa901bc2d34e56789f0',
      name: 'hide',
      action: 'ARCHIVE',
    }),
    [watchers],
  ),
  recorded(
    'an administrator deletes the analyzer',
    on('access-analyzer')(administrator, 'DeleteAnalyzer', { analyzerName: 'strongroom-prod' }),
    [watchers],
  ),
  recorded(
    'a deployment changes the detector',
    on('guardduty')(cloudFormation(), 'UpdateDetector', {
      detectorId: '12abc34d567e8fa901bc2d34e56789f0',
      enable: true,
    }),
    [],
    [watchers],
  ),
  // Daily work with findings; what hides them for ever is a filter.
  recorded(
    'an administrator archives a finding',
    on('guardduty')(administrator, 'ArchiveFindings', { detectorId: '12abc34d567e8fa901bc2d34e56789f0' }),
    [],
    [watchers],
  ),
  recorded(
    'an administrator lists findings',
    on('guardduty')(administrator, 'ListFindings', { detectorId: '12abc34d567e8fa901bc2d34e56789f0' }),
    [],
    [watchers],
  ),
];
