import { entriesOf, type Entry } from '../access/template';
import type { Charge, NotPriced } from './cost-table';
import { at, eventsOf, type Facts, holdsRecords, objectsAt, textAt } from './facts';
import { logCosts } from './log-costs';

const billion = 1_000_000_000;

const rings = { purpose: 'watching', by: 'use', detection: 'rings' } as const;
const listens = { purpose: 'watching', by: 'use', detection: 'listens' } as const;

/** Events of a trail, and the log group into which it writes them. */
export function trailCosts(trail: Entry, facts: Facts): (Charge | NotPriced)[] {
  const { usage } = facts;
  if (objectsAt(trail, 'EventSelectors').length > 0) {
    return [{ what: `trail ${trail.logicalId}`, why: 'how much it records is understood of advanced selectors alone' }];
  }
  const { management, data } = eventsOf(trail, usage);
  const group = textAt(trail, 'CloudWatchLogsLogGroupArn')?.split(':')[6];
  const gigabytes = ((management + data) * usage.bytesPerEvent) / billion;
  return [
    // AWS does not charge for the first copy.
    { ...listens, price: 'furtherManagementEvents', units: usage.anotherTrail ? management : 0 },
    { ...listens, price: 'dataEvents', units: data },
    { ...listens, price: 'insights', units: objectsAt(trail, 'InsightSelectors').length * management },
    ...(group === undefined ? [] : logCosts({ group, gigabytes }, listens, facts)),
  ];
}

/** What GuardDuty looks at: it hears of every request for files, whatever a trail records. */
export function detectorCosts(detector: Entry, facts: Facts): (Charge | NotPriced)[] {
  const { stacks, usage } = facts;
  if (at(detector, 'Enable') !== true) return [];
  const looksAtFiles = objectsAt(detector, 'Features').some(
    ({ Name, Status }) => Name === 'S3_DATA_EVENTS' && Status === 'ENABLED',
  );
  const vaults = entriesOf(stacks, 'AWS::S3::Bucket').filter((bucket) => !holdsRecords(bucket, facts)).length;
  const requests = looksAtFiles ? vaults * (usage.objectReads + usage.objectWrites) : 0;
  return [
    { ...listens, price: 'guardDutyEvents', units: usage.managementEvents },
    { ...listens, price: 'guardDutyObjects', units: requests },
    {
      what: 'flow logs, name queries and files of other buckets that GuardDuty looks at',
      why: 'they depend on what else runs in the account',
    },
  ];
}

export function analyzerCosts(analyzer: Entry): NotPriced[] {
  const type = textAt(analyzer, 'Type') ?? '';
  if (type === 'ACCOUNT' || type === 'ORGANIZATION') return [];
  return [{ what: `analyzer ${analyzer.logicalId}`, why: `only looking for access from outside is free, not ${type}` }];
}

/** Events of AWS are free in the Region where they happen; handing them on is not. */
export function ruleCosts(rule: Entry, { usage }: Facts): Charge[] {
  const handsOn = objectsAt(rule, 'Targets').filter(({ Arn }) => {
    const [, , service, region, account, resource = ''] = String(Arn).split(':');
    const isHere = region === rule.stack.region && account === rule.stack.account;
    return service === 'events' && resource.startsWith('event-bus/') && !isHere;
  });
  return [{ ...rings, price: 'customEvents', units: handsOn.length * usage.forwardedEvents }];
}

export function topicCosts(_topic: Entry, { usage }: Facts): Charge[] {
  return [{ ...rings, price: 'publications', units: usage.messages }];
}

export function subscriptionCosts(subscription: Entry, { usage }: Facts): (Charge | NotPriced)[] {
  const protocol = textAt(subscription, 'Protocol') ?? '';
  if (protocol === 'email' || protocol === 'email-json') return [{ ...rings, price: 'mails', units: usage.messages }];
  // SNS hands messages to queues and functions at no charge.
  if (protocol === 'sqs' || protocol === 'lambda') return [];
  return [
    { what: `messages by ${protocol}`, why: `the price of subscription ${subscription.logicalId} is not listed` },
  ];
}

export function queueCosts(_queue: Entry, { usage }: Facts): Charge[] {
  return [{ ...rings, price: 'queueRequests', units: usage.queueRequests }];
}

/** Access logs that a bucket delivers to a log group within seconds, besides the files that cost nothing to deliver. */
export function deliveryCosts(delivery: Entry, facts: Facts): (Charge | NotPriced)[] {
  const { stacks, usage } = facts;
  const source = textAt(delivery, 'DeliverySourceName');
  const destination = textAt(delivery, 'DeliveryDestinationArn')?.split(':').at(-1);
  const log = entriesOf(stacks, 'AWS::Logs::DeliverySource').find((one) => at(one, 'Name') === source);
  const target = entriesOf(stacks, 'AWS::Logs::DeliveryDestination').find((one) => at(one, 'Name') === destination);
  const group = target === undefined ? undefined : textAt(target, 'DestinationResourceArn')?.split(':')[6];
  if (log === undefined || at(log, 'LogType') !== 'S3_SERVER_ACCESS_LOGS' || group === undefined) {
    return [{ what: `delivery ${delivery.logicalId}`, why: 'only access logs of S3 to a log group are understood' }];
  }
  const gigabytes = ((usage.objectReads + usage.objectWrites) * usage.bytesPerAccessLogLine) / billion;
  return logCosts({ group, gigabytes, takenInFor: 'deliveredLogsIn' }, rings, facts);
}
