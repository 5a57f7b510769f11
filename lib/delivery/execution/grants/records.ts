import { trailArn, trailLogGroupName } from '../../../config/names';
import { trailLogGroup } from '../../../detection/account-rates';
import { logGroupPrefix, namePrefix } from '../../../detection/own-names';
import type { DeliveredEnvironment } from '../../delivered';
import { actionsOf, type Grants } from '../grant';
import { buckets, here, ownNames, ownRoles } from '../places';
import { passedTo } from './identities';

/** Never to stop or delete it: who has it off for a minute is not recorded in that minute. */
export const trails: Grants = (environment) => [
  {
    sid: 'Trail',
    actions: actionsOf(
      'cloudtrail',
      'AddTags',
      'CreateTrail',
      'GetEventConfiguration',
      'GetEventSelectors',
      'GetInsightSelectors',
      'GetTrail',
      'GetTrailStatus',
      'ListTags',
      'PutEventSelectors',
      'RemoveTags',
      'StartLogging',
      'UpdateTrail',
    ),
    resources: [trailArn(environment)],
  },
  { sid: 'FindTrails', actions: ['cloudtrail:DescribeTrails'], resources: ['*'] },
  passedTo('PassToTrail', 'cloudtrail.amazonaws.com', [ownRoles(environment)]),
];

function groupArn(environment: DeliveredEnvironment, name: string): string {
  return here(environment, 'logs', `log-group:${name}`);
}

export const logGroups: Grants = (environment, { deletes }) => [
  {
    sid: 'LogGroups',
    actions: actionsOf(
      'logs',
      'AssociateKmsKey',
      'CreateLogGroup',
      'GetDataProtectionPolicy',
      'ListTagsForResource',
      'PutRetentionPolicy',
      'TagResource',
      'UntagResource',
      ...(deletes ? ['DeleteLogGroup'] : []),
    ),
    resources: [groupArn(environment, `${logGroupPrefix(environment)}*`)],
  },
  { sid: 'FindLogGroups', actions: ['logs:DescribeLogGroups'], resources: ['*'] },
];

/** Of the environment's own log groups, and of the trail's where somebody else made it. */
export const metricFilters: Grants = (environment) => {
  const trail = trailLogGroup(environment);
  const own = `${logGroupPrefix(environment)}*`;
  const others = trail === undefined || trail === trailLogGroupName(environment) ? [] : [trail, `${trail}:*`];
  return [
    {
      sid: 'MetricFilters',
      actions: actionsOf('logs', 'DeleteMetricFilter', 'DescribeMetricFilters', 'PutMetricFilter'),
      resources: [own, ...others].map((name) => groupArn(environment, name)),
    },
  ];
};

/**
 * The policy of a Region's log groups is one for all: AWS has no resource to hold this to.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
 */
export const logPolicies: Grants = () => [
  {
    sid: 'LogPolicies',
    actions: actionsOf('logs', 'DeleteResourcePolicy', 'DescribeResourcePolicies', 'PutResourcePolicy'),
    resources: ['*'],
  },
];

function destination(environment: DeliveredEnvironment): string {
  return here(environment, 'logs', `delivery-destination:${ownNames(environment)}`);
}

/** Characters that the CDK leaves of the beginning of a long name. */
const leftOfSource = 24;

/** The CDK makes the name of the stack's, without its hyphens. */
function source(environment: DeliveredEnvironment): string {
  const start = namePrefix(environment).replaceAll('-', '').slice(0, leftOfSource);
  return here(environment, 'logs', `delivery-source:${start}*`);
}

const tagging = actionsOf('logs', 'ListTagsForResource', 'TagResource', 'UntagResource');

export const deliveryDestinations: Grants = (environment) => [
  {
    sid: 'DeliveryDestinations',
    actions: [
      ...actionsOf(
        'logs',
        'DeleteDeliveryDestination',
        'GetDeliveryDestination',
        'GetDeliveryDestinationPolicy',
        'PutDeliveryDestination',
      ),
      ...tagging,
    ],
    resources: [destination(environment)],
  },
];

/** Of the environment's own buckets alone. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-vended-logs-permissions-V2.html */
export const deliverySources: Grants = (environment) => [
  {
    sid: 'DeliverySources',
    actions: [...actionsOf('logs', 'GetDeliverySource', 'PutDeliverySource'), ...tagging],
    resources: [source(environment)],
  },
  {
    // AWS's reference says a destination is asked, its pages a source.
    sid: 'EndDeliverySources',
    actions: ['logs:DeleteDeliverySource'],
    resources: [source(environment), destination(environment)],
  },
  { sid: 'LogsOfBuckets', actions: ['s3:AllowVendedLogDeliveryForResource'], resources: buckets(environment) },
];

/** A delivery has an id that AWS makes; source and destination are asked as well. */
export const deliveries: Grants = (environment) => {
  const ids = here(environment, 'logs', 'delivery:*');
  return [
    {
      sid: 'MakeDeliveries',
      actions: actionsOf('logs', 'CreateDelivery'),
      resources: [ids, source(environment), destination(environment)],
    },
    {
      sid: 'ReadDeliveryParts',
      actions: actionsOf('logs', 'GetDeliveryDestination'),
      resources: [destination(environment)],
    },
    { sid: 'ReadDeliverySource', actions: actionsOf('logs', 'GetDeliverySource'), resources: [source(environment)] },
    { sid: 'Deliveries', actions: [...actionsOf('logs', 'GetDelivery'), ...tagging], resources: [ids] },
    {
      sid: 'EndDeliveries',
      actions: actionsOf('logs', 'DeleteDelivery'),
      resources: [ids],
      conditions: { StringEquals: { 'aws:ResourceTag/environment': environment.name } },
    },
    { sid: 'FindDeliveries', actions: ['logs:DescribeDeliveries'], resources: ['*'] },
  ];
};
