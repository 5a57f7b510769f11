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

/** The limit in words. */
export function inWords({ atLeast, withinMinutes }: Limit, what: string): string {
  return `${atLeast.toLocaleString('en')} ${what} or more within ${String(withinMinutes)} minutes`;
}
