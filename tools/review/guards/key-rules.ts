import { isObject } from '../../access/template';
import {
  atLeast,
  atMost,
  daysOf,
  type Direction,
  encryptedWith,
  everyEntry,
  ordered,
  present,
  switchedOff,
  switchedOn,
  textOf,
  unchanged,
} from './direction';
import { rule, type TypeGuards } from './guard-rule';

/** Days between two rotations; not a number for a calendar, of which nobody can say it. */
function intervalOf(rules: unknown): number {
  const { AutomaticallyAfterDays, ScheduleExpression } = isObject(rules) ? rules : {};
  if (AutomaticallyAfterDays !== undefined) return Number(AutomaticallyAfterDays);
  return ScheduleExpression === undefined ? Infinity : (daysOf(ScheduleExpression) ?? Number.NaN);
}

const rotatesAsOften: Direction = (before, after, whole) => {
  if (JSON.stringify(before) === JSON.stringify(after)) return 'same';
  return atMost(Infinity)(intervalOf(before), intervalOf(after), whole);
};

const weakerQueueKey = 'a weaker key encrypts the messages';

/** SQS encrypts with a key of its own unless that is turned off. */
const queueEncryption: Direction = (before, after, whole) => {
  const keyOf = (queue: unknown) => (isObject(queue) ? queue.KmsMasterKeyId : undefined);
  const ofAws = (queue: unknown) => !isObject(queue) || textOf(queue.SqsManagedSseEnabled ?? true) === 'true';
  const [was, is] = [keyOf(before), keyOf(after)];
  if (was === undefined && is === undefined) return switchedOn(true)(ofAws(before), ofAws(after), whole);
  return encryptedWith(1)(was, is, whole);
};

/** What encrypts, what is secret, and what hands messages on. */
export const keyGuards: Readonly<Record<string, TypeGuards>> = {
  'AWS::KMS::Key': {
    rules: [
      rule('EnableKeyRotation', switchedOn(false), 'a stolen key opens everything for ever'),
      rule('RotationPeriodInDays', atMost(365), 'a stolen key opens more'),
      rule('PendingWindowInDays', atLeast(30), 'there are fewer days to notice its deletion'),
      rule('Enabled', switchedOn(true), 'nothing under it can be read'),
      rule('BypassPolicyLockoutSafetyCheck', switchedOff(false), 'a mistake in its policy locks everybody out'),
    ],
  },
  'AWS::KMS::ReplicaKey': {
    rules: [
      rule('PendingWindowInDays', atLeast(30), 'there are fewer days to notice its deletion'),
      rule('Enabled', switchedOn(true), 'nothing under it can be read'),
    ],
  },
  'AWS::SecretsManager::Secret': {
    rules: [
      rule('KmsKeyId', encryptedWith(1), 'a weaker key encrypts it'),
      rule('GenerateSecretString.PasswordLength', atLeast(32), 'its value is easier to guess'),
    ],
  },
  'AWS::SecretsManager::ResourcePolicy': {
    rules: [rule('BlockPublicPolicy', switchedOn(false), 'a policy may open the secret to everybody')],
  },
  'AWS::SecretsManager::RotationSchedule': {
    rules: [
      rule('RotationRules', rotatesAsOften, 'a stolen value works longer'),
      rule('RotationLambdaARN', unchanged, 'something else rotates it, or nothing'),
    ],
    whole: 'a stolen value works for ever',
  },
  'AWS::SNS::Topic': {
    rules: [
      rule('KmsMasterKeyId', encryptedWith(0), weakerQueueKey),
      rule('Subscription', everyEntry(), 'somebody is told no more'),
      rule('DataProtectionPolicy', present, 'sensitive data are let through'),
    ],
  },
  'AWS::SNS::Subscription': {
    rules: [
      rule('Endpoint', unchanged, 'somebody else is told'),
      rule('Protocol', unchanged, 'messages arrive in another way'),
      rule('TopicArn', unchanged, 'other messages arrive'),
      rule(
        'FilterPolicy',
        (before, after) => {
          if (JSON.stringify(before) === JSON.stringify(after)) return 'same';
          if (after === undefined) return 'stronger';
          return before === undefined ? 'weaker' : 'unclear';
        },
        'some messages arrive no more',
      ),
      rule('RedrivePolicy', present, 'messages that cannot be delivered are lost'),
    ],
    whole: 'somebody is told no more',
  },
  'AWS::SQS::Queue': {
    rules: [
      rule('', queueEncryption, weakerQueueKey),
      rule('MessageRetentionPeriod', atLeast(345_600), 'messages that nobody fetches are lost earlier'),
      rule('RedrivePolicy', present, 'messages that cannot be worked on are lost'),
    ],
  },
  'AWS::Kinesis::Stream': {
    rules: [
      rule('StreamEncryption.KeyId', encryptedWith(0), 'a weaker key encrypts the records'),
      rule('RetentionPeriodHours', atLeast(24), 'records are lost earlier'),
    ],
  },
  'AWS::Cognito::UserPool': {
    rules: [
      rule('MfaConfiguration', ordered(['OFF', 'OPTIONAL', 'ON'], 'OFF'), 'a password alone is enough'),
      rule('DeletionProtection', ordered(['INACTIVE', 'ACTIVE'], 'INACTIVE'), 'one call deletes it'),
      rule('Policies.PasswordPolicy.MinimumLength', atLeast(8), 'passwords are easier to guess'),
    ],
  },
};
