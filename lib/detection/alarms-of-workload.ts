import { needsProbe } from '../access/looked-after';
import type { Environment, Workload } from '../config/parameters';
import { credentialAge } from '../config/rules/rule';
import type { IncidentDetection, RateDetection } from './detection';
import { environmentAlarms, workloadAlarms } from './settings';
import { workloadIncidents, workloadRates } from './workload-rates';

export interface WorkloadAlarms {
  /** Rates that speak for themselves. */
  readonly rates: readonly RateDetection[];
  /** Incidents, each with its silent parts. */
  readonly incidents: readonly IncidentDetection[];
}

/** The alarms on one workload, with the limits that are in force for it. */
export function alarmsOfWorkload(environment: Environment, workload: Workload): WorkloadAlarms {
  const { tier, alarms, audit } = environment;
  const settings = workloadAlarms(environmentAlarms(tier, alarms), workload.alarms);
  const rates = workloadRates(environment, workload, settings, {
    accessLogsInCloudWatch: audit.accessLogsInCloudWatch !== undefined,
    accessProbe: needsProbe(workload),
    maximumDays: credentialAge[tier].maximumDays,
  });
  return {
    rates: rates.filter(({ partOf }) => partOf === undefined),
    incidents: workloadIncidents(environment, workload, rates),
  };
}
