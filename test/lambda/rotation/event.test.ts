import { readRotationEvent } from '../../../lambda/rotation/event';
import { RotationStopped } from '../../../lambda/rotation/errors';

const secretName = 'portal/prod/scanner-key';
const arn = `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${secretName}-AbC123`;
const token = '7f3b1c2d-0000-4000-8000-123456789012';
const good = { Step: 'createSecret', SecretId: arn, ClientRequestToken: token, RotationToken: 'CANARY-rotation-token' };

test.each(['createSecret', 'setSecret', 'testSecret', 'finishSecret'])('reads the step %s', (step) => {
  expect(readRotationEvent({ ...good, Step: step }, secretName)).toEqual({ step, secretId: arn, token });
});

test('does not keep the rotation token', () => {
  expect(JSON.stringify(readRotationEvent(good, secretName))).not.toContain('CANARY');
});

test('accepts the name of the secret as its id', () => {
  expect(readRotationEvent({ ...good, SecretId: secretName }, secretName).secretId).toBe(secretName);
});

const advice = 'Start rotations with "aws secretsmanager rotate-secret" only';
const noStep = "the event's Step is none of createSecret, setSecret, testSecret, finishSecret";
const noSecret = 'the event names another secret than this function rotates';
const noToken = 'the event has no ClientRequestToken of 32 to 64 characters';

test.each([
  ['nothing', undefined, noStep],
  ['null', null, noStep],
  ['text', 'createSecret', noStep],
  ['another step', { ...good, Step: 'create_secret' }, noStep],
  ['no step', { ...good, Step: undefined }, noStep],
  ['another secret', { ...good, SecretId: arn.replace('scanner', 'printer') }, noSecret],
  ['a secret whose name only begins alike', { ...good, SecretId: arn.replace('-AbC123', '-two-AbC123') }, noSecret],
  ['a secret below the name', { ...good, SecretId: arn.replace('-AbC123', '/AbC123') }, noSecret],
  ['no secret', { ...good, SecretId: undefined }, noSecret],
  ['a token that is too short', { ...good, ClientRequestToken: token.slice(0, 31) }, noToken],
  ['a token that is too long', { ...good, ClientRequestToken: 'x'.repeat(65) }, noToken],
  ['no token', { ...good, ClientRequestToken: undefined }, noToken],
])('refuses %s', (_, event, found) => {
  const read = () => readRotationEvent(event, secretName);
  expect(read).toThrow(new RotationStopped('bad-event', secretName, found, advice));
  expect(problemOf(read)).toBe('bad-event');
});

function problemOf(read: () => unknown): string | undefined {
  try {
    read();
  } catch (error) {
    return error instanceof RotationStopped ? error.problem : undefined;
  }
  return undefined;
}

test.each([32, 64])('takes a token of %i characters', (length) => {
  const event = { ...good, ClientRequestToken: 'x'.repeat(length) };
  expect(readRotationEvent(event, secretName).token).toHaveLength(length);
});
