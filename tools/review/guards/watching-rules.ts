import { isDeepStrictEqual } from 'node:util';

import { isObject } from '../../access/template';
import {
  absent,
  asOften,
  atLeast,
  atMost,
  type Direction,
  everyEntry,
  itemsOf,
  ordered,
  present,
  switchedOn,
  unchanged,
  type Verdict,
} from './direction';
import { patternCovers } from './event-pattern-covers';
import { filterCovers } from './filter-pattern-covers';
import { rule, type TypeGuards } from './guard-rule';

const ringsForLess = 'it rings at fewer events';
const toldLess = 'somebody is told no more';

/** Above a threshold a lower one rings sooner, below it a higher one. */
const threshold: Direction = (before, after, whole) => {
  const { before: alarm, after: changed } = whole;
  const operator = isObject(alarm) ? String(alarm.ComparisonOperator) : '';
  if (isDeepStrictEqual(before, after)) return 'same';
  if (!isObject(changed) || changed.ComparisonOperator !== operator) return 'unclear';
  if (/^GreaterThan(OrEqualTo)?Threshold$/.test(operator)) return atMost(Infinity)(before, after, whole);
  if (/^LessThan(OrEqualTo)?Threshold$/.test(operator)) return atLeast(-Infinity)(before, after, whole);
  return 'unclear';
};

/** With an equal sign it rings sooner. */
const operators: Direction = (before, after) => {
  if (before === after) return 'same';
  const [was, is] = [String(before), String(after)];
  if (is.replace('OrEqualTo', '') === was) return 'stronger';
  return was.replace('OrEqualTo', '') === is ? 'weaker' : 'unclear';
};

/** How many periods must be over the threshold, of how many. */
const datapoints: Direction = (_before, _after, whole) => {
  const read = (alarm: unknown) => {
    const { EvaluationPeriods, DatapointsToAlarm } = isObject(alarm) ? alarm : {};
    const periods = Number(EvaluationPeriods ?? 1);
    return { periods, needed: Number(DatapointsToAlarm ?? periods) };
  };
  const [was, is] = [read(whole.before), read(whole.after)];
  if (was.needed === is.needed && was.periods === is.periods) return 'same';
  // Fewer needed of at least as many ring sooner.
  if (is.needed <= was.needed && is.periods >= was.periods) return 'stronger';
  if (is.needed >= was.needed && is.periods <= was.periods) return 'weaker';
  const spare = (one: { readonly periods: number; readonly needed: number }) => one.periods - one.needed;
  if (is.needed < was.needed && spare(is) >= spare(was)) return 'stronger';
  return is.needed > was.needed && spare(is) <= spare(was) ? 'weaker' : 'unclear';
};

/** Terms that are joined by OR alone, so that each of them rings. */
function termsOf(alarmRule: unknown): readonly string[] | undefined {
  const text = String(alarmRule).replaceAll(/\s+/g, ' ').trim();
  const terms = text.split(/ OR /);
  return terms.every((term) => /^\(*\s*ALARM\(\s*"?[^"()]+"?\s*\)\s*\)*$/.test(term))
    ? terms.map((term) => term.replaceAll(/[()\s"]|ALARM/g, ''))
    : undefined;
}

const anyOfAlarms: Direction = (before, after, whole) => {
  if (before === after) return 'same';
  const [was, is] = [termsOf(before), termsOf(after)];
  return was === undefined || is === undefined ? 'unclear' : everyEntry()(was, is, whole);
};

const covering =
  (covers: (pattern: unknown, other: unknown) => boolean): Direction =>
  (before, after): Verdict => {
    if (isDeepStrictEqual(before, after)) return 'same';
    if (before === undefined) return 'stronger';
    if (after === undefined) return 'weaker';
    if (covers(after, before)) return covers(before, after) ? 'same' : 'stronger';
    return covers(before, after) ? 'weaker' : 'unclear';
  };

/** A target hands on as far as another one when it is the same place with at least as many tries. */
function targetCovers(target: unknown, other: unknown): boolean {
  if (!isObject(target) || !isObject(other)) return false;
  const { DeadLetterConfig: kept, RetryPolicy: tries } = target;
  const { DeadLetterConfig: keptBefore, RetryPolicy: triesBefore } = other;
  const triesOf = (policy: unknown, name: string, usual: number) =>
    Number((isObject(policy) ? policy[name] : undefined) ?? usual);
  return (
    isDeepStrictEqual(target.Arn, other.Arn) &&
    (keptBefore === undefined || isDeepStrictEqual(kept, keptBefore)) &&
    triesOf(tries, 'MaximumRetryAttempts', 185) >= triesOf(triesBefore, 'MaximumRetryAttempts', 185) &&
    triesOf(tries, 'MaximumEventAgeInSeconds', 86_400) >= triesOf(triesBefore, 'MaximumEventAgeInSeconds', 86_400)
  );
}

/** What a metric filter counts, and under which name. */
const transformations: Direction = (before, after) => {
  const read = (value: unknown) =>
    itemsOf(value).map((one) => {
      const { MetricName, MetricNamespace, MetricValue, Dimensions } = isObject(one) ? one : {};
      return { MetricName, MetricNamespace, MetricValue, Dimensions };
    });
  return isDeepStrictEqual(read(before), read(after)) ? 'same' : 'unclear';
};

const otherMetric = 'it looks at something else';

const states = ['DISABLED', 'ENABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'];

/** What rings. */
export const watchingGuards: Readonly<Record<string, TypeGuards>> = {
  'AWS::CloudWatch::Alarm': {
    rules: [
      rule('ActionsEnabled', switchedOn(true), 'it rings, and nobody is told'),
      rule('AlarmActions', everyEntry(), toldLess),
      rule('Threshold', threshold, ringsForLess),
      rule('ComparisonOperator', operators, ringsForLess),
      rule('', datapoints, 'it rings later, or for longer troubles only'),
      rule('Period', atMost(60), 'it rings later'),
      rule(
        'TreatMissingData',
        ordered(['notBreaching', 'ignore', 'missing', 'breaching'], 'missing'),
        'it is silent when nothing is measured',
      ),
      ...[
        'MetricName',
        'Namespace',
        'Dimensions',
        'Statistic',
        'ExtendedStatistic',
        'Metrics',
        'Unit',
        'ThresholdMetricId',
      ].map((name) => rule(name, unchanged, otherMetric)),
    ],
    whole: 'it rings no more',
  },
  'AWS::CloudWatch::CompositeAlarm': {
    rules: [
      rule('ActionsEnabled', switchedOn(true), 'it rings, and nobody is told'),
      rule('AlarmActions', everyEntry(), toldLess),
      rule('AlarmRule', anyOfAlarms, 'it rings for fewer alarms'),
      rule('ActionsSuppressor', absent, 'another alarm silences it'),
    ],
    whole: 'it rings no more',
  },
  'AWS::CloudWatch::AlarmMuteRule': {
    rules: [rule('Rule', unchanged, 'alarms are silent at other times')],
    more: 'it silences alarms',
  },
  'AWS::Events::Rule': {
    rules: [
      rule('State', ordered(states, 'ENABLED'), 'it sees nothing, or less'),
      rule('EventPattern', covering(patternCovers), 'it sees fewer events'),
      rule('ScheduleExpression', asOften, 'it runs less often'),
      rule('Targets', everyEntry(targetCovers), 'what it sees reaches fewer places'),
      rule('EventBusName', unchanged, 'it sees the events of another bus'),
    ],
    whole: 'what it sees, or starts, is noticed or done no more',
  },
  'AWS::Events::EventBus': { rules: [rule('DeadLetterConfig', present, 'events that cannot be handed on are lost')] },
  'AWS::Events::Archive': {
    rules: [rule('RetentionDays', atLeast(Infinity), 'events are deleted earlier')],
    whole: 'events are kept no more',
  },
  'AWS::Scheduler::Schedule': {
    rules: [
      rule('State', ordered(['DISABLED', 'ENABLED'], 'ENABLED'), 'it starts nothing'),
      rule('ScheduleExpression', asOften, 'it runs less often'),
      rule('Target', unchanged, 'it starts something else'),
    ],
    whole: 'what it starts is done no more',
  },
  'AWS::Logs::MetricFilter': {
    rules: [
      rule('FilterPattern', covering(filterCovers), 'it counts fewer records'),
      rule('LogGroupName', unchanged, 'it counts other records'),
      rule('MetricTransformations', transformations, 'it counts under another name'),
    ],
    whole: 'what it counts is noticed no more',
  },
  'AWS::Lambda::Function': {
    rules: [
      rule('ReservedConcurrentExecutions', atLeast(Infinity), 'it runs fewer times at once, or never'),
      rule('DeadLetterConfig', present, 'what it cannot work on is lost'),
      rule('Timeout', atLeast(3), 'it may be stopped before its end'),
      rule('CodeSigningConfigArn', present, 'it runs code that nobody signed'),
      rule('VpcConfig', present, 'it is reachable from elsewhere, or reaches elsewhere'),
      rule(
        'TracingConfig.Mode',
        ordered(['PassThrough', 'Active'], 'PassThrough'),
        'what it calls is recorded no more',
      ),
    ],
  },
  'AWS::Lambda::EventInvokeConfig': {
    rules: [
      rule('MaximumRetryAttempts', atLeast(2), 'what fails once is lost'),
      rule('MaximumEventAgeInSeconds', atLeast(21_600), 'what waits is lost earlier'),
      rule('DestinationConfig', present, 'nobody learns what became of it'),
    ],
  },
  'AWS::Lambda::EventSourceMapping': {
    rules: [
      rule('Enabled', switchedOn(true), 'what arrives is worked on no more'),
      rule('FilterCriteria', absent, 'some of what arrives is worked on no more'),
    ],
    whole: 'what arrives is worked on no more',
  },
};
