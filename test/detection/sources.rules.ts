import { readSpecification as readProbe } from '../../lambda/probe-access/read-environment';
import { readSpecification as readReconciler } from '../../lambda/reconcile-secrets/read-environment';
import { identityOfResolved } from '../../tools/access/physical-ids';
import { entriesOf } from '../../tools/access/template';
import { probersOf, reconcilersOf, variablesOf } from '../policies/rotation-questions';
import { all, type Found } from '../support/found';
import type { Room } from '../support/room';
import type { Rule } from '../support/rules';
import { embeddedMetrics, ofAws, type PublishedMetric } from './support/published-metrics';

/** Every alarm of the templates is walked back to what publishes its metric: there, under that name and dimensions. */

interface AlarmMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

function metricOf({ properties }: Found): AlarmMetric {
  const dimensions = properties.Dimensions as readonly { readonly Name: string; readonly Value: string }[];
  return {
    namespace: String(properties.Namespace),
    name: String(properties.MetricName),
    dimensions: Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value])),
  };
}

interface Transformation {
  readonly MetricName: string;
  readonly MetricNamespace: string;
  readonly Dimensions?: readonly { readonly Key: string }[];
}

/** Log groups whose events the templates count: ours, and the one that the configuration says another trail delivers to. */
function logGroupsOf({ environment, assembly }: Room): string[] {
  const { trail } = environment.audit;
  const made = entriesOf(assembly.stacks, 'AWS::Logs::LogGroup').map(({ resource }) =>
    String(resource.Properties?.LogGroupName),
  );
  return trail.mode === 'existing' && trail.logGroupName !== undefined ? [...made, trail.logGroupName] : made;
}

/** Where the values of the dimensions of our filters must be found. */
function dimensionsOfFilters({ assembly }: Room): Readonly<Record<string, Set<string>>> {
  return {
    Bucket: new Set(
      entriesOf(assembly.stacks, 'AWS::S3::Bucket').map(({ resource }) => String(resource.Properties?.BucketName)),
    ),
    Role: new Set(
      entriesOf(assembly.stacks, 'AWS::IAM::Role').map((entry) => identityOfResolved(entry).attributes.Arn ?? ''),
    ),
  };
}

/** What of a metric must be equal: where it lies, its name, and the names of its dimensions. */
function keyOf(namespace: string, name: string, dimensions: readonly string[]): string {
  return JSON.stringify([namespace, name, dimensions]);
}

/** Metrics that the filters of the templates publish, on log groups that are there. */
function filtered(room: Room): Set<string> {
  const groups = logGroupsOf(room);
  return new Set(
    entriesOf(room.assembly.stacks, 'AWS::Logs::MetricFilter')
      .filter(({ resource: { Properties } }) => groups.includes(String(Properties?.LogGroupName)))
      .flatMap(({ resource: { Properties } }) => Properties?.MetricTransformations as readonly Transformation[])
      .map(({ MetricNamespace, MetricName, Dimensions = [] }) =>
        keyOf(
          MetricNamespace,
          MetricName,
          Dimensions.map(({ Key }) => Key),
        ),
      ),
  );
}

/** Secrets whose metrics the functions write every hour, as their variables tell them. */
function toldSecrets(room: Room): Readonly<Record<string, Set<string>>> {
  const probed = probersOf(room).flatMap((prober) => {
    const { prefix, keys } = readProbe(variablesOf(room, prober));
    return keys.map(({ name }) => `${prefix}${name}`);
  });
  const lookedAfter = reconcilersOf(room).flatMap((reconciler) => {
    const { prefix, secrets } = readReconciler(variablesOf(room, reconciler));
    return secrets.map(({ name }) => `${prefix}${name}`);
  });
  return {
    AccessProbeFailed: new Set(probed),
    SecretAgeDays: new Set(lookedAfter),
    SecretUnfilled: new Set(lookedAfter),
  };
}

/** What has the metrics that AWS publishes by itself: a property of a resource of ours. */
function observed(room: Room): Readonly<Record<string, Set<string>>> {
  const named = (type: string, property: string) =>
    new Set(entriesOf(room.assembly.stacks, type).map(({ resource }) => String(resource.Properties?.[property])));
  return {
    FunctionName: named('AWS::Lambda::Function', 'FunctionName'),
    QueueName: named('AWS::SQS::Queue', 'QueueName'),
    TopicName: named('AWS::SNS::Topic', 'TopicName'),
    LogGroupName: new Set(logGroupsOf(room)),
  };
}

/** Tells of a metric whether something publishes it about something that exists. */
function sourcesOf(room: Room): (metric: AlarmMetric) => boolean {
  const keys = (metrics: readonly PublishedMetric[]) =>
    new Set(metrics.map(({ namespace, name, dimensions }) => keyOf(namespace, name, dimensions)));
  const [ofFilters, ofFunctions, ofServices] = [filtered(room), keys(embeddedMetrics()), keys(ofAws)];
  const told = toldSecrets(room);
  const subjectsOf = { ...dimensionsOfFilters(room), ...observed(room) };
  return ({ namespace, name, dimensions }) => {
    const key = keyOf(namespace, name, Object.keys(dimensions));
    const about = (known: Readonly<Record<string, Set<string>>>) =>
      Object.entries(dimensions).every(([dimension, value]) => known[dimension]?.has(value) === true);
    if (namespace === 'Strongroom') {
      return ofFunctions.has(key) && about({ Secret: told[name] ?? new Set() });
    }
    return (namespace.startsWith('AWS/') ? ofServices : ofFilters).has(key) && about(subjectsOf);
  };
}

export const sourceRules: readonly Rule[] = [
  {
    it: 'stands on a metric that a filter, a function or AWS publishes about something that exists',
    check: (room) => {
      const alarms = all(room, 'AWS::CloudWatch::Alarm');
      const hasSource = sourcesOf(room);
      const without = alarms.filter((alarm) => !hasSource(metricOf(alarm)));
      expect(without.map(({ logicalId, properties }) => `${logicalId} ${String(properties.AlarmName)}`)).toEqual([]);
    },
  },
  {
    it: 'has a filter for every number of the log groups, within the hundred that each takes, and none that nobody looks at',
    check: (room) => {
      const filters = entriesOf(room.assembly.stacks, 'AWS::Logs::MetricFilter').map(
        ({ resource }) => resource.Properties ?? {},
      );
      const drawn = JSON.stringify(all(room, 'AWS::CloudWatch::Dashboard').map(({ properties }) => properties));
      const watched = all(room, 'AWS::CloudWatch::Alarm').map((alarm) => metricOf(alarm).name);
      for (const group of new Set(filters.map(({ LogGroupName }) => LogGroupName))) {
        expect(filters.filter(({ LogGroupName }) => LogGroupName === group).length).toBeLessThanOrEqual(100);
      }
      // Where a tier switches an alarm off, its number is still drawn or counted for whoever looks.
      if (room.environment.tier === 'development') return;
      const names = filters.flatMap(({ MetricTransformations }) =>
        (MetricTransformations as readonly Transformation[]).map(({ MetricName }) => MetricName),
      );
      const aboutFiles = room.environment.workloads.some(({ files }) => files !== undefined);
      const idle = names.filter((name) => !watched.includes(name) && !drawn.includes(name));
      expect(aboutFiles ? idle.filter((name) => !/^(RoleSessions|Downloaded)/.test(name)) : []).toEqual([]);
    },
  },
];
