import { alarmArn } from '../../lib/detection/alarm-text';
import { dashboardBody, type Widget } from '../../lib/detection/dashboard-body';
import { environmentWith, ratesOf } from './support/rated-environment';
import { publishedMetrics } from './support/published-metrics';
import type { Environment } from '../../lib/config/parameters';

const runbookUrl = 'https://runbook.example.com/runbook.md';
const environment = environmentWith();

function widgetsOf(of: Environment): readonly Widget[] {
  const { account, workloads, incidents } = ratesOf(of);
  return dashboardBody({
    place: of,
    runbookUrl,
    accessProbe: true,
    accountWide: true,
    accountAlarms: account,
    workloadAlarms: [...workloads.filter(({ partOf }) => partOf === undefined), ...incidents],
  }).widgets;
}

const widgets = widgetsOf(environment);

/** Namespace, dimensions and name of everything that a widget draws. */
function drawn({ properties }: Widget): { namespace: string; dimensions: string[]; name: string }[] {
  const metrics = (properties.metrics ?? []) as ([namespace: string, name: string] | [{ expression: string }])[];
  return metrics.map((metric) => {
    if (metric.length === 2) return { namespace: metric[0], dimensions: [], name: metric[1] };
    const found = /^SEARCH\('\{([^,}]+),([^}]+)\} MetricName="(\w+)"/.exec(metric[0].expression);
    const [, namespace = '', dimensions = '', searched = ''] = found ?? [];
    return { namespace, dimensions: dimensions.split(','), name: searched };
  });
}

function alarmsOf({ properties }: Widget): string[] {
  return (properties.alarms ?? []) as string[];
}

const empty = {
  place: environment,
  runbookUrl,
  accessProbe: true,
  accountWide: true,
  accountAlarms: [],
  workloadAlarms: [],
};

describe('the dashboard', () => {
  test('draws only metrics that are published', () => {
    const published = publishedMetrics(environment).map(({ namespace, dimensions, name }) => ({
      namespace,
      dimensions,
      name,
    }));
    const all = widgets.flatMap(drawn);
    expect(all.length).toBeGreaterThanOrEqual(8);
    for (const metric of all) expect(published).toContainEqual(metric);
  });

  test('shows refusals, bytes, ages, empty secrets and probes below the alarms', () => {
    expect(widgets.map(({ properties }) => properties.title ?? 'heading')).toEqual([
      'heading',
      'Account 111122223333',
      'Workloads: what rings',
      'Refused requests for files',
      'Bytes read',
      'Age of keys and filled secrets, in days',
      'Secrets without a value',
      'Account: refusals and failed sign-ins',
      'Access probes that fail',
    ]);
  });

  test('names every alarm that speaks, once', () => {
    const { account, workloads, incidents } = ratesOf(environment);
    const speaking = [...account, ...workloads.filter(({ partOf }) => partOf === undefined), ...incidents];
    const shown = widgets.flatMap(alarmsOf);
    expect(shown.sort()).toEqual(speaking.map((one) => alarmArn(environment, one)).sort());
  });

  test('keeps to its 24 columns, and lays no widget over another', () => {
    const taken = new Set<string>();
    for (const { x, y, width, height } of widgets) {
      expect(x + width).toBeLessThanOrEqual(24);
      for (let column = x; column < x + width; column += 1) {
        for (let row = y; row < y + height; row += 1) {
          expect(taken.has(`${String(column)}:${String(row)}`)).toBe(false);
          taken.add(`${String(column)}:${String(row)}`);
        }
      }
    }
  });

  test('leads to the runbook', () => {
    expect(widgets[0]?.properties.markdown).toContain(`(${runbookUrl})`);
  });

  test('has nothing of probes where there are none', () => {
    expect(JSON.stringify(dashboardBody({ ...empty, accessProbe: false }))).not.toContain('AccessProbeFailed');
    expect(JSON.stringify(dashboardBody(empty))).toContain('AccessProbeFailed');
  });

  test('counts of the account only the refused roles of the environment where another one counts the rest', () => {
    const { widgets: some } = dashboardBody({ ...empty, accountWide: false });
    const counts = some.find(({ properties }) => properties.title === 'Refused roles');
    expect(counts?.properties.metrics).toEqual([['Strongroom/prod', 'RefusedRoles']]);
    expect(JSON.stringify(some)).not.toMatch(/UnauthorizedCalls|ConsoleSignInFailures/);
  });
});

describe('the dashboard of a hundred workloads', () => {
  const many = widgetsOf({
    ...environment,
    workloads: Array.from({ length: 100 }, (_, index) =>
      environment.workloads.map((workload) => ({ ...workload, name: `workload-${String(index)}` })),
    ).flat(),
  });

  test('draws as many metrics as that of one', () => {
    expect(many.flatMap(drawn)).toEqual(widgets.flatMap(drawn));
  });

  test('keeps to what CloudWatch takes', () => {
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
    expect(many.length).toBeLessThanOrEqual(500);
    for (const widget of many) expect(alarmsOf(widget).length).toBeLessThanOrEqual(100);
    // CloudFormation takes a template of 1 MB, and the body is a text in it, so that each quotation mark takes two more.
    expect(JSON.stringify(JSON.stringify({ widgets: many })).length).toBeLessThan(500_000);
  });

  test('opens with what rings, however much does not', () => {
    const ofWorkloads = many.filter((widget) => String(widget.properties.title).startsWith('Workloads'));
    for (const { properties } of ofWorkloads) expect(properties.states).toEqual(['ALARM']);
  });
});
