/**
 * In which relation what is called stands to whom or what the path leads to, its subject. Where several things stand so,
 * one of them is enough.
 *
 * A `denied …` stands so only when a policy of the subject refuses something, so that to take it away gives more.
 * `anything` is whatever the caller may name: something new, or something that no template tells of.
 */
export type Relation =
  | 'anything'
  | 'boundary'
  | 'code'
  | 'denied group'
  | 'denied role'
  | 'denied user'
  | 'function'
  | 'group'
  | 'itself'
  | 'journal'
  | 'key secret'
  | 'policy'
  | 'provider'
  | 'role'
  | 'rotated secret'
  | 'user';

/** One call of a path. */
export interface Need {
  /** Any of these is enough. */
  readonly anyOf: readonly string[];
  readonly on: Relation;
  /** Service that the role is passed to, for `iam:PassRole`. */
  readonly passedTo?: string;
}

/** What a path can lead to, beside roles and users. */
export type ThingKind =
  | 'account'
  | 'bucket'
  | 'bus'
  | 'function'
  | 'key'
  | 'log group'
  | 'parameter'
  | 'queue'
  | 'secret'
  | 'table'
  | 'topic';

/**
 * `becomes`: holds credentials of the subject, or has code of its own run with them.
 * `drives`: has the subject do what it does anyway, when the caller wants it; gives none of its rights.
 * `widens`: gives the subject any rights that its boundary allows, or takes a refusal from it.
 * `unbounds`: takes away or replaces the boundary of the subject, or the second factor that it needs.
 * `opens`: changes who may use the subject, or what others find in it.
 * `copies`: has what is in the subject, or what will come into it, brought elsewhere or stored under another key; for what
 * is encrypted under a key of its own that takes a right to use that key, too.
 */
export type Gain = 'becomes' | 'copies' | 'drives' | 'opens' | 'unbounds' | 'widens';

/** A way to more than one's own rights. */
export interface EscalationPath {
  /** In kebab-case, unique. */
  readonly id: string;
  /** Ends the sentence "… can reach …, because it …". */
  readonly name: string;
  /** Published lists that have it, each with its own id; none for those that we found. */
  readonly sources: readonly string[];
  /** All of them. */
  readonly needs: readonly Need[];
  readonly gives: Gain;
  /** Subjects that are things; without it, roles and users. */
  readonly things?: readonly ThingKind[];
  /** The subject is a user, where no relation says so. */
  readonly who?: 'user';
  /** The subject is a role that one of these services may become. */
  readonly services?: readonly string[];
}

/** @see https://pathfinding.cloud, data as of 17 December 2025 */
export function pathfinding(...ids: readonly string[]): string[] {
  return ids.map((id) => `pathfinding.cloud ${id}`);
}

/** @see https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation */
export function rhino(...numbers: readonly number[]): string[] {
  return numbers.map((number) => `Rhino Security Labs ${String(number)}`);
}

/** @see https://github.com/BishopFox/iam-vulnerable */
export function bishopFox(...names: readonly string[]): string[] {
  return names.map((name) => `iam-vulnerable ${name}`);
}

/** @see https://github.com/nccgroup/PMapper/tree/master/principalmapper/graphing */
export function principalMapper(...edges: readonly string[]): string[] {
  return edges.map((edge) => `PMapper ${edge}`);
}
