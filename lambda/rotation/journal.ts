/**
 * The journal of one secret: what Secrets Manager and IAM do not remember. It never holds a secret value, and never lies
 * in the secret itself, because a new version during a rotation makes Secrets Manager abandon it.
 */

/** Since when and by whom a key is inactive. Times are ISO 8601. */
export interface Inactivity {
  readonly since: string;
  readonly by: 'retirement' | 'emergency' | 'person';
  /** When a call with it was seen to fail. */
  readonly refusedAt?: string;
}

/** A key that the rotation made or found in a version of its secret. */
export interface KeyRecord {
  /**
   * Version of the secret that holds the key. The value of a version never changes; this does only when a person puts the
   * same key into another version, whose label protects it more.
   */
  readonly versionId: string;
  /** It was the current key once. */
  readonly promoted?: boolean;
  /** Start of its last active time after somebody reactivated it (ISO 8601). */
  readonly reactivatedAt?: string;
  /** The retirement was about to deactivate it then: found inactive later, it is nobody else's doing. */
  readonly stoppingAt?: string;
  readonly inactive?: Inactivity;
  /** First seen in a version without label that never was current. */
  readonly abandonedAt?: string;
}

/** Everything the functions remember about one secret between two runs. Times are ISO 8601. */
export interface Bookkeeping {
  /** The version that is current, and since when. */
  readonly current?: { readonly versionId: string; readonly since: string };
  /** Calls of CreateAccessKey whose outcome is not known: a key made then may belong to nobody. */
  readonly attempts: readonly { readonly token: string; readonly at: string }[];
  /** By access key id. */
  readonly keys: Readonly<Record<string, KeyRecord>>;
  /** The rotation that answers the emergency. */
  readonly emergencyToken?: string;
  /** A version that is pending and not current, and when it was first seen so. */
  readonly pending?: { readonly token: string; readonly since: string };
}

export const emptyBookkeeping: Bookkeeping = { attempts: [], keys: {} };

/** What an operator asked for by setting an attribute of the journal's row. */
export interface Requests {
  /** Reason: the next rotation proves a new key and then cuts everything else. */
  readonly emergency?: string;
  /** Id of an inactive key that is to work again. */
  readonly reactivate?: string;
  /** Token of an unfinished rotation that is to be given up. */
  readonly discard?: string;
}

export interface JournalEntry {
  readonly bookkeeping: Bookkeeping;
  readonly requests: Requests;
}

/** What happened, for whoever asks later. Never a secret value. */
export interface AuditRecord {
  readonly what: string;
  readonly step?: string;
  readonly token?: string;
  readonly keyId?: string;
  readonly detail?: string;
}

/** Held by one invocation at a time; `fence` grows with each holder, and a write with an older one is refused. */
export interface Lease {
  readonly fence: number;
  readonly entry: JournalEntry;
}

export interface Commit {
  readonly bookkeeping: Bookkeeping;
  readonly audit?: AuditRecord;
  /** Requests that are done, with the value that was seen, so that a newer one stays. */
  readonly done?: Requests;
  readonly release: boolean;
}

/** The journal's rows of one secret. Every method is one call and throws `CallFailed`. */
export interface Journal {
  read(): Promise<JournalEntry>;
  /** Takes the lease if it is free or has run out; `conflict` while another holds it. */
  acquire(): Promise<Lease>;
  /** Writes under the lease, all or nothing; `conflict` when the lease is another's by now. */
  commit(lease: Lease, commit: Commit): Promise<void>;
  /** Adds an audit record alone. */
  record(audit: AuditRecord): Promise<void>;
  /** Whether a notice went out, so that it does not go out with every run. @param notice what, about which key, on which day */
  wasTold(notice: string): Promise<boolean>;
  /** Remembers that a notice went out. */
  markTold(notice: string): Promise<void>;
}
