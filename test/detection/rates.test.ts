import { readFileSync } from 'node:fs';

import { alarmDescription, alarmName } from '../../lib/detection/alarm-text';
import type { RateDetection } from '../../lib/detection/detection';
import { accessLogFilters } from '../../lib/detection/access-log-filters';
import { metricNamespace, trailFilters } from '../../lib/detection/trail-filters';
import { alarmHistory, type DataPoint } from '../../tools/detection/alarm-state';
import { metricData } from '../../tools/detection/metric-data';
import { environmentsOf, exampleNames } from '../examples/example';
import { environments } from '../support/templates';
import { environmentWith, ratesOf } from './support/rated-environment';
import { publishedMetrics } from './support/published-metrics';
import { accessLogEvents } from '../../tools/detection/recordings/trail-events/access-logs';
import { accountEvents } from '../../tools/detection/recordings/trail-events/account';
import { fileEvents } from '../../tools/detection/recordings/trail-events/files';

const runbookUrl = 'https://runbook.example.com/runbook.md';
const environment = environmentWith();
const { account, workloads, incidents } = ratesOf(environment);
const rates = [...account, ...workloads];
const named = rates.map((rate) => [alarmName(environment, rate), rate] as const);

const nothing = (periods: number): DataPoint[] => Array<undefined>(periods).fill(undefined);

/** The last state after these values, one in each period, that follow a long time of ordinary operation. */
function stateAfter(rate: RateDetection, values: readonly DataPoint[]): string | undefined {
  const ordinary = rate.comparison === 'LessThanThreshold' ? 1000 : rate.missingData === 'breaching' ? 0 : undefined;
  const before = Array<DataPoint>(rate.evaluationPeriods + 3).fill(ordinary);
  return alarmHistory(rate, [...before, ...values]).at(-1);
}

describe('structure', () => {
  test.each(named)('%s stands on a metric that is published, with its very dimensions', (_, { metric }) => {
    const published = publishedMetrics(environment).filter(
      ({ namespace, name, dimensions }) =>
        namespace === metric.namespace &&
        name === metric.name &&
        dimensions.join() === Object.keys(metric.dimensions ?? {}).join(),
    );
    expect(published).toHaveLength(1);
  });

  test('every filter has an alarm', () => {
    const watched = new Set(rates.map(({ metric }) => metric.name));
    const filters = [...trailFilters(environment), ...accessLogFilters(environment)];
    expect(filters.map(({ metricName }) => metricName).filter((name) => !watched.has(name))).toEqual([]);
  });

  test('names of alarms are distinct, and short enough for CloudWatch', () => {
    const names = [...rates, ...incidents].map((one) => alarmName(environment, one));
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(255);
  });

  test('periods are such as CloudWatch takes', () => {
    for (const { periodMinutes, evaluationPeriods, datapointsToAlarm } of rates) {
      expect(Number.isInteger(periodMinutes) && periodMinutes >= 5).toBe(true);
      expect(datapointsToAlarm).toBeLessThanOrEqual(evaluationPeriods);
      // A day in all, or a week for periods of an hour and more.
      expect(periodMinutes * evaluationPeriods).toBeLessThanOrEqual(periodMinutes < 60 ? 1440 : 10_080);
    }
  });

  test('counts are added up; ages, queues and switches are taken as they stand', () => {
    const standing = ['SecretAgeDays', 'SecretUnfilled', 'AccessProbeFailed', 'ApproximateNumberOfMessagesVisible'];
    for (const { metric, statistic } of rates) {
      expect([metric.name, statistic]).toEqual([metric.name, standing.includes(metric.name) ? 'Maximum' : 'Sum']);
    }
  });

  test('missing data rings only where silence is the signal', () => {
    const ids = rates.filter(({ missingData }) => missingData === 'breaching').map(({ id }) => id);
    expect(new Set(ids)).toEqual(
      new Set(['trail-silent', 'reconciler-silent', 'rotation-overdue', 'access-probe-failed']),
    );
  });

  test('the part of an incident has an incident, and every incident has several parts', () => {
    for (const part of workloads.filter(({ partOf }) => partOf !== undefined)) {
      expect(incidents.filter(({ id, anyOf }) => id === part.partOf && anyOf.includes(part))).toHaveLength(1);
    }
    for (const { anyOf } of incidents) expect(anyOf.length).toBeGreaterThan(1);
  });

  test('the runbook has a heading for each, and no heading more', () => {
    const [, chapter = ''] = readFileSync('docs/runbook.md', 'utf8').split(/^## Rates$/m);
    const headings = [...chapter.matchAll(/^### (.+)$/gm)].map(([, heading = '']) => heading);
    const ids = new Set([...rates, ...incidents].map(({ id }) => id));
    expect(headings.map(slug).sort()).toEqual([...ids].sort());
  });
});

/** As GitHub makes the anchor of a heading. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

/** Over every environment that is deployed, and every example. */
describe.each(
  [...environments, ...exampleNames.flatMap((name) => environmentsOf(name))].map(
    (one) => [`${one.name} of ${one.workloads.map(({ name }) => name).join(', ')}`, one] as const,
  ),
)('in %s', (_, one) => {
  const rated = ratesOf(one, { tier: one.tier });
  const all = [...rated.account, ...rated.workloads];

  test('every alarm stands on a metric that is published, under a name of its own', () => {
    const published = publishedMetrics(one).map(({ namespace, name, dimensions }) => [namespace, name, ...dimensions]);
    for (const { metric } of all) {
      expect(published).toContainEqual([metric.namespace, metric.name, ...Object.keys(metric.dimensions ?? {})]);
    }
    const names = [...all, ...rated.incidents].map((rate) => alarmName(one, rate));
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('behaviour', () => {
  const rising = named.filter(([, { comparison }]) => comparison !== 'LessThanThreshold');
  const silent = named.filter(([, { comparison }]) => comparison === 'LessThanThreshold');

  test.each(rising)('%s rings at its threshold and not below', (_, rate) => {
    const step = rate.comparison === 'GreaterThanThreshold' ? 1 : 0;
    const at = Array<number>(rate.evaluationPeriods).fill(rate.threshold + step);
    const below = Array<number>(rate.evaluationPeriods).fill(rate.threshold + step - 1);
    expect(stateAfter(rate, at)).toBe('ALARM');
    expect(stateAfter(rate, below)).toBe('OK');
  });

  test.each(silent)('%s rings when nothing comes, and not for one late value', (_, rate) => {
    expect(stateAfter(rate, nothing(rate.evaluationPeriods + 2))).toBe('ALARM');
    expect(stateAfter(rate, [undefined, 1])).toBe('OK');
  });

  test.each(named.filter(([, { missingData }]) => missingData === 'notBreaching'))(
    '%s is OK without data',
    (_, rate) => {
      expect(alarmHistory(rate, nothing(12)).at(-1)).toBe('OK');
    },
  );

  /** From the recorded event over the filter and the sum of a period to the state. */
  test.each([...fileEvents, ...accountEvents, ...accessLogEvents].map((one) => [one.name, one] as const))(
    'so often that it is too much: %s',
    (_, { event, counts }) => {
      const filters = [...trailFilters(environment), ...accessLogFilters(environment)];
      const data = metricData(filters, event);
      const ringing = rates.filter(({ metric, ...rate }) => {
        if (metric.namespace !== metricNamespace(environment)) return false;
        const sum = (times: number) =>
          data
            .filter(
              ({ metricName, dimensions }) =>
                metricName === metric.name && JSON.stringify(dimensions) === JSON.stringify(metric.dimensions ?? {}),
            )
            .reduce<DataPoint>((total, { value }) => (total ?? 0) + value * times, undefined);
        const each = data.find(({ metricName }) => metricName === metric.name)?.value ?? 1;
        const enough = Math.ceil(rate.threshold / each);
        const tooFew = enough > 1 ? stateAfter({ ...rate, metric }, [sum(enough - 1)]) : 'OK';
        expect(tooFew).toBe('OK');
        return stateAfter({ ...rate, metric }, [sum(enough)]) === 'ALARM';
      });
      expect(ringing.map(({ metric }) => metric.name).sort()).toEqual(Object.keys(counts).sort());
    },
  );
});

describe('the message', () => {
  test.each(named)('of %s says what happened, how much, and where stands what to do', (_, rate) => {
    const text = alarmDescription(rate, runbookUrl);
    expect(text.startsWith(`${rate.title}.\n`)).toBe(true);
    expect(slug(rate.title)).toBe(rate.id);
    expect(text.endsWith(`\nWhat to do: ${runbookUrl}#${rate.id}`)).toBe(true);
    expect(text.length).toBeLessThanOrEqual(1024);
  });

  test('of a bulk download, whole', () => {
    const [incident] = incidents;
    expect(incident === undefined ? undefined : alarmDescription(incident, runbookUrl)).toBe(
      [
        'Bulk download.',
        'Files of portal in prod were read in great number or volume.',
        'What to do: https://runbook.example.com/runbook.md#bulk-download',
      ].join('\n'),
    );
    const bytes = incident?.anyOf.find(({ id }) => id === 'bulk-download-bytes');
    expect(bytes?.explanation).toBe(
      'The trail shows 1,000,000,000 bytes read or more within 5 minutes, files of portal in prod.',
    );
  });
});

describe('what an environment has', () => {
  const idsWith = (changes: Record<string, unknown>, more: Parameters<typeof ratesOf>[1] = {}) => {
    const rated = ratesOf(environmentWith(changes), more);
    return new Set([...rated.account, ...rated.workloads, ...rated.incidents].map(({ id }) => id));
  };

  test('without a trail no alarm stands on one', () => {
    const without = idsWith({
      'environments[0].tier': 'staging',
      'environments[0].audit.trail': { mode: 'existing', trailName: 'organization' },
    });
    for (const id of ['unauthorized-calls', 'trail-silent', 'denied-access', 'bulk-download', 'role-sessions']) {
      expect(without.has(id)).toBe(false);
    }
    expect(without.has('function-errors')).toBe(true);
  });

  test('with a log group of somebody else alarms stand on that', () => {
    const other = environmentWith({
      'environments[0].audit.trail': {
        mode: 'existing',
        trailName: 'organization',
        logGroupName: 'organization-trail',
      },
    });
    const silentTrail = ratesOf(other).account.find(({ id }) => id === 'trail-silent');
    expect(silentTrail?.metric.dimensions).toEqual({ LogGroupName: 'organization-trail' });
  });

  test('a trail without reads has no alarm on reads, which could never ring', () => {
    const writes = { 'environments[0].tier': 'staging', 'environments[0].audit.trail.dataEvents': 'writes' };
    const ids = idsWith(writes);
    expect([...ids].filter((id) => id.startsWith('bulk-download'))).toEqual([]);
    expect(ids.has('deleted-versions')).toBe(true);
  });

  test('without access logs in CloudWatch Logs no alarm stands on them', () => {
    expect(idsWith({}, { accessLogsInCloudWatch: false }).has('failed-authentication')).toBe(false);
    expect(idsWith({}).has('failed-authentication')).toBe(true);
  });

  test('without a probe no alarm waits for one', () => {
    expect(idsWith({}, { accessProbe: false }).has('access-probe-failed')).toBe(false);
  });

  test('a value that a person fills may be as old as its secret says, else as its tier says', () => {
    const limitOf = (changes: Record<string, unknown>) =>
      ratesOf(environmentWith(changes)).workloads.find(({ id }) => id === 'secret-too-old')?.threshold;
    expect(limitOf({ 'environments[0].workloads[0].secrets[1].maximumAgeDays': 30 })).toBe(30);
    expect(limitOf({ 'environments[0].workloads[0].secrets[1].maximumAgeDays': undefined })).toBe(90);
  });

  test('development has the few that matter wherever real credentials are', () => {
    const ids = [...idsWith({}, { tier: 'development' })].sort();
    expect(ids).toEqual([
      'access-probe-failed',
      'bulk-download-bytes',
      'console-sign-in-failures',
      'deleted-versions',
      'denied-access',
      'failed-events',
      'function-errors',
      'lost-alerts',
      'notifications-failed',
      'reconciler-silent',
      'rotation-overdue',
      'secret-too-old',
      'trail-silent',
    ]);
  });

  test('a single cause speaks for itself', () => {
    const { workloads: some, incidents: none } = ratesOf(environment, { tier: 'development' });
    expect(none).toEqual([]);
    expect(some.every(({ partOf }) => partOf === undefined)).toBe(true);
  });
});
