import { alertTopicName, type Place, trailLogGroupName } from '../config/names';
import type { Environment } from '../config/parameters';
import { watchesAccount } from './account-wide';
import type { RateDetection } from './detection';
import { counted, inWords, minutes, silenceOf, sumReaches } from './rate';
import type { AccountAlarmSettings } from '../config/alarms';
import { informationTopicName, lostAlertsQueueName } from './topics';
import { metricNamespace, trailMetrics } from './trail-filters';

/** The log group whose events are counted; absent where the trail has none, and then nothing of the trail is. */
export function trailLogGroup(
  environment: Pick<Environment, 'name' | 'account' | 'region' | 'audit'>,
): string | undefined {
  const { trail } = environment.audit;
  switch (trail.mode) {
    case 'create':
      return trailLogGroupName(environment);
    case 'existing':
      return trail.logGroupName;
    case 'none':
      return undefined;
  }
}

/** Rates over the whole account, unless another environment counts them, and over what an environment has once. */
export function accountRates(
  environment: Pick<Environment, 'name' | 'account' | 'region' | 'audit' | 'alarms'>,
  settings: AccountAlarmSettings,
): RateDetection[] {
  const logGroup = trailLogGroup(environment);
  return [
    ...(logGroup === undefined ? [] : trailRates(environment, settings, logGroup)),
    ...(settings.lostAlerts.on ? lostAlerts(environment) : []),
  ];
}

function trailRates(
  place: Place & Pick<Environment, 'alarms'>,
  settings: AccountAlarmSettings,
  logGroup: string,
): RateDetection[] {
  const { unauthorizedCalls, consoleSignInFailures, refusedRoles, trailSilence } = settings;
  const namespace = metricNamespace(place);
  const rates: (RateDetection & { readonly on: boolean })[] = [
    {
      kind: 'rate',
      on: unauthorizedCalls.on && watchesAccount(place),
      id: 'unauthorized-calls',
      title: 'Unauthorized calls',
      explanation: `Account ${place.account} saw ${inWords(unauthorizedCalls, { one: 'refused call', several: 'refused calls' })}.`,
      // Misconfigured programs ring it far more often than intruders; refused access to our own files has its own alarm.
      urgency: 'information',
      metric: { namespace, name: trailMetrics.unauthorizedCalls },
      ...sumReaches(unauthorizedCalls),
    },
    {
      kind: 'rate',
      on: consoleSignInFailures.on && watchesAccount(place),
      id: 'console-sign-in-failures',
      title: 'Console sign-in failures',
      explanation: `Account ${place.account} saw ${inWords(consoleSignInFailures, { one: 'failed sign-in', several: 'failed sign-ins' })}.`,
      urgency: 'page',
      metric: { namespace, name: trailMetrics.consoleSignInFailures },
      ...sumReaches(consoleSignInFailures),
    },
    {
      kind: 'rate',
      on: refusedRoles.on,
      id: 'refused-roles',
      title: 'Refused roles',
      explanation: `STS refused ${inWords(refusedRoles, { one: 'request for a role', several: 'requests for a role' })} of ${place.name}.`,
      urgency: 'page',
      metric: { namespace, name: trailMetrics.refusedRoles },
      ...sumReaches(refusedRoles),
    },
    {
      kind: 'rate',
      on: trailSilence.on,
      id: 'trail-silent',
      title: 'Trail silent',
      explanation: `Log group ${logGroup} received no event for ${counted(trailSilence.minutes, minutes)}, so no alarm on the trail can ring.`,
      urgency: 'page',
      metric: { namespace: 'AWS/Logs', name: 'IncomingLogEvents', dimensions: { LogGroupName: logGroup } },
      ...silenceOf(2, trailSilence.minutes / 2),
    },
  ];
  return rates.filter(({ on }) => on).map(({ on: _, ...rate }) => rate);
}

function lostAlerts(place: Place): RateDetection[] {
  const failed = (urgency: RateDetection['urgency'], topic: string, label: string): RateDetection => ({
    kind: 'rate',
    id: 'notifications-failed',
    subject: label,
    title: 'Notifications failed',
    explanation: `SNS could not deliver a message of topic ${topic}, so this one comes by the other topic.`,
    urgency,
    metric: { namespace: 'AWS/SNS', name: 'NumberOfNotificationsFailed', dimensions: { TopicName: topic } },
    ...sumReaches({ on: true, atLeast: 1, withinMinutes: 5 }),
  });
  const queue = lostAlertsQueueName(place);
  return [
    failed('information', alertTopicName(place), 'alerts'),
    failed('page', informationTopicName(place), 'information'),
    {
      kind: 'rate',
      id: 'lost-alerts',
      title: 'Lost alerts',
      explanation: `EventBridge could not bring an event to its topic and left it in queue ${queue}.`,
      urgency: 'page',
      metric: {
        namespace: 'AWS/SQS',
        name: 'ApproximateNumberOfMessagesVisible',
        dimensions: { QueueName: queue },
      },
      ...sumReaches({ on: true, atLeast: 1, withinMinutes: 5 }),
      statistic: 'Maximum',
    },
  ];
}
