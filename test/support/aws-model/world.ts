import type { Notice } from '../../../lambda/reconcile-secrets/ports';
import type { Bookkeeping, Requests } from '../../../lambda/rotation/journal';

/** Milliseconds. */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Every secret string of the model contains it, so that a single search finds a leak in whatever is written. */
export const CANARY = 'CANARY';

/** Names as a deployed room has them. The account is the one of AWS's documentation. */
export const SECRET_NAME = 'shop/prod/files-key';
export const SECRET_ARN = `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${SECRET_NAME}-AbCdEf`;
export const USER_NAME = 'files';
export const USER_PATH = '/rotated/prod/shop/';
export const USER_ARN = `arn:aws:iam::111122223333:user${USER_PATH}${USER_NAME}`;
export const KMS_KEY = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

export interface VersionState {
  /** Absent in the version that Secrets Manager makes before createSecret. */
  value?: string;
  /** Of the value. */
  createdAt: number;
  stages: string[];
  /** When it stopped to be current, and whether a person had made it so. Nobody but the invariants reads these. */
  currentUntil?: number;
  isCurrentByHand?: boolean;
}

export interface KeyState {
  readonly id: string;
  readonly secret: string;
  readonly createdAt: number;
  readonly madeBy: 'rotation' | 'person';
  status: 'Active' | 'Inactive';
  /** Start of the present status. */
  statusSince: number;
  /** First and last use by a trial; the consumers' uses follow from the labels. */
  firstTriedAt?: number;
  triedAt?: number;
  /** Somebody still uses the key until then, although the secret holds another. */
  stragglerUntil?: number;
  /** It was current, and until when. Nobody but the invariants and the consumers reads these. */
  promotedAt?: number;
  demotedAt?: number;
  /** A person made it current and took that back within the hour. Nobody but the invariants reads it. */
  wasCurrentUnseen?: boolean;
  /** When it was activated again, after more than the moment in which a run takes its own deactivation back. */
  revivedAt?: number;
}

/** The rotation that Secrets Manager is at work on. */
export interface RotationState {
  readonly token: string;
  readonly startedAt: number;
  attempt: number;
  step: number;
  dueAt: number;
}

export interface JournalState {
  fence: number;
  leaseHolder?: number;
  leaseUntil: number;
  bookkeeping: Bookkeeping;
  requests: Requests;
  told: string[];
}

/** What an outside observer may do to keys, told to the invariants as it happens. */
export interface KeyEvent {
  readonly what: 'activated' | 'deactivated' | 'deleted';
  readonly by: 'rotation' | 'person';
  /** The key as it was before. */
  readonly key: KeyState;
}

/** All that AWS holds: plain data, so that a run is copied for the price of a few objects. */
export interface World {
  now: number;
  /** Source of every id. */
  sequence: number;
  /** How many entries of the life's script are over. */
  scriptPosition: number;
  secret: {
    rotationEnabled: boolean;
    isDeleted: boolean;
    versions: Record<string, VersionState>;
    rotation?: RotationState;
    /** When Secrets Manager takes AWSPENDING away from the finished version. */
    cleanupAt?: number;
    finishedRotations: number;
    abandonedRotations: number;
    lastFinished?: string;
  };
  kms: 'enabled' | 'disabled' | 'denied';
  user: {
    exists: boolean;
    keys: KeyState[];
    /** Deleted a moment ago: some services have not heard of it. */
    gone: { readonly id: string; readonly secret: string; readonly at: number }[];
    sessionsDeniedBefore?: number;
    /** Keys that a person stopped or deleted. Nobody but the invariants reads it. */
    handled: string[];
  };
  journal: JournalState;
  /** The last notice of each kind. */
  heard: Partial<Record<Notice['kind'], Notice>>;
  /** When an operator asked to cut everything, until that is done: overlaps end then. Nobody but the invariants reads it. */
  emergencySince?: number;
}

export function newWorld(): World {
  return {
    now: Date.UTC(2027, 0, 1),
    sequence: 0,
    scriptPosition: 0,
    secret: {
      rotationEnabled: true,
      isDeleted: false,
      versions: {},
      finishedRotations: 0,
      abandonedRotations: 0,
    },
    kms: 'enabled',
    user: { exists: true, keys: [], gone: [], handled: [] },
    journal: { fence: 0, leaseUntil: 0, bookkeeping: { attempts: [], keys: {} }, requests: {}, told: [] },
    heard: {},
  };
}

/** By hand, because a general clone costs more than the run of a step. Values of the journal are never changed in place. */
export function cloneWorld(world: World): World {
  const { secret, user, journal, heard } = world;
  const versions: Record<string, VersionState> = {};
  for (const [id, version] of Object.entries(secret.versions)) {
    versions[id] = { ...version, stages: [...version.stages] };
  }
  return {
    ...world,
    secret: { ...secret, versions, ...(secret.rotation ? { rotation: { ...secret.rotation } } : {}) },
    user: { ...user, keys: user.keys.map((key) => ({ ...key })), gone: [...user.gone], handled: [...user.handled] },
    journal: { ...journal, told: [...journal.told] },
    heard: { ...heard },
  };
}

/** A number for a new id. */
export function nextNumber(world: World): string {
  world.sequence += 1;
  return String(world.sequence).padStart(8, '0');
}

/** Id of a version, as long as AWS wants its tokens. */
export function newToken(world: World): string {
  return `00000000-0000-4000-8000-0000${nextNumber(world)}`;
}

/** The access key of a version's value, if it holds one. */
export function keyOfValue(value: string | undefined): { readonly id: string; readonly secret: string } | undefined {
  if (value === undefined) return undefined;
  const known = keysOfValues.get(value);
  if (known !== undefined) return known;
  const match = /"accessKeyId":"([^"]+)","secretAccessKey":"([^"]+)"/u.exec(value);
  const [, id, secret] = match ?? [];
  if (id === undefined || secret === undefined) return undefined;
  const key = { id, secret };
  keysOfValues.set(value, key);
  return key;
}

const keysOfValues = new Map<string, { readonly id: string; readonly secret: string }>();
