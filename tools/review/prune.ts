import { isSeq, parseDocument } from 'yaml';

import type { Grant, Outcome } from './grants';

/** Entries that grant nothing: for what the change does not do, and those that are over. */
export function needless({ unused, outdated }: Outcome, today: Date): Grant[] {
  const day = today.toISOString().slice(0, 10);
  // One that reaches too far ahead may be wanted: people decide for how long.
  return [...unused, ...outdated.filter(({ expires }) => expires < day)];
}

/**
 * The text of a file of grants without some of its entries, and with everything else as it was: order, comments, spaces.
 *
 * @param text that was read without an error
 */
export function withoutGrants(text: string, gone: readonly Grant[]): string {
  if (gone.length === 0) return text;
  const document = parseDocument(text);
  const list = document.get('grants');
  if (!isSeq(list)) return text;
  const isGone = (entry: Partial<Grant>) =>
    gone.some(({ fingerprint, environment }) => fingerprint === entry.fingerprint && environment === entry.environment);
  const entries = list.toJSON() as Partial<Grant>[];
  list.items = list.items.filter((_item, index) => !isGone(entries[index] ?? {}));
  return document.toString({ lineWidth: 0 });
}
