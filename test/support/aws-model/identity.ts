import type {
  AccessKeyDescription,
  AccessKeys,
  CreatedAccessKey,
  Credentials,
  KeyTrial,
  LastUse,
} from '../../../lambda/access-keys/ports';
import { CallFailed } from '../../../lambda/rotation/errors';
import type { Gate } from './gate';
import { accepts, type Service } from './propagation';
import { CANARY, HOUR, type KeyEvent, type KeyState, MINUTE, nextNumber, SECOND, USER_ARN, type World } from './world';

/** rotation.md 2: at most two keys, Active or not, not raisable. */
const keysPerUser = 2;

/**
 * How much later IAM tells of a use. Undocumented for keys; the figure is of the service-last-accessed data ("usually
 * within four hours", rotation.md 2).
 */
const lastUseLag = 4 * HOUR;

/** How long a consumer works with a value before it reads the secret again: the most that a configuration may say. */
export const consumerCache = HOUR;

export type Observer = (event: KeyEvent) => void;

function assertUser(world: World, call: string): void {
  if (!world.user.exists) throw new CallFailed(call, 'not-found', 'NoSuchEntityException');
}

function found(world: World, call: string, id: string): KeyState {
  assertUser(world, call);
  const key = world.user.keys.find((candidate) => candidate.id === id);
  if (key === undefined) throw new CallFailed(call, 'not-found', 'NoSuchEntityException');
  return key;
}

export function createKey(world: World, madeBy: KeyState['madeBy']): CreatedAccessKey {
  assertUser(world, 'iam:CreateAccessKey');
  if (world.user.keys.length >= keysPerUser) {
    throw new CallFailed('iam:CreateAccessKey', 'limit-exceeded', 'LimitExceededException');
  }
  const number = nextNumber(world);
  const id = `AKIAIOSF${number}`;
  const secret = `${CANARY}+secret+of+${number}`;
  world.user.keys.push({ id, secret, createdAt: world.now, madeBy, status: 'Active', statusSince: world.now });
  return { id, secret };
}

export function setKeyStatus(
  world: World,
  id: string,
  status: KeyState['status'],
  by: KeyEvent['by'],
  observe: Observer,
): void {
  const key = found(world, 'iam:UpdateAccessKey', id);
  // rotation.md 2: UpdateAccessKey is idempotent by state.
  if (key.status === status) return;
  observe({ what: status === 'Inactive' ? 'deactivated' : 'activated', by, key: { ...key } });
  if (by === 'person') handle(world, id);
  if (status === 'Active' && world.now - key.statusSince >= MINUTE) key.revivedAt = world.now;
  key.status = status;
  key.statusSince = world.now;
}

export function deleteKey(world: World, id: string, by: KeyEvent['by'], observe: Observer): void {
  const key = found(world, 'iam:DeleteAccessKey', id);
  observe({ what: 'deleted', by, key: { ...key } });
  if (by === 'person') handle(world, id);
  world.user.keys = world.user.keys.filter((candidate) => candidate !== key);
  world.user.gone.push({ id, secret: key.secret, at: world.now });
}

function handle({ user }: World, id: string): void {
  if (!user.handled.includes(id)) user.handled.push(id);
}

/** A person deletes the user with everything it has. */
export function deleteUser(world: World): void {
  const { user } = world;
  for (const { id } of [...user.keys]) deleteKey(world, id, 'person', () => undefined);
  user.exists = false;
  delete user.sessionsDeniedBefore;
}

/** When the consumers used a key: from its promotion, until the last cache that holds it is refreshed. */
export function consumersUse(
  key: KeyState,
  now: number,
): { readonly from: number; readonly until: number } | undefined {
  if (key.promotedAt === undefined) return undefined;
  const cached = key.demotedAt === undefined ? now : key.demotedAt + consumerCache;
  const until = Math.max(cached, key.stragglerUntil ?? 0);
  // A denied attempt is a use too (rotation.md 2), so a status does not end it.
  return { from: key.promotedAt, until: Math.min(now, until) };
}

function lastUse(world: World, id: string): LastUse {
  const key = found(world, 'iam:GetAccessKeyLastUsed', id);
  const told = world.now - lastUseLag;
  const consumers = consumersUse(key, world.now);
  // Every use that IAM knows of by now; a use of which it does not know yet hides none before it.
  const uses = [
    ...(consumers !== undefined && consumers.from <= told
      ? [{ at: Math.min(consumers.until, told), service: 's3', region: 'eu-central-1' }]
      : []),
    ...[key.firstTriedAt, key.triedAt].flatMap((at) =>
      at !== undefined && at <= told ? [{ at, service: 'sts', region: 'eu-central-1' }] : [],
    ),
  ];
  const last = uses.reduce<(typeof uses)[number] | undefined>(
    (latest, use) => (latest === undefined || use.at > latest.at ? use : latest),
    undefined,
  );
  // rotation.md 2: null means never used or not tracked.
  return last === undefined ? {} : { ...last, at: new Date(last.at) };
}

export function accessKeys(world: World, gate: Gate, observe: Observer): AccessKeys {
  return {
    list: () =>
      gate('iam:ListAccessKeys', (): readonly AccessKeyDescription[] => {
        assertUser(world, 'iam:ListAccessKeys');
        // IAM gives times in whole seconds.
        return world.user.keys.map(({ id, status, createdAt }) => ({
          id,
          status,
          createdAt: new Date(Math.floor(createdAt / SECOND) * SECOND),
        }));
      }),
    create: () => gate('iam:CreateAccessKey', () => createKey(world, 'rotation'), 'write'),
    setStatus: (id, status) =>
      gate('iam:UpdateAccessKey', () => setKeyStatus(world, id, status, 'rotation', observe), 'write'),
    delete: (id) => gate('iam:DeleteAccessKey', () => deleteKey(world, id, 'rotation', observe), 'write'),
    lastUse: (id) => gate('iam:GetAccessKeyLastUsed', () => lastUse(world, id)),
    denySessionsBefore: (instant) =>
      gate(
        'iam:PutUserPolicy',
        () => {
          assertUser(world, 'iam:PutUserPolicy');
          world.user.sessionsDeniedBefore = instant.getTime();
        },
        'write',
      ),
    sessionsDeniedBefore: () =>
      gate('iam:GetUserPolicy', () => {
        assertUser(world, 'iam:GetUserPolicy');
        const { sessionsDeniedBefore } = world.user;
        return sessionsDeniedBefore === undefined ? undefined : new Date(sessionsDeniedBefore);
      }),
  };
}

/** rotation.md 2: what each service answers to a key that it does not know. */
const unknownKey: Readonly<Record<Service, string>> = {
  sts: 'InvalidClientTokenId',
  s3: 'InvalidAccessKeyId',
  iam: 'InvalidClientTokenId',
};

function authenticate(
  world: World,
  call: string,
  service: Service,
  { accessKeyId, secretAccessKey }: Credentials,
): void {
  const key = world.user.keys.find(({ id }) => id === accessKeyId);
  if (key !== undefined) {
    // A minute is precise enough for decisions about days, and lets runs that differ by a moment be one.
    const minute = Math.floor(world.now / MINUTE) * MINUTE;
    key.firstTriedAt ??= minute;
    key.triedAt = minute;
  }
  if (!accepts(world, service, accessKeyId)) throw new CallFailed(call, 'unknown-key', unknownKey[service]);
  const secret = (key ?? world.user.gone.find(({ id }) => id === accessKeyId))?.secret;
  if (secret !== secretAccessKey) throw new CallFailed(call, 'wrong-signature', 'SignatureDoesNotMatch');
}

export function keyTrial(world: World, gate: Gate): KeyTrial {
  return {
    identity: (credentials) =>
      gate('sts:GetCallerIdentity', () => {
        authenticate(world, 'sts:GetCallerIdentity', 'sts', credentials);
        return USER_ARN;
      }),
    use: (credentials) => gate('s3:ListObjectsV2', () => authenticate(world, 's3:ListObjectsV2', 's3', credentials)),
    overreach: (credentials) =>
      gate('iam:ListUsers', () => {
        authenticate(world, 'iam:ListUsers', 'iam', credentials);
        throw new CallFailed('iam:ListUsers', 'denied', 'AccessDenied');
      }),
  };
}
