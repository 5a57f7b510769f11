/** What AWS takes for one thing. */
export interface Price {
  /** What is charged, as a line of the table names it. */
  readonly what: string;
  /** US dollars for `per` units. */
  readonly dollars: number;
  /** Units that `dollars` buys. */
  readonly per: number;
  /** The unit, in the singular. */
  readonly unit: string;
  /** Units a month that AWS never charges an account for; accounts billed together have them once. */
  readonly freeUnits?: number;
  /** AWS page that states it. */
  readonly source: string;
  /**
   * Where the number was read: on a page or in the price list of AWS, or only with others who quote AWS. Pages of AWS that
   * show the prices of one Region at a time are not kept by archives.
   */
  readonly readAt: 'AWS' | 'others';
}

const cloudWatch = 'https://aws.amazon.com/cloudwatch/pricing/';
const cloudTrail = 'https://aws.amazon.com/cloudtrail/pricing/';
const dynamoDb = 'https://aws.amazon.com/dynamodb/pricing/on-demand/';
const guardDuty = 'https://aws.amazon.com/guardduty/pricing/';
const keyManagement = 'https://aws.amazon.com/kms/pricing/';
const lambda = 'https://aws.amazon.com/lambda/pricing/';
const s3 = 'https://aws.amazon.com/s3/pricing/';
const secretsManager = 'https://aws.amazon.com/secrets-manager/pricing/';
const sns = 'https://aws.amazon.com/sns/pricing/';

const million = 1_000_000;

function price(
  dollars: number,
  per: number,
  unit: string,
  what: string,
  source: string,
  readAt: Price['readAt'],
  freeUnits?: number,
): Price {
  return { what, dollars, per, unit, source, readAt, ...(freeUnits === undefined ? {} : { freeUnits }) };
}

/**
 * List prices of the first step of each scale: nothing here comes near the second.
 *
 * A free tier is written down where AWS grants it for ever. What ends after a year or a month is none.
 */
const prices = {
  alarmMetric: price(0.1, 1, 'metric', 'metrics of alarms', cloudWatch, 'AWS', 10),
  fastAlarmMetric: price(0.3, 1, 'metric', 'metrics of alarms with periods below a minute', cloudWatch, 'AWS'),
  compositeAlarm: price(0.5, 1, 'alarm', 'composite alarms', cloudWatch, 'AWS'),
  customMetric: price(0.3, 1, 'metric', 'custom metrics, by their hours with data', cloudWatch, 'AWS', 10),
  dashboard: price(3, 1, 'dashboard', 'dashboards', cloudWatch, 'others', 3),
  // The five gigabytes are for taking in, keeping and searching together. They are taken for what costs most.
  logsIn: price(0.5, 1, 'GB', 'log lines taken in', cloudWatch, 'AWS', 5),
  // Access logs and other lines that an AWS service delivers have a scale of their own, whose first step costs the same.
  deliveredLogsIn: price(0.5, 1, 'GB', 'access log lines delivered', cloudWatch, 'AWS'),
  logsKept: price(0.03, 1, 'GB', 'log lines kept', cloudWatch, 'AWS'),
  furtherManagementEvents: price(2, 100_000, 'event', 'management events, second copy', cloudTrail, 'AWS'),
  dataEvents: price(0.1, 100_000, 'event', 'data events recorded', cloudTrail, 'AWS'),
  insights: price(0.35, 100_000, 'event', 'events looked at by Insights', cloudTrail, 'AWS'),
  guardDutyEvents: price(4, million, 'event', 'management events looked at by GuardDuty', guardDuty, 'others'),
  guardDutyObjects: price(0.8, million, 'event', 'requests for files looked at by GuardDuty', guardDuty, 'others'),
  key: price(1, 1, 'key', 'keys', keyManagement, 'AWS'),
  // AWS announced on 12 April 2024 that only the first and the second rotation of a key add to its price.
  keyVersion: price(1, 1, 'version', 'earlier versions of rotated keys', keyManagement, 'others'),
  keyRequests: price(0.03, 10_000, 'request', 'uses of keys', keyManagement, 'AWS', 20_000),
  secret: price(0.4, 1, 'secret', 'secrets', secretsManager, 'AWS'),
  secretCalls: price(0.05, 10_000, 'call', 'calls of Secrets Manager', secretsManager, 'AWS'),
  storage: price(0.023, 1, 'GB', 'files kept', s3, 'others'),
  objectWrites: price(0.005, 1_000, 'request', 'files written or listed', s3, 'others'),
  objectReads: price(0.0004, 1_000, 'request', 'files read', s3, 'others'),
  journalWrites: price(0.625, million, 'unit', 'writes of the journal', dynamoDb, 'others'),
  journalReads: price(0.125, million, 'unit', 'reads of the journal', dynamoDb, 'others'),
  journalStorage: price(0.25, 1, 'GB', 'journal kept', dynamoDb, 'AWS', 25),
  journalRecovery: price(0.2, 1, 'GB', 'journal kept for recovery', dynamoDb, 'others'),
  runs: price(0.2, million, 'run', 'runs of functions', lambda, 'AWS', million),
  armSeconds: price(0.0000133334, 1, 'GB-second', 'time of functions on Arm', lambda, 'AWS', 400_000),
  intelSeconds: price(0.0000166667, 1, 'GB-second', 'time of functions on x86', lambda, 'AWS'),
  customEvents: price(
    1,
    million,
    'event',
    'events of our own or handed to another Region',
    'https://aws.amazon.com/eventbridge/pricing/',
    'AWS',
  ),
  publications: price(0.5, million, 'message', 'messages published', sns, 'others', million),
  mails: price(2, 100_000, 'e-mail', 'e-mails', sns, 'others', 1_000),
  queueRequests: price(
    0.4,
    million,
    'request',
    'requests to queues',
    'https://aws.amazon.com/sqs/pricing/',
    'others',
    million,
  ),
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof prices;

/** The prices that every figure is made of, and where and when they held. Other Regions differ, mostly upwards. */
export const priceList: {
  readonly region: string;
  readonly readOn: string;
  readonly prices: Readonly<Record<PriceName, Price>>;
} = { region: 'us-east-1', readOn: '2026-11-21', prices };
