import type { Bookkeeping, JournalEntry } from '../rotation/journal';
import { CURRENT, PENDING, type SecretDescription } from '../rotation/ports';
import { hasStage, versionWith } from '../rotation/versions';
import type { Notice } from './ports';

/** Time after which an unfinished rotation is stale, and in which an unknown key may still become known, in milliseconds. */
export const patience = 3_600_000;

/** What there is to know about any secret that rotates. */
export interface SecretFacts {
  readonly secret: string;
  /** Of a secret with an access key. */
  readonly user?: string;
  readonly now: Date;
  readonly description: SecretDescription;
  readonly entry: JournalEntry;
}

/** Something that may be due for any secret that rotates, done under its lease. */
export type CommonWork =
  | { readonly work: 'note-current'; readonly versionId: string }
  | { readonly work: 'note-pending'; readonly token: string | undefined }
  | { readonly work: 'discard'; readonly token: string }
  | { readonly work: 'refuse-request'; readonly request: 'reactivate' | 'discard'; readonly asked: string };

export interface Plan<Work> {
  readonly works: readonly Work[];
  readonly notices: readonly Notice[];
  readonly startsRotation: boolean;
}

type Part = Partial<Plan<CommonWork>>;

/** One plan of many; a rotation that is switched off is not started. */
export function inOne<Work>(parts: readonly Partial<Plan<Work>>[], { description }: SecretFacts): Plan<Work> {
  return {
    works: parts.flatMap(({ works }) => works ?? []),
    notices: parts.flatMap(({ notices }) => notices ?? []),
    startsRotation: description.rotationEnabled && parts.some(({ startsRotation }) => startsRotation ?? false),
  };
}

export function notice(
  { secret, user }: Pick<SecretFacts, 'secret' | 'user'>,
  kind: Notice['kind'],
  found: string,
  advice: string,
  more: Partial<Notice> = {},
): Notice {
  return { kind, secret, ...(user === undefined ? {} : { user }), found, advice, ...more };
}

/** A secret whose rotation somebody switched off. */
export function planForSwitch(facts: SecretFacts): Part {
  if (facts.description.rotationEnabled) return {};
  const advice = 'Deploy its stack, which switches it on again';
  return { notices: [notice(facts, 'rotation-off', 'Its rotation is switched off', advice)] };
}

function unfinished(description: SecretDescription): string | undefined {
  const token = versionWith(description, PENDING);
  return token === undefined || hasStage(description, token, CURRENT) ? undefined : token;
}

/** The rotation that is unfinished for too long, if there is one. */
export function staleRotation({ description, entry, now }: SecretFacts): Bookkeeping['pending'] {
  const { pending } = entry.bookkeeping;
  if (pending === undefined || pending.token !== unfinished(description)) return undefined;
  return now.getTime() - Date.parse(pending.since) < patience ? undefined : pending;
}

/** A rotation that does not end. */
export function planForPending(facts: SecretFacts): Part {
  const token = unfinished(facts.description);
  if (facts.entry.bookkeeping.pending?.token !== token) return { works: [{ work: 'note-pending', token }] };
  const stale = staleRotation(facts);
  if (stale === undefined) return {};
  const found = `A rotation is unfinished since ${stale.since}`;
  const advice =
    'Read the log of its rotation function; rotate again, or give the version up (request "discard" in the journal)';
  return { notices: [notice(facts, 'pending-stale', found, advice)] };
}

/** An operator's request to give a rotation up. */
export function planForDiscard({ description, entry }: SecretFacts): Part {
  const { discard } = entry.requests;
  if (discard === undefined) return {};
  const isUnfinished = unfinished(description) === discard;
  return { works: [isUnfinished ? { work: 'discard', token: discard } : refused('discard', discard)] };
}

/** A request that cannot be done. */
export function refused(request: 'reactivate' | 'discard', asked: string): CommonWork {
  return { work: 'refuse-request', request, asked };
}
