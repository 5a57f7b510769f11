import { CallFailed, type Refusal } from '../errors';

/** What the SDK's exceptions have in common, as far as it can be relied on. */
interface ServiceException {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
  readonly reasons: readonly string[];
}

const byName: Readonly<Record<string, Refusal>> = {
  ResourceNotFoundException: 'not-found',
  NoSuchEntity: 'not-found',
  NoSuchEntityException: 'not-found',
  NotFoundException: 'not-found',
  NoSuchBucket: 'not-found',

  ResourceExistsException: 'conflict',
  ConditionalCheckFailedException: 'conflict',

  LimitExceeded: 'limit-exceeded',
  LimitExceededException: 'limit-exceeded',

  // Secrets Manager's words for what the key refused.
  DecryptionFailure: 'denied',
  EncryptionFailure: 'denied',
  ExpiredToken: 'denied',
  ExpiredTokenException: 'denied',
  NotAuthorized: 'denied',
  UnauthorizedOperation: 'denied',

  ProvisionedThroughputExceededException: 'throttled',
  'Rate exceeded': 'throttled',
  RequestLimitExceeded: 'throttled',
  SlowDown: 'throttled',
  TransactionConflictException: 'throttled',
  TransactionInProgressException: 'throttled',
  // The object is in the middle of a change: nothing was done.
  ConcurrentModification: 'throttled',
  ConcurrentModificationException: 'throttled',
  EntityTemporarilyUnmodifiable: 'throttled',
  EntityTemporarilyUnmodifiableException: 'throttled',
  // The SDK has corrected its clock by the time somebody tries again.
  RequestExpired: 'throttled',
  RequestInTheFuture: 'throttled',
  RequestTimeTooSkewed: 'throttled',

  InvalidAccessKeyId: 'unknown-key',
  InvalidClientTokenId: 'unknown-key',
  UnrecognizedClientException: 'unknown-key',

  InvalidSignatureException: 'wrong-signature',
  SignatureDoesNotMatch: 'wrong-signature',

  InvalidRequestException: 'invalid-request',

  // Nothing was sent.
  CredentialsProviderError: 'other',
};

/** The same refusal has many names that differ in their endings. */
const byPrefix: readonly (readonly [string, Refusal])[] = [
  ['AccessDenied', 'denied'],
  ['Throttl', 'throttled'],
  ['TooManyRequests', 'throttled'],
];

/** Where a label is not where the caller saw it, AWS says so in words only. */
const labelMismatch: Readonly<Record<string, RegExp>> = {
  'secretsmanager:GetSecretValue': /VersionStage/u,
  'secretsmanager:UpdateSecretVersionStage': /label|stage|RemoveFromVersionId/iu,
};

/** Node's network errors are all named `Error` and differ in their code. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'NotAnError';
  return error.name === 'Error' && 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

function describe(error: unknown): ServiceException {
  const fields: Readonly<Record<string, unknown>> = typeof error === 'object' && error !== null ? { ...error } : {};
  const { $metadata: metadata, CancellationReasons: reasons } = fields;
  const status = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata;
  return {
    name: nameOf(error),
    message: error instanceof Error ? error.message : '',
    status: status && typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined,
    reasons: Array.isArray(reasons)
      ? reasons.flatMap((reason: { readonly Code?: string } | null) => reason?.Code ?? [])
      : [],
  };
}

function refusalOfTransaction(reasons: readonly string[]): Refusal {
  if (reasons.includes('ConditionalCheckFailed')) return 'conflict';
  if (reasons.some((code) => ['TransactionConflict', 'ThrottlingError'].includes(code))) return 'throttled';
  return reasons.includes('ProvisionedThroughputExceeded') ? 'throttled' : 'other';
}

function refusalOf(call: string, { name, message, status, reasons }: ServiceException): Refusal {
  if (name === 'TransactionCanceledException') return refusalOfTransaction(reasons);
  if (/^Invalid(?:Request|Parameter)Exception$/u.test(name) && labelMismatch[call]?.test(message) === true) {
    return 'conflict';
  }
  // The JSON protocols have one name for a wrong signature and for a wrong clock.
  if (name === 'InvalidSignatureException' && /expired|not yet current/iu.test(message)) return 'throttled';
  const named = byName[name] ?? byPrefix.find(([prefix]) => name.startsWith(prefix))?.[1];
  if (named !== undefined) return named;
  if (status === 429) return 'throttled';
  // An answer of success that cannot be read, none at all, or a fault of the service: it may have been carried out.
  return status === undefined || status < 300 || status >= 500 ? 'unknown-outcome' : 'other';
}

/** A name is all that is kept: messages and answers may hold what was sent. */
function codeOf(name: string): string {
  return /^[\w .:-]{1,80}$/u.test(name) ? name : 'UnnamedError';
}

/**
 * Makes one call and translates its failure. The SDK's error is not kept as the cause: it carries the whole answer.
 *
 * @param call service and action, such as `iam:CreateAccessKey`
 * @throws CallFailed
 */
export async function called<Output>(call: string, answer: Promise<Output>): Promise<Output> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof CallFailed) throw error;
    const exception = describe(error);
    throw new CallFailed(call, refusalOf(call, exception), codeOf(exception.name));
  }
}

/**
 * What an answer must have.
 *
 * @throws CallFailed `unknown-outcome`, because the call went through
 */
export function answered<Value>(call: string, name: string, value: Value | undefined): Value {
  if (value === undefined) throw new CallFailed(call, 'unknown-outcome', `AnswerWithout${name}`);
  return value;
}
