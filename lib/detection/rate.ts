import type { RateDetection } from './detection';
import type { Limit } from '../config/alarms';

type Rated = Pick<
  RateDetection,
  'statistic' | 'periodMinutes' | 'evaluationPeriods' | 'datapointsToAlarm' | 'threshold' | 'comparison' | 'missingData'
>;

/** Rings when a sum reaches its limit. No data means that nothing happened. */
export function sumReaches({ atLeast, withinMinutes }: Limit): Rated {
  return {
    statistic: 'Sum',
    periodMinutes: withinMinutes,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    threshold: atLeast,
    comparison: 'GreaterThanOrEqualToThreshold',
    missingData: 'notBreaching',
  };
}

/** Rings when nothing at all came in one period after the other. Here silence is the signal. */
export function silenceOf(periods: number, periodMinutes: number): Rated {
  return {
    statistic: 'Sum',
    periodMinutes,
    evaluationPeriods: periods,
    datapointsToAlarm: periods,
    threshold: 1,
    comparison: 'LessThanThreshold',
    missingData: 'breaching',
  };
}

/** What is counted, in the words for one and for several: most of them are no single noun. */
export interface Counted {
  readonly one: string;
  readonly several: string;
}

export const minutes: Counted = { one: 'minute', several: 'minutes' };
export const hours: Counted = { one: 'hour', several: 'hours' };
export const days: Counted = { one: 'day', several: 'days' };

/** A number of something. */
export function counted(number: number, { one, several }: Counted): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : several}`;
}

/** The limit in words. */
export function inWords({ atLeast, withinMinutes }: Limit, what: Counted): string {
  return `${counted(atLeast, what)} or more within ${counted(withinMinutes, minutes)}`;
}
