import { type AccountedKey, currentKeyId, type KnownKeys, RETIRING } from '../access-keys/accounting';
import type { LastUse } from '../access-keys/ports';
import { type Due, dueFor, type RetirementRules } from '../access-keys/retirement';
import type { JournalEntry, KeyRecord } from '../rotation/journal';
import { CURRENT, PENDING, type SecretDescription } from '../rotation/ports';
import { hasStage, versionWith } from '../rotation/versions';
import type { Notice } from './ports';

const hour = 3_600_000;

/** Time after which an unfinished rotation is stale, and in which an unknown key may still become known. */
const patience = hour;

/** Time for which the key of an abandoned rotation is left alone. */
const abandonment = 24 * hour;

/** Uses this soon after its creation are the rotation's own trial of a key. */
const trialTime = hour;

/** Everything that is known about one secret with an access key at one moment. */
export interface Facts {
  readonly secret: string;
  readonly user: string;
  readonly rules: RetirementRules;
  readonly now: Date;
  readonly description: SecretDescription;
  readonly entry: JournalEntry;
  readonly known: KnownKeys;
  readonly accounted: readonly AccountedKey[];
  /** By key id; `undefined` where it could not be looked up, absent where it was not needed. */
  readonly uses: ReadonlyMap<string, LastUse | undefined>;
}

/** Something that is due, done under the lease of the secret. */
export type Work =
  | { readonly work: 'note-current'; readonly versionId: string }
  | { readonly work: 'note-pending'; readonly token: string | undefined }
  | { readonly work: 'note-keys' }
  | { readonly work: 'label' | 'unlabel'; readonly versionId: string }
  | {
      readonly work:
        | 'deactivate'
        | 'prove-refused'
        | 'delete'
        | 'note-deactivated'
        | 'note-reactivated'
        | 'note-abandoned'
        | 'remove-abandoned'
        | 'remove-orphan'
        | 'reactivate';
      readonly id: string;
    }
  | { readonly work: 'discard' | 'drop-pending'; readonly token: string }
  | { readonly work: 'refuse-request'; readonly request: 'reactivate' | 'discard' }
  | { readonly work: 'cut'; readonly token: string };

export interface Plan {
  readonly works: readonly Work[];
  readonly notices: readonly Notice[];
  readonly startsRotation: boolean;
}

/** What is due, from the present state alone: however often it is asked, and whatever ran or failed before. */
export function planFor(facts: Facts): Plan {
  const parts = [
    planForSwitch(facts),
    planForCurrent(facts),
    planForEmergency(facts),
    planForPending(facts),
    planForRequests(facts),
    ...facts.accounted.map((accounted) => planForKey(facts, accounted)),
    planForLabels(facts),
  ];
  return {
    works: parts.flatMap(({ works }) => works ?? []),
    notices: parts.flatMap(({ notices }) => notices ?? []),
    startsRotation: facts.description.rotationEnabled && parts.some(({ startsRotation }) => startsRotation ?? false),
  };
}

/** What there is to know about any secret that rotates. */
type SecretFacts = Pick<Facts, 'secret' | 'now' | 'description' | 'entry' | 'known' | 'accounted'> & {
  readonly user?: string;
};

function notice(
  { secret, user }: Pick<SecretFacts, 'secret' | 'user'>,
  kind: Notice['kind'],
  found: string,
  advice: string,
  more: Partial<Notice> = {},
): Notice {
  return { kind, secret, ...(user === undefined ? {} : { user }), found, advice, ...more };
}

/** A secret whose rotation somebody switched off. */
export function planForSwitch(facts: SecretFacts): Partial<Plan> {
  if (facts.description.rotationEnabled) return {};
  const advice = 'Deploy its stack, which switches it on again';
  return { notices: [notice(facts, 'rotation-off', 'Its rotation is switched off', advice)] };
}

function planForCurrent(facts: Facts): Partial<Plan> {
  const { description, known, entry, accounted } = facts;
  const versionId = versionWith(description, CURRENT);
  const id = currentKeyId(known.keys, description);
  if (versionId === undefined || id === undefined) {
    if (versionId === undefined || !known.unreadable.includes(versionId)) return { startsRotation: true };
    const found = `Its current value is no access key of ${facts.user}`;
    const advice = 'Put the last good version back, or empty the secret of what was put by hand';
    return { notices: [notice(facts, 'current-key-unusable', found, advice)] };
  }
  const learned = Object.keys(known.keys).some((key) => entry.bookkeeping.keys[key] !== known.keys[key]);
  const works: Work[] = [
    ...(learned ? [{ work: 'note-keys' as const }] : []),
    ...(entry.bookkeeping.current?.versionId === versionId ? [] : [{ work: 'note-current' as const, versionId }]),
  ];
  const current = accounted.find(({ key }) => key.id === id);
  if (current?.key.status === 'Active') return { works };
  // Retired by us and current again: somebody rolled the label back, and its consumers need the key.
  if (current?.key.status === 'Inactive' && isRetired(current.record)) {
    return { works: [...works, { work: 'reactivate', id }] };
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

function isRetired(record: KeyRecord | undefined): boolean {
  return record?.inactive === undefined ? record?.stoppingAt !== undefined : record.inactive.by === 'retirement';
}

function planForEmergency({ description, entry }: Facts): Partial<Plan> {
  const { emergency } = entry.requests;
  const token = entry.bookkeeping.emergencyToken;
  if (emergency === undefined) return {};
  if (token !== undefined && hasStage(description, token, CURRENT)) return { works: [{ work: 'cut', token }] };
  return { startsRotation: true };
}

/** A rotation that does not end. */
export function planForPending(facts: SecretFacts): Partial<Plan> {
  const { description, entry, now, known, accounted } = facts;
  const token = versionWith(description, PENDING);
  const seen = entry.bookkeeping.pending;
  if (token === undefined || hasStage(description, token, CURRENT)) {
    return seen === undefined ? {} : { works: [{ work: 'note-pending', token: undefined }] };
  }
  if (seen?.token !== token) return { works: [{ work: 'note-pending', token }] };
  if (now.getTime() - Date.parse(seen.since) < patience) return {};
  const id = Object.entries(known.keys).find(([, { versionId }]) => versionId === token)?.[0];
  const isGone = id !== undefined && !accounted.some(({ key }) => key.id === id);
  return {
    works: isGone ? [{ work: 'drop-pending', token }] : [],
    notices: [
      notice(
        facts,
        'pending-stale',
        `A rotation is unfinished since ${seen.since}`,
        'Read the log of its rotation function; rotate again, or give the version up (request "discard" in the journal)',
      ),
    ],
  };
}

/** What an operator asked for in the journal. */
export function planForRequests({ description, entry, accounted }: SecretFacts): Partial<Plan> {
  const works: Work[] = [];
  const { reactivate, discard } = entry.requests;
  if (reactivate !== undefined) {
    const isOld = accounted.some(
      ({ key, standing }) => key.id === reactivate && standing === 'old' && key.status === 'Inactive',
    );
    works.push(isOld ? { work: 'reactivate', id: reactivate } : { work: 'refuse-request', request: 'reactivate' });
  }
  if (discard !== undefined) {
    const isUnfinished = hasStage(description, discard, PENDING) && !hasStage(description, discard, CURRENT);
    works.push(isUnfinished ? { work: 'discard', token: discard } : { work: 'refuse-request', request: 'discard' });
  }
  return { works };
}

function planForKey(facts: Facts, accounted: AccountedKey): Partial<Plan> {
  const { key, record, standing } = accounted;
  switch (standing) {
    case 'pending':
      return {};
    case 'current':
      return key.status === 'Active' && record?.inactive !== undefined
        ? { works: [{ work: 'note-reactivated', id: key.id }] }
        : {};
    case 'old':
      return record === undefined ? {} : planForOld(facts, accounted, record);
    case 'abandoned':
      return record === undefined ? {} : planForAbandoned(facts, accounted, record);
    case 'orphan':
      return planForOrphan(facts, accounted);
    case 'foreign':
      return planForForeign(facts, accounted);
  }
}

function planForOld(facts: Facts, { key }: AccountedKey, record: KeyRecord): Partial<Plan> {
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
        works: [{ work: due.due, id: key.id }],
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
    default:
      return { works: [{ work: due.due, id: key.id }] };
  }
}

function postponement(facts: Facts, id: string, { because }: Extract<Due, { due: 'postponed' }>): Notice {
  const use = facts.uses.get(id);
  const where = {
    keyId: id,
    ...(use?.service === undefined ? {} : { service: use.service }),
    ...(use?.region === undefined ? {} : { region: use.region }),
    ...(use?.at === undefined ? {} : { lastUsedAt: use.at.toISOString() }),
  };
  const by = `${use?.service ?? 'an unknown service'} in ${use?.region ?? 'an unknown Region'} at ${use?.at?.toISOString() ?? 'an unknown time'}`;
  switch (because) {
    case 'still-used':
      return notice(
        facts,
        'old-key-still-used',
        `Old key ${id} is past its overlap and still used: ${by}`,
        'Have its consumer read the secret again; the key stays active until it is idle for a day',
        where,
      );
    case 'used-while-inactive':
      return notice(
        facts,
        'inactive-key-used',
        `Deactivated key ${id} is still tried: ${by}`,
        'Have its consumer read the secret again, or have the key activated (request "reactivate" in the journal)',
        where,
      );
    case 'use-unknown':
    case 'status-unknown':
      return notice(
        facts,
        'check-failed',
        because === 'use-unknown'
          ? `IAM did not say when old key ${id} was used last`
          : `Old key ${id} has an unknown status`,
        'It is left as it is and looked at again; if that lasts, look at the key in IAM',
        where,
      );
  }
}

function isUnused({ key }: AccountedKey, use: LastUse | undefined): boolean {
  return use !== undefined && (use.at === undefined || use.at.getTime() <= key.createdAt.getTime() + trialTime);
}

function planForAbandoned(facts: Facts, accounted: AccountedKey, record: KeyRecord): Partial<Plan> {
  const { key } = accounted;
  if (record.abandonedAt === undefined) return { works: [{ work: 'note-abandoned', id: key.id }] };
  if (facts.now.getTime() - Date.parse(record.abandonedAt) < abandonment) return {};
  return isUnused(accounted, facts.uses.get(key.id))
    ? { works: [{ work: 'remove-abandoned', id: key.id }] }
    : planForForeign(facts, accounted);
}

function planForOrphan(facts: Facts, accounted: AccountedKey): Partial<Plan> {
  const { key } = accounted;
  if (facts.now.getTime() - key.createdAt.getTime() < patience) return {};
  const use = facts.uses.get(key.id);
  return use !== undefined && use.at === undefined
    ? { works: [{ work: 'remove-orphan', id: key.id }] }
    : planForForeign(facts, accounted);
}

function planForForeign(facts: Facts, { key }: AccountedKey): Partial<Plan> {
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
function planForLabels({ description, accounted }: Facts): Partial<Plan> {
  const labelled = versionWith(description, RETIRING);
  const old = accounted.find(({ standing }) => standing === 'old')?.record?.versionId;
  if (old !== undefined) return old === labelled ? {} : { works: [{ work: 'label', versionId: old }] };
  return labelled === undefined ? {} : { works: [{ work: 'unlabel', versionId: labelled }] };
}
