import { CallFailed, RotationStopped, wasRefused } from '../../../lambda/rotation/errors';

const cause = new Error('the cause');

test('a failed call says which one, and why', () => {
  const error = new CallFailed('iam:CreateAccessKey', 'limit-exceeded', 'LimitExceededException', { cause });
  expect(String(error)).toBe('CallFailed: iam:CreateAccessKey failed: LimitExceededException (limit-exceeded)');
  expect(error).toMatchObject({ call: 'iam:CreateAccessKey', code: 'LimitExceededException', cause });
});

test('a call was refused for one of several reasons, and nothing else was', () => {
  const error = new CallFailed('iam:CreateAccessKey', 'throttled', 'Throttling');
  expect(wasRefused(error, 'throttled')).toBe(true);
  expect(wasRefused(error, 'denied', 'throttled')).toBe(true);
  expect(wasRefused(error, 'denied')).toBe(false);
  expect(wasRefused(Object.assign(new Error(), { refusal: 'throttled' }), 'throttled')).toBe(false);
});

test('a stopped rotation names the secret, what was found and what to do', () => {
  const error = new RotationStopped('user-missing', 'portal/prod/scanner-key', 'the user is gone', 'Deploy', { cause });
  expect(String(error)).toBe('RotationStopped: portal/prod/scanner-key: the user is gone. Deploy.');
  expect(error).toMatchObject({ problem: 'user-missing', secret: 'portal/prod/scanner-key', cause });
});
