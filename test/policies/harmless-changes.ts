/** Changes of a template that no test has to notice, each with the reason. A test fails on one that has become stale. */
export const harmlessChanges: Readonly<Record<string, string>> = {
  'AWS::CloudTrail::Trail: AdvancedEventSelectors[].Name removed': 'the name of a selector is for people only',
  'AWS::CloudWatch::Alarm: DatapointsToAlarm removed': 'it is the number of evaluation periods, which is the default',
  'AWS::Events::Rule: Description removed': 'text for people',
  'AWS::IAM::ManagedPolicy: Description removed': 'text for people',
  'AWS::IAM::ManagedPolicy: Path removed': 'it says "/", which is the default',
  'AWS::IAM::Role: Description removed': 'text for people',
  'AWS::Lambda::Function: DependsOn removed': 'a function waits for its role by the reference in it',
  'AWS::Lambda::Function: Description removed': 'text for people',
  'AWS::Logs::MetricFilter: FilterPattern without $.eventName = "ConsoleLogin"':
    'nothing but a sign-in is known to say "Failed authentication", and if something did, it would ring',
  'AWS::S3::Bucket: LifecycleConfiguration.Rules[].Id removed': 'the name of a lifecycle rule is for people only',
  'AWS::SecretsManager::Secret: Description removed': 'text for people',
  // The trail's bucket must wait for the log bucket, and does by a test; what belongs to the same construct waits along.
  'AWS::IAM::ManagedPolicy: DependsOn removed': 'the trail’s policies need not wait for the log bucket',
  'AWS::IAM::Role: DependsOn removed': 'the trail’s role need not wait for the log bucket',
  'AWS::Logs::LogGroup: DependsOn removed': 'the trail’s log group need not wait for the log bucket',
  'AWS::S3::BucketPolicy: DependsOn removed': 'a bucket’s policy waits for its bucket by the reference in it',
};

/** Changes that matter in production and not in an environment that has it otherwise anyway, by the name of that. */
export const harmlessElsewhere: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  dev: {
    'AWS::DynamoDB::Table: DeletionProtectionEnabled removed':
      'it says false there, which is the default: development removes its tables',
  },
  staging: {},
};
