import { CallFailed } from '../../../lambda/rotation/errors';
import type { Commit, Journal, JournalEntry, Lease, Requests } from '../../../lambda/rotation/journal';
import type { Gate } from './gate';
import { type JournalState, SECOND, type World } from './world';

/** Longer than any invocation may take (rotation.md, fault 43). */
const leaseLength = 180 * SECOND;

/** Where whatever leaves the product by its journal, log, notices or metrics is shown to the invariants. */
export type Outlet = (channel: string, content: unknown) => void;

function entryOf({ bookkeeping, requests }: JournalState): JournalEntry {
  return { bookkeeping, requests };
}

function acquire({ journal, now }: World): Lease {
  if (journal.leaseHolder !== undefined && journal.leaseUntil > now) {
    throw new CallFailed('dynamodb:UpdateItem', 'conflict', 'ConditionalCheckFailedException');
  }
  journal.fence += 1;
  journal.leaseHolder = journal.fence;
  journal.leaseUntil = now + leaseLength;
  return { fence: journal.fence, entry: entryOf(journal) };
}

/** What is left of the requests: one that is done goes only while it still has the value that was seen. */
function remaining(requests: Requests, done: Requests): Requests {
  return Object.fromEntries(Object.entries(requests).filter(([name, value]) => done[name as keyof Requests] !== value));
}

/** The write holds only under the fence with which the lease was taken. */
function commit({ journal }: World, lease: Lease, { bookkeeping, done, release }: Commit): void {
  if (journal.fence !== lease.fence || journal.leaseHolder !== lease.fence) {
    throw new CallFailed('dynamodb:TransactWriteItems', 'conflict', 'TransactionCanceledException');
  }
  journal.bookkeeping = bookkeeping;
  if (done !== undefined) journal.requests = remaining(journal.requests, done);
  if (release) delete journal.leaseHolder;
}

/** The rows of one secret in the journal's table. Nobody reads audit rows back, so the model keeps none. */
export function journalTable(world: World, gate: Gate, outlet: Outlet): Journal {
  return {
    read: () => gate('dynamodb:GetItem', () => entryOf(world.journal)),
    acquire: () => gate('dynamodb:UpdateItem', () => acquire(world), 'write'),
    commit: (lease, change) =>
      gate(
        'dynamodb:TransactWriteItems',
        () => {
          outlet('journal', change);
          commit(world, lease, change);
        },
        'write',
      ),
    record: (audit) => gate('dynamodb:PutItem audit', () => outlet('audit', audit), 'write'),
    wasTold: (notice) => gate('dynamodb:GetItem told', () => world.journal.told.includes(notice)),
    markTold: (notice) =>
      gate(
        'dynamodb:PutItem told',
        () => {
          outlet('told', notice);
          if (!world.journal.told.includes(notice)) world.journal.told.push(notice);
        },
        'write',
      ),
  };
}
