import { signed } from '../../tools/aws-api/signature';

/** Credentials, time and place of AWS's own suite of test vectors for Signature Version 4. */
const signer = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const now = new Date('2015-08-30T12:36:00Z');
const place = { host: 'example.amazonaws.com', service: 'service', region: 'us-east-1' };

const signatureOf = (headers: Readonly<Record<string, string>>) => headers.authorization?.split('Signature=')[1];

describe('the signature of a call', () => {
  it('is that of the vector post-vanilla', () => {
    const headers = signed({ ...place, body: '', headers: {} }, signer, now);
    expect(signatureOf(headers)).toBe('5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b');
  });

  it('is that of the vector post-x-www-form-urlencoded', () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const call = { ...place, body: 'Param1=value1', headers };
    expect(signatureOf(signed(call, signer, now))).toBe(
      'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    );
  });

  it('covers the token of a session', () => {
    const session = { ...signer, sessionToken: 'token' };
    const headers = signed({ ...place, body: '', headers: {} }, session, now);
    expect(headers).toMatchObject({ 'x-amz-security-token': 'token' });
    expect(headers.authorization).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token');
  });
});
