import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';

import { AccessLogDelivery } from '../../lib/constructs/access-log-delivery';
import { AccessLogGroup } from '../../lib/constructs/access-log-group';
import { CompositeAlarm } from '../../lib/constructs/composite-alarm';
import { Dashboard } from '../../lib/constructs/dashboard';
import { MetricFilters } from '../../lib/constructs/metric-filters';
import { RateAlarm } from '../../lib/constructs/rate-alarm';
import { alarmName } from '../../lib/detection/alarm-text';
import { metricNamespace, trailFilters } from '../../lib/detection/trail-filters';
import { findingsOf } from '../support/findings';
import { environmentWith, ratesOf } from './support/rated-environment';

const environment = environmentWith();
const { account, workloads, incidents } = ratesOf(environment);
const runbookUrl = 'https://runbook.example.com/runbook.md';
const topics = 'arn:aws:sns:eu-central-1:111122223333:strongroom-prod';

function synth(build: (stack: Stack) => void): Template {
  const stack = new Stack(new App(), 'Stack', { env: { account: environment.account, region: environment.region } });
  build(stack);
  return Template.fromStack(stack);
}

function alarmTemplate(id: string): Template {
  const detection = [...account, ...workloads].find((rate) => rate.id === id);
  if (detection === undefined) throw new Error(`no rate has the id ${id}`);
  return synth((stack) => new RateAlarm(stack, 'Alarm', { place: environment, detection, runbookUrl }));
}

describe('metric filters', () => {
  const template = synth(
    (stack) =>
      new MetricFilters(stack, 'Filters', {
        logGroupName: '/strongroom/prod/trail',
        namespace: metricNamespace(environment),
        filters: trailFilters(environment),
      }),
  );

  test('publish number, unit and dimension as they are declared, and nothing while nothing happens', () => {
    template.hasResourceProperties('AWS::Logs::MetricFilter', {
      LogGroupName: '/strongroom/prod/trail',
      MetricTransformations: [
        {
          MetricName: 'DownloadedBytes',
          MetricNamespace: 'Strongroom/prod',
          MetricValue: '$.additionalEventData.bytesTransferredOut',
          Unit: 'Bytes',
          Dimensions: [{ Key: 'Bucket', Value: '$.requestParameters.bucketName' }],
          DefaultValue: Match.absent(),
        },
      ],
    });
  });

  test('are as many as declared, and fit a log group', () => {
    template.resourceCountIs('AWS::Logs::MetricFilter', trailFilters(environment).length);
    expect(trailFilters(environment).length).toBeLessThanOrEqual(100);
  });
});

describe('an alarm', () => {
  test('says everything that CloudWatch needs to ring it', () => {
    alarmTemplate('denied-access').hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'strongroom-prod-portal/denied-access',
      Namespace: 'Strongroom/prod',
      MetricName: 'DeniedAccess',
      Dimensions: [{ Name: 'Bucket', Value: 'portal-prod-111122223333-eu-central-1' }],
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
      Threshold: 20,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  test('that wakes somebody speaks to the alert topic', () => {
    alarmTemplate('denied-access').hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: [`${topics}-alerts`],
    });
  });

  test('that is read by day speaks to the information topic', () => {
    alarmTemplate('unauthorized-calls').hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: [`${topics}-information`],
    });
  });

  test('on undelivered messages of a topic speaks to the other', () => {
    const of = (topic: string) =>
      account.find(({ id, metric }) => id === 'notifications-failed' && metric.dimensions?.TopicName === topic);
    expect(of('strongroom-prod-alerts')?.urgency).toBe('information');
    expect(of('strongroom-prod-information')?.urgency).toBe('page');
  });

  test('on silence takes missing data for silence', () => {
    alarmTemplate('reconciler-silent').hasResourceProperties('AWS::CloudWatch::Alarm', {
      TreatMissingData: 'breaching',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      Period: 3600,
      EvaluationPeriods: 3,
    });
  });
});

describe('an incident', () => {
  const [detection] = incidents;
  if (detection === undefined) throw new Error('the test configuration has no incident');
  const template = synth(
    (stack) => new CompositeAlarm(stack, 'Incident', { place: environment, detection, runbookUrl }),
  );

  test('rings when any of its parts does', () => {
    template.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
      AlarmName: 'strongroom-prod-portal/bulk-download',
      AlarmRule:
        'ALARM("strongroom-prod-portal/bulk-download-bytes") OR ALARM("strongroom-prod-portal/bulk-download-objects")',
      AlarmActions: [`${topics}-alerts`],
    });
  });

  test('speaks for its parts, which are silent', () => {
    const alarms = template.findResources('AWS::CloudWatch::Alarm');
    expect(Object.keys(alarms)).toHaveLength(2);
    for (const { Properties } of Object.values(alarms)) expect(Properties).not.toHaveProperty('AlarmActions');
  });

  test('is made after the parts that its rule names', () => {
    const [composite] = Object.values(template.findResources('AWS::CloudWatch::CompositeAlarm'));
    expect((composite?.DependsOn as string[]).sort()).toEqual(
      Object.keys(template.findResources('AWS::CloudWatch::Alarm')).sort(),
    );
  });
});

test('the dashboard is named like its environment and names alarms by their ARN', () => {
  const template = synth((stack) => {
    new Dashboard(stack, 'Dashboard', {
      place: environment,
      runbookUrl,
      accessProbe: true,
      accountWide: true,
      accountAlarms: account,
      workloadAlarms: workloads,
    });
  });
  const [{ Properties } = { Properties: {} }] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  const { DashboardName, DashboardBody } = Properties as Record<string, string>;
  expect(DashboardName).toBe('strongroom-prod-eu-central-1');
  const [first] = account;
  expect(first === undefined ? undefined : alarmName(environment, first)).toBe('strongroom-prod-unauthorized-calls');
  expect(DashboardBody).toContain(
    'arn:aws:cloudwatch:eu-central-1:111122223333:alarm:strongroom-prod-unauthorized-calls',
  );
});

describe('access logs in CloudWatch Logs', () => {
  const template = synth((stack) => {
    new AccessLogGroup(stack, 'AccessLogs', {
      place: environment,
      key: kms.Key.fromKeyArn(
        stack,
        'Key',
        'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      ),
      retentionDays: 90,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    new AccessLogDelivery(stack, 'Delivery', {
      place: environment,
      bucketName: 'portal-prod-111122223333-eu-central-1',
    });
  });

  test('come from the bucket over one destination into one encrypted log group', () => {
    template.hasResourceProperties('AWS::Logs::DeliverySource', {
      LogType: 'S3_SERVER_ACCESS_LOGS',
      ResourceArn: 'arn:aws:s3:::portal-prod-111122223333-eu-central-1',
    });
    template.hasResourceProperties('AWS::Logs::Delivery', {
      DeliveryDestinationArn: 'arn:aws:logs:eu-central-1:111122223333:delivery-destination:strongroom-prod-access-logs',
    });
    template.hasResourceProperties('AWS::Logs::DeliveryDestination', {
      Name: 'strongroom-prod-access-logs',
      DestinationResourceArn: 'arn:aws:logs:eu-central-1:111122223333:log-group:/strongroom/prod/access-logs',
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/strongroom/prod/access-logs',
      RetentionInDays: 90,
      KmsKeyId: 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    });
  });

  test('may be written by the delivery of this account alone', () => {
    const [policy] = Object.values(template.findResources('AWS::Logs::ResourcePolicy'));
    const { PolicyDocument } = policy?.Properties as { PolicyDocument: string };
    expect(JSON.parse(PolicyDocument)).toMatchObject({
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'delivery.logs.amazonaws.com' },
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: 'arn:aws:logs:eu-central-1:111122223333:log-group:/strongroom/prod/access-logs:log-stream:*',
          Condition: {
            StringEquals: { 'aws:SourceAccount': '111122223333' },
            ArnLike: { 'aws:SourceArn': 'arn:aws:logs:eu-central-1:111122223333:*' },
          },
        },
      ],
    });
  });

  test('are counted by the filter that the alarm stands on', () => {
    template.hasResourceProperties('AWS::Logs::MetricFilter', { LogGroupName: '/strongroom/prod/access-logs' });
  });

  test('have a source before their delivery', () => {
    const [source] = Object.keys(template.findResources('AWS::Logs::DeliverySource'));
    const [delivery] = Object.values(template.findResources('AWS::Logs::Delivery'));
    expect(delivery?.DependsOn).toEqual([source]);
  });
});

test('the rule packs find nothing in any of them', () => {
  const stack = new Stack(new App(), 'Stack', { env: { account: environment.account, region: environment.region } });
  const place = environment;
  for (const detection of [...account, ...workloads]) {
    if (detection.partOf === undefined) {
      new RateAlarm(stack, alarmName(place, detection).replaceAll('/', '-'), { place, detection, runbookUrl });
    }
  }
  for (const detection of incidents) new CompositeAlarm(stack, detection.id, { place, detection, runbookUrl });
  new AccessLogDelivery(stack, 'Delivery', { place, bucketName: 'portal-prod-111122223333-eu-central-1' });
  new AccessLogGroup(stack, 'AccessLogs', {
    place,
    key: kms.Key.fromKeyArn(
      stack,
      'Key',
      'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    ),
    retentionDays: 90,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  new Dashboard(stack, 'Dashboard', {
    place,
    runbookUrl,
    accessProbe: true,
    accountWide: true,
    accountAlarms: account,
    workloadAlarms: workloads,
  });
  expect(findingsOf(stack)).toEqual([]);
});
