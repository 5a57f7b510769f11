import type { Algorithm } from '../../../lambda/rotate-jwt-keys/jwk';
import { generateKey } from '../../../lambda/rotate-jwt-keys/jwk';
import { jwtKind } from '../../../lambda/rotate-jwt-keys/jwt-kind';
import { readKeySet, type StoredKeySet } from '../../../lambda/rotate-jwt-keys/key-set';
import type { JwtSpecification } from '../../../lambda/rotate-jwt-keys/specification';
import { RotationStopped } from '../../../lambda/rotation/errors';
import { emptyBookkeeping, type JournalEntry } from '../../../lambda/rotation/journal';
import type { SecretVersion } from '../../../lambda/rotation/ports';
import type { ValueKind } from '../../../lambda/rotation/rotate-value';

export const algorithms: readonly Algorithm[] = ['HS256', 'ES256', 'EdDSA'];

export const start = new Date('2026-01-01T00:00:00Z');

export function after(seconds: number, since = start): Date {
  return new Date(since.getTime() + seconds * 1000);
}

export function keySetOf(algorithm: Algorithm, further: Partial<JwtSpecification> = {}): JwtSpecification {
  return {
    secret: 'portal/prod/token-keys',
    shape: 'key-set',
    algorithm,
    tokenMinutes: 60,
    cacheSeconds: 300,
    issuer: 'https://portal.example.com',
    audience: 'portal',
    fields: {},
    ...further,
  };
}

export function kindAt(specification: JwtSpecification, now: Date): ValueKind {
  return jwtKind(specification, { clock: { now: () => now }, newKey: generateKey });
}

export function version(value: string, createdAt = start, versionId = 'version-1'): SecretVersion {
  return { versionId, value, createdAt };
}

export interface Situation {
  readonly current?: SecretVersion;
  /** When the journal says the version became current, by version id. */
  readonly promoted?: readonly [versionId: string, since: Date];
  readonly isEmergency?: boolean;
}

function entry({ promoted }: Situation): JournalEntry {
  const current =
    promoted === undefined ? {} : { current: { versionId: promoted[0], since: promoted[1].toISOString() } };
  return { bookkeeping: { ...emptyBookkeeping, ...current }, requests: {} };
}

export function make(specification: JwtSpecification, now: Date, situation: Situation = {}): Promise<string> {
  const { current, isEmergency = false } = situation;
  return kindAt(specification, now).make({ current, journal: entry(situation), isEmergency });
}

/** The first value, made at the start. */
export async function firstVersion(specification: JwtSpecification): Promise<SecretVersion> {
  return version(await make(specification, start));
}

export function keysOf({ value }: SecretVersion): StoredKeySet {
  return readKeySet(value);
}

/** What stopped it. @throws Error when nothing did */
export async function stopped(running: Promise<unknown>): Promise<RotationStopped> {
  const reason: unknown = await running.then(
    () => new Error('nothing stopped it'),
    (error: unknown) => error,
  );
  if (reason instanceof RotationStopped) return reason;
  throw reason;
}
