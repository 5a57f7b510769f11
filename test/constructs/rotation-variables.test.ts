import { RegionInfo } from 'aws-cdk-lib/region-info';
import fc from 'fast-check';

import { readSpecification as readReconciler } from '../../lambda/reconcile-secrets/read-environment';
import { readSpecification as readAccessKey } from '../../lambda/rotate-access-key/read-environment';
import { readSpecification as readTokenKeys } from '../../lambda/rotate-jwt-keys/environment';
import { readSpecification as readPassword } from '../../lambda/rotate-password/environment';
import { RoomFunction } from '../../lambda/rotation/aws/room-function';
import { keyTrial } from '../../lib/access/key-trial';
import { rotatingSecrets, type RotatingSecret } from '../../lib/access/looked-after';
import { type Room, roomOf } from '../../lib/access/room';
import {
  bytesAsVariable,
  environmentBytes,
  longestEnvironment,
  longestFieldsVariable,
  longestSecretsVariable,
} from '../../lib/config/function-environment';
import type { Environment, Workload } from '../../lib/config/parameters';
import {
  probeVariables,
  reconcilerVariables,
  rotationFolder,
  rotationVariables,
} from '../../lib/constructs/rotation-variables';
import { anyEnvironment } from '../support/arbitrary-configurations';

const made = { keyArn: 'key', boundaryArn: 'boundary' };

function only(environment: Environment): Workload {
  const [workload] = environment.workloads;
  if (workload === undefined) throw new Error('the environment has no workload');
  return workload;
}

/** What a rotation function reads of what its template tells it. */
function read(secret: RotatingSecret, variables: Record<string, string>): unknown {
  switch (rotationFolder(secret)) {
    case 'rotate-access-key':
      return readAccessKey(variables);
    case 'rotate-password':
      return readPassword(variables);
    case 'rotate-jwt-keys':
      return readTokenKeys(variables);
    default:
      throw new Error(`no function rotates a secret of kind ${secret.kind}`);
  }
}

function present(parts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}

/** What the configuration says, in the function's words. */
function declared(room: Room, secret: RotatingSecret): unknown {
  const { place, workload } = room;
  const name = `${workload.name}/${place.name}/${secret.name}`;
  switch (secret.kind) {
    case 'password':
      return { secret: name, length: secret.length };
    case 'username-password':
      return { secret: name, length: secret.length, userName: secret.userName };
    case 'jwt-key-set': {
      const { algorithm, tokenMinutes, verifierCacheSeconds: cacheSeconds, issuer, audience } = secret;
      return present({
        secret: name,
        shape: 'key-set',
        algorithm,
        tokenMinutes,
        cacheSeconds,
        issuer,
        audience,
        fields: {},
      });
    }
    case 'jwt-secret-key': {
      const { tokenMinutes, issuer, audience, fields } = secret;
      const kind = { secret: name, shape: 'secret-key', algorithm: 'HS256', cacheSeconds: 0 };
      return present({ ...kind, tokenMinutes, issuer, audience, fields });
    }
    case 'access-key': {
      const { overlapDays, watchDays, usedKeyDays } = secret.rotation;
      const trial = keyTrial(room, secret);
      return {
        trial,
        specification: {
          secret: name,
          userName: `${workload.name}-${place.name}-${secret.consumer}`,
          userPath: `/rotated/${place.name}/${workload.name}/`,
          region: place.region,
          overlapDays,
          watchDays,
          usedKeyDays,
          fields: secret.fields,
          mayBeDenied: trial.mayBeDenied,
        },
      };
    }
  }
}

/** What the configuration says of a secret, in the words of the function that looks after it. */
function watched({ place, workload }: Room, secret: Workload['secrets'][number]): unknown[] {
  if (secret.kind === 'json') return [];
  if (secret.kind === 'api-key') return [{ kind: 'aging', name: secret.name }];
  if (secret.kind !== 'access-key') return [{ kind: 'value', name: secret.name }];
  const { overlapDays, watchDays, usedKeyDays } = secret.rotation;
  const user = `${workload.name}-${place.name}-${secret.consumer}`;
  return [present({ kind: 'access-key', name: secret.name, user, overlapDays, watchDays, usedKeyDays })];
}

function variablesOf(environment: Environment): Record<string, string>[] {
  const room = roomOf(environment, only(environment), made);
  const { journalRetentionDays } = environment.audit;
  return [
    ...rotatingSecrets(room.workload).map((secret) => rotationVariables(room, secret, journalRetentionDays)),
    reconcilerVariables(room, journalRetentionDays),
  ];
}

describe('what a function is told', () => {
  it('is what the configuration says of its secret, as the function itself reads it', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(anyEnvironment, (environment) => {
        const room = roomOf(environment, only(environment), made);
        for (const secret of rotatingSecrets(room.workload)) {
          kinds.add(secret.kind);
          const variables = rotationVariables(room, secret, environment.audit.journalRetentionDays);
          expect(read(secret, variables)).toEqual(declared(room, secret));
        }
      }),
      { numRuns: 300 },
    );
    // A property about nothing proves nothing.
    expect([...kinds].sort()).toEqual(['access-key', 'jwt-key-set', 'jwt-secret-key', 'password', 'username-password']);
  });

  it('is, where it looks after a workload, every secret that rotates or ages, and no other', () => {
    fc.assert(
      fc.property(anyEnvironment, (environment) => {
        const room = roomOf(environment, only(environment), made);
        expect(readReconciler(reconcilerVariables(room, environment.audit.journalRetentionDays))).toEqual({
          prefix: `${room.workload.name}/${environment.name}/`,
          secrets: room.workload.secrets.flatMap((secret) => watched(room, secret)),
        });
      }),
      { numRuns: 300 },
    );
  });

  it('is the Region, the journal of the environment, and how long it keeps its records', () => {
    fc.assert(
      fc.property(anyEnvironment, (environment) => {
        for (const variables of variablesOf(environment)) {
          expect(variables).toMatchObject({
            ROOM_REGION: environment.region,
            JOURNAL_TABLE: `strongroom-${environment.name}-journal`,
            JOURNAL_DAYS: String(environment.audit.journalRetentionDays),
          });
        }
      }),
    );
  });

  it('is all that it takes to be loaded', () => {
    fc.assert(
      fc.property(anyEnvironment, (environment) => {
        for (const variables of variablesOf(environment)) {
          expect(new RoomFunction(variables).region).toBe(environment.region);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('is no more than Lambda takes, of whatever configuration', () => {
    fc.assert(
      fc.property(anyEnvironment, (environment) => {
        for (const variables of variablesOf(environment)) {
          expect(environmentBytes(variables)).toBeLessThanOrEqual(longestEnvironment);
        }
      }),
    );
  });
});

describe('the longest that a function can be told', () => {
  const longName = 'n'.repeat(32);
  const longestRegion = RegionInfo.regions.map(({ name }) => name).sort((a, b) => b.length - a.length)[0] ?? '';
  const place = { name: longName, account: '111122223333', region: longestRegion };

  /** One text field that takes exactly the bytes that the configuration allows. */
  const fields = { n: 'x'.repeat(longestFieldsVariable - bytesAsVariable({ n: '' })) };
  const longParty = 'p'.repeat(200);

  const accessKey = {
    kind: 'access-key',
    name: longName,
    consumer: longName,
    fields,
    rotation: { everyDays: 1000, overlapDays: 30, watchDays: 14, usedKeyDays: 180, consumerCacheSeconds: 3600 },
  } as const;

  const secretKey = {
    kind: 'jwt-secret-key',
    name: longName,
    issuer: longParty,
    audience: longParty,
    tokenMinutes: 43_200,
    fields,
    rotation: { everyDays: 1000 },
  } as const;

  const longestPrefix = `${'p'.repeat(200)}/`;

  function roomWith(secrets: Workload['secrets']): Room {
    const workload: Workload = {
      name: longName,
      owner: 'portal-team',
      dataClass: 'internal',
      secrets,
      settings: {},
      customers: [],
      accessProbe: true,
      consumers: [
        {
          kind: 'iam-user',
          name: longName,
          reason: 'The station stands outside AWS and knows only access keys.',
          sourceAddresses: [],
          access: { files: [{ prefix: longestPrefix, verbs: ['list'] }], settings: false },
        },
      ],
    };
    return roomOf(place, workload, made);
  }

  it('is within what Lambda takes, beside the most fields that the configuration allows: an access key', () => {
    expect(bytesAsVariable(accessKey.fields)).toBe(longestFieldsVariable);
    const variables = rotationVariables(roomWith([accessKey]), accessKey, 3653);
    expect(variables.TRIAL).toContain(longestPrefix);
    expect(environmentBytes(variables)).toBeLessThanOrEqual(longestEnvironment);
  });

  it('is within what Lambda takes, beside the most fields that the configuration allows: a secret key', () => {
    const variables = rotationVariables(roomWith([secretKey]), secretKey, 3653);
    expect(environmentBytes(variables)).toBeLessThanOrEqual(longestEnvironment);
  });

  it('is within what Lambda takes, beside the longest list of secrets that the configuration allows', () => {
    const aging = (name: string) => ({ kind: 'api-key', name, source: 'generated' }) as const;
    const listed = (secrets: Workload['secrets']) => reconcilerVariables(roomWith(secrets), 3653);
    const bytesOfList = (secrets: Workload['secrets']) => bytesAsVariable(JSON.parse(listed(secrets).SECRETS ?? ''));
    const many = Array.from({ length: 54 }, () => aging(longName));
    const rest = longestSecretsVariable - bytesOfList([...many, aging('')]);
    const secrets = [...many, aging('x'.repeat(rest))];
    expect(bytesOfList(secrets)).toBe(longestSecretsVariable);
    expect(environmentBytes(listed(secrets))).toBeLessThanOrEqual(longestEnvironment);
  });

  it('is within what Lambda takes, beside the longest list of keys that the configuration allows', () => {
    const listed = (secrets: Workload['secrets']) => probeVariables(roomWith(secrets));
    const bytesOfList = (secrets: Workload['secrets']) => bytesAsVariable(JSON.parse(listed(secrets).KEYS ?? ''));
    const named = (name: string) => ({ ...accessKey, name });
    const each = bytesOfList([named('x'), named('x')]) - bytesOfList([named('x')]);
    const count = Math.floor(longestSecretsVariable / each) - 1;
    const many = Array.from({ length: count }, () => named('x'));
    const secrets = [...many, named('x'.repeat(longestSecretsVariable - bytesOfList([...many, named('')])))];
    expect(bytesOfList(secrets)).toBe(longestSecretsVariable);
    expect(environmentBytes(listed(secrets))).toBeLessThanOrEqual(longestEnvironment);
  });
});
