/** For each setting that protects, a value that protects and one that protects less; `or` when nobody can say which does. */
export type Sample = readonly [strong: unknown, weak: unknown, how?: 'either'];

const arn = (name: string) => `arn:aws:sns:eu-central-1:111122223333:${name}`;
const key = 'arn:aws:kms:eu-central-1:111122223333:key/one';
const off = [true, false] as const;
const gone = [{ Any: 'thing' }, undefined] as const;
const other = ['one', 'other', 'either'] as const;
const keyOrNone = [key, undefined] as const;

const management = { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] };
const data = {
  FieldSelectors: [
    { Field: 'eventCategory', Equals: ['Data'] },
    { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::files/'] },
    { Field: 'eventName', NotEquals: ['HeadObject'] },
  ],
};
const fewerData = {
  FieldSelectors: [
    { Field: 'eventCategory', Equals: ['Data'] },
    { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::files/in/'] },
    { Field: 'eventName', NotEquals: ['HeadObject', 'GetObject'] },
  ],
};

const encryption = (SSEAlgorithm: string, KMSMasterKeyID?: string) => [
  { ServerSideEncryptionByDefault: { SSEAlgorithm, ...(KMSMasterKeyID === undefined ? {} : { KMSMasterKeyID }) } },
];

const counted = (MetricName: string) => [{ MetricName, MetricNamespace: 'World', MetricValue: '1' }];

/** By type and path of the setting. */
export const samples: Readonly<Record<string, readonly Sample[]>> = {
  'AWS::IAM::Role PermissionsBoundary': [['arn:aws:iam::111122223333:policy/limit', undefined]],
  'AWS::IAM::User PermissionsBoundary': [['arn:aws:iam::111122223333:policy/limit', undefined]],
  'AWS::IAM::User LoginProfile': [[undefined, { Password: 'x' }]],
  'AWS::IAM::OIDCProvider ClientIdList': [[['one'], ['one', 'other'], 'either']],
  'AWS::IAM::OIDCProvider ThumbprintList': [[['one'], ['other'], 'either']],
  'AWS::IAM::SAMLProvider SamlMetadataDocument': [other],
  'AWS::Lambda::Url AuthType': [['AWS_IAM', 'NONE', 'either']],
  'AWS::EC2::SecurityGroup SecurityGroupIngress': [
    [[], [{ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 22, ToPort: 22 }]],
  ],
  'AWS::EC2::SecurityGroup SecurityGroupEgress': [[[], [{ CidrIp: '0.0.0.0/0', IpProtocol: '-1' }]]],
  'AWS::EC2::SecurityGroupEgress ': [[{ CidrIp: '10.0.0.0/8' }, { CidrIp: '0.0.0.0/0' }, 'either']],
  'AWS::EC2::SecurityGroupIngress ': [[{ CidrIp: '10.0.0.0/8' }, { CidrIp: '0.0.0.0/0' }, 'either']],
  'AWS::EC2::Instance MetadataOptions': [gone],
  'AWS::ElasticLoadBalancingV2::Listener SslPolicy': [other],
  'AWS::ElasticLoadBalancingV2::Listener Protocol': [['HTTPS', 'HTTP', 'either']],
  'AWS::KMS::Key EnableKeyRotation': [off],
  'AWS::KMS::Key RotationPeriodInDays': [
    [90, 180],
    [180, undefined],
  ],
  'AWS::KMS::Key PendingWindowInDays': [
    [30, 7],
    [undefined, 7],
  ],
  'AWS::KMS::Key Enabled': [off, [undefined, false]],
  'AWS::KMS::Key BypassPolicyLockoutSafetyCheck': [[false, true]],
  'AWS::KMS::ReplicaKey PendingWindowInDays': [[30, 7]],
  'AWS::KMS::ReplicaKey Enabled': [off],
  'AWS::SecretsManager::Secret KmsKeyId': [keyOrNone, [key, 'alias/aws/secretsmanager'], [key, `${key}2`, 'either']],
  'AWS::SecretsManager::Secret GenerateSecretString.PasswordLength': [[40, 12]],
  'AWS::SecretsManager::ResourcePolicy BlockPublicPolicy': [off, ['true', undefined]],
  'AWS::SecretsManager::RotationSchedule RotationRules': [
    [{ AutomaticallyAfterDays: 7 }, { AutomaticallyAfterDays: 90 }],
    [{ ScheduleExpression: 'rate(4 hours)' }, { AutomaticallyAfterDays: 1 }],
    [{ AutomaticallyAfterDays: 7 }, undefined],
    [{ ScheduleExpression: 'cron(0 1 1 * ? *)' }, { ScheduleExpression: 'cron(0 1 1 1 ? *)' }, 'either'],
  ],
  'AWS::SecretsManager::RotationSchedule RotationLambdaARN': [other],
  'AWS::SNS::Topic KmsMasterKeyId': [keyOrNone, ['alias/aws/sns', undefined]],
  'AWS::SNS::Topic Subscription': [[[{ Protocol: 'email', Endpoint: 'a@example.com' }], []]],
  'AWS::SNS::Topic DataProtectionPolicy': [gone],
  'AWS::SNS::Subscription Endpoint': [other],
  'AWS::SNS::Subscription Protocol': [other],
  'AWS::SNS::Subscription TopicArn': [other],
  'AWS::SNS::Subscription FilterPolicy': [
    [undefined, { level: ['high'] }],
    [{ level: ['high'] }, { level: ['low'] }, 'either'],
  ],
  'AWS::SNS::Subscription RedrivePolicy': [gone],
  'AWS::SQS::Queue ': [
    [{ SqsManagedSseEnabled: true }, { SqsManagedSseEnabled: false }],
    [{}, { SqsManagedSseEnabled: 'false' }],
    [{ KmsMasterKeyId: key }, { SqsManagedSseEnabled: true }],
  ],
  'AWS::SQS::Queue MessageRetentionPeriod': [[1_209_600, undefined]],
  'AWS::SQS::Queue RedrivePolicy': [gone],
  'AWS::Kinesis::Stream StreamEncryption.KeyId': [keyOrNone],
  'AWS::Kinesis::Stream RetentionPeriodHours': [[168, undefined]],
  'AWS::Cognito::UserPool MfaConfiguration': [
    ['ON', 'OPTIONAL'],
    ['OPTIONAL', undefined],
  ],
  'AWS::Cognito::UserPool DeletionProtection': [['ACTIVE', 'INACTIVE']],
  'AWS::Cognito::UserPool Policies.PasswordPolicy.MinimumLength': [[12, 8]],
  'AWS::Logs::LogGroup RetentionInDays': [
    [365, 7],
    [undefined, 365],
  ],
  'AWS::Logs::LogGroup KmsKeyId': [keyOrNone],
  'AWS::Logs::LogGroup DataProtectionPolicy': [gone],
  'AWS::Logs::LogGroup DeletionProtectionEnabled': [off],
  'AWS::Logs::LogGroup LogGroupClass': [[undefined, 'INFREQUENT_ACCESS']],
  'AWS::CloudTrail::Trail IsLogging': [off],
  'AWS::CloudTrail::Trail EnableLogFileValidation': [off, [true, undefined]],
  'AWS::CloudTrail::Trail IsMultiRegionTrail': [off],
  'AWS::CloudTrail::Trail IncludeGlobalServiceEvents': [off],
  'AWS::CloudTrail::Trail IsOrganizationTrail': [off],
  'AWS::CloudTrail::Trail KMSKeyId': [keyOrNone],
  'AWS::CloudTrail::Trail S3BucketName': [other],
  'AWS::CloudTrail::Trail CloudWatchLogsLogGroupArn': [['one', undefined]],
  'AWS::CloudTrail::Trail CloudWatchLogsRoleArn': [['one', undefined]],
  'AWS::CloudTrail::Trail SnsTopicName': [['one', undefined]],
  'AWS::CloudTrail::Trail AdvancedEventSelectors': [
    [[management, data], [management]],
    [[data], [fewerData]],
  ],
  'AWS::CloudTrail::Trail EventSelectors': [
    [[{ ReadWriteType: 'All' }], [{ ReadWriteType: 'WriteOnly' }]],
    [[{ IncludeManagementEvents: true }], [{ IncludeManagementEvents: false }]],
    [[{}], [{ ExcludeManagementEventSources: ['kms.amazonaws.com'] }]],
    [[{ DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] }], [{}]],
  ],
  'AWS::CloudTrail::Trail InsightSelectors': [[[{ InsightType: 'ApiCallRateInsight' }], []]],
  'AWS::GuardDuty::Detector Enable': [off],
  'AWS::GuardDuty::Detector Features': [
    [[{ Name: 'S3_DATA_EVENTS', Status: 'ENABLED' }], [{ Name: 'S3_DATA_EVENTS', Status: 'DISABLED' }]],
  ],
  'AWS::GuardDuty::Detector DataSources': [gone],
  'AWS::GuardDuty::Detector FindingPublishingFrequency': [['FIFTEEN_MINUTES', undefined]],
  'AWS::AccessAnalyzer::Analyzer ArchiveRules': [[undefined, [{ RuleName: 'hide' }]]],
  'AWS::AccessAnalyzer::Analyzer Type': [other],
  'AWS::EC2::FlowLog TrafficType': [['ALL', 'REJECT']],
  'AWS::Logs::Delivery DeliveryDestinationArn': [other],
  'AWS::Logs::Delivery DeliverySourceName': [other],
  'AWS::Logs::DeliveryDestination DestinationResourceArn': [other],
  'AWS::Logs::SubscriptionFilter FilterPattern': [other],
  'AWS::Logs::SubscriptionFilter DestinationArn': [other],
  'AWS::Config::ConfigurationRecorder RecordingGroup': [gone],
  'AWS::Config::ConfigRule InputParameters': [other],
  'AWS::WAFv2::WebACL Rules': [[[{ Name: 'one' }], []]],
  'AWS::WAFv2::WebACLAssociation WebACLArn': [other],
  'AWS::S3::Bucket ObjectLockEnabled': [off],
  'AWS::S3::Bucket ObjectLockConfiguration.Rule.DefaultRetention.Mode': [
    ['COMPLIANCE', 'GOVERNANCE'],
    ['GOVERNANCE', undefined],
  ],
  'AWS::S3::Bucket ObjectLockConfiguration.Rule.DefaultRetention': [
    [
      { Mode: 'GOVERNANCE', Days: 90 },
      { Mode: 'GOVERNANCE', Days: 30 },
    ],
    [
      { Mode: 'GOVERNANCE', Years: 1 },
      { Mode: 'GOVERNANCE', Days: 364 },
    ],
  ],
  'AWS::S3::Bucket VersioningConfiguration.Status': [
    ['Enabled', 'Suspended'],
    ['Enabled', undefined],
  ],
  ...Object.fromEntries(
    ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].map((name) => [
      `AWS::S3::Bucket PublicAccessBlockConfiguration.${name}`,
      [off, [true, undefined] as const],
    ]),
  ),
  'AWS::S3::Bucket BucketEncryption.ServerSideEncryptionConfiguration': [
    [encryption('aws:kms', key), encryption('AES256')],
    [encryption('aws:kms', key), encryption('aws:kms')],
    [encryption('aws:kms:dsse', key), encryption('aws:kms', key)],
    [encryption('aws:kms', key), undefined],
  ],
  'AWS::S3::Bucket LoggingConfiguration': [gone],
  'AWS::S3::Bucket OwnershipControls.Rules': [
    [[{ ObjectOwnership: 'BucketOwnerEnforced' }], [{ ObjectOwnership: 'ObjectWriter' }]],
  ],
  'AWS::S3::Bucket AccessControl': [[undefined, 'PublicRead', 'either']],
  'AWS::S3::Bucket LifecycleConfiguration.Rules': [
    [undefined, [{ Status: 'Enabled', ExpirationInDays: 30 }]],
    [[{ Status: 'Enabled', ExpirationInDays: 30 }], [{ Status: 'Enabled', ExpirationInDays: 7 }]],
    [[{ Status: 'Disabled', ExpirationInDays: 30 }], [{ Status: 'Enabled', ExpirationInDays: 30 }]],
    [
      [{ Status: 'Enabled', Prefix: 'a/', ExpirationInDays: 30 }],
      [{ Status: 'Enabled', ExpirationInDays: 30 }],
      'either',
    ],
    [
      [{ Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 90, NewerNoncurrentVersions: 5 } }],
      [{ Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 90, NewerNoncurrentVersions: 2 } }],
    ],
  ],
  'AWS::S3::Bucket CorsConfiguration.CorsRules': [[[], [{ AllowedOrigins: ['*'] }]]],
  'AWS::S3::Bucket WebsiteConfiguration': [[undefined, { IndexDocument: 'index.html' }]],
  'AWS::S3::Bucket ReplicationConfiguration': [gone],
  'AWS::S3::Bucket NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled': [off],
  'AWS::DynamoDB::Table SSESpecification': [
    [{ SSEEnabled: true, KMSMasterKeyId: key }, { SSEEnabled: true }],
    [{ SSEEnabled: true }, { SSEEnabled: false }],
  ],
  'AWS::DynamoDB::Table PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled': [off],
  'AWS::DynamoDB::Table PointInTimeRecoverySpecification.RecoveryPeriodInDays': [[35, 7]],
  'AWS::DynamoDB::Table DeletionProtectionEnabled': [off],
  'AWS::RDS::DBInstance StorageEncrypted': [off],
  'AWS::RDS::DBInstance KmsKeyId': [keyOrNone],
  'AWS::RDS::DBInstance DeletionProtection': [off],
  'AWS::RDS::DBInstance BackupRetentionPeriod': [[30, 0]],
  'AWS::RDS::DBInstance PubliclyAccessible': [[false, true]],
  'AWS::RDS::DBInstance EnableCloudwatchLogsExports': [[['error'], []]],
  'AWS::RDS::DBCluster StorageEncrypted': [off],
  'AWS::RDS::DBCluster KmsKeyId': [keyOrNone],
  'AWS::RDS::DBCluster DeletionProtection': [off],
  'AWS::RDS::DBCluster BackupRetentionPeriod': [[30, 1]],
  'AWS::EFS::FileSystem Encrypted': [off],
  'AWS::EFS::FileSystem KmsKeyId': [keyOrNone],
  'AWS::EFS::FileSystem BackupPolicy.Status': [['ENABLED', 'DISABLED']],
  'AWS::ECR::Repository ImageTagMutability': [['IMMUTABLE', undefined]],
  'AWS::ECR::Repository ImageScanningConfiguration.ScanOnPush': [off],
  'AWS::ECR::Repository EncryptionConfiguration.KmsKey': [keyOrNone],
  'AWS::Backup::BackupVault EncryptionKeyArn': [keyOrNone],
  'AWS::Backup::BackupVault LockConfiguration': [gone],
  'AWS::Backup::BackupPlan BackupPlan': [gone],
  'AWS::CloudWatch::Alarm ActionsEnabled': [off, [undefined, false]],
  'AWS::CloudWatch::Alarm AlarmActions': [[[arn('a'), arn('b')], [arn('a')]]],
  'AWS::CloudWatch::Alarm Threshold': [[1, 2, 'either']],
  'AWS::CloudWatch::Alarm ComparisonOperator': [
    ['GreaterThanOrEqualToThreshold', 'GreaterThanThreshold'],
    ['GreaterThanThreshold', 'LessThanThreshold', 'either'],
  ],
  'AWS::CloudWatch::Alarm ': [
    [{ EvaluationPeriods: 1 }, { EvaluationPeriods: 2 }],
    [
      { EvaluationPeriods: 3, DatapointsToAlarm: 1 },
      { EvaluationPeriods: 3, DatapointsToAlarm: 2 },
    ],
    [
      { EvaluationPeriods: 5, DatapointsToAlarm: 2 },
      { EvaluationPeriods: 3, DatapointsToAlarm: 2 },
    ],
  ],
  'AWS::CloudWatch::Alarm Period': [[60, 300]],
  'AWS::CloudWatch::Alarm TreatMissingData': [
    ['breaching', undefined],
    [undefined, 'notBreaching'],
  ],
  ...Object.fromEntries(
    [
      'MetricName',
      'Namespace',
      'Dimensions',
      'Statistic',
      'ExtendedStatistic',
      'Metrics',
      'Unit',
      'ThresholdMetricId',
    ].map((name) => [`AWS::CloudWatch::Alarm ${name}`, [other]]),
  ),
  'AWS::CloudWatch::CompositeAlarm ActionsEnabled': [off],
  'AWS::CloudWatch::CompositeAlarm AlarmActions': [[[arn('a')], []]],
  'AWS::CloudWatch::CompositeAlarm AlarmRule': [
    ['ALARM("a") OR ALARM("b")', 'ALARM("a")'],
    ['ALARM("a")', 'ALARM("a") AND ALARM("b")', 'either'],
  ],
  'AWS::CloudWatch::CompositeAlarm ActionsSuppressor': [[undefined, 'maintenance']],
  'AWS::CloudWatch::AlarmMuteRule Rule': [other],
  'AWS::Events::Rule State': [
    ['ENABLED', 'DISABLED'],
    [undefined, 'DISABLED'],
  ],
  'AWS::Events::Rule EventPattern': [
    [{ source: ['a', 'b'] }, { source: ['a'] }],
    [{ source: [{ prefix: 'aws.' }] }, { source: ['aws.s3'] }],
    [{ source: [{ wildcard: '*-prod-*' }] }, { source: [{ prefix: 'x-prod-' }] }],
    [{ source: ['a'] }, { source: ['a'], detail: { name: ['x'] } }],
    [{ source: [{ 'anything-but': ['a'] }] }, { source: [{ 'anything-but': ['a', 'b'] }] }],
    [{ detail: { $or: [{ a: ['1'] }, { b: ['2'] }] } }, { detail: { a: ['1'] } }],
    [{ source: ['a'] }, { source: ['b'] }, 'either'],
    [{ source: [{ exists: false }] }, { source: [{ exists: true }] }, 'either'],
  ],
  'AWS::Events::Rule ScheduleExpression': [
    ['rate(5 minutes)', 'rate(1 hour)'],
    ['rate(1 day)', 'cron(0 1 * * ? *)', 'either'],
  ],
  'AWS::Events::Rule Targets': [
    [[{ Id: 'a', Arn: arn('a') }], []],
    [[{ Id: 'a', Arn: arn('a'), DeadLetterConfig: { Arn: 'x' } }], [{ Id: 'a', Arn: arn('a') }]],
    [[{ Id: 'a', Arn: arn('a') }], [{ Id: 'a', Arn: arn('a'), RetryPolicy: { MaximumRetryAttempts: 0 } }]],
  ],
  'AWS::Events::Rule EventBusName': [other],
  'AWS::Events::EventBus DeadLetterConfig': [gone],
  'AWS::Events::Archive RetentionDays': [
    [undefined, 30],
    [90, 30],
  ],
  'AWS::Scheduler::Schedule State': [['ENABLED', 'DISABLED']],
  'AWS::Scheduler::Schedule ScheduleExpression': [['rate(1 hour)', 'rate(1 day)']],
  'AWS::Scheduler::Schedule Target': [other],
  'AWS::Logs::MetricFilter FilterPattern': [
    ['{ ($.a = "1") || ($.a = "2") }', '{ $.a = "1" }'],
    ['{ $.a = "1" }', '{ ($.a = "1") && ($.b = "2") }'],
    ['{ $.a = "1" }', '{ $.a = "2" }', 'either'],
    ['', '{ $.a = "1" }'],
  ],
  'AWS::Logs::MetricFilter LogGroupName': [other],
  'AWS::Logs::MetricFilter MetricTransformations': [[counted('a'), counted('b'), 'either']],
  'AWS::Lambda::Function ReservedConcurrentExecutions': [
    [undefined, 0],
    [2, 1],
  ],
  'AWS::Lambda::Function DeadLetterConfig': [gone],
  'AWS::Lambda::Function Timeout': [[120, 30]],
  'AWS::Lambda::Function CodeSigningConfigArn': [['one', undefined]],
  'AWS::Lambda::Function VpcConfig': [gone],
  'AWS::Lambda::Function TracingConfig.Mode': [['Active', undefined]],
  'AWS::Lambda::EventInvokeConfig MaximumRetryAttempts': [[2, 0]],
  'AWS::Lambda::EventInvokeConfig MaximumEventAgeInSeconds': [[21_600, 60]],
  'AWS::Lambda::EventInvokeConfig DestinationConfig': [gone],
  'AWS::Lambda::EventSourceMapping Enabled': [[undefined, false]],
  'AWS::Lambda::EventSourceMapping FilterCriteria': [[undefined, { Filters: [] }]],
};
