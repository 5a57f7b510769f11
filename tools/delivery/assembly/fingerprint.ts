import { createHash } from 'node:crypto';

import { DeliveryError } from '../delivery-error';

/** A file of an assembly: path from its folder, with slashes, and the SHA-256 of its content in hexadecimal digits. */
export interface HashedFile {
  readonly path: string;
  readonly sha256: string;
}

/** An assembly is not the one that was synthesized. */
export class AnotherAssembly extends DeliveryError {
  override readonly name = 'AnotherAssembly';

  constructor(folder: string, found: string) {
    super(
      `${folder} is not the assembly that was synthesized: ${found}. Nothing was deployed. ` +
        'Run the whole workflow again; if it happens twice, find out who can write to the artifacts of a run',
    );
  }
}

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function byPath(one: HashedFile, other: HashedFile): number {
  return one.path < other.path ? -1 : 1;
}

/** One line a file, in the form of `sha256sum`, which can check it: `sha256sum --check SHA256SUMS`. */
export function sumsOf(files: readonly HashedFile[]): string {
  return files
    .toSorted(byPath)
    .map(({ path, sha256: sum }) => `${sum}  ${path}\n`)
    .join('');
}

/** What stands for the whole assembly: it changes with every byte, name and number of its files. */
export function digestOf(files: readonly HashedFile[]): string {
  return sha256(sumsOf(files));
}

/** @returns by path; lines of another form are left out, which the digest notices */
function readSums(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').flatMap((line) => {
    const [, sum, path] = /^([\da-f]{64}) {2}(.+)$/.exec(line) ?? [];
    return sum === undefined || path === undefined ? [] : [[path, sum] as const];
  });
  return new Map(lines);
}

function firstDifference(sums: ReadonlyMap<string, string>, files: readonly HashedFile[]): string {
  const found = new Map(files.map(({ path, sha256: sum }) => [path, sum]));
  for (const { path, sha256: sum } of files) {
    const expected = sums.get(path);
    if (expected === undefined) return `${path} was added`;
    if (expected !== sum) return `${path} was changed`;
  }
  const lost = [...sums.keys()].find((path) => !found.has(path));
  return lost === undefined ? 'its list of files was changed with it' : `${lost} is missing`;
}

/**
 * Holds an assembly to the digest of the one that was synthesized.
 *
 * @param sums its list of files, only to name what differs: whoever changes a file can change this list too
 * @param digest comes another way than the assembly
 * @throws AnotherAssembly
 */
export function verify(folder: string, files: readonly HashedFile[], sums: string, digest: string): void {
  if (!/^[\da-f]{64}$/.test(digest)) {
    throw new AnotherAssembly(folder, `'${digest}' is no SHA-256 that it could be held to`);
  }
  if (digestOf(files) !== digest) throw new AnotherAssembly(folder, firstDifference(readSums(sums), files));
}
