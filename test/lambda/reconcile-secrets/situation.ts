import { accountFor } from '../../../lambda/access-keys/accounting';
import type { AccessKeyDescription, LastUse } from '../../../lambda/access-keys/ports';
import { type Facts, planFor } from '../../../lambda/reconcile-secrets/plan';
import type { Bookkeeping, KeyRecord, Requests } from '../../../lambda/rotation/journal';

export const start = new Date('2027-03-01T00:00:00Z');
export const newKey = 'the-new-key';
export const oldKey = 'the-old-key';
export const strangeKey = 'a-strange-key';

/** One moment of a secret, where it differs from a rotation an hour ago. */
export interface Situation {
  /** Hours since the promotion. */
  readonly hours?: number;
  readonly stages?: Record<string, readonly string[]>;
  readonly keys?: Record<string, AccessKeyDescription['status']>;
  readonly records?: Record<string, KeyRecord>;
  /** What the journal knows; as the labelled versions say where it is not given. */
  readonly journalled?: Record<string, KeyRecord>;
  readonly bookkeeping?: Partial<Bookkeeping>;
  readonly requests?: Requests;
  readonly uses?: Record<string, LastUse | undefined>;
  readonly rotationEnabled?: boolean;
  readonly unreadable?: readonly string[];
  readonly createdHoursAgo?: number;
}

export const promotedRecords: Record<string, KeyRecord> = {
  [newKey]: { versionId: 'new', promoted: true },
  [oldKey]: { versionId: 'old', promoted: true },
};

const retiring = { new: ['AWSCURRENT'], old: ['AWSPREVIOUS', 'STRONGROOM-RETIRING'] };

export function facts(situation: Situation): Facts {
  const now = new Date(start.getTime() + (situation.hours ?? 1) * 3_600_000);
  const description = {
    arn: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:portal/prod/scanner-key-AbC123',
    rotationEnabled: situation.rotationEnabled ?? true,
    isDeleted: false,
    stages: situation.stages ?? retiring,
  };
  const records = situation.records ?? promotedRecords;
  const bookkeeping: Bookkeeping = {
    attempts: [],
    keys: situation.journalled ?? records,
    current: { versionId: 'new', since: start.toISOString() },
    ...situation.bookkeeping,
  };
  const createdAt = new Date(now.getTime() - (situation.createdHoursAgo ?? 24 * 60) * 3_600_000);
  const listed = Object.entries(situation.keys ?? { [newKey]: 'Active', [oldKey]: 'Active' }).map(([id, status]) => ({
    id,
    status,
    createdAt,
  }));
  return {
    secret: 'portal/prod/scanner-key',
    user: 'portal-prod-scanner',
    rules: { overlapDays: 7, watchDays: 1 },
    now,
    description,
    entry: { bookkeeping, requests: situation.requests ?? {} },
    known: { keys: records, unreadable: situation.unreadable ?? [] },
    accounted: accountFor(listed, records, description, bookkeeping),
    uses: new Map(Object.entries(situation.uses ?? { [oldKey]: {} })),
  };
}

/** What is due, with every key by its id alone. */
export const worksOf = (situation: Situation) =>
  planFor(facts(situation)).works.map((work) => ('key' in work ? { work: work.work, id: work.key.id } : work));
export const noticesOf = (situation: Situation) => planFor(facts(situation)).notices;
export const starts = (situation: Situation) => planFor(facts(situation)).startsRotation;
