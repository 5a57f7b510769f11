import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';

import { loadConfiguration } from '../../lib/config/load-configuration';
import type { Environment } from '../../lib/config/parameters';
import { accountEvents } from '../../lib/detection/account-events';
import { globalRegionOf } from '../../lib/detection/global-region';
import { workloadEvents } from '../../lib/detection/workload-events';
import { GlobalEventsStack, needsGlobalEvents } from '../../lib/stacks/global-events-stack';
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

it('forwards what is recorded in the global Region, by the same patterns, and nothing else', () => {
  const globals = detections.filter(({ recordedIn }) => recordedIn === 'global');
  expect(globals.map(({ id }) => id)).toEqual([
    'alert-rule-changed',
    'protected-principal-changed',
    'iam-policy-changed',
    'boundary-removed-or-changed',
    'access-key-or-password-created',
    'root-user-used',
    'console-sign-in-without-mfa',
    'break-glass-role-assumed',
    'role-refused',
    'role-assumed-by-an-unexpected-principal',
  ]);
  expect(rules.map(({ Properties }) => Properties.Name)).toEqual(globals.map(({ id }) => `strongroom-prod-${id}`));
  expect(rules.map(({ Properties }) => Properties.EventPattern)).toEqual(globals.map(({ pattern }) => pattern));
});

it('forwards every recorded event of that Region that rings', () => {
  const recordedThere = recordedEvents.filter(
    ({ event, rings }) => rings.length > 0 && (event as { readonly region: string }).region === 'us-east-1',
  );
  expect(recordedThere.length).toBeGreaterThan(10);
  for (const { name, event } of recordedThere) {
    const forwarded = rules.some(({ Properties }) => matchesEventPattern(Properties.EventPattern, event));
    expect([name, forwarded]).toEqual([name, true]);
  }
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

it('asks for calls that only read where the detection is about those', () => {
  const all = rules.filter(({ Properties }) => Properties.State === 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
  expect(all.map(({ Properties }) => Properties.Name)).toEqual([
    'strongroom-prod-break-glass-role-assumed',
    'strongroom-prod-role-refused',
    'strongroom-prod-role-assumed-by-an-unexpected-principal',
  ]);
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
