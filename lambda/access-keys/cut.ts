import { RotationStopped, wasRefused } from '../rotation/errors';
import type { Bookkeeping, KeyRecord } from '../rotation/journal';
import type { Clock, SecretDescription, SecretStore } from '../rotation/ports';
import { readIfPresent } from '../rotation/versions';
import { currentKeyId, keysInVersions } from './accounting';
import type { AccessKeys, KeyTrial } from './ports';
import { isRefused } from './refused';
import { readCredentials } from './value';

export interface CutPorts {
  readonly store: SecretStore;
  readonly keys: AccessKeys;
  readonly trial: KeyTrial;
  readonly clock: Clock;
}

/** Longer than a deactivation has been seen to take until every service knew it. */
const millisecondsOfSpreading = 10_000;

interface Identity {
  readonly secret: string;
  readonly userName: string;
}

/**
 * The end of an emergency: the new key is current and proven, so every other key of the user is stopped, whoever made it,
 * and every session issued before is denied. Each is verified. May be done again as often as it takes.
 *
 * Deactivating a key does not end the sessions that were made with it, hence the denial by time of issue: at once, and again
 * when the key has been seen to fail, because for some seconds after its deactivation it still makes sessions.
 *
 * @returns the keys' records afterwards
 * @throws RotationStopped `cut-incomplete` when anything still works
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 */
export async function cutEverythingElse(
  ports: CutPorts,
  identity: Identity,
  description: SecretDescription,
  bookkeeping: Bookkeeping,
): Promise<Record<string, KeyRecord>> {
  const { store, keys, clock } = ports;
  const { keys: known } = await keysInVersions(store, description, bookkeeping, identity);
  const current = currentKeyId(known, description);
  if (current === undefined) throw incomplete(identity, 'the current key is not known');
  const others = (await keys.list()).filter(({ id }) => id !== current);
  for (const { id, status } of others) {
    if (status !== 'Active') continue;
    // Whoever rolls the label back in the middle of it must not find a key that has just been stopped.
    if (currentKeyId(known, await store.describe()) !== current)
      throw incomplete(identity, 'another key is current now');
    await stop(keys, id);
  }
  const at = clock.now();
  await keys.denySessionsBefore(at);
  await verifyRefused(ports, identity, { current, description, known });
  const instant = clock.now();
  await keys.denySessionsBefore(instant);
  await verifyDenied(keys, identity, instant);
  return { ...known, ...stopped(others, known, at) };
}

async function stop(keys: AccessKeys, id: string): Promise<void> {
  try {
    await keys.setStatus(id, 'Inactive');
  } catch (error) {
    if (!wasRefused(error, 'not-found')) throw error;
  }
}

function stopped(
  others: readonly { readonly id: string }[],
  known: Readonly<Record<string, KeyRecord>>,
  instant: Date,
): Record<string, KeyRecord> {
  const at = instant.toISOString();
  return Object.fromEntries(
    others.flatMap(({ id }) => {
      const record = known[id];
      if (record === undefined) return [];
      return [[id, { ...record, inactive: { since: at, by: 'emergency' as const, refusedAt: at } }]];
    }),
  );
}

async function verifyRefused(
  ports: CutPorts,
  identity: Identity,
  cut: {
    readonly current: string;
    readonly description: SecretDescription;
    readonly known: Readonly<Record<string, KeyRecord>>;
  },
): Promise<void> {
  const { keys, store, clock } = ports;
  const others = (await keys.list()).filter(({ id }) => id !== cut.current);
  const active = others.filter(({ status }) => status === 'Active').map(({ id }) => id);
  if (active.length > 0) throw incomplete(identity, `still active: ${active.join(', ')}`);
  for (const { id } of others) {
    const versionId = cut.known[id]?.versionId;
    const stage = versionId === undefined ? undefined : cut.description.stages[versionId]?.[0];
    const version =
      versionId === undefined || stage === undefined ? undefined : await readIfPresent(store, versionId, stage);
    if (version === undefined) {
      // Nobody here can try it.
      await clock.sleep(millisecondsOfSpreading);
    } else if (!(await isRefused(ports, readCredentials(version, identity)))) {
      throw incomplete(identity, `key ${id} is inactive and still answered`);
    }
  }
}

async function verifyDenied(keys: AccessKeys, identity: Identity, instant: Date): Promise<void> {
  const denied = await keys.sessionsDeniedBefore();
  // IAM keeps the instant in whole seconds.
  if (denied === undefined || denied.getTime() < Math.floor(instant.getTime() / 1000) * 1000) {
    throw incomplete(identity, 'older sessions of the user are not denied');
  }
}

function incomplete({ secret }: Identity, found: string): RotationStopped {
  return new RotationStopped(
    'cut-incomplete',
    secret,
    `the new key works and is current, but not everything else is cut: ${found}`,
    'It is tried again with every try of the rotation and every run of the retirement; if it lasts, deactivate the keys by hand',
  );
}
