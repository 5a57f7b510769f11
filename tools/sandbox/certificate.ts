import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/**
 * A self-signed certificate for 127.0.0.1 with a fresh key.
 *
 * The room refuses requests that are not sent over TLS, so the emulator must really speak it. Node makes keys and
 * signatures but no certificates; the few structures of X.509 that are needed are encoded here, so that nothing but
 * Node has to be installed.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280
 */
export interface Certificate {
  readonly certificatePem: string;
  readonly keyPem: string;
}

const tag = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
  ipAddress: 0x87,
  version: 0xa0,
  extensions: 0xa3,
} as const;

const ecdsaWithSha256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const commonName = [0x55, 0x04, 0x03];
const subjectAltName = [0x55, 0x1d, 0x11];
const day = 24 * 60 * 60 * 1000;

function der(type: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const length =
    body.length < 0x80
      ? [body.length]
      : body.length < 0x100
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([type, ...length]), body]);
}

function bytes(...values: readonly number[]): Buffer {
  return Buffer.from(values);
}

function utcTime(at: Date): Buffer {
  // 2026-11-21T09:55:28.000Z becomes 261121095528Z
  return der(tag.utcTime, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
}

function named(text: string): Buffer {
  const attribute = der(
    tag.sequence,
    der(tag.objectIdentifier, bytes(...commonName)),
    der(tag.utf8String, Buffer.from(text)),
  );
  return der(tag.sequence, der(tag.set, attribute));
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** Valid from an hour ago, for clocks that differ, until a week from now, for a sandbox that is kept. */
export function loopbackCertificate(now: Date): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(tag.sequence, der(tag.objectIdentifier, bytes(...ecdsaWithSha256)));
  const name = named('strongroom sandbox');
  const validity = der(
    tag.sequence,
    utcTime(new Date(now.getTime() - day / 24)),
    utcTime(new Date(now.getTime() + 7 * day)),
  );
  // The first byte keeps the serial number positive and free of a leading zero.
  const serialNumber = Buffer.concat([bytes(0x5a), randomBytes(15)]);
  const loopback = der(tag.sequence, der(tag.ipAddress, bytes(127, 0, 0, 1)));
  const extension = der(
    tag.sequence,
    der(tag.objectIdentifier, bytes(...subjectAltName)),
    der(tag.octetString, loopback),
  );
  const toBeSigned = der(
    tag.sequence,
    der(tag.version, der(tag.integer, bytes(2))),
    der(tag.integer, serialNumber),
    algorithm,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(tag.extensions, der(tag.sequence, extension)),
  );
  const signature = der(tag.bitString, bytes(0), sign('sha256', toBeSigned, privateKey));
  return {
    certificatePem: pem('CERTIFICATE', der(tag.sequence, toBeSigned, algorithm, signature)),
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
