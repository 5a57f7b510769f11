/** What the access of an assembly is told in: one row for each way in which somebody may do something. */

/** How AWS's service authorization reference sorts actions. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html */
export type AccessLevel = 'List' | 'Read' | 'Tagging' | 'Write' | 'Permissions management';

/** Somebody whom a policy can name. */
export interface RowPrincipal {
  /**
   * `role` and `user` stand in the assembly; `foreign` is a role or user that it does not make; `account` is whoever the
   * account with this id lets act; `service` an AWS service; `federated` an identity provider; `anyone` is everybody,
   * signed or not.
   */
  readonly kind: 'role' | 'user' | 'foreign' | 'account' | 'service' | 'federated' | 'anyone';
  /** ARN, account id (12 digits), name of a service, ARN or name of a provider, or `*`. */
  readonly id: string;
  /** Where it was made, for those that stand in the assembly. */
  readonly constructPath?: string;
}

/** When a row holds. An empty `all` always holds, an empty `any` never. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  /** The resource of the request matches one of these ARN patterns. */
  | { readonly resourceLike: readonly string[] }
  /** As a policy writes it: `StringEquals` on `aws:PrincipalArn` with one of these values. */
  | { readonly operator: string; readonly key: string; readonly values: readonly string[] };

/** A statement without which the row would not be what it is. */
export interface DecidingStatement {
  /** In which role the policy decides: `trust` is the resource policy of a role. */
  readonly policy: 'identity' | 'boundary' | 'resource' | 'trust';
  readonly effect: 'Allow' | 'Deny';
  /** `Sid` of the statement, or its place in the document, from 0. */
  readonly statement: string | number;
  readonly stack: string;
  readonly logicalId: string;
  /** Path of the construct that made the resource with the policy: `Prod/Foundation/AlertTopic/Policy/Resource`. */
  readonly constructPath: string;
  /** File and line in the repository, as `lib/constructs/alert-topic.ts:31`, where the synthesis recorded it. */
  readonly source?: string;
}

export interface AccessRow {
  readonly environment: string;
  readonly principal: RowPrincipal;
  /** As AWS writes it: `s3:GetObject`. */
  readonly action: string;
  /** ARN pattern of what the action may be done to; `*` for an action that has no resource. */
  readonly resource: string;
  readonly conditions: Condition;
  readonly level: AccessLevel;
  /** First the statements that allow, then those that limit. */
  readonly deciding: readonly DecidingStatement[];
  /** Longest session in seconds, of a row that takes a role. */
  readonly maximumSessionSeconds?: number;
  /**
   * What must allow it as well, where nobody here can read it: the policies of a principal that the assembly does not
   * make, or the policy of a resource that it does not make.
   */
  readonly alsoNeeds?: 'identity policy' | 'resource policy';
}
