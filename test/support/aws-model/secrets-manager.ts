import { CallFailed } from '../../../lambda/rotation/errors';
import {
  CURRENT,
  type EncryptionKeys,
  PENDING,
  PREVIOUS,
  type SecretDescription,
  type SecretStore,
  type SecretVersion,
} from '../../../lambda/rotation/ports';
import type { Gate } from './gate';
import { HOUR, type KeyEvent, keyOfValue, KMS_KEY, newToken, SECRET_ARN, type VersionState, type World } from './world';

/** The id of the version that has a label. */
export function versionLabelled(world: World, stage: string): string | undefined {
  for (const [id, version] of Object.entries(world.secret.versions)) {
    if (version.stages.includes(stage)) return id;
  }
  return undefined;
}

function found(world: World, call: string, versionId: string): VersionState {
  const version = world.secret.versions[versionId];
  if (version === undefined) throw new CallFailed(call, 'not-found', 'ResourceNotFoundException');
  return version;
}

/** rotation.md 1.4: a secret that waits for its deletion answers InvalidRequest. DescribeSecret still answers. */
function assertNotDeleted(world: World, call: string): void {
  if (world.secret.isDeleted) throw new CallFailed(call, 'invalid-request', 'InvalidRequestException');
}

/** rotation.md 1.4: DecryptionFailure, EncryptionFailure or AccessDenied are KMS's answers. */
function assertUsable(world: World, call: string): void {
  if (world.kms === 'disabled') throw new CallFailed(call, 'other', 'KMSInvalidStateException');
  if (world.kms === 'denied') throw new CallFailed(call, 'denied', 'AccessDeniedException');
}

function describe(world: World): SecretDescription {
  const stages: Record<string, readonly string[]> = {};
  for (const [id, version] of Object.entries(world.secret.versions)) {
    // API_DescribeSecret: VersionIdsToStages lists the versions that have labels.
    if (version.stages.length > 0) stages[id] = [...version.stages];
  }
  const { rotationEnabled, isDeleted } = world.secret;
  return { arn: SECRET_ARN, rotationEnabled, isDeleted, kmsKeyId: KMS_KEY, stages };
}

function read(world: World, versionId: string, stage: string): SecretVersion {
  const call = 'secretsmanager:GetSecretValue';
  assertNotDeleted(world, call);
  const { value, createdAt, stages } = found(world, call, versionId);
  // That id and label agree is checked first (getmoto/moto PR 5238, by the real answer).
  if (!stages.includes(stage)) throw new CallFailed(call, 'conflict', 'InvalidRequestException');
  // rotation.md 1.1: the version made before createSecret has no value, and reading it answers ResourceNotFound.
  if (value === undefined) throw new CallFailed(call, 'not-found', 'ResourceNotFoundException');
  assertUsable(world, call);
  return { versionId, value, createdAt: new Date(createdAt) };
}

function takeLabel(world: World, stage: string): void {
  for (const version of Object.values(world.secret.versions)) {
    if (!version.stages.includes(stage)) continue;
    version.stages = version.stages.filter((label) => label !== stage);
  }
}

/** rotation.md 1.4: whoever makes a new version during a rotation makes Secrets Manager abandon it. */
function abandonRotationOf(world: World, token: string): void {
  const { rotation } = world.secret;
  if (rotation === undefined || rotation.token === token) return;
  delete world.secret.rotation;
  world.secret.abandonedRotations += 1;
}

/** PutSecretValue. Without stages the new version would become current; the rotation always says AWSPENDING. */
export function put(world: World, token: string, value: string, stage: typeof CURRENT | typeof PENDING): void {
  const call = 'secretsmanager:PutSecretValue';
  assertNotDeleted(world, call);
  assertUsable(world, call);
  const known = world.secret.versions[token];
  if (known?.value !== undefined) {
    // rotation.md 1.2: same token and same value is a no-op, another value raises ResourceExistsException.
    if (known.value === value) return;
    throw new CallFailed(call, 'conflict', 'ResourceExistsException');
  }
  abandonRotationOf(world, token);
  world.secret.versions[token] = { value, createdAt: world.now, stages: known?.stages ?? [] };
  if (stage === CURRENT) {
    moveStage(world, CURRENT, versionLabelled(world, CURRENT), token, 'person');
  } else {
    takeLabel(world, PENDING);
    world.secret.versions[token].stages.push(PENDING);
  }
}

/** UpdateSecretVersionStage: a compare-and-swap of one label (rotation.md 1.2). */
export function moveStage(
  world: World,
  stage: string,
  from: string | undefined,
  to: string | undefined,
  by: KeyEvent['by'] = 'rotation',
): void {
  const call = 'secretsmanager:UpdateSecretVersionStage';
  assertNotDeleted(world, call);
  const holder = versionLabelled(world, stage);
  if (holder !== from && holder !== undefined && !(from === undefined && holder === to)) {
    throw new CallFailed(call, 'conflict', 'InvalidParameterException');
  }
  if (holder === undefined && from !== undefined) throw new CallFailed(call, 'conflict', 'InvalidParameterException');
  if (to !== undefined) {
    const target = found(world, call, to);
    if (holder === to) return;
    // API_UpdateSecretVersionStage and quotas: at most 20 labels on a version.
    if (target.stages.length >= 20) throw new CallFailed(call, 'limit-exceeded', 'LimitExceededException');
  }
  takeLabel(world, stage);
  if (to !== undefined) found(world, call, to).stages.push(stage);
  if (stage === CURRENT) followCurrent(world, holder, to, by);
}

/** rotation.md 1.2: moving AWSCURRENT moves AWSPREVIOUS to the version that it leaves. */
function followCurrent(world: World, from: string | undefined, to: string | undefined, by: KeyEvent['by']): void {
  if (from !== undefined) {
    takeLabel(world, PREVIOUS);
    const left = found(world, 'followCurrent', from);
    left.stages.push(PREVIOUS);
    left.currentUntil = world.now;
    const key = world.user.keys.find(({ id }) => id === keyOfValue(left.value)?.id);
    if (key !== undefined) {
      key.demotedAt = world.now;
      const isUnseen = by === 'person' && left.isCurrentByHand === true && world.now - (key.promotedAt ?? 0) < HOUR;
      if (isUnseen) key.wasCurrentUnseen = true;
    }
  }
  if (to === undefined) return;
  const version = found(world, 'followCurrent', to);
  delete version.currentUntil;
  if (by === 'person') version.isCurrentByHand = true;
  else delete version.isCurrentByHand;
  const key = world.user.keys.find(({ id }) => id === keyOfValue(version.value)?.id);
  if (key === undefined) return;
  key.promotedAt = world.now;
  delete key.demotedAt;
}

/**
 * RotateSecret with RotateImmediately. While AWSPENDING sits on a version other than the current one, it refuses and
 * runs the same token again (rotation.md 1.3). It also switches a cancelled rotation on again (API_CancelRotateSecret).
 */
export function rotateSecret(world: World): void {
  const isUnfinished = attemptRotation(world);
  if (isUnfinished) throw new CallFailed('secretsmanager:RotateSecret', 'invalid-request', 'InvalidRequestException');
}

function attemptRotation(world: World): boolean {
  assertNotDeleted(world, 'secretsmanager:RotateSecret');
  const { secret } = world;
  secret.rotationEnabled = true;
  const pending = versionLabelled(world, PENDING);
  const isUnfinished = pending !== undefined && pending !== versionLabelled(world, CURRENT);
  if (secret.rotation !== undefined) return isUnfinished;
  const token = isUnfinished ? pending : newToken(world);
  if (!isUnfinished) {
    // rotation.md 1.1: before createSecret, Secrets Manager itself makes an AWSPENDING version with no value.
    takeLabel(world, PENDING);
    secret.versions[token] = { createdAt: world.now, stages: [PENDING] };
    delete secret.cleanupAt;
  }
  secret.rotation = { token, startedAt: world.now, attempt: 0, step: 0, dueAt: world.now };
  return isUnfinished;
}

/** As its callers take it: an unfinished rotation that is attempted again has started. */
export function startRotation(world: World): void {
  attemptRotation(world);
}

/** CancelRotateSecret: switches rotation off and leaves the labels where they are (rotation.md 1.3). */
export function cancelRotation(world: World): void {
  world.secret.rotationEnabled = false;
  delete world.secret.rotation;
}

export function secretStore(world: World, gate: Gate): SecretStore {
  return {
    describe: () => gate('secretsmanager:DescribeSecret', () => describe(world)),
    read: (versionId, stage) => gate('secretsmanager:GetSecretValue', () => read(world, versionId, stage)),
    put: (token, value) => gate('secretsmanager:PutSecretValue', () => put(world, token, value, PENDING), 'write'),
    moveStage: (stage, from, to) =>
      gate('secretsmanager:UpdateSecretVersionStage', () => moveStage(world, stage, from, to), 'write'),
    startRotation: () => gate('secretsmanager:RotateSecret', () => startRotation(world), 'write'),
  };
}

export function encryptionKeys(world: World, gate: Gate): EncryptionKeys {
  return {
    isEnabled: () =>
      gate('kms:DescribeKey', () => {
        if (world.kms === 'denied') throw new CallFailed('kms:DescribeKey', 'denied', 'AccessDeniedException');
        return world.kms === 'enabled';
      }),
  };
}
