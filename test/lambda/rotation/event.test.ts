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

test.each([
  ['nothing', undefined],
  ['text', 'createSecret'],
  ['another step', { ...good, Step: 'create_secret' }],
  ['no step', { ...good, Step: undefined }],
  ['another secret', { ...good, SecretId: arn.replace('scanner', 'printer') }],
  ['a secret whose name only begins alike', { ...good, SecretId: arn.replace('-AbC123', '-two-AbC123') }],
  ['a secret below the name', { ...good, SecretId: arn.replace('-AbC123', '/AbC123') }],
  ['no secret', { ...good, SecretId: undefined }],
  ['a token that is too short', { ...good, ClientRequestToken: token.slice(0, 31) }],
  ['a token that is too long', { ...good, ClientRequestToken: 'x'.repeat(65) }],
  ['no token', { ...good, ClientRequestToken: undefined }],
])('refuses %s', (_, event) => {
  const read = () => readRotationEvent(event, secretName);
  expect(read).toThrow(RotationStopped);
  expect(read).toThrow('Start rotations with "aws secretsmanager rotate-secret" only');
});

test.each([32, 64])('takes a token of %i characters', (length) => {
  const event = { ...good, ClientRequestToken: 'x'.repeat(length) };
  expect(readRotationEvent(event, secretName).token).toHaveLength(length);
});
