import { type AccountedKey, currentKeyId, type KnownKeys, RETIRING } from '../access-keys/accounting';
import type { AccessKeyDescription, LastUse } from '../access-keys/ports';
import { dueFor, type Postponed, type RetirementRules } from '../access-keys/retirement';
import type { Inactivity, KeyRecord } from '../rotation/journal';
import { CURRENT } from '../rotation/ports';
import { hasStage, versionWith } from '../rotation/versions';
import {
  type CommonWork,
  inOne,
  notice,
  patience,
  type Plan,
  planForDiscard,
  planForPending,
  planForSwitch,
  refused,
  type SecretFacts,
  staleRotation,
} from './common-plan';
import type { Notice } from './ports';

const hour = 3_600_000;

/** Time for which the key of an abandoned rotation is left alone. */
const abandonment = 24 * hour;

/** Uses this soon after its creation are the rotation's own trial of a key. */
const trialTime = hour;

/** Everything that is known about one secret with an access key at one moment. */
export interface Facts extends SecretFacts {
  readonly user: string;
  readonly rules: RetirementRules;
  readonly known: KnownKeys;
  readonly accounted: readonly AccountedKey[];
  /** By key id; `undefined` where it could not be looked up, absent where it was not needed. */
  readonly uses: ReadonlyMap<string, LastUse | undefined>;
}

/** A key of ours that something is due for. */
export interface OwnKey {
  readonly key: AccessKeyDescription;
  readonly record: KeyRecord;
}

/** Something that is due, done under the lease of the secret. */
export type Work =
  | CommonWork
  /** Keys that the journal does not know, or knows in a version that protects them less. */
  | { readonly work: 'note-keys'; readonly keys: Readonly<Record<string, KeyRecord>> }
  | { readonly work: 'label' | 'unlabel'; readonly versionId: string }
  | (OwnKey & {
      readonly work:
        | 'deactivate'
        | 'delete'
        | 'note-deactivated'
        | 'note-reactivated'
        | 'note-abandoned'
        | 'remove-abandoned'
        | 'reactivate';
    })
  | (OwnKey & { readonly work: 'prove-refused'; readonly inactive: Inactivity })
  | { readonly work: 'remove-orphan'; readonly key: AccessKeyDescription }
  | { readonly work: 'drop-pending'; readonly token: string }
  | { readonly work: 'cut'; readonly token: string; readonly emergency: string };

type Part = Partial<Plan<Work>>;

/** What is due, from the present state alone: however often it is asked, and whatever ran or failed before. */
export function planFor(facts: Facts): Plan<Work> {
  return inOne<Work>(
    [
      planForSwitch(facts),
      planForCurrent(facts),
      planForEmergency(facts),
      planForPending(facts),
      planForLostKey(facts),
      planForReactivation(facts),
      planForDiscard(facts),
      ...facts.accounted.map((accounted) => planForKey(facts, accounted)),
      planForLabels(facts),
    ],
    facts,
  );
}

function planForCurrent(facts: Facts): Part {
  const { description, known, entry, accounted } = facts;
  const versionId = versionWith(description, CURRENT);
  const id = currentKeyId(known.keys, description);
  if (versionId === undefined || id === undefined) {
    if (versionId === undefined || !known.unreadable.includes(versionId)) return { startsRotation: true };
    const found = `Its current value is no access key of ${facts.user}`;
    const advice = 'Put the last good version back, or empty the secret of what was put by hand';
    return { notices: [notice(facts, 'current-key-unusable', found, advice)] };
  }
  const learned = Object.entries(known.keys).filter(([key, record]) => entry.bookkeeping.keys[key] !== record);
  const works: Work[] = [
    ...(learned.length > 0 ? [{ work: 'note-keys' as const, keys: Object.fromEntries(learned) }] : []),
    ...(entry.bookkeeping.current?.versionId === versionId ? [] : [{ work: 'note-current' as const, versionId }]),
  ];
  const current = accounted.find((one) => one.standing === 'current');
  if (current?.key.status === 'Active') return { works };
  // Retired by us and current again: somebody rolled the label back, and its consumers need the key.
  if (current?.key.status === 'Inactive' && isRetired(current.record)) {
    return { works: [...works, { work: 'reactivate', key: current.key, record: current.record }] };
  }
  const found =
    current === undefined ? `Its current key ${id} is gone` : `Its current key ${id} is ${current.key.status}`;
  const advice = 'A rotation was started, which makes another key; find out who did it';
  return {
    works,
    notices: [notice(facts, 'current-key-unusable', found, advice, { keyId: id })],
    startsRotation: true,
  };
}

function isRetired({ inactive, stoppingAt }: KeyRecord): boolean {
  return inactive === undefined ? stoppingAt !== undefined : inactive.by === 'retirement';
}

function planForEmergency({ description, entry }: Facts): Part {
  const { emergency } = entry.requests;
  const token = entry.bookkeeping.emergencyToken;
  if (emergency === undefined) return {};
  if (token !== undefined && hasStage(description, token, CURRENT)) {
    return { works: [{ work: 'cut', token, emergency }] };
  }
  return { startsRotation: true };
}

/** An unfinished rotation whose key does not exist, and that therefore can never end. */
function planForLostKey(facts: Facts): Part {
  const { known, accounted } = facts;
  const stale = staleRotation(facts);
  if (stale === undefined) return {};
  const id = Object.entries(known.keys).find(([, { versionId }]) => versionId === stale.token)?.[0];
  const isGone = id !== undefined && !accounted.some(({ key }) => key.id === id);
  return isGone ? { works: [{ work: 'drop-pending', token: stale.token }] } : {};
}

/** An operator's request to have a key activated again. */
function planForReactivation({ entry, accounted }: Facts): Part {
  const { reactivate } = entry.requests;
  if (reactivate === undefined) return {};
  const old = accounted
    .filter((one) => one.standing === 'old')
    .find(({ key }) => key.id === reactivate && key.status === 'Inactive');
  return {
    works: [
      old === undefined ? refused('reactivate', reactivate) : { work: 'reactivate', key: old.key, record: old.record },
    ],
  };
}

function planForKey(facts: Facts, accounted: AccountedKey): Part {
  const { key, record, standing } = accounted;
  switch (standing) {
    case 'pending':
      return {};
    case 'current':
      return key.status === 'Active' && record.inactive !== undefined
        ? { works: [{ work: 'note-reactivated', key, record }] }
        : {};
    case 'old':
      return planForOld(facts, { key, record });
    case 'abandoned':
      return planForAbandoned(facts, { key, record });
    case 'orphan':
      return planForOrphan(facts, key);
    case 'foreign':
      return planForForeign(facts, key);
  }
}

function planForOld(facts: Facts, { key, record }: OwnKey): Part {
  const { entry, description, rules, now, uses } = facts;
  const { current } = entry.bookkeeping;
  // Somebody asks for it, which may be the last thing before its end.
  if (entry.requests.reactivate === key.id && key.status === 'Inactive') return {};
  // Until it is written down since when the other key is current, no time has begun.
  if (current === undefined || !hasStage(description, current.versionId, CURRENT)) return {};
  const old = { key, record, currentSince: new Date(current.since) };
  const due = dueFor(old, rules, now, uses.get(key.id));
  switch (due.due) {
    case 'nothing':
      return {};
    case 'postponed':
      return { notices: [postponement(facts, key.id, due)] };
    case 'note-reactivated':
      return {
        works: [{ work: due.due, key, record }],
        notices: [
          notice(
            facts,
            'key-reactivated',
            `Old key ${key.id} was activated again`,
            'Its overlap starts anew; find out who needs it',
            { keyId: key.id },
          ),
        ],
      };
    case 'prove-refused':
      return { works: [{ work: due.due, key, record, inactive: due.inactive }] };
    default:
      return { works: [{ work: due.due, key, record }] };
  }
}

function postponement(facts: Facts, id: string, due: Postponed): Notice {
  const use = facts.uses.get(id);
  const where = {
    keyId: id,
    ...(use?.service === undefined ? {} : { service: use.service }),
    ...(use?.region === undefined ? {} : { region: use.region }),
    ...(use?.at === undefined ? {} : { lastUsedAt: use.at.toISOString() }),
  };
  const by = (at: Date) =>
    `${use?.service ?? 'an unknown service'} in ${use?.region ?? 'an unknown Region'} at ${at.toISOString()}`;
  switch (due.because) {
    case 'still-used':
      return notice(
        facts,
        'old-key-still-used',
        `Old key ${id} is past its overlap and still used: ${by(due.lastUsedAt)}`,
        'Have its consumer read the secret again; the key stays active until it is idle for a day',
        where,
      );
    case 'used-while-inactive':
      return notice(
        facts,
        'inactive-key-used',
        `Deactivated key ${id} is still tried: ${by(due.lastUsedAt)}`,
        'Have its consumer read the secret again, or have the key activated (request "reactivate" in the journal)',
        where,
      );
    case 'use-unknown':
    case 'status-unknown':
      return notice(
        facts,
        'check-failed',
        due.because === 'use-unknown'
          ? `IAM did not say when old key ${id} was used last`
          : `Old key ${id} has an unknown status`,
        'It is left as it is and looked at again; if that lasts, look at the key in IAM',
        where,
      );
  }
}

function isUnused({ createdAt }: AccessKeyDescription, use: LastUse | undefined): boolean {
  return use !== undefined && (use.at === undefined || use.at.getTime() <= createdAt.getTime() + trialTime);
}

function planForAbandoned(facts: Facts, { key, record }: OwnKey): Part {
  if (record.abandonedAt === undefined) return { works: [{ work: 'note-abandoned', key, record }] };
  if (facts.now.getTime() - Date.parse(record.abandonedAt) < abandonment) return {};
  return isUnused(key, facts.uses.get(key.id))
    ? { works: [{ work: 'remove-abandoned', key, record }] }
    : planForForeign(facts, key);
}

function planForOrphan(facts: Facts, key: AccessKeyDescription): Part {
  if (facts.now.getTime() - key.createdAt.getTime() < patience) return {};
  const use = facts.uses.get(key.id);
  return use !== undefined && use.at === undefined
    ? { works: [{ work: 'remove-orphan', key }] }
    : planForForeign(facts, key);
}

function planForForeign(facts: Facts, key: AccessKeyDescription): Part {
  // A rotation that runs now may have made it and not stored it yet.
  if (facts.now.getTime() - key.createdAt.getTime() < patience) return {};
  return {
    notices: [
      notice(
        facts,
        'foreign-key',
        `Key ${key.id} of ${facts.user} (created ${key.createdAt.toISOString()}, ${key.status}) was not made by a rotation`,
        'Find out who made it, and delete it by hand if nobody may have it; until then rotations may lack the place',
        { keyId: key.id },
      ),
    ],
  };
}

/** The version of an old key keeps a label as long as the key exists, so that it can be read and tried. */
function planForLabels({ description, accounted }: Facts): Part {
  const labelled = versionWith(description, RETIRING);
  const old = accounted.find((one) => one.standing === 'old')?.record.versionId;
  if (old !== undefined) return old === labelled ? {} : { works: [{ work: 'label', versionId: old }] };
  return labelled === undefined ? {} : { works: [{ work: 'unlabel', versionId: labelled }] };
}
