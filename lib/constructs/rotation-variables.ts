import type { ProbeAccessEnvironment } from '../../lambda/probe-access/environment';
import type { ReconcileSecretsEnvironment } from '../../lambda/reconcile-secrets/environment';
import type { RotateAccessKeyEnvironment } from '../../lambda/rotate-access-key/environment';
import type { RotateJwtKeysEnvironment } from '../../lambda/rotate-jwt-keys/environment';
import type { RotatePasswordEnvironment } from '../../lambda/rotate-password/environment';
import type { CommonEnvironment } from '../../lambda/rotation/environment';
import { keyTrial } from '../access/key-trial';
import type { AccessKeySecret, RotatingSecret } from '../access/looked-after';
import type { Room } from '../access/room';
import { lookedAfter, probedKeys } from '../config/function-environment';
import { consumerName, journalTableName, rotatedUserPath, secretPrefix } from '../config/names';

/** What the functions are told, as their environment contracts in lambda/ say. */

type PasswordSecret = Extract<RotatingSecret, { readonly kind: 'password' | 'username-password' }>;
type TokenSecret = Extract<RotatingSecret, { readonly kind: 'jwt-key-set' | 'jwt-secret-key' }>;

/** Folder below lambda/ of the function that rotates a kind of secret. */
export function rotationFolder({ kind }: RotatingSecret): string {
  switch (kind) {
    case 'access-key':
      return 'rotate-access-key';
    case 'password':
    case 'username-password':
      return 'rotate-password';
    case 'jwt-key-set':
    case 'jwt-secret-key':
      return 'rotate-jwt-keys';
  }
}

function common({ place }: Room, journalDays: number) {
  return {
    ROOM_REGION: place.region,
    JOURNAL_TABLE: journalTableName(place),
    JOURNAL_DAYS: String(journalDays),
  } satisfies CommonEnvironment;
}

function ofSecret(room: Room, secret: RotatingSecret, journalDays: number) {
  return {
    ...common(room, journalDays),
    SECRET_NAME: `${secretPrefix(room.place, room.workload.name)}${secret.name}`,
  };
}

function ofAccessKey(room: Room, secret: AccessKeySecret, journalDays: number) {
  const { place, workload } = room;
  const { overlapDays, watchDays, usedKeyDays } = secret.rotation;
  return {
    ...ofSecret(room, secret, journalDays),
    USER_NAME: consumerName(place, workload.name, secret.consumer),
    USER_PATH: rotatedUserPath(place, workload.name),
    OVERLAP_DAYS: String(overlapDays),
    WATCH_DAYS: String(watchDays),
    ...(usedKeyDays === undefined ? {} : { USED_KEY_DAYS: String(usedKeyDays) }),
    FIELDS: JSON.stringify(secret.fields),
    TRIAL: JSON.stringify(keyTrial(room, secret)),
  } satisfies RotateAccessKeyEnvironment;
}

function ofPassword(room: Room, secret: PasswordSecret, journalDays: number) {
  return {
    ...ofSecret(room, secret, journalDays),
    PASSWORD_LENGTH: String(secret.length),
    ...(secret.kind === 'username-password' ? { USER_NAME: secret.userName } : {}),
  } satisfies RotatePasswordEnvironment;
}

function ofTokenKeys(room: Room, secret: TokenSecret, journalDays: number) {
  const isSet = secret.kind === 'jwt-key-set';
  return {
    ...ofSecret(room, secret, journalDays),
    SHAPE: isSet ? 'key-set' : 'secret-key',
    ALGORITHM: isSet ? secret.algorithm : 'HS256',
    TOKEN_MINUTES: String(secret.tokenMinutes),
    // One key for signer and verifier: no cache has to see it before it is used.
    CACHE_SECONDS: String(isSet ? secret.verifierCacheSeconds : 0),
    ...(secret.issuer === undefined ? {} : { ISSUER: secret.issuer }),
    ...(secret.audience === undefined ? {} : { AUDIENCE: secret.audience }),
    FIELDS: JSON.stringify(isSet ? {} : secret.fields),
  } satisfies RotateJwtKeysEnvironment;
}

/** The environment of the function that rotates a secret. */
export function rotationVariables(room: Room, secret: RotatingSecret, journalDays: number): Record<string, string> {
  switch (secret.kind) {
    case 'access-key':
      return ofAccessKey(room, secret, journalDays);
    case 'password':
    case 'username-password':
      return ofPassword(room, secret, journalDays);
    case 'jwt-key-set':
    case 'jwt-secret-key':
      return ofTokenKeys(room, secret, journalDays);
  }
}

/** The environment of the function that looks after the secrets of a workload. */
export function reconcilerVariables(room: Room, journalDays: number): Record<string, string> {
  const { place, workload } = room;
  return {
    ...common(room, journalDays),
    SECRET_PREFIX: secretPrefix(place, workload.name),
    SECRETS: JSON.stringify(workload.secrets.flatMap((secret) => lookedAfter(place, workload.name, secret))),
  } satisfies ReconcileSecretsEnvironment;
}

/** The environment of the function that tries the access keys of a workload. */
export function probeVariables({ place, workload }: Room): Record<string, string> {
  return {
    ROOM_REGION: place.region,
    SECRET_PREFIX: secretPrefix(place, workload.name),
    KEYS: JSON.stringify(probedKeys(place, workload)),
  } satisfies ProbeAccessEnvironment;
}
