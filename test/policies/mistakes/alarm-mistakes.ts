import { withProperties, withoutResources, withStatement } from '../../support/edited-templates';
import type { Mistake } from './mistake';

/** Mistakes by which an alarm is silent, or speaks so often that nobody listens. */

const alarm = 'AWS::CloudWatch::Alarm';
const named = (end: string) => (properties: Readonly<Record<string, unknown>>) =>
  String(properties.AlarmName ?? properties.Name).endsWith(end);

const deniedAccess = named('/denied-access');
const gone = () => undefined;

const thresholdRule =
  'rings at the threshold of its setting and not below, keeps still without data unless silence is the signal, and says what it means';
const sourceRule = 'stands on a metric that a filter, a function or AWS publishes about something that exists';
const reachRule = 'reaches people from every alarm: the topic takes it, and the key encrypts it';

export const silentMetric: Mistake = {
  said: 'an alarm on a metric nobody publishes, or without FilterId',
  cases: [
    {
      made: 'on AWS/S3 FailedAuthenticationCount, which does not exist',
      edit: (stacks) =>
        withProperties(
          stacks,
          alarm,
          (properties) => ({ ...properties, Namespace: 'AWS/S3', MetricName: 'FailedAuthenticationCount' }),
          deniedAccess,
        ),
      rule: sourceRule,
    },
    {
      made: 'on AWS/S3 BytesDownloaded of a bucket without FilterId',
      edit: (stacks) =>
        withProperties(
          stacks,
          alarm,
          (properties) => ({
            ...properties,
            Namespace: 'AWS/S3',
            MetricName: 'BytesDownloaded',
            Dimensions: [{ Name: 'BucketName', Value: 'portal-prod-333344445555-eu-central-1' }],
          }),
          deniedAccess,
        ),
      rule: sourceRule,
    },
    {
      made: 'on a metric whose filter is gone',
      edit: (stacks) =>
        withoutResources(stacks, 'AWS::Logs::MetricFilter', ({ MetricTransformations }) =>
          JSON.stringify(MetricTransformations).includes('"DeniedAccess"'),
        ),
      rule: sourceRule,
    },
  ],
};

export const silentTopic: Mistake = {
  said: 'the policy of the topic or of its key does not let the alarm publish',
  cases: [
    {
      made: 'the topic takes nothing from alarms',
      edit: (stacks) => withStatement(stacks, 'PublishAlarms', gone),
      rule: reachRule,
    },
    {
      made: 'the key encrypts nothing for alarms',
      edit: (stacks) =>
        withStatement(stacks, 'PublishAlarms', (statement) =>
          JSON.stringify(statement.Action).includes('kms:') ? undefined : statement,
        ),
      rule: reachRule,
    },
    {
      made: 'the key encrypts nothing for rules',
      edit: (stacks) =>
        withStatement(stacks, 'PublishEvents', (statement) =>
          JSON.stringify(statement.Action).includes('kms:') ? undefined : statement,
        ),
      rule: 'reaches the target of every rule, and the queue of what could not be brought there',
    },
    {
      made: 'the topic is encrypted under alias/aws/sns, which no alarm can use',
      edit: (stacks) =>
        withProperties(stacks, 'AWS::SNS::Topic', (properties) => ({ ...properties, KmsMasterKeyId: 'alias/aws/sns' })),
      rule: 'is encrypted under the audit key',
    },
  ],
};

export const flapping: Mistake = {
  said: 'alarms flap in INSUFFICIENT_DATA',
  cases: [
    {
      made: 'nothing is said of missing data',
      edit: (stacks) =>
        withProperties(stacks, alarm, ({ TreatMissingData: _gone, ...properties }) => properties, deniedAccess),
      rule: thresholdRule,
    },
    {
      made: 'periods are shorter than CloudTrail takes to deliver',
      edit: (stacks) => withProperties(stacks, alarm, (properties) => ({ ...properties, Period: 60 }), deniedAccess),
      rule: thresholdRule,
    },
  ],
};

export const fatigue: Mistake = {
  said: 'a threshold of 1 on AccessDenied: nobody looks any more',
  cases: [
    {
      made: 'the first denial rings',
      edit: (stacks) => withProperties(stacks, alarm, (properties) => ({ ...properties, Threshold: 1 }), deniedAccess),
      rule: thresholdRule,
    },
    {
      made: 'a refused role is told without who, what and from where',
      edit: (stacks) =>
        withProperties(
          stacks,
          'AWS::Events::Rule',
          (properties) => ({
            ...properties,
            Targets: (properties.Targets as { readonly InputTransformer?: unknown }[]).map(
              ({ InputTransformer: _gone, ...target }) => target,
            ),
          }),
          named('role-refused'),
        ),
      rule: 'rings exactly what is meant by each recorded event, at the topic of its urgency, and says who did what, from where and when',
    },
  ],
};

function withoutEvents(rule: string, ...names: readonly string[]) {
  const gonePattern = new RegExp(`,?"(?:${names.join('|')})"`, 'g');
  return (stacks: Parameters<typeof withProperties>[0]) =>
    withProperties(
      stacks,
      'AWS::Events::Rule',
      (properties) => ({
        ...properties,
        EventPattern: JSON.parse(
          JSON.stringify(properties.EventPattern).replaceAll(gonePattern, '').replaceAll('[,', '['),
        ) as unknown,
      }),
      named(rule),
    );
}

export const verbatim: Mistake = {
  said: 'CIS 5.5, 5.7 and 5.8 taken verbatim',
  cases: [
    {
      made: '5.5 does not see data events switched off by their selectors',
      edit: withoutEvents('trail-changed', 'PutEventSelectors', 'PutInsightSelectors'),
      rule: 'rings by each call that must ring, whoever makes it',
    },
    {
      made: '5.7 does not see a key that is kept from rotating',
      edit: withoutEvents('key-disabled-or-deleted', 'DisableKeyRotation', 'DeleteImportedKeyMaterial'),
      rule: 'rings by each call that must ring, whoever makes it',
    },
    {
      made: '5.8 does not see encryption, versions and logging of a bucket change',
      edit: withoutEvents(
        'bucket-protection-changed',
        'PutBucketEncryption',
        'DeleteBucketEncryption',
        'PutBucketVersioning',
        'PutBucketLogging',
      ),
      rule: 'rings by each call that must ring, whoever makes it',
    },
  ],
};

export const enumerated: Mistake['cases'] = [
  {
    made: 'severities of GuardDuty are listed one by one',
    edit: (stacks) =>
      withProperties(
        stacks,
        'AWS::Events::Rule',
        (properties) => ({
          ...properties,
          EventPattern: {
            ...(properties.EventPattern as object),
            detail: { severity: [4, 4.1, 4.2, 5, 6, 7, 8] },
          },
        }),
        named('guardduty-finding'),
      ),
    rule: 'rings by every finding of GuardDuty that is more than low, however its severity is written',
  },
];
