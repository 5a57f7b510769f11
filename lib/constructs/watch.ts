import { Construct } from 'constructs';

import type { Environment } from '../config/parameters';
import { accountEvents } from '../detection/account-events';
import { accountRates, trailLogGroup } from '../detection/account-rates';
import { watchesAccount } from '../detection/account-wide';
import { alarmsOfWorkload } from '../detection/alarms-of-workload';
import { needsProbe } from '../access/looked-after';
import { environmentAlarms } from '../detection/settings';
import { lostAlertsQueueName, topicArn } from '../detection/topics';
import { metricNamespace, trailFilters } from '../detection/trail-filters';
import { workloadEvents } from '../detection/workload-events';
import { Dashboard } from './dashboard';
import { EventAlert } from './event-alert';
import { LostEvents } from './lost-events';
import { MetricFilters } from './metric-filters';
import { RateAlarm } from './rate-alarm';

export interface WatchProps {
  /** All its parameters: rules and dashboard know every workload's name. */
  readonly environment: Environment;
}

/**
 * What an environment watches once for all workloads: single events of the account and of the workloads, numbers of the
 * trail, alarms on the account, and the page that shows all alarms.
 */
export class Watch extends Construct {
  /** Absent where no log group has the trail's events. */
  public readonly filters: MetricFilters | undefined;

  constructor(scope: Construct, id: string, props: WatchProps) {
    super(scope, id);
    const { environment } = props;
    this.makeEventAlerts(environment);
    const logGroupName = trailLogGroup(environment);
    this.filters =
      logGroupName === undefined
        ? undefined
        : new MetricFilters(this, 'TrailFilters', {
            logGroupName,
            namespace: metricNamespace(environment),
            filters: trailFilters(environment),
          });
    this.makeRates(environment);
  }

  private makeEventAlerts(environment: Environment): void {
    const { runbookUrl } = environment;
    const lost = new LostEvents(this, 'LostAlerts', {
      place: environment,
      queueName: lostAlertsQueueName(environment),
    });
    const events = new Construct(this, 'Events');
    for (const detection of [...accountEvents(environment), ...workloadEvents(environment)]) {
      new EventAlert(events, detection.id, {
        place: environment,
        detection,
        topicArn: topicArn(environment, detection.urgency),
        lostEventsArn: lost.queueArn,
        runbookUrl,
      });
    }
  }

  private makeRates(environment: Environment): void {
    const { runbookUrl, tier, alarms, workloads } = environment;
    const rates = accountRates(environment, environmentAlarms(tier, alarms).account);
    const account = new Construct(this, 'Rates');
    for (const detection of rates) {
      const { id, subject } = detection;
      new RateAlarm(account, subject === undefined ? id : `${id}.${subject}`, {
        place: environment,
        detection,
        runbookUrl,
      });
    }
    new Dashboard(this, 'Dashboard', {
      place: environment,
      runbookUrl,
      accountAlarms: rates,
      workloadAlarms: workloads.flatMap((workload) => {
        const { rates: speaking, incidents } = alarmsOfWorkload(environment, workload);
        return [...speaking, ...incidents];
      }),
      accessProbe: workloads.some(needsProbe),
      accountWide: watchesAccount(environment),
    });
  }
}
