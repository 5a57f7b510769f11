/** What is known about a call to AWS that did not succeed. */
export type Refusal =
  | 'not-found'
  /** The token already has a value, or the label is not where the caller saw it. */
  | 'conflict'
  | 'limit-exceeded'
  | 'denied'
  /** A definite no: nothing was done, and the same call may be made again. */
  | 'throttled'
  /** The key is unknown, inactive, or has not reached this service yet. */
  | 'unknown-key'
  | 'wrong-signature'
  | 'invalid-request'
  | 'other'
  /** No answer, or one that does not say: the call may have been carried out. */
  | 'unknown-outcome';

/** A call to AWS failed. Adapters translate every error of the SDK into this one. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';

  constructor(
    /** Service and action, such as `iam:CreateAccessKey`. */
    readonly call: string,
    readonly refusal: Refusal,
    /** AWS's own name of the error, such as `LimitExceededException`. */
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(`${call} failed: ${code} (${refusal})`, options);
  }
}

/** Whether a call was refused for one of the reasons. */
export function wasRefused(error: unknown, ...refusals: readonly Refusal[]): error is CallFailed {
  return error instanceof CallFailed && refusals.includes(error.refusal);
}

/** Why a rotation does not go on. Every one leaves the current value as it is, and working; docs/rotation.md says what to do. */
export const rotationProblems = [
  'bad-event',
  'not-enabled',
  'unknown-token',
  'not-pending',
  'no-pending-value',
  'malformed-secret',
  'other-user',
  'key-disabled',
  'lease-held',
  'user-missing',
  'overlap-not-over',
  'foreign-key',
  'labels-moved',
  'pending-key-gone',
  'not-usable-yet',
  'key-refused',
  'too-much-access',
  'wrong-identity',
  'too-soon',
  'pending-too-old',
  'value-invalid',
  'cut-incomplete',
] as const;

export type RotationProblem = (typeof rotationProblems)[number];

/** A rotation stopped. The message names the secret, what was found and what to do; it never holds a value. */
export class RotationStopped extends Error {
  override readonly name = 'RotationStopped';

  constructor(
    readonly problem: RotationProblem,
    readonly secret: string,
    found: string,
    advice: string,
    options?: ErrorOptions,
  ) {
    super(`${secret}: ${found}. ${advice}.`, options);
  }
}
