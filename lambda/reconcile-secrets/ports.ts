/** What an operator should know now. Names and ids only. */
export interface Notice {
  readonly kind:
    | 'old-key-still-used'
    | 'inactive-key-used'
    | 'foreign-key'
    | 'current-key-unusable'
    | 'key-reactivated'
    | 'pending-stale'
    | 'rotation-off'
    | 'orphan-removed'
    | 'emergency-incomplete'
    | 'emergency-answered'
    | 'check-failed';
  readonly secret: string;
  /** One sentence: what was found. */
  readonly found: string;
  /** One sentence: what to do. */
  readonly advice: string;
  readonly keyId?: string;
  readonly user?: string;
  readonly service?: string;
  readonly region?: string;
  readonly lastUsedAt?: string;
}

/** Age of a value that a person fills. One call; throws `CallFailed`. */
export interface FilledValue {
  /** When the current version was made; absent while there is none. */
  filledAt(): Promise<Date | undefined>;
}

/** Puts notices onto the event bus. One call; throws `CallFailed`. */
export interface Notices {
  send(notice: Notice): Promise<void>;
}

/** Metrics of one secret, by embedded metric format. */
export interface Metrics {
  /** Days since the current value was made. */
  secretAge(secret: string, days: number): void;
  /** 1 for a secret that waits for a person or a first rotation, else 0. */
  unfilled(secret: string, isUnfilled: boolean): void;
}
