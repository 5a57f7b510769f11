import { CallFailed, RotationStopped } from './errors';
import type { LogFields } from './ports';
import type { Redactor } from './redact';

/** The engine quotes what it could not read, and that may be a piece of a secret which nothing recognizes. */
function messageOf(error: unknown, redactor: Redactor): string {
  if (error instanceof SyntaxError) return 'a text could not be read';
  return error instanceof Error ? redactor.redact(error.message) : 'something was thrown that is no error';
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'Error';
}

/**
 * The error as it may leave a function: Lambda prints what is thrown, with its stack, its causes and every property.
 * Its name and its redacted message stay.
 */
export function cleanError(error: unknown, redactor: Redactor): Error {
  const cleaned = new Error(messageOf(error, redactor));
  // Not enumerable, as a class would have it: Lambda prints the enumerable ones a second time.
  Object.defineProperty(cleaned, 'name', { value: nameOf(error) });
  Object.defineProperty(cleaned, 'stack', { value: `${cleaned.name}: ${cleaned.message}` });
  return cleaned;
}

function causes(error: unknown, redactor: Redactor): readonly string[] {
  const found: string[] = [];
  let cause = error instanceof Error ? error.cause : undefined;
  while (cause !== undefined && found.length < 5) {
    found.push(`${nameOf(cause)}: ${messageOf(cause, redactor)}`);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return found;
}

/** What the log says about an error beside its message. */
export function errorFields(error: unknown, redactor: Redactor): LogFields {
  const { call, refusal, code } = error instanceof CallFailed ? error : {};
  const isExpected = error instanceof CallFailed || error instanceof RotationStopped;
  // The frames alone: a stack begins with the message.
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line)) : [];
  return {
    error: nameOf(error),
    problem: error instanceof RotationStopped ? error.problem : undefined,
    call,
    refusal,
    code,
    causes: causes(error, redactor),
    stack: isExpected ? undefined : frames.map((line) => line.trim()),
  };
}
