import { Redactor } from '../../../lambda/rotation/redact';

const secret = JSON.stringify({
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  password: 'pass"word\\1',
  userName: 'uploader',
  bucket: 'clinic-files',
  nested: { d: 'private-part-of-a-key' },
});

function redactor(): Redactor {
  const one = new Redactor(['clinic-files']);
  one.register(secret);
  return one;
}

it.each([
  ['the whole secret', secret],
  ['a field of it', 'pass"word\\1'],
  ['a field of a field', 'private-part-of-a-key'],
  ['a field in the spelling of JSON', JSON.stringify('pass"word\\1').slice(1, -1)],
  ['a field in base64', Buffer.from('pass"word\\1').toString('base64')],
  ['a field in a URL', encodeURIComponent('pass"word\\1')],
])('takes out %s', (_, spelling) => {
  expect(redactor().redact(`before ${spelling} after`)).toBe('before [redacted] after');
});

it.each(['AKIAIOSFODNN7EXAMPLE', 'uploader', 'clinic-files'])('leaves what opens nothing: %s', (text) => {
  expect(redactor().redact(text)).toBe(text);
});

it('takes out a secret whole that begins with another one', () => {
  const one = new Redactor();
  one.register('a-short-secret');
  one.register('a-short-secret-that-goes-on');
  expect(one.redact('a-short-secret-that-goes-on')).toBe('[redacted]');
});

it.each([
  ['a secret access key', 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY12'],
  ['a session token', `IQoJb3JpZ2luX2Vj${'aB3/'.repeat(60)}==`],
  ['a token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'],
  ['a private key', '-----BEGIN PRIVATE KEY-----\nMIIB\nAAAA\n-----END PRIVATE KEY-----'],
  ['a key of HS256', 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T'],
])('takes out what looks like %s', (_, text) => {
  expect(new Redactor().redact(`<${text}>`)).toBe('<[redacted]>');
});

it.each([
  'arn:aws:secretsmanager:eu-central-1:111122223333:secret:clinic-attachments/production/upload-access-key-a1B2c3',
  'arn:aws:iam::111122223333:user/rotated/clinic-attachments/production/clinic-attachments-production-uploader',
  '11111111-2222-3333-4444-555555555555',
])('leaves the names of things: %s', (text) => {
  expect(new Redactor().redact(text)).toBe(text);
});

it('takes out a private key whose end is missing, to the end of the text', () => {
  expect(new Redactor().redact('a -----BEGIN PRIVATE KEY-----\nMIIB')).toBe('a [redacted]');
});
