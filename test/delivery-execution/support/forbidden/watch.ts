import { functionArn, reconcilerName, trailArn } from '../../../../lib/config/names';
import { call, calls, never, others, type Forbidden, type Names } from './questions';

/** What watches, what runs, and everything of others. */
export function watch(names: Names): Forbidden[] {
  const { environment } = names;
  const own = functionArn(environment, reconcilerName(environment, names.workload));
  const rule = names.arn('events', `rule/strongroom-${environment.name}-any`);
  const alarm = names.arn('cloudwatch', `alarm:strongroom-${environment.name}-any`);
  return [
    never(
      'the trail stopped, deleted or read',
      calls('cloudtrail', ['DeleteTrail', 'StopLogging'], trailArn(environment)),
      calls('cloudtrail', ['LookupEvents'], '*'),
      calls(
        'cloudtrail',
        ['StartQuery', 'GetQueryResults', 'CreateEventDataStore'],
        names.arn('cloudtrail', 'eventdatastore/any'),
      ),
    ),
    others(
      'trails of others',
      calls('cloudtrail', ['UpdateTrail', 'PutEventSelectors', 'CreateTrail'], names.arn('cloudtrail', 'trail/other')),
    ),
    never(
      'functions opened to the world, fed from elsewhere, or given layers',
      calls('lambda', ['CreateFunctionUrlConfig', 'UpdateFunctionUrlConfig'], own),
      calls('lambda', ['CreateEventSourceMapping'], '*'),
      calls('lambda', ['PublishLayerVersion'], names.arn('lambda', 'layer:any')),
      calls('lambda', ['GetLayerVersion', 'AddLayerVersionPermission'], names.arn('lambda', 'layer:any:1')),
    ),
    never('functions of others called', calls('lambda', ['InvokeFunction'], names.arn('lambda', 'function:other'))),
    others(
      'functions of others, functions with layers or in networks, and functions that others may call',
      calls('lambda', ['CreateFunction', 'UpdateFunctionCode', 'GetFunction'], names.arn('lambda', 'function:other')),
      ['CreateFunction', 'UpdateFunctionConfiguration'].flatMap((name) => [
        call(`lambda:${name}`, own, { 'lambda:Layer': [names.arn('lambda', 'layer:any:1')] }),
        call(`lambda:${name}`, own, { 'lambda:VpcIds': 'vpc-1' }),
      ]),
      ['*', '999900009999', 's3.amazonaws.com'].map((principal) =>
        call('lambda:AddPermission', own, { 'lambda:Principal': principal }),
      ),
      calls('lambda', ['PutFunctionEventInvokeConfig'], names.arn('lambda', 'function:other')),
      calls('lambda', ['AddPermission'], names.arn('lambda', 'function:other'), {
        'lambda:Principal': 'events.amazonaws.com',
      }),
    ),
    never(
      'the account’s bus, and ways from it',
      calls('events', ['PutEvents', 'UpdateEventBus'], names.arn('events', 'event-bus/default')),
      calls('events', ['PutPermission'], '*'),
      calls('events', ['CreateArchive'], names.arn('events', 'archive/any')),
      calls('events', ['StartReplay'], names.arn('events', 'replay/any')),
      calls('events', ['CreateConnection'], names.arn('events', 'connection/any')),
      calls('events', ['CreateApiDestination'], names.arn('events', 'api-destination/any')),
    ),
    others(
      'rules of others, and rules that bring events elsewhere',
      calls('events', ['PutRule', 'DeleteRule'], names.arn('events', 'rule/other')),
      [
        names.arn('events', 'event-bus/default', 'us-east-1', '999900009999'),
        names.arn('sns', 'other'),
        names.arn('sqs', 'other', environment.region, '999900009999'),
        names.arn('lambda', 'function:other'),
      ].map((target) => call('events:PutTargets', rule, { 'events:TargetArn': [target] })),
      calls('events', ['PutTargets'], rule),
      calls('events', ['PutTargets'], names.arn('events', 'rule/other'), {
        'events:TargetArn': [names.arn('sns', `strongroom-${environment.name}-alerts`)],
      }),
    ),
    others(
      'alarms of others, and alarms that do more than tell',
      ['PutMetricAlarm', 'PutCompositeAlarm'].flatMap((name) => [
        call(`cloudwatch:${name}`, names.arn('cloudwatch', 'alarm:other')),
        call(`cloudwatch:${name}`, alarm, { 'cloudwatch:AlarmActions': ['arn:aws:automate:eu-central-1:ec2:stop'] }),
        call(`cloudwatch:${name}`, alarm, { 'cloudwatch:AlarmActions': [names.arn('sns', 'other')] }),
      ]),
      calls('cloudwatch', ['DeleteAlarms'], names.arn('cloudwatch', 'alarm:other')),
      calls('cloudwatch', ['PutDashboard'], names.arn('cloudwatch', 'dashboard/other', '')),
    ),
    others(
      'subscriptions of anything but people',
      ['sqs', 'lambda', 'https', 'firehose'].map((protocol) =>
        call('sns:Subscribe', names.arn('sns', `strongroom-${environment.name}-alerts`), { 'sns:Protocol': protocol }),
      ),
    ),
    others(
      'topics, queues, log groups, secrets, buckets and tables of others',
      calls('sns', ['CreateTopic', 'SetTopicAttributes', 'Unsubscribe'], names.arn('sns', 'other')),
      calls('sns', ['Subscribe'], names.arn('sns', 'other'), { 'sns:Protocol': 'email' }),
      calls('sqs', ['CreateQueue', 'SetQueueAttributes', 'DeleteQueue'], names.arn('sqs', 'other')),
      calls('logs', ['CreateLogGroup', 'PutRetentionPolicy', 'DeleteLogGroup'], names.arn('logs', 'log-group:/other')),
      calls('logs', ['PutMetricFilter'], names.arn('logs', 'log-group:/other')),
      calls(
        'secretsmanager',
        ['CreateSecret', 'UpdateSecret', 'DescribeSecret'],
        names.arn('secretsmanager', 'secret:other/any-abcdef'),
      ),
      calls('s3', ['CreateBucket', 'PutBucketPolicy', 'DeleteBucket', 'ListBucket'], names.bucket('another')),
      calls(
        's3',
        ['PutBucketPolicy'],
        names.bucket(`another-${environment.name}-${environment.account}-${environment.region}`),
      ),
      calls('dynamodb', ['CreateTable', 'UpdateTable', 'DeleteTable'], names.arn('dynamodb', 'table/other')),
      calls('logs', ['TagResource'], names.arn('logs', 'log-group:/other')),
      calls('logs', ['CreateDelivery', 'GetDeliveryDestination'], names.arn('logs', 'delivery-destination:other')),
      calls('logs', ['DeleteDeliverySource'], names.arn('logs', 'delivery-destination:other')),
      calls('logs', ['GetDeliverySource', 'PutDeliverySource'], names.arn('logs', 'delivery-source:other')),
      calls('logs', ['DeleteDelivery'], names.arn('logs', 'delivery:any')),
      calls('logs', ['DeleteDelivery'], names.arn('logs', 'delivery:any', 'us-west-2'), {
        'aws:ResourceTag/environment': environment.name,
      }),
      calls('cloudwatch', ['DescribeAlarms'], names.arn('cloudwatch', 'alarm:any', 'us-west-2')),
      calls('guardduty', ['GetDetector', 'UpdateDetector'], names.arn('guardduty', 'detector/any', 'us-west-2')),
      calls('guardduty', ['CreateFilter'], names.arn('guardduty', 'detector/any/filter/any')),
      calls('access-analyzer', ['DeleteAnalyzer'], names.arn('access-analyzer', 'analyzer/other')),
    ),
    others(
      'a secret rotated by a function of others, or open to the world',
      calls('secretsmanager', ['RotateSecret'], names.secret, {
        'secretsmanager:RotationLambdaARN': names.arn('lambda', 'function:other'),
      }),
      calls('secretsmanager', ['RotateSecret'], names.arn('secretsmanager', 'secret:other/any-abcdef'), {
        'secretsmanager:RotationLambdaARN': own,
      }),
      calls('secretsmanager', ['PutResourcePolicy'], names.arn('secretsmanager', 'secret:other/any-abcdef'), {
        'secretsmanager:BlockPublicPolicy': 'true',
      }),
      calls('secretsmanager', ['PutResourcePolicy'], names.secret, { 'secretsmanager:BlockPublicPolicy': 'false' }),
    ),
  ];
}
