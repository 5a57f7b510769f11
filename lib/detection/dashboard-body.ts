import type { Place } from '../config/names';
import { alarmArn } from './alarm-text';
import type { Detection } from './detection';
import { secretMetrics } from './secret-rates';
import { metricNamespace, trailMetrics } from './trail-filters';

export interface DashboardContents {
  readonly place: Place;
  /** Where the runbook stands. */
  readonly runbookUrl: string;
  /** Alarms on the account: all of them are shown, each in the colour of its state. */
  readonly accountAlarms: readonly Detection[];
  /** Alarms of all workloads: those that ring are shown. */
  readonly workloadAlarms: readonly Detection[];
  /** Whether any workload has a function that tries its keys. */
  readonly accessProbe: boolean;
  /** Whether what everybody in the account does is counted here. */
  readonly accountWide: boolean;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
export interface Widget {
  readonly type: 'text' | 'alarm' | 'metric';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface DashboardBody {
  readonly start: string;
  readonly periodOverride: 'inherit';
  readonly widgets: readonly Widget[];
}

/** Columns of a dashboard. */
const full = 24;

/** Alarms that one widget takes. */
const alarmsPerWidget = 100;

/**
 * What an operator reads in ten seconds, from top to bottom: does anything ring, is somebody refused, is somebody
 * carrying files away, does a key grow old, does the way in still work.
 *
 * The metrics are searched for, so that a hundred workloads take as many widgets as one. Only the alarms of workloads
 * must be named; the widget shows those that ring.
 */
export function dashboardBody(contents: DashboardContents): DashboardBody {
  const { place, accountAlarms, workloadAlarms, accessProbe, accountWide } = contents;
  const rows: Omit<Widget, 'x' | 'y'>[][] = [
    [heading(contents)],
    [alarms(place, `Account ${place.account}`, accountAlarms, {})],
    ...slices(workloadAlarms).map((slice, index) => [
      alarms(place, index === 0 ? 'Workloads: what rings' : 'Workloads: what rings (further)', slice, {
        states: ['ALARM'],
        sortBy: 'stateUpdatedTimestamp',
      }),
    ]),
    [
      byBucket(place, 'Refused requests for files', trailMetrics.deniedAccess, 12),
      byBucket(place, 'Bytes read', trailMetrics.downloadedBytes, 12),
    ],
    [
      bySecret(place, 'Age of keys and filled secrets, in days', secretMetrics.age, 12),
      bySecret(place, 'Secrets without a value', secretMetrics.unfilled, 6),
      accountCounts(place, accountWide, 6),
    ],
    ...(accessProbe ? [[bySecret(place, 'Access probes that fail', secretMetrics.probeFailed, full)]] : []),
  ];
  return { start: '-PT12H', periodOverride: 'inherit', widgets: placed(rows) };
}

function heading({ place, runbookUrl }: DashboardContents): Omit<Widget, 'x' | 'y'> {
  const markdown = `# Strongroom ${place.name}\nAccount ${place.account}, ${place.region}. Red rings now; [the runbook](${runbookUrl}) has a heading for each alarm, by the last part of its name.`;
  return { type: 'text', width: full, height: 2, properties: { markdown } };
}

function alarms(
  place: Place,
  title: string,
  detections: readonly Detection[],
  more: Readonly<Record<string, unknown>>,
): Omit<Widget, 'x' | 'y'> {
  return {
    type: 'alarm',
    width: full,
    height: 3,
    properties: { title, alarms: detections.map((detection) => alarmArn(place, detection)), ...more },
  };
}

function search(schema: string, terms: string, statistic: string, seconds: number): string {
  return `SEARCH('{${schema}} ${terms}', '${statistic}', ${String(seconds)})`;
}

function graph(
  place: Place,
  title: string,
  expression: string,
  more: Readonly<Record<string, unknown>>,
  width: number,
): Omit<Widget, 'x' | 'y'> {
  return {
    type: 'metric',
    width,
    height: 6,
    properties: { title, region: place.region, metrics: [[{ expression, label: '' }]], ...more },
  };
}

function byBucket(place: Place, title: string, metricName: string, width: number) {
  const expression = search(`${metricNamespace(place)},Bucket`, `MetricName="${metricName}"`, 'Sum', 300);
  return graph(place, title, expression, { view: 'timeSeries', stacked: true }, width);
}

function bySecret(place: Place, title: string, metricName: string, width: number) {
  const { namespace, dimension } = secretMetrics;
  // Environments of one account share this namespace; a search term meets a word of the secret's name.
  const words = place.name.replaceAll('-', ' ');
  const expression = search(`${namespace},${dimension}`, `MetricName="${metricName}" ${words}`, 'Maximum', 3600);
  return graph(place, title, expression, { view: 'bar', stacked: false }, width);
}

function accountCounts(place: Place, accountWide: boolean, width: number): Omit<Widget, 'x' | 'y'> {
  const namespace = metricNamespace(place);
  const { unauthorizedCalls, consoleSignInFailures, refusedRoles } = trailMetrics;
  return {
    type: 'metric',
    width,
    height: 6,
    properties: {
      title: accountWide ? 'Account: refusals and failed sign-ins' : 'Refused roles',
      region: place.region,
      metrics: [...(accountWide ? [unauthorizedCalls, consoleSignInFailures] : []), refusedRoles].map((name) => [
        namespace,
        name,
      ]),
      stat: 'Sum',
      period: 300,
      view: 'timeSeries',
    },
  };
}

function slices<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / alarmsPerWidget);
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * alarmsPerWidget, (index + 1) * alarmsPerWidget),
  );
}

/** Rows below each other, widgets of a row beside each other. */
function placed(rows: readonly (readonly Omit<Widget, 'x' | 'y'>[])[]): Widget[] {
  let y = 0;
  return rows.flatMap((row) => {
    let x = 0;
    const widgets = row.map((widget) => {
      const there = { ...widget, x, y };
      x += widget.width;
      return there;
    });
    y += Math.max(...row.map(({ height }) => height));
    return widgets;
  });
}
