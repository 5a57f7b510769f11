import { NotAsDeclared } from '../errors';

/** What became of a request: its result, or the reason why it was refused. */
export type Answer<T> =
  { readonly isRefused: false; readonly result: T } | { readonly isRefused: true; readonly reason: string };

interface ServiceError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Why, without the long sentence that repeats who asked for what. */
function reasonOf({ name, message }: ServiceError): string {
  const because = /(?:because|with an) (.+)$/s.exec(message)?.[1];
  if (because !== undefined) return because;
  return message.includes('is not authorized to perform') ? name : message;
}

/**
 * Waits for a request. A refusal is an answer; every other failure is thrown.
 */
export async function answerOf<T>(request: Promise<T>): Promise<Answer<T>> {
  try {
    return { isRefused: false, result: await request };
  } catch (error) {
    const { $metadata } = error as ServiceError;
    if ($metadata?.httpStatusCode !== 403) throw error;
    return { isRefused: true, reason: reasonOf(error as ServiceError) };
  }
}

/**
 * Waits for a request that must be refused.
 *
 * @returns the reason
 * @throws NotAsDeclared when it went through
 */
export async function mustBeRefused(what: string, request: Promise<unknown>): Promise<string> {
  const answer = await answerOf(request);
  if (answer.isRefused) return answer.reason;
  throw new NotAsDeclared(
    `the emulator allowed what must be refused: ${what}`,
    'Run "npm test": either a policy has lost a statement, or the emulator does not evaluate it',
  );
}
