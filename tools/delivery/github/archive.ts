import { inflateRawSync } from 'node:zlib';

import { DeliveryError } from '../delivery-error';

/** What a pull request handed over is not what its workflow makes. */
export class UnfitArtifact extends DeliveryError {
  override readonly name = 'UnfitArtifact';
}

/**
 * The parts of a zip archive that are read here.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT sections 4.3.7, 4.3.12 and 4.3.16
 */
const end = { signature: 0x06054b50, bytes: 22, entries: 10, directory: 16, longestComment: 0xffff };
const entry = { signature: 0x02014b50, bytes: 46, method: 10, packed: 20, name: 28, extra: 30, comment: 32, start: 42 };
const local = { signature: 0x04034b50, bytes: 30, name: 26, extra: 28 };
const stored = 0;
const deflated = 8;

function findEnd(archive: Buffer): number {
  const first = Math.max(0, archive.length - end.bytes - end.longestComment);
  for (let at = archive.length - end.bytes; at >= first; at -= 1) {
    if (archive.readUInt32LE(at) === end.signature) return at;
  }
  throw new UnfitArtifact('the artifact is no zip archive');
}

function unpack(archive: Buffer, at: number, limit: number): Buffer {
  const start = archive.readUInt32LE(at + entry.start);
  if (archive.readUInt32LE(start) !== local.signature) throw new UnfitArtifact('the artifact is a broken zip archive');
  const content =
    start + local.bytes + archive.readUInt16LE(start + local.name) + archive.readUInt16LE(start + local.extra);
  const packed = archive.subarray(content, content + archive.readUInt32LE(at + entry.packed));
  const method = archive.readUInt16LE(at + entry.method);
  if (method === stored && packed.length <= limit) return packed;
  // Stops at the limit, whatever size the archive claims.
  if (method === deflated) return inflateRawSync(packed, { maxOutputLength: limit });
  throw new UnfitArtifact('the artifact holds a file that is too large, or packed in an unknown way');
}

/**
 * Reads one file out of a zip archive from a stranger, in memory: nothing is unpacked that could lie elsewhere than it
 * seems, and nothing larger than the limit.
 *
 * @param limit of the file, in bytes
 * @throws UnfitArtifact
 */
export function fileInArchive(archive: Buffer, name: string, limit: number): Buffer {
  try {
    const last = findEnd(archive);
    let at = archive.readUInt32LE(last + end.directory);
    for (let left = archive.readUInt16LE(last + end.entries); left > 0; left -= 1) {
      if (archive.readUInt32LE(at) !== entry.signature) break;
      const length = archive.readUInt16LE(at + entry.name);
      const found = archive.toString('utf8', at + entry.bytes, at + entry.bytes + length);
      if (found === name) return unpack(archive, at, limit);
      at += entry.bytes + length + archive.readUInt16LE(at + entry.extra) + archive.readUInt16LE(at + entry.comment);
    }
  } catch (cause) {
    if (cause instanceof UnfitArtifact) throw cause;
    // Offsets that lead out of the archive, content that is no deflated data or larger than the limit.
    throw new UnfitArtifact(`the artifact is a broken zip archive, or ${name} in it is larger than ${limit} bytes`, {
      cause,
    });
  }
  throw new UnfitArtifact(`the artifact holds no ${name}`);
}
