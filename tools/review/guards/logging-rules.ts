import { isDeepStrictEqual } from 'node:util';

import { isObject } from '../../access/template';
import {
  absent,
  atLeast,
  type Direction,
  encryptedWith,
  everyEntry,
  itemsOf,
  ordered,
  present,
  switchedOn,
  textOf,
  unchanged,
} from './direction';
import { rule, type TypeGuards } from './guard-rule';

type Fields = Readonly<Record<string, unknown>>;

const accepting = { Equals: 'Equals', StartsWith: 'StartsWith', EndsWith: 'EndsWith' } as const;
const refusing = ['NotEquals', 'NotStartsWith', 'NotEndsWith'];

/** Whether a field of a selector lets through whatever another one does. */
function fieldCovers(field: Fields, other: Fields): boolean {
  const accepts = (value: string) =>
    itemsOf(field.Equals).includes(value) || itemsOf(field.StartsWith).some((start) => value.startsWith(String(start)));
  const asksOnly = (names: readonly string[]) =>
    Object.keys(field).every((name) => name === 'Field' || names.includes(name));
  if (isDeepStrictEqual(field, other)) return true;
  if (asksOnly(refusing)) {
    return refusing.every((name) =>
      itemsOf(field[name]).every((value) => itemsOf(other[name]).some((kept) => kept === value)),
    );
  }
  const { Equals, StartsWith } = accepting;
  if (!asksOnly([Equals, StartsWith])) return false;
  const otherValues = [...itemsOf(other.Equals), ...itemsOf(other.StartsWith)].map(String);
  const known = Object.keys(other).every((name) => name === 'Field' || name === Equals || name === StartsWith);
  const starts = itemsOf(other.StartsWith).map(String);
  return (
    known &&
    otherValues.length > 0 &&
    otherValues.every(accepts) &&
    starts.every((start) => itemsOf(field.StartsWith).some((one) => start.startsWith(String(one))))
  );
}

/** Whether an advanced selector records whatever another one does. */
function selectorCovers(selector: unknown, other: unknown): boolean {
  if (!isObject(selector) || !isObject(other)) return false;
  const [own, others] = [itemsOf(selector.FieldSelectors), itemsOf(other.FieldSelectors)] as [Fields[], Fields[]];
  return own.every((field) => others.some((one) => one.Field === field.Field && fieldCovers(field, one)));
}

/** Whether an older selector records whatever another one does. */
function olderSelectorCovers(selector: unknown, other: unknown): boolean {
  if (!isObject(selector) || !isObject(other)) return false;
  const types: Readonly<Record<string, number>> = { ReadOnly: 1, WriteOnly: 2, All: 3 };
  const reach = (one: Fields) => types[textOf(one.ReadWriteType ?? 'All')] ?? 0;
  const management = (one: Fields) => textOf(one.IncludeManagementEvents ?? true) === 'true';
  const within = (some: unknown, all: unknown) =>
    itemsOf(some).every((entry) => itemsOf(all).some((one) => isDeepStrictEqual(one, entry)));
  return (
    (reach(selector) & reach(other)) === reach(other) &&
    (management(selector) || !management(other)) &&
    within(other.DataResources, selector.DataResources) &&
    within(selector.ExcludeManagementEventSources, other.ExcludeManagementEventSources)
  );
}

/** A switch for each feature of GuardDuty; one that is not listed is as the account has it. */
const features: Direction = (before, after) => {
  const on = (value: unknown) =>
    itemsOf(value).flatMap((one) => (isObject(one) && one.Status === 'ENABLED' ? [String(one.Name)] : []));
  const [was, is] = [on(before), on(after)];
  if (was.some((name) => !is.includes(name))) return 'weaker';
  return is.some((name) => !was.includes(name)) ? 'stronger' : 'same';
};

/** What records, and what looks at the records. */
export const loggingGuards: Readonly<Record<string, TypeGuards>> = {
  'AWS::Logs::LogGroup': {
    rules: [
      rule('RetentionInDays', atLeast(Infinity), 'records are deleted earlier'),
      rule('KmsKeyId', encryptedWith(1), 'a weaker key encrypts the records'),
      rule('DataProtectionPolicy', present, 'sensitive data stand in the records'),
      rule('DeletionProtectionEnabled', switchedOn(false), 'one call deletes it'),
      rule(
        'LogGroupClass',
        ordered(['DELIVERY', 'INFREQUENT_ACCESS', 'STANDARD'], 'STANDARD'),
        'filters and alarms see nothing of it',
      ),
    ],
  },
  'AWS::CloudTrail::Trail': {
    rules: [
      rule('IsLogging', switchedOn(true), 'nothing is recorded'),
      rule('EnableLogFileValidation', switchedOn(false), 'a changed record is not noticed'),
      rule('IsMultiRegionTrail', switchedOn(false), 'what happens in other Regions is not recorded'),
      rule('IncludeGlobalServiceEvents', switchedOn(true), 'calls of IAM and STS are not recorded'),
      rule('IsOrganizationTrail', switchedOn(false), 'other accounts are not recorded'),
      rule('KMSKeyId', encryptedWith(1), 'a weaker key encrypts the records'),
      rule('S3BucketName', unchanged, 'records go elsewhere'),
      rule('CloudWatchLogsLogGroupArn', present, 'filters and alarms see nothing of it'),
      rule('CloudWatchLogsRoleArn', present, 'filters and alarms see nothing of it'),
      rule('SnsTopicName', present, 'nobody is told of new records'),
      rule('AdvancedEventSelectors', everyEntry(selectorCovers), 'some calls are recorded no more'),
      rule('EventSelectors', everyEntry(olderSelectorCovers), 'some calls are recorded no more'),
      rule('InsightSelectors', everyEntry(), 'unusual calls are noticed no more'),
    ],
    whole: 'nothing is recorded',
  },
  'AWS::GuardDuty::Detector': {
    rules: [
      rule('Enable', switchedOn(false), 'threats are noticed no more'),
      rule('Features', features, 'some threats are noticed no more'),
      rule('DataSources', present, 'some threats are noticed no more'),
      rule(
        'FindingPublishingFrequency',
        ordered(['SIX_HOURS', 'ONE_HOUR', 'FIFTEEN_MINUTES'], 'SIX_HOURS'),
        'threats are told later',
      ),
    ],
    whole: 'threats are noticed no more',
  },
  'AWS::AccessAnalyzer::Analyzer': {
    rules: [
      rule('ArchiveRules', absent, 'some findings are hidden'),
      rule('Type', unchanged, 'it looks at something else'),
    ],
    whole: 'access from outside is noticed no more',
  },
  'AWS::EC2::FlowLog': {
    rules: [rule('TrafficType', ordered(['REJECT', 'ACCEPT', 'ALL'], 'ALL'), 'less traffic is recorded')],
    whole: 'traffic is recorded no more',
  },
  'AWS::Logs::Delivery': {
    rules: [
      rule('DeliveryDestinationArn', unchanged, 'records go elsewhere'),
      rule('DeliverySourceName', unchanged, 'something else is recorded'),
    ],
    whole: 'something is recorded no more',
  },
  'AWS::Logs::DeliveryDestination': { rules: [rule('DestinationResourceArn', unchanged, 'records go elsewhere')] },
  'AWS::Logs::SubscriptionFilter': {
    rules: [
      rule('FilterPattern', unchanged, 'other records are handed on'),
      rule('DestinationArn', unchanged, 'records go elsewhere'),
    ],
    whole: 'records are handed on no more',
  },
  'AWS::Config::ConfigurationRecorder': {
    rules: [rule('RecordingGroup', present, 'fewer changes are recorded')],
    whole: 'changes are recorded no more',
  },
  'AWS::Config::ConfigRule': {
    rules: [rule('InputParameters', unchanged, 'something else is judged')],
    whole: 'what breaks it is noticed no more',
  },
  'AWS::SecurityHub::Hub': { rules: [], whole: 'findings are gathered no more' },
  'AWS::WAFv2::WebACL': {
    rules: [rule('Rules', everyEntry(), 'some requests are refused no more')],
    whole: 'requests are refused no more',
  },
  'AWS::WAFv2::WebACLAssociation': {
    rules: [rule('WebACLArn', unchanged, 'other requests are refused')],
    whole: 'requests are refused no more',
  },
};
