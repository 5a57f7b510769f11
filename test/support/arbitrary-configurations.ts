import fc from 'fast-check';

import { ConfigurationError } from '../../lib/config/finding';
import { loadConfiguration } from '../../lib/config/load-configuration';
import type { ConfigurationInput, Environment } from '../../lib/config/parameters';
import { today } from './configurations';

type WorkloadInput = ConfigurationInput['environments'][number]['workloads'][number];
type SecretInput = NonNullable<WorkloadInput['secrets']>[number];
type ConsumerInput = NonNullable<WorkloadInput['consumers']>[number];
type Entry = (index: number) => { readonly secret: SecretInput; readonly consumer?: ConsumerInput };

/** Short enough for every physical name, so that nearly all configurations are valid. */
const shortName = fc.stringMatching(/^[a-z][a-z0-9]{1,10}$/);

const text = fc.string({ unit: 'binary', maxLength: 18 });
const party = fc.stringMatching(/^[a-z0-9:/.?=&'_-]{1,18}$/);
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map((value) => value + 0);
const scalar = fc.oneof(text, number, fc.boolean());

function fieldsOf<Value>(value: fc.Arbitrary<Value>) {
  return fc.dictionary(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,6}$/), value, { maxKeys: 5, noNullPrototype: true });
}

type Present<Parts> = { [Name in keyof Parts]?: Exclude<Parts[Name], undefined> };

/** The parts that are there; what is undefined is left out, as a team would write it. */
function present<Parts extends object>(parts: Parts): Present<Parts> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Present<Parts>;
}

function rare<Value>(value: fc.Arbitrary<Value>) {
  return fc.option(value, { nil: undefined });
}

const password: fc.Arbitrary<Entry> = fc
  .record({ length: fc.constantFrom(20, 33, 128), userName: rare(fc.stringMatching(/^[a-z][a-z0-9_]{8,20}$/)) })
  .map(({ length, userName }) => (index) => {
    const common = { name: `password-${String(index)}`, length, rotation: { everyDays: 60 } };
    return {
      secret:
        userName === undefined ? { kind: 'password', ...common } : { kind: 'username-password', userName, ...common },
    };
  });

const tokens = { issuer: rare(party), audience: rare(party), tokenMinutes: rare(fc.integer({ min: 1, max: 43_200 })) };

const keySet: fc.Arbitrary<Entry> = fc
  .record({
    ...tokens,
    algorithm: fc.constantFrom('HS256' as const, 'ES256' as const, 'EdDSA' as const),
    verifierCacheSeconds: rare(fc.integer({ min: 0, max: 86_400 })),
  })
  .map(({ algorithm, ...rest }) => (index) => ({
    secret: {
      kind: 'jwt-key-set',
      name: `keys-${String(index)}`,
      algorithm,
      rotation: { everyDays: 90 },
      ...present(rest),
    },
  }));

const secretKey: fc.Arbitrary<Entry> = fc
  .record({ ...tokens, fields: rare(fieldsOf(fc.oneof(scalar, fc.array(text, { maxLength: 3 })))) })
  .map((rest) => (index) => ({
    secret: { kind: 'jwt-secret-key', name: `key-${String(index)}`, rotation: { everyDays: 90 }, ...present(rest) },
  }));

const accesses: NonNullable<ConsumerInput['access']>[] = [
  { files: [{ prefix: 'documents/', verbs: ['read', 'list'] }] },
  {
    files: [
      { prefix: 'scans/', verbs: ['list'] },
      { prefix: 'documents/', verbs: ['list'] },
    ],
  },
  { files: [{ prefix: '*', verbs: ['write', 'list'] }] },
  { files: [{ prefix: 'scans/', verbs: ['write'] }] },
  { secrets: '*' },
  { settings: true },
];

const phases = fc.record({ overlapDays: fc.integer({ min: 1, max: 30 }), watchDays: fc.integer({ min: 1, max: 14 }) });

const accessKey: fc.Arbitrary<Entry> = fc
  .record({
    access: fc.constantFrom(...accesses),
    phases,
    // Shares of the range that is left when the phases are known.
    everyDays: fc.nat(80),
    usedKeyDays: rare(fc.nat(30)),
    fields: rare(fieldsOf(scalar)),
    sourceAddresses: rare(fc.constant<string[]>(['198.51.100.0/24'])),
  })
  .map((parts) => (index) => {
    const { overlapDays, watchDays } = parts.phases;
    const everyDays = overlapDays + watchDays + 2 + parts.everyDays;
    const usedKeyDays =
      parts.usedKeyDays === undefined
        ? undefined
        : Math.min(overlapDays + 1 + parts.usedKeyDays, everyDays - watchDays - 1);
    const consumer = `station-${String(index)}`;
    return {
      secret: {
        kind: 'access-key',
        name: `station-key-${String(index)}`,
        consumer,
        rotation: { everyDays, overlapDays, watchDays, ...present({ usedKeyDays }) },
        ...present({ fields: parts.fields }),
      },
      consumer: {
        kind: 'iam-user',
        name: consumer,
        reason: 'The station stands outside AWS and knows only access keys.',
        access: parts.access,
        ...present({ sourceAddresses: parts.sourceAddresses }),
      },
    };
  });

const others: fc.Arbitrary<Entry> = fc.boolean().map((isJson) => (index) => ({
  secret: isJson
    ? { kind: 'json', name: `json-${String(index)}`, fields: { host: { source: 'value', value: 'text' } } }
    : { kind: 'api-key', name: `api-${String(index)}`, source: 'generated' },
}));

function written(name: string, region: string, journalRetentionDays: number, workload: WorkloadInput) {
  return {
    environments: [
      {
        name,
        tier: 'development',
        account: '111122223333',
        region,
        owner: 'portal-team',
        alertRecipients: ['portal-team@example.com'],
        audit: {
          trail: { mode: 'none' },
          accessLogRetentionDays: 90,
          journalRetentionDays,
          guardDuty: 'off',
          accessAnalyzer: 'off',
        },
        workloads: [workload],
      },
    ],
  } satisfies ConfigurationInput;
}

function checked(configuration: ConfigurationInput): Environment | undefined {
  try {
    return loadConfiguration(configuration, { file: 'test/support/arbitrary-configurations.ts', today })
      .environments[0];
  } catch (error) {
    // By chance a field has the name or the shape of a secret.
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}

/** One valid environment with one workload that holds rotating secrets of every kind, each with all that it can be told. */
export const anyEnvironment: fc.Arbitrary<Environment> = fc
  .record({
    name: shortName,
    workload: shortName,
    region: fc.constantFrom('eu-central-1', 'us-gov-west-1', 'cn-north-1', 'ap-southeast-2'),
    journalRetentionDays: fc.integer({ min: 90, max: 3653 }),
    hasFiles: fc.boolean(),
    entries: fc.array(fc.oneof(password, keySet, secretKey, accessKey, others), { minLength: 1, maxLength: 6 }),
  })
  .map(({ name, workload, region, journalRetentionDays, hasFiles, entries }) => {
    const made = entries.map((entry, index) => entry(index));
    const consumers = made.flatMap(({ consumer }) => (consumer === undefined ? [] : [consumer]));
    return checked(
      written(name, region, journalRetentionDays, {
        name: workload,
        owner: 'portal-team',
        dataClass: 'internal',
        secrets: made.map(({ secret }) => secret),
        settings: { colour: 'blue' },
        ...(hasFiles || consumers.some(({ access: declared }) => declared?.files !== undefined)
          ? { files: { prefixes: ['documents/', 'scans/'] } }
          : {}),
        consumers,
      }),
    );
  })
  .filter((environment) => environment !== undefined);
