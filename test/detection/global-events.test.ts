import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';

import { loadConfiguration } from '../../lib/config/load-configuration';
import type { Environment } from '../../lib/config/parameters';
import { accountEvents } from '../../lib/detection/account-events';
import { forwardedEvents } from '../../lib/detection/forwarded-events';
import { globalRegionOf, needsGlobalEvents } from '../../lib/detection/global-region';
import { workloadEvents } from '../../lib/detection/workload-events';
import { GlobalEventsStack } from '../../lib/stacks/global-events-stack';
import { matchesEventPattern } from '../../tools/detection/event-pattern';
import { baseline, today } from '../support/configurations';
import { findingsOf } from '../support/findings';
import { recordedEvents } from '../../tools/detection/recordings/events/all-events';

const [prod] = loadConfiguration(baseline(), { file: 'baseline', today }).environments;
if (prod === undefined) throw new Error('the baseline has no environment');
const detections = [...accountEvents(prod), ...workloadEvents(prod)];

function made(environment: Environment): GlobalEventsStack {
  return new GlobalEventsStack(new App(), 'GlobalEvents', {
    env: { account: environment.account, region: globalRegionOf(environment) },
    environment,
    detections,
  });
}

interface Rule {
  readonly Properties: {
    readonly Name: string;
    readonly State: string;
    readonly EventPattern: Readonly<Record<string, unknown>>;
    readonly Targets: readonly Readonly<Record<string, unknown>>[];
  };
}

const stack = made(prod);
const template = Template.fromStack(stack);
const rules = Object.values(template.findResources('AWS::Events::Rule')) as Rule[];
const homeBus = 'arn:aws:events:eu-central-1:111122223333:event-bus/default';

it.each([
  ['eu-central-1', 'us-east-1'],
  ['us-east-1', 'us-east-1'],
  ['cn-northwest-1', 'cn-north-1'],
  ['us-gov-east-1', 'us-gov-west-1'],
])('knows where events of IAM arrive for %s: %s', (region, expected) => {
  expect(globalRegionOf({ region })).toBe(expected);
  expect(needsGlobalEvents({ ...prod, region })).toBe(region !== expected);
});

it('hands on the calls of each service that something looks for, and the root user elsewhere', () => {
  expect(rules.map(({ Properties }) => Properties.Name)).toEqual([
    'strongroom-prod-forward-events',
    'strongroom-prod-forward-iam',
    'strongroom-prod-forward-signin',
    'strongroom-prod-forward-sts',
    'strongroom-prod-forward-root-user-used',
  ]);
});

/** How many rules hand an event on, if its calls do more than read. */
function copiesOf(event: unknown): number {
  return rules.filter(({ Properties }) => matchesEventPattern(Properties.EventPattern, event)).length;
}

const regionOf = (event: unknown) => (event as { readonly region: string }).region;

it('hands on every recorded event of that Region that rings, once', () => {
  const recordedThere = recordedEvents.filter(
    ({ event, rings }) => rings.length > 0 && regionOf(event) === 'us-east-1',
  );
  expect(recordedThere.length).toBeGreaterThan(10);
  for (const { name, event } of recordedThere) expect([name, copiesOf(event)]).toEqual([name, 1]);
});

it('hands on once what several detections look for: the root user makes an access key, or tries to take a role', () => {
  for (const [eventSource, eventName] of [
    ['iam.amazonaws.com', 'CreateAccessKey'],
    ['iam.amazonaws.com', 'DeleteRolePermissionsBoundary'],
    ['sts.amazonaws.com', 'AssumeRole'],
    ['sts.amazonaws.com', 'GetSessionToken'],
    ['signin.amazonaws.com', 'ConsoleLogin'],
    ['events.amazonaws.com', 'DeleteRule'],
    ['cloudfront.amazonaws.com', 'CreateDistribution'],
  ]) {
    const event = {
      'detail-type': 'AWS API Call via CloudTrail',
      source: `aws.${eventSource?.split('.')[0] ?? ''}`,
      account: prod.account,
      region: 'us-east-1',
      detail: { eventSource, eventName, eventType: 'AwsApiCall', userIdentity: { type: 'Root' } },
    };
    expect([eventName, copiesOf(event)]).toEqual([eventName, 1]);
  }
});

it('hands on no event of another account, of no AWS service, or of calls of STS that take no role', () => {
  const assumed = {
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.sts',
    account: prod.account,
    detail: { eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole', userIdentity: { type: 'AssumedRole' } },
  };
  expect(copiesOf(assumed)).toBe(1);
  expect(copiesOf({ ...assumed, account: '999900009999' })).toBe(0);
  expect(copiesOf({ ...assumed, source: 'custom.sts' })).toBe(0);
  expect(copiesOf({ ...assumed, detail: { ...assumed.detail, eventName: 'GetCallerIdentity' } })).toBe(0);
});

it('refuses two detections that look at the calls of any service: an event of both would ring twice', () => {
  const root = detections.find(({ id }) => id === 'root-user-used');
  if (root === undefined) throw new Error('there is no detection of the root user');
  expect(() => forwardedEvents(prod, [root, { ...root, id: 'another' }])).toThrow(
    'root-user-used and another name no eventSource',
  );
  const byName = { ...root, pattern: { ...root.pattern, detail: { eventName: ['Any'] } } };
  expect(() => forwardedEvents(prod, [byName])).toThrow('by alternatives or by name');
});

it('hands them to the bus of the home Region, and keeps what does not arrive', () => {
  for (const { Properties } of rules) {
    expect(Properties.Targets).toEqual([
      {
        Id: 'Home',
        Arn: homeBus,
        RoleArn: { 'Fn::GetAtt': [expect.stringMatching(/Role/), 'Arn'] },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/NotForwarded/), 'Arn'] } },
      },
    ]);
  }
  template.hasResourceProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
});

it('asks for calls that only read where a detection is about those', () => {
  const all = rules.filter(({ Properties }) => Properties.State === 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
  expect(all.map(({ Properties }) => Properties.Name)).toEqual(['strongroom-prod-forward-sts']);
});

it('acts by a role that may put events onto that bus alone, below a boundary that lets it do no more', () => {
  template.resourceCountIs('AWS::IAM::Role', 1);
  template.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Action: 'sts:AssumeRole',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': '111122223333' },
            ArnLike: { 'aws:SourceArn': 'arn:aws:events:us-east-1:111122223333:rule/strongroom-prod-*' },
          },
        },
      ],
    },
    PermissionsBoundary: Match.anyValue(),
  });
  const policies = Object.values(template.findResources('AWS::IAM::ManagedPolicy')) as {
    readonly Properties: { readonly PolicyDocument: { readonly Statement: unknown } };
  }[];
  expect(policies.map(({ Properties }) => Properties.PolicyDocument.Statement)).toEqual(
    Array.from({ length: 2 }, () => [
      { Sid: 'HandEventsOver', Effect: 'Allow', Action: 'events:PutEvents', Resource: homeBus },
    ]),
  );
});

it('lets only its own rules, and only by TLS, send to the queue', () => {
  template.hasResourceProperties('AWS::SQS::QueuePolicy', {
    PolicyDocument: {
      Statement: [
        {
          Sid: 'KeepFailedEvents',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: 'arn:aws:sqs:us-east-1:111122223333:strongroom-prod-not-forwarded',
          Condition: {
            ArnEquals: { 'aws:SourceArn': 'arn:aws:events:us-east-1:111122223333:rule/strongroom-prod-*' },
            StringEquals: { 'aws:SourceAccount': '111122223333' },
          },
        },
        { Sid: 'DenyInsecureTransport', Effect: 'Deny' },
      ],
    },
  });
});

it('gives the rule packs nothing to find', () => {
  expect(findingsOf(stack)).toEqual([]);
});
