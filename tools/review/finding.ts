import type { AccessRow, RowPrincipal } from '../access/rows/access-row';
import type { AccessOnOneSide } from '../access/rows/difference';

/** What a review finds out about a change, as plain objects: how it is told is decided elsewhere. */

/** Something that needs an entry in the grants, or else the review fails. */
interface NeedsGrant {
  readonly environment: string;
  /** The same for the same thing, however it is written: `access-4f1c…`. */
  readonly fingerprint: string;
}

/** What one principal may do after the change and might not before. */
export interface AccessGain extends NeedsGrant {
  readonly kind: 'access';
  readonly who: RowPrincipal;
  readonly gained: readonly AccessOnOneSide[];
  /** ARNs of policies that no stack contains, so that nobody here can say what they allow. */
  readonly unknownPolicies: readonly string[];
  /** Statements of which nobody here can say whom they let do what. */
  readonly unreadStatements: readonly string[];
}

/** All that new stacks of an environment give to anybody, by their own statements: it is granted as a whole. */
export interface NewStacks extends NeedsGrant {
  readonly kind: 'new stacks';
  readonly stacks: readonly string[];
  readonly gains: readonly AccessGain[];
  readonly weakened: readonly GuardChange[];
}

/** All access of an environment that the base does not have at all. */
export interface NewEnvironment extends NeedsGrant {
  readonly kind: 'new environment';
  readonly account: string;
  readonly region: string;
  readonly rows: readonly AccessRow[];
  /** The same by whoever has it, with what nobody here can read. */
  readonly gains: readonly AccessGain[];
  /** Rules of its tier that it is not held to. */
  readonly deviations: readonly GuardChange[];
}

/** Where a finding is. */
export interface Place {
  /** `prod/portal/Files/Bucket/Resource`, or the name of a stack. */
  readonly constructPath: string;
  /** `lib/constructs/file-vault.ts:31`, where the synthesis recorded it. */
  readonly source?: string;
  /** `AWS::S3::Bucket`. */
  readonly type: string;
}

/** A setting that protects, and protects less, or more, than it did. */
export interface GuardChange extends NeedsGrant, Place {
  readonly kind: 'guard';
  /** `VersioningConfiguration.Status`; empty for the resource as a whole. */
  readonly property: string;
  readonly before: string;
  readonly after: string;
  readonly why: string;
}

export type Fate = 'destroyed' | 'replaced' | 'may be replaced' | 'orphaned' | 'left behind';

/** A resource that does not survive the change as what it is. */
export interface LostResource extends Place {
  readonly fate: Fate;
  /** Properties that make it so. */
  readonly because: readonly string[];
}

/** One that holds what cannot be made again. */
export interface LostData extends NeedsGrant, LostResource {
  readonly kind: 'data';
}

export type Judged = AccessGain | NewStacks | NewEnvironment | GuardChange | LostData;

/** A value that people chose, and that differs. */
export interface ValueChange extends Place {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** Any other difference of a resource. */
export interface OtherChange extends Place {
  readonly change: 'added' | 'removed' | 'changed';
  readonly properties: readonly string[];
}
