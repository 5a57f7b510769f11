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
  ['a token that is not signed', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0'],
  ['a key of HS256', 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T'],
  ['a key that begins with a small letter', 'aB/'.repeat(14)],
  ['a key that begins with capitals', 'AB/c'.repeat(10)],
  ['a key for a URL that begins with a small letter', 'a_B1'.repeat(10)],
  ['a key for a URL that begins with capitals', 'AB_c1'.repeat(8)],
])('takes out what looks like %s', (_, text) => {
  expect(new Redactor().redact(`<${text}>`)).toBe('<[redacted]>');
});

it.each([
  'arn:aws:secretsmanager:eu-central-1:111122223333:secret:clinic-attachments/production/upload-access-key-a1B2c3',
  'arn:aws:iam::111122223333:user/rotated/clinic-attachments/production/clinic-attachments-production-uploader',
  '11111111-2222-3333-4444-555555555555',
  'Clinic-Attachments-Production-Upload-Access-Key',
  'CLINIC/ATTACHMENTS/PRODUCTION/UPLOAD/ACCESS/KEY',
  'CLINIC_ATTACHMENTS_PRODUCTION_UPLOAD_ACCESS_KEY_1',
  'clinic/attachments/production/upload/access/key',
])('leaves the names of things: %s', (text) => {
  expect(new Redactor().redact(text)).toBe(text);
});

it('takes out a private key whose end is missing, to the end of the text', () => {
  expect(new Redactor().redact('a -----BEGIN PRIVATE KEY-----\nMIIB')).toBe('a [redacted]');
});

it.each([
  'accessKeyId',
  'alg',
  'aud',
  'audience',
  'crv',
  'iss',
  'issuer',
  'kid',
  'kty',
  'region',
  'use',
  'user',
  'userName',
  'username',
])('leaves the field %s of a secret, which names something and opens nothing', (field) => {
  const one = new Redactor();
  one.register(JSON.stringify({ [field]: 'a-public-name' }));
  expect(one.redact('a-public-name')).toBe('a-public-name');
});

it.each([
  ['null', 'null'],
  ['a list with nothing in it', '[null, 12345678, true]'],
  ['text', 'not JSON'],
])('takes a secret that is %s as it stands', (_, value) => {
  const one = new Redactor();
  expect(one.register(value)).toBe(value);
  expect(one.redact('the key of the user')).toBe('the key of the user');
});

it('takes out a field beside one that is null and one that is a number', () => {
  const one = new Redactor();
  one.register('{"nothing":null,"port":12345678,"list":[null,"a-secret-in-a-list"],"password":"a-password"}');
  expect(one.redact('a-password of a-secret-in-a-list')).toBe('[redacted] of [redacted]');
});

it('takes out a secret of eight characters, and none that is shorter, because those stand in sentences too', () => {
  const one = new Redactor();
  one.register('eight-ch');
  one.register('seven-c');
  expect(one.redact('eight-ch seven-c')).toBe('[redacted] seven-c');
});
