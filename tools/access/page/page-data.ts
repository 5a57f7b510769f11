import type { AccessRow, Condition, RowPrincipal } from '../rows/access-row';
import type { Finding } from './finding';
import type { Reach } from './page-input';

/** Places in the lists of {@link PageData}: a text of a hundred workloads stands in the page once. */
type TextIndex = number;
type ConditionIndex = number;
type StatementIndex = number;
type PrincipalIndex = number;
type ResourceIndex = number;
/** Place in {@link levels}. */
type LevelIndex = number;

export type PrincipalRecord = readonly [kind: RowPrincipal['kind'], id: string, constructPath?: string];
/** The name is there when it tells more than the ARN does. */
export type ResourceRecord = readonly [arn: string, name?: string];
export type StatementRecord = readonly [
  policy: TextIndex,
  effect: TextIndex,
  /** `Sid`, or the statement's place as `#0`. */
  statement: TextIndex,
  stack: TextIndex,
  logicalId: TextIndex,
  constructPath: TextIndex,
  source?: TextIndex,
];
/** Rows that differ in their action alone. */
export type WayRecord = readonly [
  principal: PrincipalIndex,
  resource: ResourceIndex,
  level: LevelIndex,
  condition: ConditionIndex,
  statements: readonly StatementIndex[],
  actions: readonly TextIndex[],
  more?: Pick<AccessRow, 'maximumSessionSeconds' | 'alsoNeeds'>,
];

/** A request that one of two sides alone allows; its keys are in lower case. */
export type RequestRecord = readonly [
  action: TextIndex,
  resource: TextIndex,
  context: readonly (readonly [key: TextIndex, value: TextIndex | readonly TextIndex[]])[],
];
/** What one side has alone; `null` where nobody knows a request that shows it. */
export type OneSidedRecord = readonly [way: WayRecord, request: RequestRecord | null];
type ChangedRecord = readonly [
  reach: Reach,
  base: WayRecord,
  head: WayRecord,
  nowAllowed: RequestRecord | null,
  noLongerAllowed: RequestRecord | null,
];

export interface EnvironmentRecord {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly summary: readonly Finding[];
  readonly ways: readonly WayRecord[];
}

interface EnvironmentDifferenceRecord {
  readonly name: string;
  readonly gained: readonly OneSidedRecord[];
  readonly lost: readonly OneSidedRecord[];
  readonly changed: readonly ChangedRecord[];
}

export interface DifferenceRecord {
  readonly base: string;
  readonly head: string;
  readonly environments: readonly EnvironmentDifferenceRecord[];
}

/** What the page knows, as it stands in it. */
export interface PageData {
  readonly texts: readonly string[];
  readonly conditions: readonly Condition[];
  readonly statements: readonly StatementRecord[];
  readonly principals: readonly PrincipalRecord[];
  readonly resources: readonly ResourceRecord[];
  readonly environments: readonly EnvironmentRecord[];
  readonly difference?: DifferenceRecord;
}
