import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';

import { ReviewError } from '../review-error';

/** A commit of the repository, written out into a folder of its own. */
export interface Checkout {
  readonly folder: string;
  /** Full digest of the commit. */
  readonly commit: string;
  remove(): void;
}

function git(root: string, words: readonly string[]): { readonly ok: boolean; readonly output: string } {
  const ended = spawnSync('git', ['-C', root, ...words], { encoding: 'utf8' });
  return { ok: ended.status === 0, output: `${ended.stdout}${ended.status === 0 ? '' : ended.stderr}`.trim() };
}

/**
 * The commit that a name of git means.
 *
 * @throws ReviewError when it means none
 */
function commitOf(root: string, ref: string): string {
  // `--end-of-options`: a name that begins with a dash must not become an option.
  const found = git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  if (found.ok) return found.output;
  throw new ReviewError(
    `${ref} is neither a folder with a cloud assembly nor a commit of this repository: fetch it (git fetch origin ${ref}), or give the folder that cdk synth wrote`,
  );
}

function sameFile(one: string, other: string): boolean {
  return existsSync(one) && existsSync(other) && readFileSync(one).equals(readFileSync(other));
}

/** Packages of the commit: those of this checkout when both want the same, or else its own from the registry. */
function providePackages(root: string, folder: string): void {
  const lock = 'package-lock.json';
  const installed = path.join(root, 'node_modules');
  const isSame = sameFile(path.join(root, lock), path.join(folder, lock));
  if (isSame && existsSync(installed) && statSync(installed).isDirectory()) {
    symlinkSync(installed, path.join(folder, 'node_modules'), 'dir');
    return;
  }
  try {
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'pipe' });
  } catch (cause) {
    throw new ReviewError(
      `the packages of ${folder} cannot be installed: its package-lock.json is another one than here. Synthesize it where its packages are, and give the folder`,
      { cause },
    );
  }
}

/**
 * Writes a commit out beside the working tree, which it leaves alone.
 *
 * @param parent an empty folder that the caller removes
 * @throws ReviewError
 */
export function checkOut(root: string, ref: string, parent: string): Checkout {
  const commit = commitOf(root, ref);
  const folder = path.join(parent, commit.slice(0, 12));
  const made = git(root, ['worktree', 'add', '--detach', '--quiet', folder, commit]);
  if (!made.ok) throw new ReviewError(`${ref} cannot be checked out: ${made.output}`);
  const remove = (): void => {
    // The link first: what it leads to stays.
    rmSync(path.join(folder, 'node_modules'), { recursive: true, force: true });
    git(root, ['worktree', 'remove', '--force', folder]);
  };
  try {
    providePackages(root, folder);
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, commit, remove };
}
