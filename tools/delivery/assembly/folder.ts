import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

import { WrongCall } from '../delivery-error';
import { AnotherAssembly, type HashedFile, sha256 } from './fingerprint';

/** Where the steps of one run hand the assembly on, from the root of the checkout. */
export const ASSEMBLY = '.cache/delivery/assembly';

/** Lists the files of the assembly, and stands among them. */
const SUMS = 'SHA256SUMS';

export function sumsFile(folder: string): string {
  return join(folder, SUMS);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/**
 * All files of an assembly but the list of them.
 *
 * @throws AnotherAssembly for a link, whose content is elsewhere and can change after it was hashed
 */
export function hashFolder(folder: string): HashedFile[] {
  if (!existsSync(folder)) throw new WrongCall(`${folder} does not exist: write it with npm run assembly`);
  return filesBelow(folder)
    .filter((file) => file !== sumsFile(folder))
    .map((file) => {
      const path = relative(folder, file).split(sep).join('/');
      if (!lstatSync(file).isFile()) throw new AnotherAssembly(folder, `${path} is no ordinary file`);
      return { path, sha256: sha256(readFileSync(file)) };
    });
}
