import type { Requests } from '../rotation/journal';
import type { HeldLease } from '../rotation/lease';
import { type Clock, PENDING, type SecretStore } from '../rotation/ports';

/** The event may be delivered late: what is done or found now begins now, and not when the event was made. */
export function laterOf(eventTime: Date, clock: Pick<Clock, 'now'>): string {
  return new Date(Math.max(eventTime.getTime(), clock.now().getTime())).toISOString();
}

/** From now on the version counts as current: nobody has written down since when it is. */
export async function writeCurrent(held: HeldLease, versionId: string, since: string): Promise<void> {
  await held.write({
    bookkeeping: { ...held.bookkeeping, current: { versionId, since } },
    audit: { what: 'another version is current', token: versionId },
  });
}

/** @param token of the rotation that is unfinished; absent when none is any more */
export async function writePending(held: HeldLease, token: string | undefined, since: string): Promise<void> {
  const { pending: _, ...bookkeeping } = held.bookkeeping;
  await held.write({
    bookkeeping: token === undefined ? bookkeeping : { ...bookkeeping, pending: { token, since } },
  });
}

/** What cannot be done is taken away, so that it does not happen one day by surprise. */
export async function refuseRequest(
  held: HeldLease,
  { request, asked }: { readonly request: 'reactivate' | 'discard'; readonly asked: string },
): Promise<void> {
  await held.write({
    bookkeeping: held.bookkeeping,
    audit: { what: `request ${request} refused`, detail: `${asked} is not what it can be done with` },
    done: { [request]: asked },
  });
}

/**
 * Ends an unfinished rotation. The label goes first: a version that is pending must never hold what is gone.
 *
 * @param remove takes away what the version holds; gives the id of an access key, if it was one
 */
export async function giveUp(
  store: SecretStore,
  held: HeldLease,
  token: string,
  why: { readonly detail: string; readonly done?: Requests; readonly remove?: () => Promise<string | undefined> },
): Promise<void> {
  await store.moveStage(PENDING, token, undefined);
  const keyId = await why.remove?.();
  const { pending: _, ...bookkeeping } = held.bookkeeping;
  await held.write({
    bookkeeping,
    audit: { what: 'rotation given up', token, ...(keyId === undefined ? {} : { keyId }), detail: why.detail },
    ...(why.done === undefined ? {} : { done: why.done }),
  });
}
