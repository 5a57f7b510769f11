import type { Consumer } from '../consumers';
import type { Finding, Path } from '../finding';
import type { Lenient } from '../lenient';
import {
  accessLogBucketName,
  alertTopicName,
  auditKeyAlias,
  consumerName,
  dataKeyAlias,
  filesBucketName,
  foundationStackName,
  globalEventsStackName,
  type Place,
  probeName,
  reconcilerName,
  rotationFunctionName,
  secretPrefix,
  settingPath,
  trailBucketName,
  trailName,
  workloadStackName,
} from '../names';
import {
  type ConfigurationRule,
  type ConfigurationView,
  entries,
  type EnvironmentRule,
  type EnvironmentView,
  repeated,
  workloadsOf,
  type WorkloadView,
} from './rule';

interface PhysicalName {
  readonly kind: 'alias' | 'bucket' | 'parameter' | 'role' | 'secret' | 'stack' | 'topic' | 'trail' | 'user';
  readonly name: string;
  /** Within what the name must be unique. */
  readonly scope: string;
  /** The configured names that it is made of. */
  readonly parts: readonly string[];
}

interface Located {
  readonly item: PhysicalName;
  readonly at: Path;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html and the quotas of each service */
const longest: Readonly<Record<PhysicalName['kind'], number>> = {
  alias: 250,
  bucket: 63,
  parameter: 1011,
  role: 64,
  secret: 512,
  stack: 128,
  topic: 256,
  trail: 128,
  user: 64,
};

const reserved: Partial<Record<PhysicalName['kind'], RegExp>> = {
  bucket: /^(?:xn--|sthree-|amzn-s3-demo-)/,
  parameter: /^\/(?:aws|ssm)/i,
};

/** Consumers, customers and workloads are named once within what holds them. */
export const namesAreUnique: EnvironmentRule = (environment, path) => {
  const workloads = workloadsOf(environment, path);
  // Sids and outputs have no hyphens: without them, `a-b` and `ab` are one name.
  const bare = ({ name }: { readonly name?: string | undefined }) => name?.replaceAll('-', '');
  return [
    ...repeated(workloads, ({ name }) => name),
    ...workloads.flatMap(({ item, at }) => [
      ...repeated(entries<Lenient<Consumer>>(item.consumers, [...at, 'consumers']), bare),
      ...repeated(entries(item.customers, [...at, 'customers']), bare),
    ]),
  ].map(({ item, at }) => ({
    path: [...at, 'name'],
    found: `'${item.name ?? ''}' a second time`,
    allowed: 'a name that nothing beside it has, hyphens left out',
  }));
};

/** A JSON secret is looked after where it stands empty until a person fills it. */
function isLookedAfter(secret: NonNullable<WorkloadView['secrets']>[number]): boolean {
  if (secret?.kind !== 'json') return secret !== undefined;
  return Object.values(secret.fields ?? {}).some((field) => field?.source === 'person');
}

function namesOfWorkload(place: Place, workload: WorkloadView, at: Path): Located[] {
  const { name: owner, files, secrets, settings, consumers } = workload;
  if (owner === undefined) return [];
  const here = `${place.account}/${place.region}`;
  const named = (kind: PhysicalName['kind'], name: string, scope: string, where: Path, part?: string): Located => ({
    item: { kind, name, scope, parts: [place.name, owner, ...(part === undefined ? [] : [part])] },
    at: where,
  });
  const own = [...at, 'name'];
  return [
    ...(files === undefined ? [] : [named('bucket', filesBucketName(place, owner), 'world', own)]),
    named('stack', workloadStackName(place, owner), here, own),
    named('alias', dataKeyAlias(place, owner), here, own),
    ...entries<Lenient<Consumer>>(consumers, [...at, 'consumers']).flatMap(({ item, at: where }) => {
      if (item.name === undefined) return [];
      const kind = item.kind === 'iam-user' ? 'user' : 'role';
      return [named(kind, consumerName(place, owner, item.name), place.account, [...where, 'name'], item.name)];
    }),
    ...entries(secrets, [...at, 'secrets']).flatMap(({ item, at: where }) => {
      if (item.name === undefined) return [];
      const path = [...where, 'name'];
      // A role has the name of its function, and is unique within more.
      return [
        named('secret', `${secretPrefix(place, owner)}${item.name}`, here, path, item.name),
        ...('rotation' in item
          ? [named('role', rotationFunctionName(place, owner, item.name), place.account, path, item.name)]
          : []),
      ];
    }),
    ...(secrets?.some(isLookedAfter) === true ? [named('role', reconcilerName(place, owner), place.account, own)] : []),
    ...(secrets?.some((secret) => secret?.kind === 'access-key') === true
      ? [named('role', probeName(place, owner), place.account, own)]
      : []),
    ...Object.keys(settings ?? {}).map((key) =>
      named('parameter', `${settingPath(place, owner)}${key}`, here, [...at, 'settings', key], key),
    ),
  ];
}

function namesOfEnvironment(environment: EnvironmentView, path: Path): Located[] {
  const { name, account, region, audit } = environment;
  if (name === undefined || account === undefined || region === undefined) return [];
  const place: Place = { name, account, region };
  const here = `${account}/${region}`;
  const own = (kind: PhysicalName['kind'], text: string, scope: string): Located => ({
    item: { kind, name: text, scope, parts: [name] },
    at: [...path, 'name'],
  });
  return [
    own('bucket', accessLogBucketName(place), 'world'),
    ...(audit?.trail?.mode === 'create'
      ? [own('bucket', trailBucketName(place), 'world'), own('trail', trailName(place), here)]
      : []),
    own('topic', alertTopicName(place), here),
    own('alias', auditKeyAlias(place), here),
    own('stack', foundationStackName(place), here),
    own('stack', globalEventsStackName(place), here),
    ...workloadsOf(environment, path).flatMap(({ item, at }) => namesOfWorkload(place, item, at)),
  ];
}

function physicalNames(configuration: ConfigurationView): Located[] {
  return entries(configuration.environments, ['environments']).flatMap(({ item, at }) => namesOfEnvironment(item, at));
}

/** One finding a place: a name that is too long makes several physical names too long. */
function oncePerPath(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ path }) => {
    const key = JSON.stringify(path);
    return !seen.has(key) && seen.add(key);
  });
}

/** Names are made of several parts, so their length only shows when they are put together. */
export const physicalNamesFit: ConfigurationRule = (configuration) =>
  oncePerPath(
    physicalNames(configuration).flatMap(({ item: { kind, name }, at }): Finding[] => {
      const limit = longest[kind];
      if (name.length > limit) {
        return [
          {
            path: at,
            found: `the ${kind} name '${name}' of ${String(name.length)} characters`,
            allowed: `at most ${String(limit)} characters for a ${kind}: shorten this name or one before it`,
          },
        ];
      }
      return reserved[kind]?.test(name) === true
        ? [
            {
              path: at,
              found: `the ${kind} name '${name}'`,
              allowed: `a name that does not make a ${kind} name that AWS keeps for itself`,
            },
          ]
        : [];
    }),
  );

/** Two different pairs of names can make one physical name: `a-b` in `c`, and `a` in `b-c`. */
export const physicalNamesAreUnique: ConfigurationRule = (configuration) => {
  const first = new Map<string, PhysicalName>();
  return oncePerPath(
    physicalNames(configuration).flatMap(({ item, at }): Finding[] => {
      const key = `${item.kind} ${item.scope} ${item.name}`;
      const other = first.get(key);
      if (other === undefined) {
        first.set(key, item);
        return [];
      }
      // The same names twice are reported as such, by the rules on names.
      if (other.parts.join('/') === item.parts.join('/')) return [];
      return [
        {
          path: at,
          found: `the ${item.kind} name '${item.name}', which ${other.parts.join('/')} has too`,
          allowed: `a name that makes a ${item.kind} name of its own`,
        },
      ];
    }),
  );
};
