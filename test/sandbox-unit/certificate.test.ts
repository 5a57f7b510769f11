import { createPrivateKey, X509Certificate } from 'node:crypto';

import { loopbackCertificate } from '../../tools/sandbox/certificate';

const now = new Date('2026-11-21T12:00:00Z');

describe('loopbackCertificate', () => {
  const { certificatePem, keyPem } = loopbackCertificate(now);
  const certificate = new X509Certificate(certificatePem);

  it('names 127.0.0.1 and nothing else', () => {
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.subjectAltName).toBe('IP Address:127.0.0.1');
  });

  it('is signed with its own key', () => {
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(keyPem))).toBe(true);
  });

  it('is valid from an hour ago for a week', () => {
    expect(certificate.validFromDate.toISOString()).toBe('2026-11-21T11:00:00.000Z');
    expect(certificate.validToDate.toISOString()).toBe('2026-11-28T12:00:00.000Z');
  });

  it('has a new key and number each time', () => {
    const other = new X509Certificate(loopbackCertificate(now).certificatePem);
    expect(other.serialNumber).not.toBe(certificate.serialNumber);
    expect(other.fingerprint256).not.toBe(certificate.fingerprint256);
  });
});
