import { alarm, metricStat, type Resources, stackWith, tableOf, unitsOf } from './synthetic';

describe('alarms', () => {
  it('are charged by the metrics that they read, and one that names its metric reads one', () => {
    const table = tableOf({ One: alarm(), Two: alarm() });
    expect(unitsOf(table, 'alarmMetric')).toBe(2);
    expect(table.lines).toMatchObject([{ purpose: 'watching', detection: 'rings', by: 'template', list: 0.2 }]);
  });

  it('with a formula are charged for each metric in it, and not for the formula', () => {
    const Metrics = [metricStat('Errors'), metricStat('Invocations'), { Id: 'rate', Expression: 'errors/invocations' }];
    expect(unitsOf(tableOf({ Rate: alarm({ Metrics }) }), 'alarmMetric')).toBe(2);
  });

  it('with a band of expected values are charged for the metric and both edges of the band', () => {
    const Metrics = [metricStat('Errors'), { Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(errors, 2)' }];
    const table = tableOf({ Unusual: alarm({ Metrics }) });
    expect(unitsOf(table, 'alarmMetric')).toBe(3);
    expect(table.lines[0]?.list).toBeCloseTo(0.3);
  });

  it.each([
    ['names its metric', { Period: 10 }, 1],
    ['has a formula', { Metrics: [metricStat('Errors', 30), metricStat('Invocations', 30)] }, 2],
  ])('with a period below a minute have a price of their own: one that %s', (_which, properties, metrics) => {
    const table = tableOf({ Fast: alarm(properties), Slow: alarm({ Period: 60 }) });
    expect(unitsOf(table, 'fastAlarmMetric')).toBe(metrics);
    expect(unitsOf(table, 'alarmMetric')).toBe(1);
    expect(table.lines.find(({ price }) => price === 'fastAlarmMetric')?.list).toBeCloseTo(0.3 * metrics);
  });

  it('that query metrics are not priced, because how many they read is not known', () => {
    const Metrics = [{ Id: 'query', Expression: 'SELECT MAX(Errors) FROM "AWS/Lambda"', Period: 60 }];
    const table = tableOf({ Query: alarm({ Metrics }) });
    expect(table.lines).toEqual([]);
    expect(table.notPriced).toMatchObject([{ what: 'alarm Query' }]);
  });

  it('that are made of others are charged by a price of their own, beside those', () => {
    const table = tableOf({ Part: alarm(), Whole: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: {} } });
    expect(unitsOf(table, 'alarmMetric')).toBe(1);
    expect(table.lines.find(({ price }) => price === 'compositeAlarm')).toMatchObject({ units: 1, list: 0.5 });
  });

  it('on a metric that nothing makes say that somebody pays for it', () => {
    const table = tableOf({ Lonely: alarm({ Namespace: 'Strongroom', MetricName: 'Forgotten' }) });
    expect(table.notPriced).toMatchObject([{ what: 'metric Strongroom Forgotten' }]);
  });
});

const filter = (MetricName: string, more: Readonly<Record<string, unknown>> = {}) => ({
  Type: 'AWS::Logs::MetricFilter',
  Properties: {
    MetricTransformations: [{ MetricName, MetricNamespace: 'Strongroom/test', MetricValue: '1', ...more }],
  },
});
const byBucket = { Dimensions: [{ Key: 'Bucket', Value: '$.requestParameters.bucketName' }] };
const onBucket = (MetricName: string, bucket: string) =>
  alarm({ Namespace: 'Strongroom/test', MetricName, Dimensions: [{ Name: 'Bucket', Value: bucket }] });
const allHours = { metricHours: { otherwise: 730, named: {} } };

describe('metrics of filters', () => {
  it('are one for a filter without dimensions', () => {
    expect(unitsOf(tableOf({ Filter: filter('Refusals') }, allHours), 'customMetric')).toBe(1);
  });

  it('are one for each value of the dimensions that an alarm waits for', () => {
    const resources = {
      Filter: filter('Refusals', byBucket),
      First: onBucket('Refusals', 'one'),
      Second: onBucket('Refusals', 'two'),
      SecondAgain: onBucket('Refusals', 'two'),
      OfAnother: onBucket('Reads', 'three'),
    };
    expect(unitsOf(tableOf(resources, allHours), 'customMetric')).toBe(2);
  });

  it('are one at least where no alarm waits for any value', () => {
    expect(unitsOf(tableOf({ Filter: filter('Refusals', byBucket) }, allHours), 'customMetric')).toBe(1);
  });

  it('are charged once when two filters add to the same', () => {
    const resources = { Trail: filter('Refusals'), AccessLog: filter('Refusals') };
    expect(unitsOf(tableOf(resources, allHours), 'customMetric')).toBe(1);
  });

  it('are charged for the hours in which they have data', () => {
    const metricHours = { otherwise: 73, named: { Reads: 365 } };
    const table = tableOf({ Rare: filter('Refusals'), Busy: filter('Reads') }, { metricHours });
    expect(unitsOf(table, 'customMetric')).toBeCloseTo(0.1 + 0.5);
  });

  it('are charged for all hours when a default value fills them', () => {
    const metricHours = { otherwise: 1, named: {} };
    const table = tableOf({ Filter: filter('Refusals', { DefaultValue: 0 }) }, { metricHours });
    expect(unitsOf(table, 'customMetric')).toBe(1);
  });
});

it('counts the sixteen metrics that S3 makes for each filter of requests', () => {
  const bucket = { Type: 'AWS::S3::Bucket', Properties: { MetricsConfigurations: [{ Id: 'all' }, { Id: 'scans' }] } };
  expect(unitsOf(tableOf({ Bucket: bucket }), 'customMetric')).toBe(32);
});

describe('dashboards', () => {
  const dashboard = { Type: 'AWS::CloudWatch::Dashboard', Properties: {} };

  it('are free for the first three of an account, and that is said beside the list price', () => {
    const [line] = tableOf({ One: dashboard, Two: dashboard, Three: dashboard }).lines;
    expect(line).toMatchObject({ units: 3, list: 9, afterFreeTier: 0 });
  });

  it('cost three dollars from the fourth on', () => {
    const [line] = tableOf({ One: dashboard, Two: dashboard, Three: dashboard, Four: dashboard }).lines;
    expect(line).toMatchObject({ list: 12, afterFreeTier: 3 });
  });
});

const managementEvents = { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] };
const dataEvents = (buckets: readonly string[], readOnly?: string) => ({
  FieldSelectors: [
    { Field: 'eventCategory', Equals: ['Data'] },
    { Field: 'resources.ARN', StartsWith: buckets },
    ...(readOnly === undefined ? [] : [{ Field: 'readOnly', Equals: [readOnly] }]),
  ],
});
const trail = (...AdvancedEventSelectors: readonly object[]) => ({
  Type: 'AWS::CloudTrail::Trail',
  Properties: { AdvancedEventSelectors, S3BucketName: 'records' },
});
const requests = { objectReads: 900_000, objectWrites: 100_000, managementEvents: 500_000 };

describe('a trail', () => {
  it('takes nothing for the first copy of the management events, and two dollars per 100,000 for a second', () => {
    expect(tableOf({ Trail: trail(managementEvents) }, requests).lines).toEqual([]);
    const [line] = tableOf({ Trail: trail(managementEvents) }, { ...requests, anotherTrail: true }).lines;
    expect(line).toMatchObject({ price: 'furtherManagementEvents', list: 10, detection: 'listens' });
  });

  it('takes nothing for management events that it does not record', () => {
    const resources = { Trail: trail(dataEvents(['files/'])) };
    expect(unitsOf(tableOf(resources, { ...requests, anotherTrail: true }), 'furtherManagementEvents')).toBe(0);
  });

  it('is charged for each kind of unusual rates that it looks for', () => {
    const usual = trail(managementEvents);
    const InsightSelectors = [{ InsightType: 'ApiCallRateInsight' }, { InsightType: 'ApiErrorRateInsight' }];
    const resources = { Trail: { ...usual, Properties: { ...usual.Properties, InsightSelectors } } };
    const [line] = tableOf(resources, requests).lines;
    expect(line).toMatchObject({ price: 'insights', units: 1_000_000, list: 3.5 });
  });

  it.each([
    ['reads and writes', undefined, 1_000_000],
    ['writes alone', 'false', 100_000],
    ['reads alone', 'true', 900_000],
  ])('is charged for the requests that it records: %s', (_which, readOnly, events) => {
    const resources = { Trail: trail(managementEvents, dataEvents(['files/'], readOnly)) };
    expect(unitsOf(tableOf(resources, requests), 'dataEvents')).toBe(events);
  });

  it('is charged for every bucket that it records', () => {
    const table = tableOf({ Trail: trail(dataEvents(['one/', 'two/', 'three/'])) }, requests);
    expect(table.lines[0]).toMatchObject({ price: 'dataEvents', units: 3_000_000, list: 3 });
  });

  it('is charged for the lines that it writes into a log group, and for keeping them as long as the group does', () => {
    const withLog = trail(managementEvents, dataEvents(['files/']));
    const resources: Resources = {
      Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/trail', RetentionInDays: 365 } },
      Trail: {
        ...withLog,
        Properties: {
          ...withLog.Properties,
          CloudWatchLogsLogGroupArn: { 'Fn::GetAtt': ['Group', 'Arn'] },
        },
      },
    };
    const table = tableOf(resources, { ...requests, bytesPerEvent: 2_000 });
    expect(unitsOf(table, 'logsIn')).toBeCloseTo(3);
    expect(unitsOf(table, 'logsKept')).toBeCloseTo(36);
    expect(table.notPriced).toEqual([]);
  });

  it('whose log group keeps its lines for ever says that nobody knows what that costs', () => {
    const properties = {
      ...trail(managementEvents).Properties,
      CloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-central-1:111122223333:log-group:/elsewhere:*',
    };
    const table = tableOf({ Trail: { Type: 'AWS::CloudTrail::Trail', Properties: properties } }, requests);
    expect(unitsOf(table, 'logsKept')).toBe(0);
    expect(table.notPriced).toMatchObject([{ what: 'keeping the lines of /elsewhere' }]);
  });

  it('with selectors of the old kind is not priced', () => {
    const properties = { EventSelectors: [{ ReadWriteType: 'All' }] };
    const table = tableOf({ Trail: { Type: 'AWS::CloudTrail::Trail', Properties: properties } });
    expect(table.notPriced).toMatchObject([{ what: 'trail Trail' }]);
  });
});

describe('GuardDuty', () => {
  const detector = (Status: string) => ({
    Type: 'AWS::GuardDuty::Detector',
    Properties: { Enable: true, Features: [{ Name: 'S3_DATA_EVENTS', Status }] },
  });
  const vault = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'files' } };

  it('is charged for management events and, where it protects S3, for the requests for files', () => {
    const table = tableOf({ Detector: detector('ENABLED'), Vault: vault }, requests);
    expect(unitsOf(table, 'guardDutyEvents')).toBe(500_000);
    expect(unitsOf(table, 'guardDutyObjects')).toBe(1_000_000);
  });

  it('is not charged for requests that it does not look at', () => {
    expect(unitsOf(tableOf({ Detector: detector('DISABLED'), Vault: vault }, requests), 'guardDutyObjects')).toBe(0);
  });

  it('costs nothing while it is switched off', () => {
    const off = { Type: 'AWS::GuardDuty::Detector', Properties: { Enable: false } };
    expect(tableOf({ Detector: off })).toMatchObject({ lines: [], notPriced: [] });
  });

  it('is not charged for requests for records', () => {
    const records = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'records' } };
    const resources = { Detector: detector('ENABLED'), Vault: vault, Records: records, Trail: trail(managementEvents) };
    expect(unitsOf(tableOf(resources, requests), 'guardDutyObjects')).toBe(1_000_000);
  });

  it('says that what else runs in the account is not priced', () => {
    expect(tableOf({ Detector: detector('DISABLED') }).notPriced).toMatchObject([
      { what: expect.stringContaining('flow logs') as string },
    ]);
  });
});

describe('messages', () => {
  const subscription = (Protocol: string) => ({ Type: 'AWS::SNS::Subscription', Properties: { Protocol } });

  it('are charged once for each recipient by e-mail, and the first thousand are free', () => {
    const resources = { One: subscription('email'), Two: subscription('email') };
    const [line] = tableOf(resources, { messages: 1_000 }).lines;
    expect(line).toMatchObject({ price: 'mails', units: 2_000 });
    expect(line?.list).toBeCloseTo(0.04);
    expect(line?.afterFreeTier).toBeCloseTo(0.02);
  });

  it('to queues and functions cost nothing, and by telephone nobody here knows what', () => {
    const table = tableOf({ Queue: subscription('sqs'), Telephone: subscription('sms') });
    expect(table.lines).toEqual([]);
    expect(table.notPriced).toMatchObject([{ what: 'messages by sms' }]);
  });
});

describe('rules', () => {
  const rule = (region: string) => ({
    Type: 'AWS::Events::Rule',
    Properties: { Targets: [{ Id: 'Bus', Arn: `arn:aws:events:${region}:111122223333:event-bus/default` }] },
  });

  it('that hand events to another Region are charged for them, and others are free', () => {
    const abroad = stackWith({ Forward: rule('eu-central-1') }, { name: 'global', region: 'us-east-1' });
    expect(unitsOf(tableOf({}, { forwardedEvents: 70 }, [abroad]), 'customEvents')).toBe(70);
    expect(tableOf({ Here: rule('eu-central-1') }).lines).toEqual([]);
  });
});

describe('access logs in CloudWatch Logs', () => {
  const resources: Resources = {
    Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/access', RetentionInDays: 365 } },
    Source: { Type: 'AWS::Logs::DeliverySource', Properties: { Name: 'files', LogType: 'S3_SERVER_ACCESS_LOGS' } },
    Destination: {
      Type: 'AWS::Logs::DeliveryDestination',
      Properties: {
        Name: 'group',
        DestinationResourceArn: 'arn:aws:logs:eu-central-1:111122223333:log-group:/access',
      },
    },
    Delivery: {
      Type: 'AWS::Logs::Delivery',
      Properties: {
        DeliverySourceName: 'files',
        DeliveryDestinationArn: 'arn:aws:logs:eu-central-1:111122223333:delivery-destination:group',
      },
    },
  };

  it('are charged by the lines that are delivered, and for keeping them', () => {
    const table = tableOf(resources, { ...requests, bytesPerAccessLogLine: 500 });
    expect(unitsOf(table, 'deliveredLogsIn')).toBeCloseTo(0.5);
    expect(unitsOf(table, 'logsKept')).toBeCloseTo(6);
    expect(table.lines.every(({ detection }) => detection === 'rings')).toBe(true);
  });

  it('of another kind are not priced', () => {
    const source = { Type: 'AWS::Logs::DeliverySource', Properties: { Name: 'files', LogType: 'ACCESS_LOGS' } };
    expect(tableOf({ ...resources, Source: source }).notPriced).toMatchObject([{ what: 'delivery Delivery' }]);
  });
});

it('takes an analyzer for free that looks for access from outside, and no other', () => {
  const analyzer = (Type: string) => ({ Type: 'AWS::AccessAnalyzer::Analyzer', Properties: { Type } });
  expect(tableOf({ Analyzer: analyzer('ACCOUNT') }).notPriced).toEqual([]);
  expect(tableOf({ Analyzer: analyzer('ACCOUNT_UNUSED_ACCESS') }).notPriced).toHaveLength(1);
});
