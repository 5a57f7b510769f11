import { readSpecification as readProbe } from '../../lambda/probe-access/read-environment';
import { readSpecification as readReconciler } from '../../lambda/reconcile-secrets/read-environment';
import { readSpecification as readAccessKey } from '../../lambda/rotate-access-key/read-environment';
import { readSpecification as readTokenKeys } from '../../lambda/rotate-jwt-keys/environment';
import { readSpecification as readPassword } from '../../lambda/rotate-password/environment';
import { requireVariables } from '../../lambda/rotation/environment';
import { consumerName, secretPrefix } from '../../lib/config/names';
import type { Secret } from '../../lib/config/secrets';
import {
  functionsOf,
  isReconciled,
  probersOf,
  probes,
  reconcilersOf,
  type Rotator,
  rotates,
  rotatorsOf,
  type Variables,
  variablesOf,
} from '../policies/rotation-questions';
import { all, theOne } from '../support/found';
import type { Room } from '../support/room';
import type { Rule } from '../support/rules';

/** What the functions are told, read by their own readers: it must say what was declared. */

type Rotating<Kind extends Secret['kind']> = Extract<Secret, { readonly kind: Kind }>;

/** A user as the template makes it. */
function userOf(
  room: Room,
  { workload, user = '' }: Rotator,
): { readonly userName: string; readonly userPath: string } {
  const { properties } = theOne(room, 'AWS::IAM::User', 'UserName', user.split('/').at(-1) ?? '');
  expect(String(properties.Path)).toContain(`/${workload.name}/`);
  return { userName: String(properties.UserName), userPath: String(properties.Path) };
}

function expectAccessKey(room: Room, rotator: Rotator, { fields, rotation }: Rotating<'access-key'>): void {
  const { overlapDays, watchDays, usedKeyDays } = rotation;
  const { specification, trial } = readAccessKey(variablesOf(room, rotator));
  expect(specification).toEqual({
    secret: rotator.fullNames[0],
    ...userOf(room, rotator),
    region: room.environment.region,
    overlapDays,
    watchDays,
    ...(usedKeyDays === undefined ? {} : { usedKeyDays }),
    fields,
    mayBeDenied: trial.mayBeDenied,
  });
}

function expectPassword(
  room: Room,
  { name, fullNames }: Rotator,
  secret: Rotating<'password' | 'username-password'>,
): void {
  expect(readPassword(variablesOf(room, { name }))).toEqual({
    secret: fullNames[0],
    length: secret.length,
    ...(secret.kind === 'username-password' ? { userName: secret.userName } : {}),
  });
}

function expectTokenKeys(
  room: Room,
  { name, fullNames }: Rotator,
  secret: Rotating<'jwt-key-set' | 'jwt-secret-key'>,
): void {
  const { issuer, audience, tokenMinutes } = secret;
  expect(readTokenKeys(variablesOf(room, { name }))).toEqual({
    secret: fullNames[0],
    tokenMinutes,
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
    ...(secret.kind === 'jwt-key-set'
      ? { shape: 'key-set', algorithm: secret.algorithm, cacheSeconds: secret.verifierCacheSeconds, fields: {} }
      : { shape: 'secret-key', algorithm: 'HS256', cacheSeconds: 0, fields: secret.fields }),
  });
}

function expectRotator(room: Room, rotator: Rotator): void {
  const { secret } = rotator;
  switch (secret.kind) {
    case 'access-key':
      expectAccessKey(room, rotator, secret);
      return;
    case 'password':
    case 'username-password':
      expectPassword(room, rotator, secret);
      return;
    case 'jwt-key-set':
    case 'jwt-secret-key':
      expectTokenKeys(room, rotator, secret);
      return;
    case 'api-key':
    case 'json':
      throw new Error(`${secret.name} is not rotated by a function`);
  }
}

/** The variables, and which of them are read. */
function watched(variables: Variables): { readonly variables: Variables; readonly read: ReadonlySet<string> } {
  const read = new Set<string>();
  const proxy = new Proxy(variables, {
    get: (target, name) => {
      read.add(String(name));
      return target[String(name)];
    },
  });
  return { variables: proxy, read };
}

const commonVariables = ['ROOM_REGION', 'JOURNAL_TABLE', 'JOURNAL_DAYS'] as const;

function reading({ kind }: Secret): (variables: Variables) => unknown {
  if (kind === 'access-key') return readAccessKey;
  return kind.startsWith('jwt-') ? readTokenKeys : readPassword;
}

export const variableRules: readonly Rule[] = [
  {
    it: 'works in its own Region, with the journal of its environment, for as long as was declared',
    when: isReconciled,
    check: (room) => {
      const [journal] = all(room, 'AWS::DynamoDB::Table');
      for (const { name } of functionsOf(room)) {
        expect(requireVariables(variablesOf(room, { name }), commonVariables)).toEqual({
          ROOM_REGION: room.environment.region,
          JOURNAL_TABLE: journal?.properties.TableName,
          JOURNAL_DAYS: String(room.environment.audit.journalRetentionDays),
        });
      }
    },
  },
  {
    it: 'rotates its secret as that was declared',
    when: rotates,
    check: (room) => {
      for (const rotator of rotatorsOf(room)) expectRotator(room, rotator);
    },
  },
  {
    it: 'looks after every secret that has something to look after, as that was declared',
    when: isReconciled,
    check: (room) => {
      for (const { name, workload, accessKeys, rotating, aging } of reconcilersOf(room)) {
        const { prefix, secrets } = readReconciler(variablesOf(room, { name }));
        expect(prefix).toBe(secretPrefix(room.environment, workload.name));
        const expected = workload.secrets.flatMap((secret): unknown[] => {
          if (secret.kind === 'access-key') {
            const { overlapDays, watchDays, usedKeyDays } = secret.rotation;
            const user = consumerName(room.environment, workload.name, secret.consumer);
            const days = { overlapDays, watchDays, ...(usedKeyDays === undefined ? {} : { usedKeyDays }) };
            return [{ kind: 'access-key', name: secret.name, user, ...days }];
          }
          if (aging.includes(secret)) return [{ kind: 'aging', name: secret.name }];
          return rotating.includes(secret) ? [{ kind: 'value', name: secret.name }] : [];
        });
        expect(expected).toHaveLength(rotating.length + aging.length);
        expect(secrets.filter(({ kind }) => kind === 'access-key')).toHaveLength(accessKeys.length);
        expect(secrets).toEqual(expected);
      }
    },
  },
  {
    it: 'tries every access key as the function does that makes it',
    when: probes,
    check: (room) => {
      for (const { name, workload, accessKeys } of probersOf(room)) {
        const variables = variablesOf(room, { name });
        expect(variables.ROOM_REGION).toBe(room.environment.region);
        const { prefix, keys } = readProbe(variables);
        expect(prefix).toBe(secretPrefix(room.environment, workload.name));
        const expected = accessKeys.map(({ secret, user }) => {
          const rotator = rotatorsOf(room).find((one) => one.workload === workload && one.secret === secret);
          const { trial } = readAccessKey(variablesOf(room, { name: rotator?.name ?? '' }));
          return { name: secret.name, user: user.split('/').at(-1), trial };
        });
        expect(keys).toEqual(expected);
      }
    },
  },
  {
    it: 'is told nothing that it does not read: room for that is scarce',
    when: isReconciled,
    check: (room) => {
      const readers = [
        ...rotatorsOf(room).map(({ name, secret }) => [name, commonVariables, reading(secret)] as const),
        ...reconcilersOf(room).map(({ name }) => [name, commonVariables, readReconciler] as const),
        ...probersOf(room).map(({ name }) => [name, ['ROOM_REGION'], readProbe] as const),
      ];
      for (const [name, common, read] of readers) {
        const { variables, read: seen } = watched(variablesOf(room, { name }));
        requireVariables(variables, common);
        read(variables);
        expect(Object.keys(variablesOf(room, { name })).filter((variable) => !seen.has(variable))).toEqual([]);
      }
    },
  },
];
