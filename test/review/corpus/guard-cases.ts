import type { Kind, ReviewCase } from './review-case';
import { environmentOf, stackWith, world } from './small-world';
import { change, changed, having, worldWith } from './world-changes';

/** Settings that protect, each weaker, and some stronger. */

function setting(name: string, needs: readonly Kind[], id: string, path: string, value: unknown): ReviewCase {
  return change(name, needs, worldWith({ [id]: having(id, path, value) }));
}

const guard: readonly Kind[] = ['guard'];
const passes: readonly Kind[] = [];
const lock = 'ObjectLockConfiguration.Rule.DefaultRetention';
const bucket = world.Bucket ?? { Type: '' };
const alarm = world.Alarm ?? { Type: '' };

const policyOf = (eventName: readonly string[], more: object = {}) => ({
  source: ['aws.kms'],
  detail: { eventName, errorCode: [{ exists: false }], ...more },
});

export const guardCases: readonly ReviewCase[] = [
  change('an alarm removed', guard, worldWith({ Alarm: undefined })),
  change(
    'an alarm removed that stays behind',
    guard,
    worldWith({ Alarm: undefined }),
    worldWith({ Alarm: { ...alarm, DeletionPolicy: 'Retain' } }),
  ),
  setting('an alarm tells nobody', guard, 'Alarm', 'ActionsEnabled', false),
  setting('an alarm has no action', guard, 'Alarm', 'AlarmActions', []),
  setting('an alarm rings at more', guard, 'Alarm', 'Threshold', 10),
  setting('an alarm rings at less', passes, 'Alarm', 'Threshold', 0.5),
  setting('an alarm rings later', guard, 'Alarm', 'EvaluationPeriods', 3),
  setting('an alarm looks at another metric', guard, 'Alarm', 'MetricName', 'Other'),
  setting('an alarm takes what is missing for bad', passes, 'Alarm', 'TreatMissingData', 'breaching'),
  change('an alarm under another logical id', passes, worldWith({ Alarm: undefined, AlarmRenamed: alarm })),
  change(
    'one more alarm',
    passes,
    worldWith({ Second: changed('Alarm', (properties) => ({ ...properties, AlarmName: 'second' })) }),
  ),

  setting('records are kept a week', guard, 'Logs', 'RetentionInDays', 7),
  setting('records are kept for ever', passes, 'Logs', 'RetentionInDays', undefined),
  setting('records under no key of one’s own', guard, 'Logs', 'KmsKeyId', undefined),
  change(
    'files are locked in a weaker way and shorter',
    guard,
    worldWith({ Bucket: having('Bucket', lock, { Mode: 'GOVERNANCE', Days: 1 }) }),
  ),
  change(
    'files are locked longer, in years',
    passes,
    worldWith({ Bucket: having('Bucket', lock, { Mode: 'COMPLIANCE', Years: 2 }) }),
  ),
  setting('nothing blocks public access', guard, 'Bucket', 'PublicAccessBlockConfiguration', undefined),
  setting('no versions', guard, 'Bucket', 'VersioningConfiguration.Status', 'Suspended'),
  setting('files go after a year', guard, 'Bucket', 'LifecycleConfiguration.Rules', [
    { Id: 'old', Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 90 } },
    { Id: 'gone', Status: 'Enabled', ExpirationInDays: 365 },
  ]),
  setting('old versions go later', passes, 'Bucket', 'LifecycleConfiguration.Rules', [
    { Id: 'old', Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 180 } },
  ]),
  change('a bucket is deleted with its stack', guard, worldWith({ Bucket: { ...bucket, DeletionPolicy: 'Delete' } })),
  change(
    'no lock any more',
    ['data', 'guard'],
    worldWith({
      Bucket: changed('Bucket', ({ ObjectLockConfiguration: _lock, ...properties }) => ({
        ...properties,
        ObjectLockEnabled: false,
      })),
    }),
  ),
  change(
    'a bucket of another name',
    ['access', 'data', 'guard'],
    worldWith({ Bucket: having('Bucket', 'BucketName', 'other-files') }),
  ),
  change(
    'a bucket destroyed',
    ['data', 'guard'],
    worldWith({
      Bucket: undefined,
      BucketPolicy: undefined,
      ActorPolicy: undefined,
      Shared: undefined,
      Trail: undefined,
      Actor: having('Actor', 'ManagedPolicyArns', []),
    }),
    worldWith({ Trail: undefined }),
  ),

  setting('the trail is off', guard, 'Trail', 'IsLogging', false),
  setting('the trail’s files are not validated', guard, 'Trail', 'EnableLogFileValidation', false),
  setting('the trail sees one Region', guard, 'Trail', 'IsMultiRegionTrail', false),
  setting('the trail sees fewer files', guard, 'Trail', 'AdvancedEventSelectors', [
    { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
    {
      FieldSelectors: [
        { Field: 'eventCategory', Equals: ['Data'] },
        { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
        { Field: 'readOnly', Equals: ['false'] },
      ],
    },
  ]),
  setting('the trail sees functions too', passes, 'Trail', 'AdvancedEventSelectors', [
    { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
    {
      FieldSelectors: [
        { Field: 'eventCategory', Equals: ['Data'] },
        { Field: 'resources.type', Equals: ['AWS::S3::Object', 'AWS::Lambda::Function'] },
      ],
    },
  ]),
  change('no trail', ['data', 'guard'], worldWith({ Trail: undefined })),
  setting('messages without a key', guard, 'Topic', 'KmsMasterKeyId', undefined),
  change('nobody is told', guard, worldWith({ Recipient: undefined })),
  setting('somebody else is told', guard, 'Recipient', 'Endpoint', 'elsewhere@example.com'),
  setting('a secret rotates once in 90 days', guard, 'Rotation', 'RotationRules', {
    ScheduleExpression: 'rate(90 days)',
  }),
  setting('a secret rotates once a day, in other words', passes, 'Rotation', 'RotationRules', {
    AutomaticallyAfterDays: 1,
  }),
  change('a secret does not rotate', guard, worldWith({ Rotation: undefined })),
  setting('a secret’s policy may open it to everybody', guard, 'SecretPolicy', 'BlockPublicPolicy', false),
  setting('a key does not rotate', guard, 'Key', 'EnableKeyRotation', false),
  setting('a key is gone after a week', guard, 'Key', 'PendingWindowInDays', 7),
  setting('a rule is off', guard, 'Rule', 'State', 'DISABLED'),
  setting('a rule sees fewer events', guard, 'Rule', 'EventPattern', policyOf(['ScheduleKeyDeletion'])),
  setting(
    'a rule asks for more',
    guard,
    'Rule',
    'EventPattern',
    policyOf(['ScheduleKeyDeletion', 'DisableKey'], { userAgent: ['console.amazonaws.com'] }),
  ),
  setting(
    'a rule sees more events',
    passes,
    'Rule',
    'EventPattern',
    policyOf(['ScheduleKeyDeletion', 'DisableKey', 'PutKeyPolicy']),
  ),
  setting('a rule sees more events by a choice', passes, 'Rule', 'EventPattern', {
    $or: [policyOf(['DisableKey', 'ScheduleKeyDeletion']), { source: ['aws.s3'] }],
  }),
  setting('a rule reaches nobody', guard, 'Rule', 'Targets', []),
  setting('a filter counts less', guard, 'Filter', 'FilterPattern', '{ $.eventName = "DeleteTrail" }'),
  setting(
    'a filter counts more',
    passes,
    'Filter',
    'FilterPattern',
    '{ ($.eventName = "StopLogging") || ($.eventName = "DeleteTrail") || ($.eventName = "UpdateTrail") }',
  ),
  setting('a function loses what fails', guard, 'Rotator', 'DeadLetterConfig', undefined),
  setting('a function runs never', guard, 'Rotator', 'ReservedConcurrentExecutions', 0),
  setting('other code', passes, 'Rotator', 'Code', { S3Bucket: 'assets', S3Key: `${'1'.repeat(64)}.zip` }),
  setting('a queue without encryption', guard, 'Queue', 'SqsManagedSseEnabled', false),
  setting('a queue under a key of one’s own', passes, 'Queue', 'KmsMasterKeyId', { Ref: 'Key' }),
  setting(
    'a table that cannot be brought back',
    guard,
    'Table',
    'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled',
    false,
  ),
  setting('a table that one call deletes', guard, 'Table', 'DeletionProtectionEnabled', false),
  setting('a table without its key', guard, 'Table', 'SSESpecification', undefined),
  change('a table destroyed', ['data'], worldWith({ Table: undefined })),
  setting('a table replaced', ['data'], 'Table', 'KeySchema', [{ AttributeName: 'other', KeyType: 'HASH' }]),
  {
    name: 'one call deletes the stack',
    needs: guard,
    sides: () => ({
      base: [environmentOf(stackWith(world))],
      head: [environmentOf(stackWith(world, { terminationProtection: false }))],
    }),
  },
];
