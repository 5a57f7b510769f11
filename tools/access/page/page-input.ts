import type { AccessRow } from '../rows/access-row';
import type { AccessOnOneSide } from '../rows/difference';
import type { ConcreteRequest } from '../rows/holds';

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
  /** A request that the head allows and the base does not. @default - there is none, or nobody knows one */
  readonly nowAllowed?: ConcreteRequest;
  /** A request that the base allows and the head does not. @default - there is none, or nobody knows one */
  readonly noLongerAllowed?: ConcreteRequest;
}

/** A way that one of two assemblies has alone, with a request that it alone allows. */
export type RowOnOneSide = Pick<AccessOnOneSide, 'row' | 'witness'>;

export const reaches = ['wider', 'other', 'narrower'] as const;
export type Reach = (typeof reaches)[number];

/** What somebody may do after a change and might not before, and the other way round. */
export interface PageDifference {
  /** What people call the two sides: `main`, `this pull request`. */
  readonly base: string;
  readonly head: string;
  readonly gained: readonly RowOnOneSide[];
  readonly lost: readonly RowOnOneSide[];
  readonly changed: readonly ChangedRow[];
}

export interface PageInput {
  readonly environments: readonly PageEnvironment[];
  /** @default - no difference is shown */
  readonly difference?: PageDifference;
}
