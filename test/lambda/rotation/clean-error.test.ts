import { cleanError, errorFields } from '../../../lambda/rotation/clean-error';
import { CallFailed, RotationStopped } from '../../../lambda/rotation/errors';
import { Redactor } from '../../../lambda/rotation/redact';

const redactor = new Redactor();
redactor.register('CANARY-secret');

/** Everything that Lambda would print of it. */
function printed(error: Error): string {
  return [error.name, error.message, error.stack, JSON.stringify(error), String(error.cause)].join('\n');
}

describe('an error that leaves a function', () => {
  test('keeps its name and its redacted message, and nothing else', () => {
    const error = Object.assign(new TypeError('no CANARY-secret here', { cause: 'CANARY-secret' }), {
      value: 'CANARY-secret',
    });
    const cleaned = cleanError(error, redactor);
    expect(cleaned.name).toBe('TypeError');
    expect(cleaned.message).toBe('no [redacted] here');
    expect(cleaned.stack).toBe('TypeError: no [redacted] here');
    expect(Object.keys(cleaned)).toEqual([]);
    expect(printed(cleaned)).not.toContain('CANARY');
  });

  test('says nothing of a text that could not be read, because the engine quotes it', () => {
    expect(cleanError(new SyntaxError('Unexpected token in half-a-CANARY'), redactor).message).toBe(
      'a text could not be read',
    );
  });

  test('is an error although something else was thrown', () => {
    const cleaned = cleanError('CANARY-secret', redactor);
    expect(cleaned.name).toBe('Error');
    expect(cleaned.message).toBe('something was thrown that is no error');
  });
});

describe('what the log says about', () => {
  test('a failed call: which one, and why', () => {
    const error = new CallFailed('iam:CreateAccessKey', 'throttled', 'Throttling');
    expect(errorFields(error, redactor)).toEqual({
      error: 'CallFailed',
      problem: undefined,
      call: 'iam:CreateAccessKey',
      refusal: 'throttled',
      code: 'Throttling',
      causes: [],
      stack: undefined,
    });
  });

  test('a stopped rotation: its problem', () => {
    const error = new RotationStopped('user-missing', 'portal/prod/scanner-key', 'it is gone', 'Deploy');
    expect(errorFields(error, redactor)).toEqual({
      error: 'RotationStopped',
      problem: 'user-missing',
      call: undefined,
      refusal: undefined,
      code: undefined,
      causes: [],
      stack: undefined,
    });
  });

  test('a bug: where it was, without its message', () => {
    const error = new TypeError('of CANARY-secret');
    error.stack = 'TypeError: of CANARY-secret\n look at it\n    at rotate (index.js:1:2)\n\tat handler (index.js:3:4)';
    expect(errorFields(error, redactor)).toMatchObject({
      error: 'TypeError',
      stack: ['at rotate (index.js:1:2)', 'at handler (index.js:3:4)'],
    });
  });

  test('a bug without a stack, and something that is no error: nothing of where it was', () => {
    const error = new TypeError('a bug');
    delete error.stack;
    expect(errorFields(error, redactor).stack).toEqual([]);
    expect(errorFields('CANARY-secret', redactor)).toEqual({
      error: 'Error',
      problem: undefined,
      call: undefined,
      refusal: undefined,
      code: undefined,
      causes: [],
      stack: [],
    });
  });

  test('causes: each by name and redacted message', () => {
    const root = new SyntaxError('half-a-CANARY');
    const error = new Error('outer', { cause: new TypeError('of CANARY-secret', { cause: root }) });
    expect(errorFields(error, redactor).causes).toEqual([
      'TypeError: of [redacted]',
      'SyntaxError: a text could not be read',
    ]);
  });

  test('a cause that is no error: that there is one', () => {
    expect(errorFields(new Error('outer', { cause: 'CANARY-secret' }), redactor).causes).toEqual([
      'Error: something was thrown that is no error',
    ]);
  });

  test('a cause that has itself for a cause: five times', () => {
    const error = new Error('round and round');
    error.cause = error;
    expect(errorFields(error, redactor).causes).toHaveLength(5);
  });
});
