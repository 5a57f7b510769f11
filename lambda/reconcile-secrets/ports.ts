/** What an operator is told; docs/rotation.md says what each means. */
export const noticeKinds = [
  'old-key-still-used',
  'inactive-key-used',
  'foreign-key',
  'current-key-unusable',
  'key-reactivated',
  'pending-stale',
  'rotation-off',
  'emergency-incomplete',
  'check-failed',
] as const;

/** What an operator should know now. Names and ids only. */
export interface Notice {
  readonly kind: (typeof noticeKinds)[number];
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
