import { watchesAccount } from '../../lib/detection/account-wide';
import { metricNamespace } from '../../lib/detection/trail-filters';
import { probes } from '../policies/rotation-questions';
import { all } from '../support/found';
import type { Room } from '../support/room';
import type { Rule } from '../support/rules';

/** The page that an operator reads in ten seconds. That it shows every alarm is asked in reach.rules.ts. */

interface Widget {
  readonly properties: {
    readonly markdown?: string;
    readonly metrics?: readonly (readonly [string, string] | readonly [{ readonly expression: string }])[];
  };
}

function widgetsOf(room: Room): readonly Widget[] {
  const [page] = all(room, 'AWS::CloudWatch::Dashboard');
  return (JSON.parse(String(page?.properties.DashboardBody)) as { readonly widgets: readonly Widget[] }).widgets;
}

/** Namespace with dimension, and name, of everything that is drawn. */
function drawnBy({ properties }: Widget): string[] {
  return (properties.metrics ?? []).map((metric) => {
    if (metric.length === 2) return metric.join(' ');
    const [, schema = '', name = ''] = /^SEARCH\('\{([^}]+)\} MetricName="(\w+)"/.exec(metric[0].expression) ?? [];
    return `${schema} ${name}`;
  });
}

/** What has no widget is looked for by hand, in an hour in which nobody has the time. So no widget is a harmless one. */
export const dashboardRules: readonly Rule[] = [
  {
    it: 'draws refusals, bytes, ages, empty secrets, failed sign-ins and, where there are any, probes',
    check: (room) => {
      const ours = metricNamespace(room.environment);
      expect(widgetsOf(room).flatMap(drawnBy).sort()).toEqual(
        [
          ...['DeniedAccess', 'DownloadedBytes'].map((name) => `${ours},Bucket ${name}`),
          ...['SecretAgeDays', 'SecretUnfilled'].map((name) => `Strongroom,Secret ${name}`),
          ...(watchesAccount(room.environment) ? ['UnauthorizedCalls', 'ConsoleSignInFailures'] : []).map(
            (name) => `${ours} ${name}`,
          ),
          `${ours} RefusedRoles`,
          ...(probes(room.environment) ? ['Strongroom,Secret AccessProbeFailed'] : []),
        ].sort(),
      );
    },
  },
  {
    it: 'says where it is, and leads to the runbook',
    check: (room) => {
      const { name, region, runbookUrl } = room.environment;
      const texts = widgetsOf(room).flatMap(({ properties }) => properties.markdown ?? []);
      expect(texts.filter((text) => text.includes(`(${runbookUrl})`))).toHaveLength(1);
      expect(all(room, 'AWS::CloudWatch::Dashboard').map(({ properties }) => properties.DashboardName)).toEqual([
        `strongroom-${name}-${region}`,
      ]);
    },
  },
];
