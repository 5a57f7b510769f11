import type { Entry } from '../access/template';
import { bucketCosts, keyCosts, parameterCosts, secretCosts } from './keeping-costs';
import type { Charge, NotPriced } from './cost-table';
import type { Facts } from './facts';
import { functionCosts, journalCosts } from './rotating-costs';
import { alarmCosts, filterMetrics } from './metric-costs';
import {
  analyzerCosts,
  deliveryCosts,
  detectorCosts,
  queueCosts,
  ruleCosts,
  subscriptionCosts,
  topicCosts,
  trailCosts,
} from './watching-costs';

/** What a resource of one type costs, or why none ever costs anything. */
type TypeCost =
  { readonly free: string } | { readonly cost: (resource: Entry, facts: Facts) => readonly (Charge | NotPriced)[] };

const identity = { free: 'IAM is offered at no charge' };
const partOfAnother = { free: 'it is a setting of another resource' };

/** Every resource type that an environment may have. One that is missing here is refused, not taken for free. */
export const resourceTypes: Readonly<Record<string, TypeCost>> = {
  'AWS::AccessAnalyzer::Analyzer': { cost: analyzerCosts },
  'AWS::CDK::Metadata': { free: 'it is no resource of AWS' },
  'AWS::CloudFormation::Stack': { free: 'what it deploys is charged' },
  'AWS::CloudTrail::Trail': { cost: trailCosts },
  'AWS::CloudWatch::Alarm': { cost: alarmCosts },
  'AWS::CloudWatch::CompositeAlarm': {
    cost: () => [{ purpose: 'watching', price: 'compositeAlarm', units: 1, by: 'template', detection: 'rings' }],
  },
  'AWS::CloudWatch::Dashboard': {
    cost: () => [{ purpose: 'watching', price: 'dashboard', units: 1, by: 'template', detection: 'rings' }],
  },
  'AWS::DynamoDB::Table': { cost: journalCosts },
  'AWS::Events::Rule': { cost: ruleCosts },
  'AWS::GuardDuty::Detector': { cost: detectorCosts },
  'AWS::IAM::Group': identity,
  'AWS::IAM::InstanceProfile': identity,
  'AWS::IAM::ManagedPolicy': identity,
  'AWS::IAM::OIDCProvider': identity,
  'AWS::IAM::Policy': identity,
  'AWS::IAM::Role': identity,
  'AWS::IAM::User': identity,
  'AWS::KMS::Alias': { free: 'the key alone is charged' },
  'AWS::KMS::Key': { cost: keyCosts },
  'AWS::Lambda::EventInvokeConfig': partOfAnother,
  'AWS::Lambda::Function': { cost: functionCosts },
  'AWS::Lambda::Permission': partOfAnother,
  'AWS::Logs::Delivery': { cost: deliveryCosts },
  'AWS::Logs::DeliveryDestination': { free: 'what is delivered is charged' },
  'AWS::Logs::DeliverySource': { free: 'what is delivered is charged' },
  'AWS::Logs::LogGroup': { free: 'what writes into it is charged' },
  'AWS::Logs::MetricFilter': { cost: filterMetrics },
  'AWS::Logs::ResourcePolicy': partOfAnother,
  'AWS::S3::Bucket': { cost: bucketCosts },
  'AWS::S3::BucketPolicy': partOfAnother,
  'AWS::SNS::Subscription': { cost: subscriptionCosts },
  'AWS::SNS::Topic': { cost: topicCosts },
  'AWS::SNS::TopicPolicy': partOfAnother,
  'AWS::SQS::Queue': { cost: queueCosts },
  'AWS::SQS::QueuePolicy': partOfAnother,
  'AWS::SSM::Parameter': { cost: parameterCosts },
  'AWS::SecretsManager::ResourcePolicy': partOfAnother,
  'AWS::SecretsManager::RotationSchedule': { free: 'the function that it calls is charged' },
  'AWS::SecretsManager::Secret': { cost: secretCosts },
};
