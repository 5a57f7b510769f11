import { wasRefused } from './errors';
import { type Clock, CURRENT, type SecretDescription, type SecretStore, type SecretVersion } from './ports';

/** The version that has a label, if one has it. */
export function versionWith(description: SecretDescription, stage: string): string | undefined {
  return Object.entries(description.stages).find(([, stages]) => stages.includes(stage))?.[0];
}

/** Whether a version has a label. */
export function hasStage(description: SecretDescription, versionId: string, stage: string): boolean {
  return description.stages[versionId]?.includes(stage) ?? false;
}

/** The value of a version, or nothing while it has none. */
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
