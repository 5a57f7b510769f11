import { accountRates } from '../../../lib/detection/account-rates';
import type { IncidentDetection, RateDetection } from '../../../lib/detection/detection';
import { environmentAlarms, workloadAlarms } from '../../../lib/detection/settings';
import { workloadIncidents, workloadRates } from '../../../lib/detection/workload-rates';
import { loadConfiguration } from '../../../lib/config/load-configuration';
import type { Environment, Tier } from '../../../lib/config/parameters';
import { changed, type Changes, today } from '../../support/configurations';

/** The production environment of the tests, with changes. */
export function environmentWith(changes: Changes = {}): Environment {
  const [environment] = loadConfiguration(changed(changes), { file: 'rated-environment.ts', today }).environments;
  if (environment === undefined) throw new Error('the test configuration has no environment');
  return environment;
}

export interface Rated {
  readonly account: readonly RateDetection[];
  readonly workloads: readonly RateDetection[];
  readonly incidents: readonly IncidentDetection[];
}

/** All its rates with the values of a tier, access logs in CloudWatch Logs and a probe. */
export function ratesOf(
  environment: Environment,
  {
    tier = 'production',
    accessLogsInCloudWatch = true,
    accessProbe = true,
  }: { tier?: Tier; accessLogsInCloudWatch?: boolean; accessProbe?: boolean } = {},
): Rated {
  const settings = environmentAlarms(tier, undefined);
  const perWorkload = environment.workloads.map((workload) => {
    const rates = workloadRates(environment, workload, workloadAlarms(settings, undefined), {
      accessLogsInCloudWatch,
      accessProbe,
      maximumDays: 90,
    });
    return { rates, incidents: workloadIncidents(environment, workload, rates) };
  });
  return {
    account: accountRates(environment, settings.account),
    workloads: perWorkload.flatMap(({ rates }) => rates),
    incidents: perWorkload.flatMap(({ incidents }) => incidents),
  };
}
