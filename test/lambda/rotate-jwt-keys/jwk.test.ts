import { byteLength, generateKey, isAlgorithm, isKey } from '../../../lambda/rotate-jwt-keys/jwk';

test.each([7, ['HS256'], undefined, 'none', 'constructor'])('%j is no algorithm', (value) => {
  expect(isAlgorithm(value)).toBe(false);
});

test.each(['x', 'y'])('a key without its member %s is none, whatever else it has', async (member) => {
  const key = await generateKey('ES256');
  expect(isKey(key, 'signing')).toBe(true);
  expect(isKey({ ...key, [member]: 'short' }, 'signing')).toBe(false);
});

test('bytes are those of a text in base64url', () => {
  expect(byteLength(Buffer.alloc(32, 7).toString('base64url'))).toBe(32);
});

test.each([undefined, 1234, ['YWJj'], '', '!YWJj', 'YWJj!', 'YW!Jj'])('%j has no bytes', (text) => {
  expect(byteLength(text)).toBe(0);
});
