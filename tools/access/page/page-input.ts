import type { AccessRow } from '../rows/access-row';

/** One tab of the page. */
export interface PageEnvironment {
  readonly name: string;
  /** 12 digits: who stands in another account is outside. */
  readonly account: string;
  readonly region: string;
  readonly rows: readonly AccessRow[];
}

/** A way that holds in both assemblies, but not under the same conditions or not by the same statements. */
export interface ChangedRow {
  readonly base: AccessRow;
  readonly head: AccessRow;
  /**
   * `wider`: it now holds where it did not; `narrower`: it no longer holds where it did; `other`: both, or nobody knows.
   *
   * @default - other
   */
  readonly reach?: Reach;
}

export const reaches = ['wider', 'other', 'narrower'] as const;
export type Reach = (typeof reaches)[number];

/** What somebody may do after a change and might not before, and the other way round. */
export interface PageDifference {
  /** What people call the two sides: `main`, `this pull request`. */
  readonly base: string;
  readonly head: string;
  readonly gained: readonly AccessRow[];
  readonly lost: readonly AccessRow[];
  readonly changed: readonly ChangedRow[];
}

export interface PageInput {
  readonly environments: readonly PageEnvironment[];
  /** @default - no difference is shown */
  readonly difference?: PageDifference;
}
