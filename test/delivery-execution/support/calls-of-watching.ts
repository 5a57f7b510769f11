import type { Entry } from '../../../tools/access/template';
import {
  arn,
  arnOf,
  assetOf,
  type CallsOfType,
  everywhereOnly,
  generated,
  list,
  only,
  type OtherCalls,
  passed,
  serviceKey,
  tagOf,
  text,
} from './calls-of-types';
import type { Call } from './world';

const alarmArn = (entry: Entry): string => arn(entry, 'cloudwatch', `alarm:${text(entry, 'AlarmName')}`);

function alarm(put: string): CallsOfType {
  return {
    on: (entry) => [alarmArn(entry)],
    others: {
      [put]: (entry) => {
        const actions = list(entry, 'AlarmActions');
        return only(put, alarmArn(entry), actions.length === 0 ? undefined : { 'cloudwatch:AlarmActions': actions });
      },
    },
  };
}

function ruleArn(entry: Entry): string {
  const { Name } = entry.resource.Properties ?? {};
  return arn(entry, 'events', `rule/${typeof Name === 'string' ? Name : generated(entry)}`);
}

interface Target {
  readonly Arn: string;
  readonly RoleArn?: string;
}

const targetsOf = (entry: Entry) => (entry.resource.Properties?.Targets ?? []) as readonly Target[];

function madeRole(entry: Entry, role: string): string {
  // Roles without a name of their own have the one that CloudFormation makes.
  return role.startsWith(arn(entry, 'iam', `role/${entry.stack.name}-`, ''))
    ? arn(entry, 'iam', `role/${generated({ ...entry, logicalId: 'Role' })}`, '')
    : role;
}

function linkedRole(entry: Entry, service: string): string {
  return arn(entry, 'iam', `role/aws-service-role/${service}/AWSServiceRoleForIt`, '');
}

function linked(service: string): OtherCalls {
  return {
    'iam:CreateServiceLinkedRole': (entry) =>
      only('iam:CreateServiceLinkedRole', linkedRole(entry, service), { 'iam:AWSServiceName': service }),
    'iam:GetRole': (entry) => only('iam:GetRole', linkedRole(entry, service)),
  };
}

const functionArn = (entry: Entry): string => arn(entry, 'lambda', `function:${text(entry, 'FunctionName')}`);

const logGroupArn = (entry: Entry): string => arn(entry, 'logs', `log-group:${text(entry, 'LogGroupName')}`);

const sourceArn = (entry: Entry, name: string): string => arn(entry, 'logs', `delivery-source:${name}`);

function destinationArn(entry: Entry): string {
  return entry.resource.Type === 'AWS::Logs::Delivery'
    ? text(entry, 'DeliveryDestinationArn')
    : arn(entry, 'logs', `delivery-destination:${text(entry, 'Name')}`);
}

const deliveryArn = (entry: Entry): string => arn(entry, 'logs', 'delivery:a1b2c3d4e5f6');

const topicArn = (entry: Entry): string => text(entry, 'TopicArn');

/** With the id that SNS makes. */
const subscriptionArn = (entry: Entry): string => topicArn(entry);

export const callsOfWatching: Readonly<Record<string, CallsOfType>> = {
  'AWS::AccessAnalyzer::Analyzer': {
    on: (entry) => [arnOf(entry)],
    others: { ...everywhereOnly('access-analyzer:ListAnalyzers'), ...linked('access-analyzer.amazonaws.com') },
  },
  'AWS::CloudTrail::Trail': {
    on: (entry) => [arnOf(entry)],
    others: {
      ...everywhereOnly('cloudtrail:DescribeTrails'),
      'iam:PassRole': (entry) =>
        passed(madeRole(entry, text(entry, 'CloudWatchLogsRoleArn')), 'cloudtrail.amazonaws.com'),
      'iam:GetRole': (entry) => only('iam:GetRole', madeRole(entry, text(entry, 'CloudWatchLogsRoleArn'))),
    },
  },
  'AWS::CloudWatch::Alarm': alarm('cloudwatch:PutMetricAlarm'),
  'AWS::CloudWatch::CompositeAlarm': alarm('cloudwatch:PutCompositeAlarm'),
  'AWS::CloudWatch::Dashboard': {
    on: (entry) => [arn(entry, 'cloudwatch', `dashboard/${text(entry, 'DashboardName')}`, '')],
  },
  'AWS::Events::Rule': {
    on: (entry) => [ruleArn(entry)],
    others: {
      'events:PutTargets': (entry) =>
        only('events:PutTargets', ruleArn(entry), { 'events:TargetArn': targetsOf(entry).map(({ Arn }) => Arn) }),
      'iam:PassRole': (entry) =>
        targetsOf(entry).flatMap(({ RoleArn }) =>
          RoleArn === undefined ? [] : passed(madeRole(entry, RoleArn), 'events.amazonaws.com'),
        ),
    },
  },
  'AWS::GuardDuty::Detector': {
    on: (entry) => [arn(entry, 'guardduty', 'detector/0123456789abcdef0123456789abcdef')],
    others: {
      ...everywhereOnly('guardduty:CreateDetector', 'guardduty:ListDetectors'),
      ...linked('guardduty.amazonaws.com'),
    },
  },
  'AWS::Lambda::Function': {
    on: (entry) => [arnOf(entry)],
    others: {
      'iam:PassRole': (entry) => passed(text(entry, 'Role'), 'lambda.amazonaws.com'),
      's3:GetObject': (entry, world) => only('s3:GetObject', assetOf(entry, world)),
      'kms:CreateGrant': (entry) => serviceKey(entry, 'kms:CreateGrant', 'lambda'),
      'kms:Decrypt': (entry): Call[] => [
        ...serviceKey(entry, 'kms:Decrypt', 'lambda'),
        // The CDK's bucket is under the key that AWS keeps for S3.
        ...serviceKey(entry, 'kms:Decrypt', 's3'),
      ],
      'kms:Encrypt': (entry) => serviceKey(entry, 'kms:Encrypt', 'lambda'),
      'kms:GenerateDataKey': (entry) => serviceKey(entry, 'kms:GenerateDataKey', 'lambda'),
    },
  },
  'AWS::Lambda::Permission': {
    on: (entry) => [text(entry, 'FunctionName')],
    others: {
      'lambda:AddPermission': (entry) =>
        only('lambda:AddPermission', text(entry, 'FunctionName'), { 'lambda:Principal': text(entry, 'Principal') }),
    },
  },
  'AWS::Lambda::EventInvokeConfig': { on: (entry) => [functionArn(entry)] },
  'AWS::Logs::LogGroup': { on: (entry) => [logGroupArn(entry)], others: everywhereOnly('logs:DescribeLogGroups') },
  'AWS::Logs::MetricFilter': { on: (entry) => [logGroupArn(entry)] },
  'AWS::Logs::ResourcePolicy': {
    on: () => ['*'],
  },
  'AWS::Logs::DeliveryDestination': { on: (entry) => [destinationArn(entry)] },
  'AWS::Logs::DeliverySource': {
    on: (entry) => [sourceArn(entry, text(entry, 'Name'))],
    others: {
      'logs:DeleteDeliverySource': (entry, { environment }) =>
        only(
          'logs:DeleteDeliverySource',
          arn(entry, 'logs', `delivery-destination:strongroom-${environment.name}-access-logs`),
        ),
      's3:AllowVendedLogDeliveryForResource': (entry) =>
        only('s3:AllowVendedLogDeliveryForResource', text(entry, 'ResourceArn')),
    },
  },
  'AWS::Logs::Delivery': {
    on: (entry) => [deliveryArn(entry)],
    others: {
      ...everywhereOnly('logs:DescribeDeliveries'),
      'logs:CreateDelivery': (entry) =>
        [deliveryArn(entry), destinationArn(entry), sourceArn(entry, text(entry, 'DeliverySourceName'))].flatMap(
          (resource) => only('logs:CreateDelivery', resource),
        ),
      'logs:GetDeliverySource': (entry) =>
        only('logs:GetDeliverySource', sourceArn(entry, text(entry, 'DeliverySourceName'))),
      'logs:GetDeliveryDestination': (entry) => only('logs:GetDeliveryDestination', destinationArn(entry)),
      'logs:DeleteDelivery': (entry) =>
        only('logs:DeleteDelivery', deliveryArn(entry), { 'aws:ResourceTag/environment': tagOf(entry, 'environment') }),
    },
  },
  'AWS::SNS::Topic': { on: (entry) => [arnOf(entry)] },
  'AWS::SNS::TopicPolicy': { on: (entry) => list(entry, 'Topics') },
  'AWS::SNS::Subscription': {
    on: (entry) => [subscriptionArn(entry)],
    others: {
      'sns:Subscribe': (entry) =>
        only('sns:Subscribe', topicArn(entry), {
          'sns:Protocol': text(entry, 'Protocol'),
          'sns:Endpoint': text(entry, 'Endpoint'),
        }),
    },
  },
};
