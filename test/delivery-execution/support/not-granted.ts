/**
 * What AWS's handlers may call and CloudFormation's role may not, each with why a deployment does not miss it. By type, or
 * for every type that lists it.
 */
export interface NotGranted {
  readonly because: string;
  readonly actions: Readonly<Record<string, readonly string[]>>;
}

const on = (service: string, ...names: readonly string[]): string[] => names.map((name) => `${service}:${name}`);

/** Granted where the environment's own stacks delete what they made, and nowhere else. */
export const deletions: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::Table': ['dynamodb:DeleteTable'],
  'AWS::KMS::Key': ['kms:ScheduleKeyDeletion'],
  'AWS::Logs::LogGroup': ['logs:DeleteLogGroup'],
  'AWS::S3::Bucket': ['s3:DeleteBucket'],
  'AWS::S3::BucketPolicy': ['s3:DeleteBucketPolicy'],
  'AWS::SecretsManager::ResourcePolicy': ['secretsmanager:DeleteResourcePolicy'],
  'AWS::SecretsManager::Secret': ['secretsmanager:DeleteSecret'],
};

export const notGranted: readonly NotGranted[] = [
  {
    because: 'it lists all of a kind in the account, which no deployment does: only scans of resources do',
    actions: {
      'AWS::CloudTrail::Trail': ['cloudtrail:ListTrails'],
      'AWS::CloudWatch::Dashboard': ['cloudwatch:ListDashboards'],
      'AWS::DynamoDB::Table': ['dynamodb:ListTables'],
      'AWS::Events::Rule': ['events:ListRules'],
      'AWS::IAM::InstanceProfile': ['iam:ListInstanceProfiles'],
      'AWS::IAM::ManagedPolicy': ['iam:ListPolicies'],
      'AWS::IAM::Role': ['iam:ListRoles'],
      'AWS::IAM::User': ['iam:listUsers'],
      'AWS::KMS::Key': ['kms:ListKeys'],
      'AWS::Lambda::EventInvokeConfig': ['lambda:ListFunctionEventInvokeConfigs'],
      'AWS::Lambda::Function': ['lambda:ListFunctions'],
      'AWS::Logs::DeliveryDestination': ['logs:DescribeDeliveryDestinations'],
      'AWS::Logs::DeliverySource': ['logs:DescribeDeliverySources'],
      'AWS::S3::Bucket': ['s3:ListAllMyBuckets'],
      'AWS::S3::BucketPolicy': ['s3:ListAllMyBuckets'],
      'AWS::SNS::Subscription': ['sns:ListSubscriptions'],
      'AWS::SNS::Topic': ['sns:ListTopics'],
      'AWS::SQS::Queue': ['sqs:ListQueues'],
      'AWS::SSM::Parameter': ['ssm:DescribeParameters'],
      'AWS::SecretsManager::ResourcePolicy': ['secretsmanager:ListSecrets'],
      'AWS::SecretsManager::RotationSchedule': ['secretsmanager:ListSecrets'],
      'AWS::SecretsManager::Secret': ['secretsmanager:ListSecrets'],
    },
  },
  {
    because: 'AWS knows no action of that name',
    actions: {
      'AWS::DynamoDB::Table': ['s3:GetObjectMetadata'],
      'AWS::Logs::DeliverySource': [
        'logs:AllowVendedLogDeliveryForResource',
        'autoloop:AllowVendedLogDeliveryForResource',
      ],
      'AWS::Logs::LogGroup': ['s3:REST.PUT.OBJECT'],
      'AWS::S3::Bucket': on(
        's3',
        'DeleteBucketAnalyticsConfiguration',
        'DeleteBucketCors',
        'DeleteBucketEncryption',
        'DeleteBucketLifecycle',
        'DeleteBucketMetricsConfiguration',
        'DeleteBucketReplication',
        'DeleteBucketTagging',
        'PutBucketReplication',
        'PutObjectLockConfiguration',
      ),
    },
  },
  {
    because: 'it would stop the record, or make the environment’s own data others’',
    actions: {
      'AWS::CloudTrail::Trail': on('cloudtrail', 'DeleteTrail', 'StopLogging'),
      'AWS::DynamoDB::Table': on('dynamodb', 'DeleteResourcePolicy', 'PutResourcePolicy'),
      'AWS::KMS::Key': ['kms:DisableKey'],
      'AWS::SecretsManager::Secret': on('secretsmanager', 'ReplicateSecretToRegions', 'RemoveRegionsFromReplication'),
    },
  },
  {
    because:
      'it reads or writes data. A secret’s value is read only to compare one in a template with it: no template has one, and the secret’s own policy refuses it. Rows and files are read or written only for a table that starts as a copy',
    actions: {
      'AWS::DynamoDB::Table': [
        ...on('dynamodb', 'BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'),
        ...on('dynamodb', 'DescribeImport', 'ImportTable'),
        ...on('s3', 'GetObject', 'ListBucket'),
        ...on('logs', 'CreateLogGroup', 'CreateLogStream', 'DescribeLogGroups', 'DescribeLogStreams', 'PutLogEvents'),
        'logs:PutRetentionPolicy',
      ],
      'AWS::S3::Bucket': on('s3', 'DeleteObject', 'PutObjectAcl'),
      'AWS::SecretsManager::Secret': ['secretsmanager:GetSecretValue'],
    },
  },
  {
    because:
      'it would make or free an identity without the boundary that only a person writes, or give it other credentials',
    actions: {
      'AWS::IAM::Role': on('iam', 'DeleteRolePermissionsBoundary', 'PutRolePolicy'),
      'AWS::IAM::User': on(
        'iam',
        'AddUserToGroup',
        'CreateLoginProfile',
        'DeleteLoginProfile',
        'DeleteUserPermissionsBoundary',
        'PutUserPolicy',
        'RemoveUserFromGroup',
        'UpdateLoginProfile',
        'UpdateUser',
      ),
    },
  },
  {
    because: 'roles and users name their policies, and no policy names them; no role has a policy of its own within it',
    actions: {
      'AWS::IAM::ManagedPolicy': on(
        'iam',
        'AttachGroupPolicy',
        'AttachRolePolicy',
        'AttachUserPolicy',
        'DetachGroupPolicy',
        'DetachRolePolicy',
        'DetachUserPolicy',
      ),
      'AWS::IAM::Role': ['iam:DeleteRolePolicy'],
    },
  },
  {
    because: 'no key changes under its alias, and every key is on and rotates',
    actions: {
      'AWS::KMS::Alias': ['kms:UpdateAlias'],
      'AWS::KMS::Key': on('kms', 'DisableKeyRotation', 'EnableKey'),
    },
  },
  {
    because: 'trail and analyzer are of the account, not of an organization',
    actions: {
      'AWS::AccessAnalyzer::Analyzer': on(
        'organizations',
        'ListAWSServiceAccessForOrganization',
        'ListDelegatedAdministrators',
      ),
      'AWS::CloudTrail::Trail': [
        ...on('organizations', 'DescribeOrganization', 'ListAWSServiceAccessForOrganization'),
        'iam:CreateServiceLinkedRole',
      ],
    },
  },
  {
    because: 'the environment’s resources have no such property, and CloudFormation calls it for that property alone',
    actions: {
      'AWS::AccessAnalyzer::Analyzer': on(
        'access-analyzer',
        'CreateArchiveRule',
        'DeleteArchiveRule',
        'UpdateArchiveRule',
      ),
      'AWS::CloudTrail::Trail': on('cloudtrail', 'PutEventConfiguration', 'PutInsightSelectors'),
      'AWS::DynamoDB::Table': [
        ...on('dynamodb', 'AssociateTableReplica', 'CreateTableReplica', 'UpdateContributorInsights'),
        ...['Disable', 'Enable', 'Update'].map((verb) => `dynamodb:${verb}KinesisStreamingDestination`),
        ...on('kinesis', 'DescribeStream', 'PutRecords'),
        ...on('kms', 'ListAliases', 'RevokeGrant'),
        'iam:CreateServiceLinkedRole',
      ],
      'AWS::Lambda::Function': [
        ...on('ec2', 'DescribeNetworkInterfaces', 'DescribeSecurityGroups', 'DescribeSubnets', 'DescribeVpcs'),
        'elasticfilesystem:DescribeMountTargets',
        's3files:ListMountTargets',
        's3:GetObjectVersion',
        ...on(
          'lambda',
          'DeleteFunctionCodeSigningConfig',
          'DeleteFunctionConcurrency',
          'GetCodeSigningConfig',
          'GetLayerVersion',
          'PassCapacityProvider',
          'PublishVersion',
          'PutFunctionCodeSigningConfig',
          'PutFunctionConcurrency',
          'PutFunctionRecursionConfig',
          'PutFunctionScalingConfig',
          'PutRuntimeManagementConfig',
        ),
      ],
      'AWS::Logs::Delivery': ['logs:UpdateDeliveryConfiguration'],
      'AWS::Logs::DeliveryDestination': on('logs', 'DeleteDeliveryDestinationPolicy', 'PutDeliveryDestinationPolicy'),
      'AWS::Logs::DeliverySource': on('codewhisperer', 'AllowVendedLogDeliveryForResource').concat(
        'workmail:AllowVendedLogDeliveryForResource',
      ),
      'AWS::Logs::LogGroup': [
        ...on(
          'logs',
          'CreateLogDelivery',
          'DeleteDataProtectionPolicy',
          'DeleteRetentionPolicy',
          'DescribeResourcePolicies',
          'DisassociateKmsKey',
          'PutDataProtectionPolicy',
          'PutResourcePolicy',
        ),
        'firehose:TagDeliveryStream',
      ],
      'AWS::S3::Bucket': [
        ...on(
          's3',
          'CreateBucketMetadataTableConfiguration',
          'DeleteBucketMetadataTableConfiguration',
          'DeleteBucketWebsite',
          'PutAccelerateConfiguration',
          'PutAnalyticsConfiguration',
          'PutBucketAcl',
          'PutBucketCORS',
          'PutBucketNotification',
          'PutBucketWebsite',
          'PutIntelligentTieringConfiguration',
          'PutInventoryConfiguration',
          'PutMetricsConfiguration',
          'PutReplicationConfiguration',
        ),
        ...on('s3tables', 'CreateNamespace', 'CreateTable', 'GetTable', 'GetTableMetadataLocation', 'PutTablePolicy'),
        's3tables:UpdateTableMetadataLocation',
        'iam:PassRole',
      ],
      'AWS::SNS::Subscription': on('iam', 'GetRole', 'PassRole'),
      'AWS::SNS::Topic': [...on('iam', 'GetRole', 'PassRole'), ...on('sns', 'PutDataProtectionPolicy', 'Subscribe')],
      'AWS::SecretsManager::RotationSchedule': ['iam:PassRole'],
    },
  },
];
