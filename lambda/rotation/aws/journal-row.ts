import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { CallFailed } from '../errors';
import { type Bookkeeping, emptyBookkeeping, type JournalEntry, type Requests } from '../journal';

/** A row of the journal's table as DynamoDB writes it. */
export type Row = Readonly<Record<string, AttributeValue>>;

/** What an operator sets, each an attribute of the row `state`. */
export const requestNames = ['emergency', 'reactivate', 'discard'] as const satisfies readonly (keyof Requests)[];

function isBookkeeping(value: unknown): value is Bookkeeping {
  return (
    typeof value === 'object' &&
    value !== null &&
    'attempts' in value &&
    Array.isArray(value.attempts) &&
    'keys' in value &&
    typeof value.keys === 'object' &&
    value.keys !== null
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readBookkeeping(call: string, row: Row): Bookkeeping {
  const text = row.bookkeeping?.S;
  if (text === undefined) return emptyBookkeeping;
  const bookkeeping = parsed(text);
  // To go on with an empty one would forget which keys are accounted for.
  if (!isBookkeeping(bookkeeping)) throw new CallFailed(call, 'other', 'UnreadableBookkeeping');
  return bookkeeping;
}

/** Empty requests count as none: an operator may take one back by emptying it. */
export function readRequests(row: Row): Requests {
  const entries = requestNames.flatMap((name) => {
    const value = row[name]?.S;
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

/**
 * Reads the row `state`.
 *
 * @throws CallFailed `other` when somebody has changed its bookkeeping to something else
 */
export function readEntry(call: string, row: Row): JournalEntry {
  return { bookkeeping: readBookkeeping(call, row), requests: readRequests(row) };
}
