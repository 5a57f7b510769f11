import type { DeliveredEnvironment } from '../delivered';
import type { DeployedTypes } from './deployed-types';
import type { Grant, Grants } from './grant';
import { eventInvokeConfigs, functionPermissions, functions } from './grants/functions';
import { instanceProfiles, managedPolicies, roles, users } from './grants/identities';
import { keyAliases, keysThemselves } from './grants/keys';
import {
  deliveries,
  deliveryDestinations,
  deliverySources,
  logGroups,
  logPolicies,
  metricFilters,
  trails,
} from './grants/records';
import { bootstrapVersion, parameters, rotationSchedules, secretPolicies, secrets } from './grants/secrets';
import { bucketPolicies, bucketsThemselves, tables } from './grants/storage';
import {
  alarms,
  analyzers,
  compositeAlarms,
  dashboards,
  detectors,
  queuePolicies,
  queues,
  rules,
  subscriptions,
  topicPolicies,
  topics,
} from './grants/watching';
import { foundationStack } from './places';

/** What CloudFormation's role needs for the resources of each type. */
export const grantsOfTypes: Readonly<Record<string, Grants>> = {
  'AWS::AccessAnalyzer::Analyzer': analyzers,
  'AWS::CloudTrail::Trail': trails,
  'AWS::CloudWatch::Alarm': alarms,
  'AWS::CloudWatch::CompositeAlarm': compositeAlarms,
  'AWS::CloudWatch::Dashboard': dashboards,
  'AWS::DynamoDB::Table': tables,
  'AWS::Events::Rule': rules,
  'AWS::GuardDuty::Detector': detectors,
  'AWS::IAM::InstanceProfile': instanceProfiles,
  'AWS::IAM::ManagedPolicy': managedPolicies,
  'AWS::IAM::Role': roles,
  'AWS::IAM::User': users,
  'AWS::KMS::Alias': keyAliases,
  'AWS::KMS::Key': keysThemselves,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfigs,
  'AWS::Lambda::Function': functions,
  'AWS::Lambda::Permission': functionPermissions,
  'AWS::Logs::Delivery': deliveries,
  'AWS::Logs::DeliveryDestination': deliveryDestinations,
  'AWS::Logs::DeliverySource': deliverySources,
  'AWS::Logs::LogGroup': logGroups,
  'AWS::Logs::MetricFilter': metricFilters,
  'AWS::Logs::ResourcePolicy': logPolicies,
  'AWS::S3::Bucket': bucketsThemselves,
  'AWS::S3::BucketPolicy': bucketPolicies,
  'AWS::SNS::Subscription': subscriptions,
  'AWS::SNS::Topic': topics,
  'AWS::SNS::TopicPolicy': topicPolicies,
  'AWS::SQS::Queue': queues,
  'AWS::SQS::QueuePolicy': queuePolicies,
  'AWS::SSM::Parameter': parameters,
  'AWS::SecretsManager::ResourcePolicy': secretPolicies,
  'AWS::SecretsManager::RotationSchedule': rotationSchedules,
  'AWS::SecretsManager::Secret': secrets,
};

/** The stacks have a type of which nobody has said what CloudFormation needs for it. */
export class UngrantedTypeError extends Error {
  override readonly name = 'UngrantedTypeError';

  constructor(environment: string, type: string) {
    super(
      `environment ${environment} has an ${type}, and nothing says what CloudFormation needs for it: add the type to lib/delivery/execution/grants-of-types.ts, with exact actions on the names of the environment, or leave it out of an environment with \`delivery\``,
    );
  }
}

/**
 * What every template needs, whatever stands in it. Stacks read each other's outputs by name.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html
 */
const ofTemplates: Grants = (environment, type) => [
  ...bootstrapVersion(environment, type),
  { sid: 'ReadOutputs', actions: ['cloudformation:DescribeStacks'], resources: [foundationStack(environment)] },
];

/**
 * Everything that CloudFormation's role needs for an environment's stacks, in a fixed order.
 *
 * @throws UngrantedTypeError
 */
export function grantsFor(environment: DeliveredEnvironment, types: DeployedTypes): Grant[] {
  const ofTypes = [...types].flatMap(([name, type]) => {
    const grants = grantsOfTypes[name];
    if (grants === undefined) throw new UngrantedTypeError(environment.name, name);
    return grants(environment, type);
  });
  return [...ofTemplates(environment, { deletes: false }), ...ofTypes];
}
