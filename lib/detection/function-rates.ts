import { needsProbe, needsReconciler, rotatingSecrets } from '../access/looked-after';
import { type Place, probeName, reconcilerName, reconcilerQueueName, rotationFunctionName } from '../config/names';
import type { Workload } from '../config/parameters';
import type { RateDetection } from './detection';
import { counted, hours, inWords, silenceOf, sumReaches } from './rate';
import type { WorkloadAlarmSettings } from '../config/alarms';

interface Watched {
  /** What the function does, within its workload. */
  readonly label: string;
  readonly functionName: string;
}

const hour = 60;

/**
 * Rates of a workload's functions, from the metrics that Lambda and SQS publish themselves.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export function functionRates(place: Place, workload: Workload, settings: WorkloadAlarmSettings): RateDetection[] {
  if (!needsReconciler(workload)) return [];
  const functions: Watched[] = [
    { label: 'reconcile', functionName: reconcilerName(place, workload.name) },
    ...rotatingSecrets(workload).map(({ name }) => ({
      label: `rotate-${name}`,
      functionName: rotationFunctionName(place, workload.name, name),
    })),
    // Its silence wakes somebody, by the alarm on what it tells. That it failed is no second page: it is read by day, and
    // says that the fault is the probe's and not the key's.
    ...(needsProbe(workload) ? [{ label: 'probe', functionName: probeName(place, workload.name) }] : []),
  ];
  return [
    ...functions.flatMap((one) => failures(workload.name, one, settings)),
    ...reconcilerRates(place, workload, settings),
  ];
}

function failures(
  workload: string,
  { label, functionName }: Watched,
  settings: WorkloadAlarmSettings,
): RateDetection[] {
  const { functionErrors, functionThrottles } = settings;
  const common = { kind: 'rate', subject: `${workload}/${label}`, urgency: 'information' } as const;
  const metric = (name: string) => ({ namespace: 'AWS/Lambda', name, dimensions: { FunctionName: functionName } });
  const errors: RateDetection = {
    ...common,
    id: 'function-errors',
    title: 'Function errors',
    explanation: `Function ${functionName} ended with ${inWords(functionErrors, { one: 'error', several: 'errors' })}.`,
    metric: metric('Errors'),
    ...sumReaches(functionErrors),
  };
  const throttles: RateDetection = {
    ...common,
    id: 'function-throttles',
    title: 'Function throttles',
    explanation: `Lambda refused function ${functionName} ${inWords(functionThrottles, { one: 'time', several: 'times' })}.`,
    metric: metric('Throttles'),
    ...sumReaches(functionThrottles),
  };
  return [...(functionErrors.on ? [errors] : []), ...(functionThrottles.on ? [throttles] : [])];
}

/** Both of the hourly functions leave in the reconciler's queue what they could not handle. */
function reconcilerRates(place: Place, { name }: Workload, settings: WorkloadAlarmSettings): RateDetection[] {
  const { failedEvents, silentReconciler } = settings;
  const queue = reconcilerQueueName(place, name);
  const dead: RateDetection = {
    kind: 'rate',
    id: 'failed-events',
    subject: name,
    title: 'Failed events',
    explanation: `Queue ${queue} holds an hourly event that could be handled neither at first nor again.`,
    urgency: 'information',
    metric: { namespace: 'AWS/SQS', name: 'ApproximateNumberOfMessagesVisible', dimensions: { QueueName: queue } },
    ...sumReaches({ on: true, atLeast: 1, withinMinutes: 5 }),
    statistic: 'Maximum',
  };
  const silent: RateDetection = {
    kind: 'rate',
    id: 'reconciler-silent',
    subject: name,
    title: 'Reconciler silent',
    explanation: `Function ${reconcilerName(place, name)} did not run for ${counted(silentReconciler.hours, hours)}: no key is retired, no age is told.`,
    urgency: 'page',
    // Lambda's own count, because it needs neither the function's code nor its log to be alive.
    metric: {
      namespace: 'AWS/Lambda',
      name: 'Invocations',
      dimensions: { FunctionName: reconcilerName(place, name) },
    },
    ...silenceOf(silentReconciler.hours, hour),
  };
  return [...(failedEvents.on ? [dead] : []), ...(silentReconciler.on ? [silent] : [])];
}
