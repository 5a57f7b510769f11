import { actionsMatching } from '../../tools/access/actions';
import { isDelivered } from '../../lib/delivery/delivered';
import { globalRegionOf } from '../../lib/detection/global-region';
import { watchesAccount } from '../../lib/detection/account-wide';
import { secretPrefix } from '../../lib/config/names';
import type { Environment } from '../../lib/config/parameters';
import { type EventPattern, matchesEventPattern } from '../../tools/detection/event-pattern';
import { entriesOf, listOf } from '../../tools/access/template';
import { all } from '../support/found';
import type { Room } from '../support/room';
import type { Rule } from '../support/rules';
import { statementsOf } from '../support/templates';
import { subjectsOf } from './consumer-questions';
import { everyFunctionOf } from './rotation-questions';

/** What stands in no template: an additional principal, key or trail, or a property that opens what the others close. */

/** Every type that the templates use, with the properties that somebody has judged. */
const judged: Readonly<Record<string, string>> = {
  'AWS::AccessAnalyzer::Analyzer': 'AnalyzerName Tags Type',
  'AWS::CloudTrail::Trail':
    'AdvancedEventSelectors CloudWatchLogsLogGroupArn CloudWatchLogsRoleArn EnableLogFileValidation IncludeGlobalServiceEvents IsLogging IsMultiRegionTrail KMSKeyId S3BucketName Tags TrailName',
  'AWS::CloudWatch::Alarm':
    'AlarmActions AlarmDescription AlarmName ComparisonOperator DatapointsToAlarm Dimensions EvaluationPeriods MetricName Namespace Period Statistic Tags Threshold TreatMissingData',
  'AWS::CloudWatch::CompositeAlarm': 'AlarmActions AlarmDescription AlarmName AlarmRule Tags',
  'AWS::CloudWatch::Dashboard': 'DashboardBody DashboardName Tags',
  'AWS::DynamoDB::Table':
    'AttributeDefinitions BillingMode DeletionProtectionEnabled KeySchema PointInTimeRecoverySpecification SSESpecification TableName Tags TimeToLiveSpecification',
  'AWS::Events::Rule': 'Description EventPattern Name ScheduleExpression State Tags Targets',
  'AWS::GuardDuty::Detector': 'Enable Features FindingPublishingFrequency Tags',
  'AWS::IAM::Group': 'GroupName ManagedPolicyArns Path',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName Roles',
  'AWS::IAM::ManagedPolicy': 'Description ManagedPolicyName Path PolicyDocument',
  'AWS::IAM::OIDCProvider': 'ClientIdList Tags Url',
  'AWS::IAM::Role':
    'AssumeRolePolicyDocument Description ManagedPolicyArns MaxSessionDuration PermissionsBoundary RoleName Tags',
  'AWS::IAM::User': 'Groups ManagedPolicyArns Path PermissionsBoundary Tags UserName',
  'AWS::KMS::Alias': 'AliasName TargetKeyId',
  'AWS::KMS::Key': 'Description EnableKeyRotation KeyPolicy PendingWindowInDays RotationPeriodInDays Tags',
  'AWS::Lambda::EventInvokeConfig': 'FunctionName MaximumEventAgeInSeconds MaximumRetryAttempts Qualifier',
  'AWS::Lambda::Function':
    'Architectures Code DeadLetterConfig Description Environment FunctionName Handler LoggingConfig MemorySize Role Runtime Tags Timeout',
  'AWS::Lambda::Permission': 'Action FunctionName Principal SourceAccount SourceArn',
  'AWS::Logs::Delivery': 'DeliveryDestinationArn DeliverySourceName Tags',
  'AWS::Logs::DeliveryDestination': 'DestinationResourceArn Name Tags',
  'AWS::Logs::DeliverySource': 'LogType Name ResourceArn Tags',
  'AWS::Logs::LogGroup': 'KmsKeyId LogGroupName RetentionInDays Tags',
  'AWS::Logs::MetricFilter': 'FilterPattern LogGroupName MetricTransformations',
  'AWS::Logs::ResourcePolicy': 'PolicyDocument PolicyName',
  'AWS::S3::Bucket':
    'BucketEncryption BucketName LifecycleConfiguration LoggingConfiguration ObjectLockConfiguration ObjectLockEnabled OwnershipControls PublicAccessBlockConfiguration Tags VersioningConfiguration',
  'AWS::S3::BucketPolicy': 'Bucket PolicyDocument',
  'AWS::SNS::Subscription': 'Endpoint Protocol TopicArn',
  'AWS::SNS::Topic': 'KmsMasterKeyId Tags TopicName',
  'AWS::SNS::TopicPolicy': 'PolicyDocument Topics',
  'AWS::SQS::Queue': 'MessageRetentionPeriod QueueName SqsManagedSseEnabled Tags',
  'AWS::SQS::QueuePolicy': 'PolicyDocument Queues',
  'AWS::SSM::Parameter': 'Name Tags Type Value',
  'AWS::SecretsManager::ResourcePolicy': 'BlockPublicPolicy ResourcePolicy SecretId',
  'AWS::SecretsManager::RotationSchedule': 'RotateImmediatelyOnUpdate RotationLambdaARN RotationRules SecretId',
  'AWS::SecretsManager::Secret': 'Description GenerateSecretString KmsKeyId Name SecretString Tags',
};

const judgedProperties = new Map(Object.entries(judged).map(([type, names]) => [type, new Set(names.split(' '))]));

/** How many of a type an environment declares, of the types of which one more would be one more way in, or out. */
function declaredCounts(room: Room): Readonly<Record<string, number>> {
  const { environment } = room;
  const kinds = subjectsOf(room).map(({ consumer }) => consumer.kind);
  const users = kinds.filter((kind) => kind === 'iam-user').length;
  const makesTrail = environment.audit.trail.mode === 'create';
  const delivered = isDelivered(environment);
  const handsOver = watchesAccount(environment) && environment.region !== globalRegionOf(environment);
  return {
    'AWS::CloudTrail::Trail': Number(makesTrail),
    'AWS::IAM::Group': delivered ? 0 : users,
    'AWS::IAM::InstanceProfile': kinds.filter((kind) => kind === 'ec2-role').length,
    'AWS::IAM::OIDCProvider': Number(environment.delivery?.identityProvider === 'create'),
    'AWS::IAM::Role':
      kinds.length -
      users +
      everyFunctionOf(room).length +
      Number(makesTrail) +
      Number(handsOver) +
      (delivered ? 2 : 0),
    'AWS::IAM::User': users,
  };
}

function countsOf(room: Room, types: readonly string[]): Record<string, number> {
  return Object.fromEntries(types.map((type) => [type, entriesOf(room.assembly.stacks, type).length]));
}

/** Secrets that hold nothing that must be kept, by their full names. */
function plainSecrets({ environment }: Room): Record<string, string> {
  const plain = environment.workloads.flatMap(({ name, secrets }) =>
    secrets.flatMap((secret): [string, string][] => {
      if (secret.kind !== 'json') return [];
      const values = Object.entries(secret.fields).flatMap(([key, field]) =>
        field.source === 'value' ? [[key, field.value] as const] : [],
      );
      const isPlain = values.length === Object.keys(secret.fields).length;
      return isPlain
        ? [[`${secretPrefix(environment, name)}${secret.name}`, JSON.stringify(Object.fromEntries(values))]]
        : [];
    }),
  );
  return Object.fromEntries(plain);
}

const known = new Set<string>();

/** Whether AWS has an action, or one that a pattern means. */
async function isKnown(action: string): Promise<boolean> {
  if (!known.has(action) && (await actionsMatching(action)).length > 0) known.add(action);
  return known.has(action);
}

const severities = { ring: [4, 4.05, 5.3, 6, 7.9, 8, 8.95, 10], keepStill: [0.1, 1, 2.5, 3.9] };

function isFinding(pattern: unknown): pattern is EventPattern {
  return JSON.stringify(pattern ?? '').includes('GuardDuty Finding');
}

const findsThreats = (environment: Environment) => watchesAccount(environment) && environment.audit.guardDuty !== 'off';

export const nothingElseRules: readonly Rule[] = [
  {
    it: 'makes no kind of resource, and gives none a property, that nobody has judged',
    check: (room) => {
      for (const { template } of room.stacks) {
        for (const [id, { Type, Properties = {} }] of Object.entries(template.Resources)) {
          const known = judgedProperties.get(Type);
          const unknown = Object.keys(Properties).filter((name) => known?.has(name) !== true);
          if (known === undefined || unknown.length > 0) expect([id, Type, unknown]).toEqual([id, 'a judged type', []]);
        }
      }
    },
  },
  {
    it: 'makes as many trails, roles, users and groups as are declared, and not one more',
    check: (room) => {
      const declared = declaredCounts(room);
      expect(countsOf(room, Object.keys(declared))).toEqual(declared);
    },
  },
  {
    it: 'writes a value into a template only of a secret all of whose fields are declared in plain text',
    when: ({ workloads }) => workloads.some(({ secrets }) => secrets.length > 0),
    check: (room) => {
      const written = all(room, 'AWS::SecretsManager::Secret').flatMap(({ properties }) =>
        properties.SecretString === undefined ? [] : [[properties.Name, properties.SecretString]],
      );
      expect(Object.fromEntries(written)).toEqual(plainSecrets(room));
    },
  },
  {
    it: 'names no action that AWS does not have',
    check: async (room) => {
      const named = new Map(
        statementsOf(room.assembly.stacks).flatMap(({ logicalId, statement }) =>
          [...listOf(statement.Action), ...listOf(statement.NotAction)].map((action) => [action, logicalId] as const),
        ),
      );
      for (const [action, logicalId] of named) {
        if (!(await isKnown(action))) expect([logicalId, action]).toEqual([logicalId, 'an action']);
      }
      expect(named.size).not.toBe(0);
    },
  },
  {
    it: 'rings by every finding of GuardDuty that is more than low, however its severity is written',
    when: findsThreats,
    check: (room) => {
      const patterns = all(room, 'AWS::Events::Rule').flatMap(({ properties: { EventPattern } }) =>
        isFinding(EventPattern) ? [EventPattern] : [],
      );
      const rings = (severity: number) =>
        patterns.some((pattern) =>
          matchesEventPattern(pattern, {
            source: 'aws.guardduty',
            'detail-type': 'GuardDuty Finding',
            account: room.environment.account,
            region: room.environment.region,
            detail: { severity },
          }),
        );
      expect(severities.ring.filter((severity) => !rings(severity))).toEqual([]);
      expect(severities.keepStill.filter(rings)).toEqual([]);
    },
  },
];
