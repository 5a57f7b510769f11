import {
  accessKeySecrets,
  agingSecrets,
  filledSecrets,
  type RotatingSecret,
  rotatingSecrets,
} from '../access/looked-after';
import { type Place, secretPrefix } from '../config/names';
import type { Workload } from '../config/parameters';
import type { Secret } from '../config/secrets';
import type { RateDetection } from './detection';
import { counted, days, hours } from './rate';
import type { WorkloadAlarmSettings } from '../config/alarms';

/** What the functions write into their logs; see lambda/rotation/aws/embedded-metric.ts. */
export const secretMetrics = {
  namespace: 'Strongroom',
  dimension: 'Secret',
  age: 'SecretAgeDays',
  unfilled: 'SecretUnfilled',
  probeFailed: 'AccessProbeFailed',
} as const;

const day = 1440;
const hour = 60;

export interface SecretRateSources {
  /** Greatest age of a value that a person fills, where its secret says nothing, in days. */
  readonly maximumDays: number;
  /** Whether the workload has a function that tries its keys. */
  readonly accessProbe: boolean;
}

/**
 * Rates of a workload's secrets, from what its reconciler and its probe tell every hour. Everything else that they find
 * about keys and rotations comes as a notice, which names key, user and last use.
 */
export function secretRates(
  place: Place,
  workload: Workload,
  settings: WorkloadAlarmSettings,
  { maximumDays, accessProbe }: SecretRateSources,
): RateDetection[] {
  const { rotationOverdue, unfilledSecret, agedSecret, accessProbe: probe } = settings;
  const keys = accessKeySecrets(workload);
  const rotating = rotatingSecrets(workload);
  const lookedAfter = [...rotating, ...filledSecrets(workload)];
  return [
    ...(rotationOverdue.on
      ? rotating.map((secret) => overdue(place, workload, secret, rotationOverdue.graceDays))
      : []),
    ...(agedSecret.on ? agingSecrets(workload).map((secret) => aged(place, workload, secret, maximumDays)) : []),
    ...(unfilledSecret.on ? lookedAfter.map((secret) => empty(place, workload, secret, unfilledSecret.hours)) : []),
    ...(accessProbe && probe.on ? keys.map((secret) => probed(place, workload, secret, probe.hours)) : []),
  ];
}

function metric(place: Place, workload: Workload, { name }: Pick<Secret, 'name'>, metricName: string) {
  const secret = `${secretPrefix(place, workload.name)}${name}`;
  return {
    namespace: secretMetrics.namespace,
    name: metricName,
    dimensions: { [secretMetrics.dimension]: secret },
  };
}

function overdue(place: Place, workload: Workload, secret: RotatingSecret, graceDays: number): RateDetection {
  const oldest = secret.rotation.everyDays + graceDays;
  return {
    kind: 'rate',
    id: 'rotation-overdue',
    subject: `${workload.name}/${secret.name}`,
    title: 'Rotation overdue',
    explanation: `Secret ${secretPrefix(place, workload.name)}${secret.name} is older than ${counted(oldest, days)}, or nobody has told its age for a day.`,
    urgency: 'page',
    metric: metric(place, workload, secret, secretMetrics.age),
    statistic: 'Maximum',
    periodMinutes: day,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    threshold: oldest,
    comparison: 'GreaterThanThreshold',
    // A secret whose age nobody tells may be any age.
    missingData: 'breaching',
  };
}

function empty(place: Place, workload: Workload, secret: Pick<Secret, 'name'>, atLeast: number): RateDetection {
  return {
    kind: 'rate',
    id: 'secret-unfilled',
    subject: `${workload.name}/${secret.name}`,
    title: 'Secret unfilled',
    explanation: `Secret ${secretPrefix(place, workload.name)}${secret.name} stands empty for ${counted(atLeast, hours)}: whoever reads it fails.`,
    urgency: 'information',
    metric: metric(place, workload, secret, secretMetrics.unfilled),
    statistic: 'Maximum',
    periodMinutes: hour,
    evaluationPeriods: atLeast,
    datapointsToAlarm: atLeast,
    threshold: 1,
    comparison: 'GreaterThanOrEqualToThreshold',
    missingData: 'notBreaching',
  };
}

function aged(
  place: Place,
  workload: Workload,
  secret: ReturnType<typeof agingSecrets>[number],
  maximumDays: number,
): RateDetection {
  const name = `${secretPrefix(place, workload.name)}${secret.name}`;
  const oldest = secret.maximumAgeDays ?? maximumDays;
  return {
    kind: 'rate',
    id: 'secret-too-old',
    subject: `${workload.name}/${secret.name}`,
    title: 'Secret too old',
    explanation: `Secret ${name} is older than ${counted(oldest, days)}; ${secret.owner ?? workload.owner} answers for it.`,
    urgency: 'information',
    metric: metric(place, workload, secret, secretMetrics.age),
    statistic: 'Maximum',
    // A day, so that an hour without a measurement does not end the alarm.
    periodMinutes: day,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    threshold: oldest,
    comparison: 'GreaterThanThreshold',
    // A secret without a value has no age; it is reported as unfilled.
    missingData: 'notBreaching',
  };
}

function probed(place: Place, workload: Workload, secret: Pick<Secret, 'name'>, inARow: number): RateDetection {
  return {
    kind: 'rate',
    id: 'access-probe-failed',
    subject: `${workload.name}/${secret.name}`,
    title: 'Access probe failed',
    explanation: `The probe with secret ${secretPrefix(place, workload.name)}${secret.name} failed or said nothing for ${counted(inARow, hours)}.`,
    urgency: 'page',
    metric: metric(place, workload, secret, secretMetrics.probeFailed),
    statistic: 'Maximum',
    periodMinutes: hour,
    evaluationPeriods: inARow,
    datapointsToAlarm: inARow,
    threshold: 1,
    comparison: 'GreaterThanOrEqualToThreshold',
    // A probe that is not made proves no access.
    missingData: 'breaching',
  };
}
