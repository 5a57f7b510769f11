import type { Environment } from '../../lib/config/parameters';
import { accessLogFilters } from '../../lib/detection/access-log-filters';
import { accountEvents } from '../../lib/detection/account-events';
import { ruleName } from '../../lib/detection/rule-name';
import { patternsOf } from '../../lib/detection/rule-parts';
import { trailFilters } from '../../lib/detection/trail-filters';
import { workloadEvents } from '../../lib/detection/workload-events';
import { matchesEventPattern } from './event-pattern';
import { filterPattern } from './filter-pattern';
import { recordedEventsOf } from './recordings/events/all-events';
import { accessLogEvents } from './recordings/trail-events/access-logs';
import { accountEvents as accountRecords } from './recordings/trail-events/account';
import { fileEvents } from './recordings/trail-events/files';
import { inEnvironment } from '../sandbox/drill/relocate-recording';

/** What AWS says of a pattern. Both calls read nothing and change nothing. */
export interface PatternService {
  /** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html */
  matchesEvent(pattern: string, event: string): Promise<boolean>;
  /**
   * @param messages at most 50
   * @returns the positions of those that match, from 1
   * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TestMetricFilter.html
   */
  matchingMessages(pattern: string, messages: readonly string[]): Promise<readonly number[]>;
}

/** One pattern and one recorded event, judged here and there. */
export interface Replayed {
  /** Name of the rule or of the metric. */
  readonly pattern: string;
  readonly event: string;
  /** What the evaluators say on which the tests stand. */
  readonly here: boolean;
  readonly there: boolean;
}

/** Messages of one TestMetricFilter. */
const most = 50;

/** The recorded events of each rule: those that ring it, and its near misses. */
export async function replayRules(environment: Environment, service: PatternService): Promise<Replayed[]> {
  const { real } = inEnvironment(environment, recordedEventsOf(environment));
  const replayed: Replayed[] = [];
  for (const detection of [...accountEvents(environment), ...workloadEvents(environment)]) {
    const near = real.filter(({ rings, nearly }) => [...rings, ...nearly].includes(detection.id));
    for (const [part, pattern] of patternsOf(detection).entries()) {
      // One after the other: the service answers a few calls a second.
      for (const { name, event } of near) {
        const there = await service.matchesEvent(JSON.stringify(pattern), JSON.stringify(event));
        const here = matchesEventPattern(pattern, event);
        replayed.push({ pattern: ruleName(environment, detection.id, part), event: name, here, there });
      }
    }
  }
  return replayed;
}

/** Every recorded line of a log against every filter of its log group. */
export async function replayFilters(environment: Environment, service: PatternService): Promise<Replayed[]> {
  const moved = (records: Parameters<typeof inEnvironment<(typeof fileEvents)[number]>>[1]) => {
    const { real, spare } = inEnvironment(environment, records);
    return [...real, ...spare];
  };
  const groups = [
    { filters: trailFilters(environment), records: moved([...accountRecords, ...fileEvents]) },
    { filters: accessLogFilters(environment), records: moved(accessLogEvents) },
  ];
  const replayed: Replayed[] = [];
  for (const { filters, records } of groups) {
    for (const { metricName, pattern } of filters) {
      for (let at = 0; at < records.length; at += most) {
        const batch = records.slice(at, at + most);
        const messages = batch.map(({ event }) => JSON.stringify(event));
        const matching = new Set(await service.matchingMessages(pattern, messages));
        replayed.push(
          ...batch.map(({ name, event }, index) => ({
            ...{ pattern: metricName, event: name, here: filterPattern(pattern).matches(event) },
            there: matching.has(index + 1),
          })),
        );
      }
    }
  }
  return replayed;
}

/** What a person reads: how many agree, and every one that does not. */
export function reportOf(replayed: readonly Replayed[]): string[] {
  const matching = replayed.filter(({ there }) => there).length;
  const differences = replayed.filter(({ here, there }) => here !== there);
  const says = (does: boolean) => (does ? 'matches' : 'does not match');
  return [
    `${replayed.length} questions: ${matching} match, ${replayed.length - matching} do not, ${differences.length} differ`,
    ...differences.map(
      ({ pattern, event, here, there }) => `${pattern} ${says(there)} on AWS and ${says(here)} here: ${event}`,
    ),
  ];
}
