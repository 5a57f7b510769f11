import { defaultEventBusArn, functionArn } from '../../../config/names';
import { needsGlobalEvents } from '../../../detection/global-region';
import { topicArnPrefix } from '../../../detection/own-names';
import type { DeliveredEnvironment } from '../../delivered';
import { actionsOf, type Conditions, type Grants } from '../grant';
import { everywhere, generatedNames, global, here, ownNames, ownRoles } from '../places';
import { passedTo, serviceLinkedRole } from './identities';

function ownTopics(environment: DeliveredEnvironment): string {
  return `${topicArnPrefix(environment)}*`;
}

/** An alarm can also stop machines or start programs: the environment's speak to its topics, or say nothing. */
function speakingToOwnTopics(environment: DeliveredEnvironment): Conditions {
  return { 'ForAllValues:StringLike': { 'cloudwatch:AlarmActions': ownTopics(environment) } };
}

function alarmsBy(sid: string, put: string): Grants {
  return (environment) => {
    const resources = [here(environment, 'cloudwatch', `alarm:${ownNames(environment)}`)];
    return [
      {
        sid,
        actions: actionsOf('cloudwatch', put),
        resources,
        conditions: speakingToOwnTopics(environment),
      },
      {
        sid: 'Alarms',
        actions: actionsOf('cloudwatch', 'DeleteAlarms', 'ListTagsForResource', 'TagResource', 'UntagResource'),
        resources,
      },
      // Composite alarms are found only by who may see all.
      {
        sid: 'FindAlarms',
        actions: ['cloudwatch:DescribeAlarms'],
        resources: [here(environment, 'cloudwatch', 'alarm:*')],
      },
    ];
  };
}

export const alarms = alarmsBy('MakeAlarms', 'PutMetricAlarm');
export const compositeAlarms = alarmsBy('MakeCompositeAlarms', 'PutCompositeAlarm');

export const dashboards: Grants = (environment) => [
  {
    sid: 'Dashboards',
    actions: actionsOf(
      'cloudwatch',
      'DeleteDashboards',
      'GetDashboard',
      'ListTagsForResource',
      'PutDashboard',
      'TagResource',
      'UntagResource',
    ),
    resources: [global(environment, 'cloudwatch', `dashboard/${ownNames(environment)}`)],
  },
];

/** Rules that bring events to the environment's own topics and functions, and to the bus of its home Region. */
export const rules: Grants = (environment) => {
  const resources = everywhere(environment, 'events', `rule/${generatedNames(environment)}`);
  return [
    {
      sid: 'Targets',
      actions: ['events:PutTargets'],
      resources,
      conditions: {
        'ForAllValues:ArnLike': {
          'events:TargetArn': [
            ownTopics(environment),
            functionArn(environment, ownNames(environment)),
            defaultEventBusArn(environment),
          ],
        },
        Null: { 'events:TargetArn': 'false' },
      },
    },
    {
      sid: 'Rules',
      actions: actionsOf(
        'events',
        'DeleteRule',
        'DescribeRule',
        'ListTagsForResource',
        'ListTargetsByRule',
        'PutRule',
        'RemoveTargets',
        'TagResource',
        'UntagResource',
      ),
      resources,
    },
    ...(needsGlobalEvents(environment)
      ? [passedTo('PassToRules', 'events.amazonaws.com', [ownRoles(environment)])]
      : []),
  ];
};

export const topics: Grants = (environment) => [
  {
    sid: 'Topics',
    actions: actionsOf(
      'sns',
      'CreateTopic',
      'DeleteTopic',
      'GetDataProtectionPolicy',
      'GetTopicAttributes',
      'ListSubscriptionsByTopic',
      'ListTagsForResource',
      'SetTopicAttributes',
      'TagResource',
      'UntagResource',
    ),
    resources: [ownTopics(environment)],
  },
];

export const topicPolicies: Grants = (environment) => [
  { sid: 'TopicPolicies', actions: ['sns:SetTopicAttributes'], resources: [ownTopics(environment)] },
];

/** People are told by e-mail; nothing else takes a message. */
export const subscriptions: Grants = (environment) => {
  const resources = [ownTopics(environment)];
  return [
    {
      sid: 'Subscribe',
      actions: ['sns:Subscribe'],
      resources,
      conditions: { StringEquals: { 'sns:Protocol': 'email' } },
    },
    {
      sid: 'Subscriptions',
      actions: actionsOf('sns', 'GetSubscriptionAttributes', 'SetSubscriptionAttributes', 'Unsubscribe'),
      resources,
    },
  ];
};

export const queues: Grants = (environment) => [
  {
    sid: 'Queues',
    actions: actionsOf(
      'sqs',
      'CreateQueue',
      'DeleteQueue',
      'GetQueueAttributes',
      'GetQueueUrl',
      'ListQueueTags',
      'SetQueueAttributes',
      'TagQueue',
      'UntagQueue',
    ),
    resources: everywhere(environment, 'sqs', ownNames(environment)),
  },
];

export const queuePolicies: Grants = (environment) => [
  {
    sid: 'QueuePolicies',
    actions: actionsOf('sqs', 'GetQueueAttributes', 'SetQueueAttributes'),
    resources: everywhere(environment, 'sqs', ownNames(environment)),
  },
];

export const detectors: Grants = (environment) => [
  { sid: 'NewDetectors', actions: actionsOf('guardduty', 'CreateDetector', 'ListDetectors'), resources: ['*'] },
  {
    sid: 'Detectors',
    actions: actionsOf(
      'guardduty',
      'DeleteDetector',
      'GetDetector',
      'ListTagsForResource',
      'TagResource',
      'UntagResource',
      'UpdateDetector',
    ),
    resources: [here(environment, 'guardduty', 'detector/*')],
  },
  serviceLinkedRole(environment, 'DetectorsRole', 'guardduty.amazonaws.com', [
    'iam:CreateServiceLinkedRole',
    'iam:GetRole',
  ]),
];

export const analyzers: Grants = (environment) => [
  {
    sid: 'Analyzers',
    actions: actionsOf(
      'access-analyzer',
      'CreateAnalyzer',
      'DeleteAnalyzer',
      'GetAnalyzer',
      'ListArchiveRules',
      'ListTagsForResource',
      'TagResource',
      'UntagResource',
      'UpdateAnalyzer',
    ),
    resources: [here(environment, 'access-analyzer', `analyzer/strongroom-${environment.name}`)],
  },
  { sid: 'FindAnalyzers', actions: ['access-analyzer:ListAnalyzers'], resources: ['*'] },
  serviceLinkedRole(environment, 'AnalyzersRole', 'access-analyzer.amazonaws.com', ['iam:CreateServiceLinkedRole']),
];
