import { wasRefused } from './errors';
import { type Clock, CURRENT, PENDING, type SecretDescription, type SecretStore, type SecretVersion } from './ports';

/** The version that has a label, if one has it. */
export function versionWith(description: SecretDescription, stage: string): string | undefined {
  return Object.entries(description.stages).find(([, stages]) => stages.includes(stage))?.[0];
}

/** Whether a version has a label. */
export function hasStage(description: SecretDescription, versionId: string, stage: string): boolean {
  return description.stages[versionId]?.includes(stage) ?? false;
}

/**
 * Whether what was decided about a key that nobody needs still holds: its version has not come into use, and no other
 * has either, for a person may have put the same key into it.
 *
 * Nothing joins IAM and Secrets Manager into one call, so whoever stops or deletes a key asks this right before it.
 *
 * @param before the labels by which it was decided
 * @param versionId of the version that holds the key; absent for a key that lies in none
 */
export function isStillUnused(
  before: SecretDescription,
  now: SecretDescription,
  versionId: string | undefined,
): boolean {
  const [current, pending] = [versionWith(now, CURRENT), versionWith(now, PENDING)];
  if (current !== versionWith(before, CURRENT)) return false;
  if (pending !== undefined && pending !== versionWith(before, PENDING)) return false;
  return versionId === undefined || (versionId !== current && versionId !== pending);
}

/**
 * The value of a version, or nothing while it has none.
 *
 * @throws CallFailed `conflict` when the label has moved: that is no reason to make another value
 */
export async function readIfPresent(
  store: SecretStore,
  versionId: string,
  stage: string,
): Promise<SecretVersion | undefined> {
  try {
    return await store.read(versionId, stage);
  } catch (error) {
    if (wasRefused(error, 'not-found')) return undefined;
    throw error;
  }
}

/** The current value, or nothing before the first rotation. */
export async function readCurrent(
  store: SecretStore,
  description: SecretDescription,
): Promise<SecretVersion | undefined> {
  const versionId = versionWith(description, CURRENT);
  return versionId === undefined ? undefined : readIfPresent(store, versionId, CURRENT);
}

const reads = 3;
const millisecondsBetweenReads = 300;

/**
 * A value that was stored a moment ago and that Secrets Manager may not show yet.
 *
 * @see https://github.com/aws/aws-sdk-js-v3/issues/7701
 */
export async function readStored(
  { store, clock }: { readonly store: SecretStore; readonly clock: Clock },
  versionId: string,
  stage: string,
): Promise<SecretVersion | undefined> {
  for (let read = 1; read < reads; read += 1) {
    const version = await readIfPresent(store, versionId, stage);
    if (version !== undefined) return version;
    await clock.sleep(millisecondsBetweenReads);
  }
  return readIfPresent(store, versionId, stage);
}
