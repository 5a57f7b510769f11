import { RotationStopped } from '../rotation/errors';
import type { Bookkeeping, KeyRecord } from '../rotation/journal';
import { CURRENT, PENDING, PREVIOUS, type SecretDescription, type SecretStore } from '../rotation/ports';
import { hasStage, readIfPresent, versionWith } from '../rotation/versions';
import type { AccessKeyDescription } from './ports';
import { readCredentials } from './value';

/** Label that keeps the version of an old key readable until the key is gone. */
export const RETIRING = 'STRONGROOM-RETIRING';

/** Labels under which a version counts, the one that protects its key most first. No two versions share one. */
const labels: readonly string[] = [CURRENT, PENDING, PREVIOUS, RETIRING];

/** What a key is to the secret that lies, or lay, in a version of it. */
type OwnStanding =
  | 'current'
  | 'pending'
  /** It was current, or lies in the version before. */
  | 'old'
  /** Made by a rotation that came to nothing. */
  | 'abandoned';

/** What a key is to the secret that lies in no version of it. */
type StrangeStanding =
  /** Made by a call whose answer was lost, so that nobody can know it. */
  | 'orphan'
  /** Nobody's that is known here, or one of several that cannot be told apart. Never touched outside an emergency. */
  | 'foreign';

/** What a key of the user is to the secret. */
export type Standing = OwnStanding | StrangeStanding;

type Own<Of extends OwnStanding> = Of extends unknown
  ? { readonly key: AccessKeyDescription; readonly standing: Of; readonly record: KeyRecord }
  : never;

export type AccountedKey =
  | Own<OwnStanding>
  | { readonly key: AccessKeyDescription; readonly standing: StrangeStanding; readonly record?: undefined };

export interface KnownKeys {
  /** By access key id. */
  readonly keys: Readonly<Record<string, KeyRecord>>;
  /** Versions with a value that is no access key of this user. */
  readonly unreadable: readonly string[];
}

/** Longest run of a function, and so longest time for which a lost call may still be carried out, in milliseconds. */
const longestRun = 120_000;

/** IAM gives creation times in whole seconds. */
const resolution = 1000;

/**
 * The keys that lie in labelled versions of the secret, added to those of the bookkeeping. Reads only versions that the
 * bookkeeping does not know, because the value of a version never changes.
 *
 * A person may put a key that lies in one version by hand into a second one. It then counts as lying in the one whose label
 * protects it most: what is in use in any version is never abandoned, old or given up. Whatever was known of it stays.
 *
 * A version that cannot be read as an access key is left out: whatever key lies in it is then nobody's, and untouched.
 */
export async function keysInVersions(
  store: SecretStore,
  description: SecretDescription,
  bookkeeping: Bookkeeping,
  identity: { readonly secret: string; readonly userName: string },
): Promise<KnownKeys> {
  const keys: Record<string, KeyRecord> = { ...bookkeeping.keys };
  const unreadable: string[] = [];
  const known = new Set(Object.values(keys).map(({ versionId }) => versionId));
  for (const [versionId, stages] of Object.entries(description.stages)) {
    const stage = labels.find((label) => stages.includes(label));
    if (stage === undefined || known.has(versionId)) continue;
    const version = await readIfPresent(store, versionId, stage);
    if (version === undefined) continue;
    try {
      const { accessKeyId } = readCredentials(version, identity);
      const record = keys[accessKeyId];
      if (record !== undefined && exposure(description, record.versionId) < exposure(description, versionId)) continue;
      keys[accessKeyId] = { ...record, versionId, ...(stage === PENDING ? {} : { promoted: true }) };
    } catch (error) {
      if (!(error instanceof RotationStopped)) throw error;
      unreadable.push(versionId);
    }
  }
  return { keys, unreadable };
}

/** How little the labels of a version protect its key: 0 for a key in use. */
function exposure(description: SecretDescription, versionId: string): number {
  const strongest = labels.findIndex((label) => hasStage(description, versionId, label));
  return strongest === -1 ? labels.length : strongest;
}

type Attempt = Bookkeeping['attempts'][number];

/** Whether a call whose answer was lost may have made a key: the key was created within the run of that call. */
function mayHaveMade({ at }: Attempt, { createdAt }: AccessKeyDescription): boolean {
  const sinceAsked = createdAt.getTime() - Date.parse(at);
  return sinceAsked >= -resolution && sinceAsked <= longestRun;
}

/**
 * Whether a key without a version was made by one of our calls whose answer was lost, as far as anybody can know: IAM says
 * of a key when it was created, and not by whom. Where there are more such keys than calls, a person has made one of them
 * and nothing tells which, so none of them counts as ours.
 *
 * The caller holds the lease, so no other run is between the call and its answer; and checks that it was never used.
 *
 * @param strangers all keys of the user that lie in no version
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyMetadata.html
 */
function isOfLostCall(
  key: AccessKeyDescription,
  strangers: readonly AccessKeyDescription[],
  { attempts }: Bookkeeping,
): boolean {
  const own = attempts.filter((attempt) => mayHaveMade(attempt, key));
  const rivals = strangers.filter((stranger) => own.some((attempt) => mayHaveMade(attempt, stranger)));
  const makers = attempts.filter((attempt) => rivals.some((rival) => mayHaveMade(attempt, rival)));
  return own.length > 0 && rivals.length <= makers.length;
}

/**
 * The calls whose outcome is still unknown once an orphan is gone: one of those that may have made it has been accounted
 * for, and must not make an orphan of another key.
 */
export function withoutAttemptOf(attempts: readonly Attempt[], orphan: AccessKeyDescription): readonly Attempt[] {
  const maker = attempts.findLast((attempt) => mayHaveMade(attempt, orphan));
  return attempts.filter((attempt) => attempt !== maker);
}

/** What each key of the user is. @param keys by id, as `keysInVersions` finds them */
export function accountFor(
  listed: readonly AccessKeyDescription[],
  keys: Readonly<Record<string, KeyRecord>>,
  description: SecretDescription,
  bookkeeping: Bookkeeping,
): AccountedKey[] {
  const strangers = listed.filter(({ id }) => keys[id] === undefined);
  return listed.map((key) => {
    const record = keys[key.id];
    if (record === undefined)
      return { key, standing: isOfLostCall(key, strangers, bookkeeping) ? 'orphan' : 'foreign' };
    const stages = description.stages[record.versionId] ?? [];
    return { key, record, standing: standingIn(stages, record) };
  });
}

function standingIn(stages: readonly string[], record: KeyRecord): OwnStanding {
  if (stages.includes(CURRENT)) return 'current';
  if (stages.includes(PENDING)) return 'pending';
  return record.promoted === true || stages.includes(PREVIOUS) ? 'old' : 'abandoned';
}

/** Id of the key in the current version. */
export function currentKeyId(
  keys: Readonly<Record<string, KeyRecord>>,
  description: SecretDescription,
): string | undefined {
  const versionId = versionWith(description, CURRENT);
  return Object.entries(keys).find(([, record]) => record.versionId === versionId)?.[0];
}

/** Records of keys that are gone and whose version has no label any more are of no use. */
export function withoutGone(
  keys: Readonly<Record<string, KeyRecord>>,
  listed: readonly AccessKeyDescription[],
  description: SecretDescription,
): Record<string, KeyRecord> {
  return Object.fromEntries(
    Object.entries(keys).filter(
      ([id, { versionId }]) => listed.some((key) => key.id === id) || (description.stages[versionId]?.length ?? 0) > 0,
    ),
  );
}
